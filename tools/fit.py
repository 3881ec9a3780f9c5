"""Fits every number of assistant/answer/fitted.toml and corpus/kinds.safetensors on the bank, and writes them again.

Nothing is drawn at random: the same bank, vectors and code give the same files. What is printed was measured on
questions about units that the weights had not seen.
"""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

import sys
from collections.abc import Iterator, Mapping

from assistant.answer.fitted import PATH, Fitted
from assistant.engine import Assistant
from assistant.settings import Settings
from tools import fit_judge, fit_kinds

_DECIMALS = 3  # what is written: the noise of a processor's arithmetic is far below
_HEAD = "# Fait par « python -m tools.fit » (make fit) sur la banque de questions : ne pas modifier à la main.\n"


def main() -> None:
    """Fits the head that reads a question, then the judge that uses it; with "judge", the judge alone."""
    assistant = Assistant.open(Settings.from_environment())
    if "judge" not in sys.argv:
        print(fit_kinds.fit(assistant), flush=True)
        assistant = Assistant.open(Settings.from_environment())
    tables, said = fit_judge.fit(assistant, fit_judge.collect(assistant))
    print(*said, sep="\n")
    PATH.write_text(written(Fitted(encoder=assistant.encoder.identity, **tables)), encoding="utf-8")


def written(fitted: Fitted) -> str:
    """Returns the text of fitted.toml."""
    lines = [_HEAD, "# L'encodeur dont les vecteurs ont servi.", f'encoder = "{fitted.encoder}"', ""]
    for name in ("relevance", "answers", "astray", "thresholds"):
        lines += [*_table(name, getattr(fitted, name)), ""]
    return "\n".join(lines).rstrip() + "\n"


def _table(name: str, values: Mapping[str, float]) -> Iterator[str]:
    yield f"[{name}]"
    for key in sorted(values):
        yield f'"{key}" = {round(values[key], _DECIMALS)}'


if __name__ == "__main__":
    main()
