"""The page a citation stands on, as a picture with the quotation marked.

A mark is a promise: it is drawn only where the text under its rectangles is the quotation, on every page it covers.
"""

import base64
import io
import json
import re
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any, Literal

from assistant.errors import ReadingError
from assistant.passages import Box
from assistant.pdf import tolerances as within
from assistant.pdf.admission import check_file
from assistant.pdf.characters import HYPHEN, MAX_SIDE, PDFIUM, raw_page
from assistant.pdf.flow import is_call
from assistant.pdf.isolation import SECONDS, run_limited
from assistant.pdf.lines import Line
from assistant.pdf.raw import RawPage

Format = Literal["png", "webp", "jpeg"]

WIDTHS = (200, 2_400)  # pixels
MAX_HEIGHT = 6_000  # pixels
_QUALITY = 85  # of a lossy picture; lower, small type shows halos
_YELLOW = (255, 238, 120)
_BAR = (200, 80, 0)
_DARK = 120  # median luminance under which multiplying by yellow would hide the text
_DROPPED = re.compile(r"[^\w%€,.<>+=°]|_")
_UNSIGNED = re.compile(r"(?<!\d)[.,]|[.,](?!\d)")


@dataclass(frozen=True, slots=True)
class Shown:
    """Pages as pictures, one for each number, and whether the quotation is marked on them."""

    marked: bool
    pages: tuple[int, ...]
    pictures: tuple[bytes, ...]


def shown_pages(
    path: Path,
    page: int,
    *,
    width: int = 1200,
    boxes: Sequence[Box] = (),
    quote: str = "",
    format: Format = "png",  # noqa: A002
    whole: bool = True,
    isolated: bool = True,
) -> Shown:
    """Returns the pages (1-based) of a quotation as pictures, marked where it is proven to stand, else one page alone.

    The file is opened once, for the proof and for the pictures.

    page: the page shown when nothing can be marked.
    width: in pixels, brought between 200 and 2,400.
    boxes: the rectangles of the whole quotation, on all its pages.
    quote: the text they hold; where it is not what stands under them, nothing is marked.
    whole: show every page that the quotation covers; otherwise `page` alone, with its part of the marks.
    isolated: draw in a child process with limits; pass False only for a file whose digest is known.

    Raises:
        ReadingError: the file cannot be opened, has no such page, or the page is out of proportion.
    """
    check_file(path)
    order = {"page": page, "width": width, "boxes": [astuple(box) for box in boxes], "quote": quote}
    order |= {"format": format, "whole": whole}
    if not isolated:
        return _shown(path, order)
    with tempfile.TemporaryDirectory(prefix="boussole-") as folder:
        answer = Path(folder) / "pages"
        run_limited(["picture", str(path.resolve()), str(answer), json.dumps(order)], path, SECONDS)
        found = json.loads(answer.read_bytes())
        return Shown(found["marked"], tuple(found["pages"]), tuple(map(base64.b64decode, found["pictures"])))


def write_picture(path: Path, answer: Path, order: dict[str, Any]) -> None:
    """Draws in the child process what the parent ordered."""
    shown = _shown(path, order)
    pictures = [base64.b64encode(picture).decode() for picture in shown.pictures]
    found = {"marked": shown.marked, "pages": shown.pages, "pictures": pictures}
    answer.write_text(json.dumps(found), encoding="utf-8")


def proven(path: Path, boxes: Sequence[Box], quote: str) -> bool:
    """Says whether the text under the rectangles, taken in order, is the quotation.

    Blanks, hyphens, bullets, note calls and the punctuation between words do not count; letters and figures all do.
    """
    import pypdfium2

    with PDFIUM:
        document = pypdfium2.PdfDocument(path)
        try:
            return _holds(document, boxes, quote)
        finally:
            document.close()


def _shown(path: Path, order: dict[str, Any]) -> Shown:
    import pypdfium2

    boxes = [Box(*box) for box in order["boxes"]]
    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError as error:
            raise ReadingError(
                f"Le fichier « {path.name} » est illisible ou protégé. Un PDF ouvert et complet est attendu."
            ) from error
        try:
            marked = _holds(document, boxes, order["quote"])
            covered = tuple(dict.fromkeys(box.page for box in boxes)) if marked and order["whole"] else (order["page"],)
            pictures = [_rendered(document, number, order["width"], path) for number in covered]
        finally:
            document.close()
    if marked:
        for number, picture in zip(covered, pictures, strict=True):
            _mark(picture, [box for box in boxes if box.page == number])
    return Shown(marked, covered, tuple(_encoded(picture, order["format"]) for picture in pictures))


