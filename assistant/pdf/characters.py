"""The words of a PDF page as PDFium sees them: text, rectangle and style.

The only module that walks PDFium's characters. PDFium is not safe across threads: every call is made under `PDFIUM`.
"""

import ctypes
import math
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.pdf import tolerances as within
from assistant.pdf.drawings import drawn_bullets, is_rule, shapes_of
from assistant.pdf.raw import Mapping, RawPage, Word

PDFIUM = threading.RLock()
MAX_CHARACTERS = 60_000  # a page of text holds 2,000 to 6,000; a newspaper page 25,000
MAX_SIDE = 14_400.0  # points: the largest page that PDF readers are bound to accept
HYPHEN = "\u00ad"  # every break hyphen that PDFium recognised is written so
_ITALIC_FLAG = 64  # of a font descriptor (PDF 32000-1, table 123)
_FONT_NAME = 128  # bytes; longer names are cut, their style words come first
_SPACES = frozenset((0xA0, *range(0x2000, 0x200C), 0x202F, 0x205F, 0x3000, 0xFEFF))
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\u2010": "-", "\u2011": "-"}
)


@dataclass(slots=True)
class _Glyph:
    text: str
    left: float
    top: float
    right: float
    bottom: float
    index: int


def raw_pages(path: Path) -> Iterator[RawPage]:
    """Yields the pages of a PDF; a page that PDFium cannot load is empty.

    The lock is taken page by page, so that a picture can be made meanwhile. Raises pypdfium2.PdfiumError when the
    file cannot be opened.
    """
    import pypdfium2

    with PDFIUM:
        document = pypdfium2.PdfDocument(path)
        count = len(document)
    try:
        for index in range(count):
            with PDFIUM:
                yield raw_page(document, index)
    finally:
        with PDFIUM:
            document.close()


def raw_page(document: Any, index: int) -> RawPage:
    """Returns one page (0-based index) of an open pypdfium2 document; the caller holds the lock."""
    import pypdfium2

    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        return RawPage(index + 1, 0.0, 0.0, ())
    width, height = page.get_size()
    if not 0 < width <= MAX_SIDE or not 0 < height <= MAX_SIDE:
        page.close()
        return RawPage(index + 1, width, height, ())
    mapping = Mapping(page, width, height)
    textpage = page.get_textpage()
    try:
        words = _words(textpage, mapping)
        kept = list(_without_doubles(words))
        shapes = shapes_of(page, mapping)
        kept += drawn_bullets(kept, shapes)
        return RawPage(index + 1, width, height, tuple(kept), tuple(shape for shape in shapes if is_rule(shape)))
    finally:
        textpage.close()
        page.close()


def _glyphs(textpage: Any, mapping: Mapping) -> Iterator[_Glyph | None]:
    """Yields the characters that show, and nothing where a word must end."""
    import pypdfium2.raw as raw

    count = min(textpage.count_chars(), MAX_CHARACTERS)
    box = raw.FS_RECTF()
    lead = 0
    for index in range(count):
        code = raw.FPDFText_GetUnicode(textpage, index)
        if 0xD800 <= code < 0xDC00:  # PDFium may hand the two halves of a character one by one
            lead = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((lead - 0xD800) << 10) + (code - 0xDC00) if lead else 0xFFFD
            lead = 0
        if code in (0x02, 0xFFFE, 0xAD):
            text = HYPHEN
        elif code <= 32 or code in _SPACES:
            yield None
            continue
        else:
            text = chr(code).translate(_LIGATURES)
        raw.FPDFText_GetLooseCharBox(textpage, index, box)
        rectangle = mapping.rectangle(box.left, box.bottom, box.right, box.top)
        if _is_degenerate(*rectangle):
            rectangle = _tight(textpage, index, mapping)
        elif text.isdigit():
            rectangle = _raised(textpage, index, mapping, rectangle) or rectangle
        if rectangle is not None:
            yield _Glyph(text, *rectangle, index)


def _is_degenerate(left: float, top: float, right: float, bottom: float) -> bool:
    return right - left < within.DEGENERATE_WIDTH_POINTS or bottom - top < within.DEGENERATE_HEIGHT_POINTS


def _raised(
    textpage: Any, index: int, mapping: Mapping, loose: tuple[float, float, float, float]
) -> tuple[float, float, float, float] | None:
    """Returns the rectangle of a figure that the font itself draws raised (the call of a note), else nothing."""
    import pypdfium2.raw as raw

    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    if not raw.FPDFText_GetCharBox(textpage, index, left, right, bottom, top):
        return None
    shown = mapping.rectangle(left.value, bottom.value, right.value, top.value)
    height = loose[3] - loose[1]
    raised = shown[3] < loose[1] + within.RAISED_BOTTOM_EM * height
    raised = raised and shown[3] - shown[1] > within.RAISED_HEIGHT_EM * height
    return (loose[0], shown[1], loose[2], shown[3]) if raised else None


