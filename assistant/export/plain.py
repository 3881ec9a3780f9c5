"""A document as plain text, to read in a terminal."""

import textwrap
from collections.abc import Iterator

from assistant.export.documents import Block, Document, Heading, Items, Paragraph, Table

_WIDTH = 88


def to_plain(document: Document) -> str:
    """Returns a document as lines of at most 88 characters, words and addresses whole."""
    return "\n\n".join("\n".join(_lines(block)) for block in document.blocks) + "\n"


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield block.text
        yield ("=" if block.level == 1 else "-") * min(len(block.text), _WIDTH)
    elif isinstance(block, Paragraph):
        yield from _wrapped(block.text)
    elif isinstance(block, Items):
        yield from _items(block)
    else:
        yield from _rows(block)


def _items(block: Items) -> Iterator[str]:
    for place, (text, details) in enumerate(block.items, start=1):
        mark = f"{place}. " if block.numbered else "• "
        yield from _wrapped(text, f"  {mark}")
        for detail in details:
            yield from _wrapped(detail, " " * (2 + len(mark)) + "- ")


def _rows(table: Table) -> Iterator[str]:
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
