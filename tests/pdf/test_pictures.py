import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pytest
from PIL import Image, ImageChops

from assistant.errors import ReadingError
from assistant.passages import Box, Passage
from assistant.pdf.assembling import passages_of
from assistant.pdf.pictures import proven, shown_pages
from assistant.pdf.reading import read_report

REPORT = Path(__file__).parents[1] / "data" / "rapport.pdf"
Marked = tuple[tuple[Box, ...], str]


def quoted(path: Path, text: str) -> Marked:
    """Finds the sentence that holds a text: its rectangles and its words."""
    for passage in passages_of(read_report(path, isolated=False), "essai"):
        for part in passage.sentences:
            if text in passage.text[part.start : part.end]:
                return part.boxes, passage.text[part.start : part.end]
    raise AssertionError(text)


def drawn(path: Path, page: int, **options: Any) -> bytes:
    return shown_pages(path, page, whole=False, **options).pictures[0]


def changed(path: Path, page: int, mark: Marked) -> tuple[int, int, int, int] | None:
    """Returns the area that marking changes, in pixels; nothing when the picture stays as it was."""
    plain, marked = (
        Image.open(io.BytesIO(drawn(path, page, width=600, boxes=boxes, quote=mark[1], isolated=False)))
        for boxes in ((), mark[0])
    )
    return ImageChops.difference(plain, marked).getbbox()


@pytest.fixture(scope="module")
def mark() -> Marked:
    return quoted(REPORT, "La collecte a duré sept semaines")


def test_a_page_is_as_wide_as_asked_in_each_format() -> None:
    for format_, name in (("png", "PNG"), ("webp", "WEBP"), ("jpeg", "JPEG")):
        picture = Image.open(io.BytesIO(drawn(REPORT, 3, width=500, format=format_, isolated=False)))
        assert (picture.width, picture.format) == (500, name)


def test_a_width_out_of_reason_is_brought_back() -> None:
    assert Image.open(io.BytesIO(drawn(REPORT, 3, width=1, isolated=False))).width == 200


def test_a_child_process_draws_the_same_picture(mark: Marked) -> None:
    order = {"width": 400, "boxes": mark[0], "quote": mark[1]}
    assert drawn(REPORT, 4, **order) == drawn(REPORT, 4, **order, isolated=False)


def test_the_mark_lies_on_the_quotation_and_in_the_margin(mark: Marked) -> None:
    area = changed(REPORT, 4, mark)
    (box,) = mark[0]
    picture = Image.open(io.BytesIO(drawn(REPORT, 4, width=600, isolated=False)))
    assert area
    assert area[0] < box.left * 600
    assert area[1] == pytest.approx(box.top * picture.height, abs=3)
    assert area[2] == pytest.approx(box.right * 600, abs=3)
    assert area[3] == pytest.approx(box.bottom * picture.height, abs=3)


def test_nothing_is_marked_when_the_text_under_the_rectangles_is_another(mark: Marked) -> None:
    boxes, quote = mark
    assert changed(REPORT, 4, (boxes, quote.replace("sept", "huit"))) is None
    assert changed(REPORT, 4, (tuple(replace(box, right=box.right / 2) for box in boxes), quote)) is None
    assert changed(REPORT, 4, (boxes, "")) is None


def test_a_figure_is_never_taken_for_another() -> None:
    boxes, quote = quoted(REPORT, "214 ateliers de réparation")
    assert proven(REPORT, boxes, quote)
    assert not proven(REPORT, boxes, quote.replace("61,2", "612"))
    assert not proven(REPORT, boxes, quote.replace("61,2 %", "61,2"))


def test_a_quotation_over_two_pages_is_marked_on_each_and_proven_on_both() -> None:
    boxes, quote = quoted(REPORT, "Cette dernière phrase commence")
    assert changed(REPORT, 6, (boxes, quote))
    assert changed(REPORT, 7, (boxes, quote))
    assert changed(REPORT, 6, (tuple(box for box in boxes if box.page == 6), quote)) is None


def test_white_text_on_dark_stays_readable_under_the_mark() -> None:
    boxes, quote = quoted(REPORT, "un atelier sur trois cherche un local")
    picture = Image.open(io.BytesIO(drawn(REPORT, 5, width=1200, boxes=boxes, quote=quote, isolated=False)))
    (box,) = boxes
    area = (box.left * 1200, box.top * picture.height, box.right * 1200, box.bottom * picture.height)
    low, high = picture.crop(tuple(map(round, area))).convert("L").getextrema()
    assert high - low > 150


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_turned_and_cropped_pages_are_read_and_marked(tmp_path: Path, angle: int) -> None:
    writer = pypdf.PdfWriter()
    for page in pypdf.PdfReader(REPORT).pages:
        page.cropbox.lower_left = (30, 40)
        page.cropbox.upper_right = (400, 570)
        writer.add_page(page).rotate(angle)
    path = tmp_path / "tourne.pdf"
    writer.write(path)
    with pytest.raises(ReadingError):  # every line stands on its side or its head: nothing reads from left to right
        read_report(path, isolated=False)
    upright = pypdf.PdfWriter()
    for page in pypdf.PdfReader(path).pages:
        turned = upright.add_page(page)
        turned.transfer_rotation_to_content()
        turned.rotate(-angle)
    upright.write(path)
    boxes, quote = quoted(path, "La collecte a duré sept semaines")
    assert proven(path, boxes, quote)
    assert changed(path, 4, (boxes, quote))


def test_a_page_that_is_not_there_is_said_so() -> None:
    with pytest.raises(ReadingError, match="La page 99 n'existe pas"):
        drawn(REPORT, 99, isolated=False)
    with pytest.raises(ReadingError, match="La page 99 n'existe pas"):
        drawn(REPORT, 99)


def test_a_file_that_is_no_pdf_is_refused(tmp_path: Path) -> None:
    (tmp_path / "page.pdf").write_bytes(b"%PDF-1.7 et plus rien")
    with pytest.raises(ReadingError, match="illisible"):
        drawn(tmp_path / "page.pdf", 1, isolated=False)


@pytest.mark.official
def test_every_passage_and_sentence_of_the_official_report_can_be_marked(official_report: Path) -> None:
    passages: tuple[Passage, ...] = passages_of(read_report(official_report, isolated=False), "2024")
    for passage in passages[::12]:
        assert proven(official_report, passage.boxes, passage.text), passage.text
        for part in passage.sentences[:2]:
            assert proven(official_report, part.boxes, passage.text[part.start : part.end])
