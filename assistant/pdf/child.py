"""The child process that opens a distrusted PDF: it limits itself, then reads the pages or draws a picture.

Run by `assistant.pdf.isolation`, and imported by nothing.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from assistant.errors import ReadingError
from assistant.pdf.admission import facts_of
from assistant.pdf.characters import raw_pages
from assistant.pdf.isolation import REFUSED
from assistant.pdf.pictures import write_picture

MEMORY = 1 << 30  # bytes; a page of text takes a few megabytes, a bomb all there is
OUTPUT = 256 << 20  # bytes


def main(arguments: list[str]) -> int:
    """Does what the parent asked: seconds, "pages" or "picture", the PDF, the answer, and the picture's order."""
    seconds, task, source, answer, *options = arguments
    _limit(int(seconds))
    try:
        if task == "pages":
            _write_pages(Path(source), Path(answer))
        else:
            write_picture(Path(source), Path(answer), json.loads(options[0]))
    except ReadingError as error:
        sys.stderr.buffer.write(str(error).encode())
        return REFUSED
    return 0


def _limit(seconds: int) -> None:
    """Sets the limits of this process; Windows has none to set, and the parent's clock alone holds there."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    # Asked to end at the first, killed a second later, should native code not return to hear it.
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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