def _tight(textpage: Any, index: int, mapping: Mapping) -> tuple[float, float, float, float] | None:
    """Returns a rectangle as high as the type where PDFium has no loose one (turned text)."""
    import pypdfium2.raw as raw

    left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
    if not raw.FPDFText_GetCharBox(textpage, index, left, right, bottom, top):
        return None
    shown = mapping.rectangle(left.value, bottom.value, right.value, top.value)
    raw.FPDFText_GetCharOrigin(textpage, index, x, y)
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(textpage, index, matrix)
    size = raw.FPDFText_GetFontSize(textpage, index) * math.hypot(matrix.a, matrix.b)
    base = mapping.point(x.value, y.value)[1]
    right_edge = max(shown[2], shown[0] + within.THINNEST_POINTS)
    above, below = base - within.ASCENT_EM * size, base + within.DESCENT_EM * size
    return (shown[0], above, right_edge, below) if size > 0 else None


def _words(textpage: Any, mapping: Mapping) -> Iterator[Word]:
    run: list[_Glyph] = []
    glued = False
    for glyph in _glyphs(textpage, mapping):
        if glyph is None:
            if run:
                yield from _word(textpage, mapping, run, glued)
            run, glued = [], False
            continue
        if run and (parted := _parted(run[-1], glyph)):
            yield from _word(textpage, mapping, run, glued)
            run, glued = [], parted == "glued"
        run.append(glyph)
    if run:
        yield from _word(textpage, mapping, run, glued)


def _parted(last: _Glyph, glyph: _Glyph) -> str:
    """Says whether two characters stand in two words: "", "glued" (a change of size alone) or "apart".

    The letters of a ligature ("ffi") share one rectangle.
    """
    if (glyph.left, glyph.right, glyph.bottom) == (last.left, last.right, last.bottom):
        return ""
    height = max(glyph.bottom - glyph.top, last.bottom - last.top)
    gap = glyph.left - last.right
    overlap = min(last.bottom, glyph.bottom) - max(last.top, glyph.top)
    if (
        gap > within.WORD_GAP_EM * height
        or gap < -within.WORD_BACKSTEP_EM * height
        or overlap < within.WORD_OVERLAP_SHARE * min(last.bottom - last.top, glyph.bottom - glyph.top)
    ):
        return "apart"
    smaller = glyph if glyph.bottom - glyph.top < last.bottom - last.top else last
    change = abs((glyph.bottom - glyph.top) - (last.bottom - last.top))
    if change > within.WORD_SIZE_CHANGE_EM * height and (smaller.text.isdigit() or smaller.text == "*"):
        return "glued" if gap < within.CALL_GAP_EM * height else "apart"
    return ""


def _word(textpage: Any, mapping: Mapping, run: list[_Glyph], glued: bool) -> Iterator[Word]:
    import unicodedata

    import pypdfium2.raw as raw

    first = run[0].index
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(textpage, first, matrix)
    if not mapping.upright(matrix.a, matrix.b):
        return
    shear, area = matrix.a * matrix.c + matrix.b * matrix.d, matrix.a * matrix.d - matrix.b * matrix.c
    slanted = abs(shear) > within.SLANT_SHARE * abs(area)
    name, flags = _font(textpage, first)
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    raw.FPDFText_GetFillColor(textpage, first, red, green, blue, alpha)
    text = unicodedata.normalize("NFC", "".join(glyph.text for glyph in run)).replace("\x00", "")
    if not text:
        return
    weight = raw.FPDFText_GetFontWeight(textpage, first)
    yield Word(
        text=text,
        left=min(glyph.left for glyph in run),
        top=min(glyph.top for glyph in run),
        right=max(glyph.right for glyph in run),
        bottom=max(glyph.bottom for glyph in run),
        bold=weight >= within.BOLD_WEIGHT or any(mark in name for mark in ("bold", "black", "heavy")),
        italic=slanted or bool(flags & _ITALIC_FLAG) or "italic" in name or "oblique" in name,
        ink=(red.value << 16) + (green.value << 8) + blue.value,
        glued=glued,
    )


def _font(textpage: Any, index: int) -> tuple[str, int]:
    import pypdfium2.raw as raw

    flags = ctypes.c_int()
    buffer = ctypes.create_string_buffer(_FONT_NAME)
    raw.FPDFText_GetFontInfo(textpage, index, buffer, _FONT_NAME, flags)
    return buffer.value.decode("utf-8", "replace").lower(), flags.value


def _without_doubles(words: Iterator[Word]) -> Iterator[Word]:
    """Drops a word printed twice at the same place (a bold made by overprinting)."""
    seen: set[tuple[str, int, int]] = set()
    for word in words:
        left, top = round(word.left / within.DOUBLE_POINTS), round(word.top / within.DOUBLE_POINTS)
        places = [(word.text, left + x, top + y) for x in (-1, 0, 1) for y in (-1, 0, 1)]
        if not seen.intersection(places):
            seen.add(places[4])
            yield word
