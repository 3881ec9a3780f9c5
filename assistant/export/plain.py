"""A document as plain text, to read in a terminal."""

import textwrap
from collections.abc import Iterator

from assistant.export.handouts import Grid, Handout, Heading, Items, Paragraph, Part

_WIDTH = 88


def to_plain(handout: Handout) -> str:
    """Returns a document as lines of at most 88 characters, words and addresses whole."""
    return "\n\n".join("\n".join(_lines(part)) for part in handout.parts) + "\n"


def _lines(part: Part) -> Iterator[str]:
    if isinstance(part, Heading):
        yield part.text
        yield ("=" if part.level == 1 else "-") * min(len(part.text), _WIDTH)
    elif isinstance(part, Paragraph):
        yield from _wrapped(part.text)
    elif isinstance(part, Items):
        yield from _items(part)
    else:
        yield from _rows(part)


def _items(part: Items) -> Iterator[str]:
    for place, (text, details) in enumerate(part.items, start=1):
        mark = f"{place}. " if part.numbered else "• "
        yield from _wrapped(text, f"  {mark}")
        for detail in details:
            yield from _wrapped(detail, " " * (2 + len(mark)) + "- ")


def _rows(table: Grid) -> Iterator[str]:
    """The columns after the first are short; the first one is wrapped in what they leave."""
    rows = (table.header, *table.rows)
    widths = [max(len(row[column]) for row in rows) for column in range(1, len(table.header))]
    first = min(max(len(row[0]) for row in rows), max(20, _WIDTH - sum(widths) - 2 * len(widths)))
    for row in rows:
        name, *more = textwrap.wrap(row[0], first, break_long_words=False) or [""]
        cells = (cell.ljust(width) for cell, width in zip(row[1:], widths, strict=True))
        yield "  ".join((name.ljust(first), *cells)).rstrip()
        yield from more


def _wrapped(text: str, first: str = "") -> list[str]:
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=first,
        subsequent_indent=" " * len(first),
        break_long_words=False,
        break_on_hyphens=False,
    )