def _encoded(picture: Any, format_: Format) -> bytes:
    file = io.BytesIO()
    options = {"png": {"compress_level": 3}, "webp": {"quality": _QUALITY}, "jpeg": {"quality": _QUALITY}}[format_]
    picture.save(file, format_.upper(), **options)
    return file.getvalue()


def _rendered(document: Any, number: int, width: int, path: Path) -> Any:
    import pypdfium2

    count = len(document)
    if not 1 <= number <= count:
        raise ReadingError(f"La page {number} n'existe pas dans « {path.name} ». Choisissez une page de 1 à {count}.")
    try:
        page = document[number - 1]
    except pypdfium2.PdfiumError as error:
        raise ReadingError(f"La page {number} de « {path.name} » est abîmée et ne peut pas être montrée.") from error
    wide, high = page.get_size()
    if not 0 < wide <= MAX_SIDE or not 0 < high <= MAX_SIDE:
        raise ReadingError(f"La page {number} de « {path.name} » est démesurée et ne peut pas être montrée.")
    scale = min(max(WIDTHS[0], min(width, WIDTHS[1])) / wide, MAX_HEIGHT / high)
    return page.render(scale=scale).to_pil().convert("RGB")


def _holds(document: Any, boxes: Sequence[Box], quote: str) -> bool:
    pages: dict[int, RawPage] = {}
    found: list[str] = []
    for box in boxes:
        if not 1 <= box.page <= len(document):
            return False
        if box.page not in pages:
            pages[box.page] = raw_page(document, box.page - 1)
        found.append(_text_under(box, pages[box.page]))
    return bool(boxes) and bool(_bare(quote)) and _bare("".join(found)) == _bare(quote)


def _text_under(box: Box, page: RawPage) -> str:
    near = within.UNDER_BOX_POINTS
    held = [
        word
        for word in page.words
        if box.left * page.width - near <= (word.left + word.right) / 2 <= box.right * page.width + near
        and box.top * page.height - near <= (word.top + word.bottom) / 2 <= box.bottom * page.height + near
    ]
    if not held:
        return ""
    line = Line(tuple(sorted(held, key=lambda word: word.left)))
    return " ".join(word.text for place, word in enumerate(line.words) if not is_call(line, place)) + " "


def _bare(text: str) -> str:
    """Returns what must be equal: letters, figures and the signs that change a figure."""
    text = _UNSIGNED.sub(" ", unicodedata.normalize("NFC", text).replace(HYPHEN, ""))
    return _DROPPED.sub("", text)


def _mark(picture: Any, boxes: Sequence[Box]) -> None:
    """Colours the rectangles and draws a bar beside them, so that colour is not the only sign."""
    from PIL import Image, ImageChops, ImageDraw, ImageOps

    for box in boxes:
        area = _pixels(box, picture.size)
        crop = picture.crop(area)
        grey = crop.convert("L")
        if _median(grey.histogram()) < _DARK:
            crop = ImageOps.autocontrast(ImageOps.invert(grey)).convert("RGB")
        picture.paste(ImageChops.multiply(crop, Image.new("RGB", crop.size, _YELLOW)), area)
    draw = ImageDraw.Draw(picture)
    thick = max(within.BAR_PIXELS, picture.width // within.BAR_PART)
    for left, top, bottom in _bars(boxes):
        x = max(0, round(left * picture.width) - within.BAR_AWAY * thick)
        draw.rectangle((x, round(top * picture.height), x + thick, round(bottom * picture.height)), fill=_BAR)


def _median(histogram: list[int]) -> int:
    seen = accumulate(histogram)
    return next(level for level, count in enumerate(seen) if 2 * count >= sum(histogram))


def _pixels(box: Box, size: tuple[int, int]) -> tuple[int, int, int, int]:
    wide, high = size
    left, top = max(0, round(box.left * wide) - 1), max(0, round(box.top * high))
    right, bottom = min(wide, round(box.right * wide) + 1), min(high, round(box.bottom * high))
    # A word of a very small picture may be thinner than a pixel, and an empty area cannot be coloured.
    return left, top, max(left + 1, right), max(top + 1, bottom)


def _bars(boxes: Sequence[Box]) -> Iterator[tuple[float, float, float]]:
    """Yields one bar (left, top, bottom) for each run of rectangles that follow one another down a column."""
    run: list[Box] = []
    for box in [*boxes, None]:
        reach = within.BAR_RUN * (run[-1].bottom - run[-1].top) if run else 0
        if box and run and 0 <= box.top - run[-1].top < reach and box.left < run[-1].right:
            run.append(box)
            continue
        if run:
            yield min(part.left for part in run), run[0].top, run[-1].bottom
        run = [box] if box else []
