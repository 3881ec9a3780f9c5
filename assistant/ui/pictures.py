"""The pages of the report as pictures, kept while the server runs."""

from functools import cache, lru_cache

from assistant.corpus import Source
from assistant.errors import ReadingError
from assistant.report.passages import Box, Passage

WIDTH = 1100


@lru_cache(maxsize=64)
def page(source: Source, number: int, marks: tuple[Box, ...] = (), quote: str = "", width: int = WIDTH) -> bytes | None:
    """Returns one page as a picture, the quote marked where it stands; nothing when the report lacks the page."""
    from assistant.report.pictures import page_picture

    try:
        return page_picture(
            source.path, number, width=width, boxes=marks, quote=quote, format="jpeg", isolated=not _published(source)
        )
    except ReadingError:
        # A page number from an address that the report lacks, or a damaged page: the caller says so on screen.
        return None


@lru_cache(maxsize=512)
def marked(source: Source, marks: tuple[Box, ...], quote: str) -> bool:
    """Whether a quote is proven to stand under its rectangles, so that its page shows a mark."""
    from assistant.report.pictures import proven

    return bool(marks) and proven(source.path, marks, quote)


def marks_of(passage: Passage, span: tuple[int, int]) -> tuple[tuple[Box, ...], str]:
    """Returns the rectangles of the sentences that a span covers, with their text; the whole passage without them."""
    start, end = span
    covered = [one for one in passage.sentences if one.start < end and start < one.end and one.boxes]
    if not covered or (covered[0].start == 0 and covered[-1].end >= len(passage.text)):
        return passage.boxes, passage.text
    return (
        tuple(box for one in covered for box in one.boxes),
        " ".join(passage.text[one.start : one.end] for one in covered),
    )


@cache
def _published(source: Source) -> bool:
    """Whether a file is one that was published, byte for byte: only then is it read without a guard."""
    return source.version() is not None
