"""The pages of the report as pictures, kept while the server runs."""

import base64
from functools import cache, lru_cache
from typing import Any

from assistant.corpus import Source
from assistant.errors import ReadingError
from assistant.passages import Box, Passage
from assistant.pdf.pictures import Shown, shown_pages
from assistant.ui.markup import Safe, tag

WIDTH = 1100  # pixels; such a page weighs about 0.3 MB


# Some 20 MB at most: the pages that everybody cites, without letting a server grow with its visitors.
@lru_cache(maxsize=64)
def shown(source: Source, page: int, marks: tuple[Box, ...] = (), quote: str = "", *, whole: bool = True) -> Shown:
    """Returns the pages of a quote, marked where it is proven to stand, else one page; none when the report lacks it.

    whole: show every page that the quote covers; otherwise `page` alone.
    """
    options: dict[str, Any] = {"width": WIDTH, "boxes": marks, "quote": quote, "format": "jpeg", "whole": whole}
    try:
        return shown_pages(source.path, page, **options, isolated=not _published(source))
    except ReadingError:
        # A page number from an address that the report lacks, or a damaged page: the caller says so on screen.
        return Shown(False, (page,), ())


def markup(picture: bytes, alt: str) -> Safe:
    """Returns a picture as an element that carries its bytes, so that it comes with the text around it.

    Streamlit's own picture asks twice more of the network, for its code and for its bytes.
    """
    return tag("img", src=f"data:image/jpeg;base64,{base64.b64encode(picture).decode()}", alt=alt, class_="b-page")


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
