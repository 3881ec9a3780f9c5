"""A PDF walked in a child process, so that a trapped file can neither hang nor bring down the program.

The child (`assistant.pdf.child`) answers in JSON lines through a temporary file: the facts, then a page a line. Any end
but a clean one is read as "unreadable or trapped".
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from assistant.errors import ReadingError
from assistant.pdf.admission import Facts
from assistant.pdf.headings import OutlineEntry
from assistant.pdf.raw import RawPage, Rule, Word

SECONDS = 20  # of processor time; the 83 pages of our report take 2
SECONDS_A_MEGABYTE = 2
LONGEST = 120  # seconds of processor time, whatever the size
SLOWNESS, START = 3, 10  # clock over processor time on a busy machine; seconds to start Python
REFUSED = 3  # the exit code of a child that says why, in French


def isolated_pages(path: Path, *, seconds: int | None = None) -> tuple[Facts, tuple[RawPage, ...]]:
    """Returns what a file declares and its raw pages, read in a child process.

    seconds: processor time allowed; by default 20, and 2 more for each megabyte.

    Raises:
        ReadingError: the child refused the file, or was stopped by its limits.
    """
    with tempfile.TemporaryDirectory(prefix="boussole-") as folder:
        answer = Path(folder) / "pages.jsonl"
        run_limited(["pages", str(path.resolve()), str(answer)], path, seconds or _seconds(path))
        with answer.open(encoding="utf-8") as lines:
            facts = _facts(json.loads(next(lines)))
            return facts, tuple(_raw_page(json.loads(line)) for line in lines)


def run_limited(arguments: list[str], path: Path, seconds: int) -> None:
    """Runs the child process and raises ReadingError unless it ends well."""
    root = Path(__file__).resolve().parents[2]
    # The child imports this very package, from whatever folder and however it was installed.
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(root), os.environ.get("PYTHONPATH", "")])}
    command = [sys.executable, "-m", "assistant.pdf.child", str(seconds), *arguments]
    try:
        done = subprocess.run(
            command, env=environment, capture_output=True, timeout=SLOWNESS * seconds + START, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise _trapped(path) from error
    if done.returncode == REFUSED:
        raise ReadingError(done.stderr.decode("utf-8", "replace").strip())
    if done.returncode:
        raise _trapped(path)


def _seconds(path: Path) -> int:
    return min(SECONDS + SECONDS_A_MEGABYTE * (path.stat().st_size // 1_000_000), LONGEST)


def _trapped(path: Path) -> ReadingError:
    return ReadingError(
        f"Le fichier « {path.name} » est illisible ou piégé : sa lecture a été arrêtée. "
        "Un PDF ordinaire est attendu : téléchargez-le à nouveau, ou enregistrez-en une copie."
    )


def _facts(found: dict[str, Any]) -> Facts:
    return Facts(
        found["title"],
        tuple(OutlineEntry(*entry) for entry in found["outline"]),
        tuple(found["labels"]),
        tuple(found["warnings"]),
    )


def _raw_page(found: dict[str, Any]) -> RawPage:
    words = tuple(Word(*word) for word in found["words"])
    rules = tuple(Rule(*rule) for rule in found["rules"])
    return RawPage(found["number"], found["width"], found["height"], words, rules)
