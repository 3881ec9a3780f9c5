"""A PDF walked in a child process, so that a trapped file can neither hang nor bring down the program.

The child gets a limit of memory, of processor time and of output; it answers in JSON lines through a temporary file
(the facts, then a page a line). Any end but a clean one is read as "unreadable or trapped".
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from assistant.errors import ReadingError
from assistant.pdf.admission import Facts, facts_of
from assistant.pdf.characters import raw_pages
from assistant.pdf.headings import OutlineEntry
from assistant.pdf.raw import RawPage, Rule, Word

MEMORY = 1 << 30  # bytes
OUTPUT = 256 << 20  # bytes
SECONDS = 20
_REFUSED = 3  # the child says why, in French


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
    """Runs this module in a child process and raises ReadingError unless it ends well."""
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(root), os.environ.get("PYTHONPATH", "")])}
    command = [sys.executable, "-m", "assistant.pdf.isolation", str(seconds), *arguments]
    try:
        done = subprocess.run(command, env=environment, capture_output=True, timeout=3 * seconds + 10, check=False)
    except subprocess.TimeoutExpired as error:
        raise _trapped(path) from error
    if done.returncode == _REFUSED:
        raise ReadingError(done.stderr.decode("utf-8", "replace").strip())
    if done.returncode:
        raise _trapped(path)


def _seconds(path: Path) -> int:
    return min(SECONDS + 2 * (path.stat().st_size // 1_000_000), 6 * SECONDS)


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


def _records(path: Path) -> Iterator[dict[str, Any]]:
    facts = facts_of(path, thorough=True)
    yield {**asdict(facts), "outline": [[entry.title, entry.depth, entry.page] for entry in facts.outline]}
    for page in raw_pages(path):
        yield {
            "number": page.number,
            "width": page.width,
            "height": page.height,
            "words": [[w.text, w.left, w.top, w.right, w.bottom, w.bold, w.italic, w.ink, w.glued] for w in page.words],
            "rules": [[rule.left, rule.top, rule.right, rule.bottom] for rule in page.rules],
        }


def _limit(seconds: int) -> None:
    """Sets the limits of this process; Windows has none to set, and the parent's clock alone holds there."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT, OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _write_pages(path: Path, answer: Path) -> None:
    import pypdfium2

    with answer.open("w", encoding="utf-8") as file:
        try:
            for record in _records(path):
                file.write(json.dumps(record) + "\n")
        except pypdfium2.PdfiumError as error:
            raise ReadingError(
                f"Le fichier « {path.name} » est illisible : il est abîmé ou tronqué. "
                "Un PDF complet est attendu : téléchargez-le à nouveau."
            ) from error


def main(arguments: list[str]) -> int:
    """Does in the child what the parent asked: seconds, "pages", the PDF, the answer."""
    seconds, task, source, answer, *options = arguments
    _limit(int(seconds))
    try:
        if task == "pages":
            _write_pages(Path(source), Path(answer))
        else:
            from assistant.pdf.pictures import write_picture

            write_picture(Path(source), Path(answer), json.loads(options[0]))
    except ReadingError as error:
        sys.stderr.buffer.write(str(error).encode())
        return _REFUSED
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
