"""Where the time goes: `make bench` (`python -m benchmarks.run`, in French for whoever runs it).

The exam's questions answered warm, part by part; a question from a cold start; the index from nothing and unchanged.
With `--no-index` the index from nothing, the slow part, is left out.
"""

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from assistant.building import build_index
from assistant.engine import Assistant
from assistant.settings import PROJECT, Settings

_EXAM = PROJECT / "tests" / "exam.toml"
_PARTS = {
    "read": "comprendre la question",
    "search": "chercher (encodeur, FAISS, BM25)",
    "judge": "rassembler et juger les preuves",
    "write": "écrire la réponse",
    "total": "en tout",
}
_COLD = "Quelle part des opérateurs utilise une newsletter ?"


def main() -> None:
    """Prints every measure."""
    settings = Settings.from_environment()
    load, python = os.getloadavg()[0], platform.python_version()
    print(f"{platform.machine()}, {os.cpu_count()} cœurs, charge {load:.1f}, Python {python}")
    assistant = Assistant.open(settings)
    source = "rapport officiel" if assistant.uses_report else "résumé"
    print(f"{len(assistant.index.passages)} passages ({source}), {assistant.index.manifest.vectors} vecteurs\n")
    _warm(assistant)
    print(f"\nPremière question, à froid (boussole ask) : {_cold(settings):.2f} s, médiane de 3")
    again = _median(lambda: _command(settings, "index"), 3)
    print(f"Index inchangé (boussole index)           : {again:.2f} s, médiane de 3")
    if "--no-index" not in sys.argv:
        wall, processor = _from_nothing(settings)
        print(f"Index à partir de rien                    : {wall:.1f} s ({processor:.1f} s de processeur)")


def _warm(assistant: Assistant) -> None:
    """Times each question of the exam once, after a first round that fills no cache of answers: there is none."""
    asked = [_asked(assistant, entry) for entry in tomllib.loads(_EXAM.read_text(encoding="utf-8"))["question"]]
    for question, options in asked[:20]:
        assistant.answer(question, **options)
    times = [assistant.answer(question, **options).ms for question, options in asked]
    print(f"{len(asked)} questions de l'examen, à chaud (ms){'médiane':>14}{'95 sur 100':>12}{'pire':>8}")
    for part, name in _PARTS.items():
        taken = sorted(one[part] for one in times)
        print(f"  {name:<38}{statistics.median(taken):>12.1f}{_centile(taken, 95):>12.1f}{taken[-1]:>8.1f}")


def _asked(assistant: Assistant, entry: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    profile = assistant.read_profile(entry.get("profile") or {}).profile
    return entry["question"], {"profile": profile, "history": tuple(entry.get("history") or ())}


def _centile(ordered: Sequence[float], percent: int) -> float:
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


def _cold(settings: Settings) -> float:
    return _median(lambda: _command(settings, "ask", _COLD), 3)


def _command(settings: Settings, *arguments: str) -> None:
    environment = {**os.environ, **settings.as_environment()}
    command = [sys.executable, "-m", "assistant.cli", *arguments]
    subprocess.run(command, env=environment, check=True, capture_output=True, cwd=PROJECT)


def _median(action: Callable[[], None], rounds: int) -> float:
    """Returns the median time of an action, in seconds."""
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        action()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def _from_nothing(settings: Settings) -> tuple[float, float]:
    """Builds an index in an empty folder; returns wall and processor seconds."""
    with tempfile.TemporaryDirectory() as folder:
        start, used = time.perf_counter(), time.process_time()
        build_index(replace(settings, index=Path(folder)))
        return time.perf_counter() - start, time.process_time() - used


if __name__ == "__main__":
    main()
