import subprocess
import sys
import zlib
from pathlib import Path

import pypdf
import pytest

from assistant.errors import ReadingError
from assistant.pdf.admission import MAX_PAGES
from assistant.pdf.isolation import isolated_pages
from assistant.pdf.reading import Document, read_report

REPORT = Path(__file__).parents[1] / "data" / "rapport.pdf"


@pytest.fixture(scope="module")
def document() -> Document:
    return read_report(REPORT, isolated=False)


@pytest.fixture(scope="module")
def official(official_report: Path) -> Document:
    return read_report(official_report, isolated=False)


def titles(document: Document, page: int) -> list[tuple[int, str]]:
    return [(block.depth, block.title) for block in document.pages[page - 1].blocks if block.role == "heading"]


def write_pdf(path: Path, objects: list[bytes]) -> Path:
    """Writes a PDF from its objects, the first being the catalogue."""
    body, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    body += b"".join(b"%010d 00000 n \n" % place for place in places)
    body += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    path.write_bytes(body)
    return path


def one_page(path: Path, stream: bytes, *, filters: bytes = b"", size: bytes = b"0 0 595 842") -> Path:
    return write_pdf(
        path,
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>" % size,
            b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(stream), filters, stream),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        ],
    )


def test_pages_carry_their_printed_label_roman_ones_included(document: Document) -> None:
    assert [page.label for page in document.pages] == ["i", "ii", "1", "2", "3", "4", "5", "6"]


def test_running_heads_and_folios_are_left_out(document: Document) -> None:
    text = " ".join(block.text for page in document.pages for block in page.blocks)
    assert "Observatoire des ateliers" not in text
    assert not any(block.text.strip() in "12345" for page in document.pages for block in page.blocks)


def test_cover_and_contents_are_told_from_text(document: Document) -> None:
    assert [page.role for page in document.pages] == ["divider", "contents", *["text"] * 6]
    assert document.title == "Enquête sur les ateliers"


def test_titles_come_from_the_outline_with_their_depth(document: Document) -> None:
    assert titles(document, 4) == [(0, "Méthode"), (1, "Échantillon"), (1, "Calendrier")]


def test_titles_come_from_the_printed_contents_where_there_is_no_outline(tmp_path: Path) -> None:
    bare = tmp_path / "bare.pdf"
    writer = pypdf.PdfWriter()
    for page in pypdf.PdfReader(REPORT).pages:
        writer.add_page(page)
    writer.write(bare)
    assert "/Outlines" not in pypdf.PdfReader(bare).trailer["/Root"]
    document = read_report(bare, isolated=False)
    assert [entry.title for entry in document.outline][:3] == ["Introduction", "Méthode", "Échantillon"]
    assert titles(document, 4) == [(0, "Méthode"), (1, "Échantillon"), (1, "Calendrier")]


def test_footnotes_stand_apart_with_their_number(document: Document) -> None:
    (note,) = document.pages[2].notes
    assert note.mark == "1"
    assert note.text == "Au sens de l’Institut de statistique, édition 2023."


def test_progress_is_told_page_by_page() -> None:
    seen: list[tuple[int, int]] = []
    read_report(REPORT, isolated=False, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(number, 8) for number in range(1, 9)]


def test_a_child_process_reads_what_is_read_here(document: Document) -> None:
    assert read_report(REPORT) == document


def test_an_absent_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="ne peut pas être ouvert"):
        read_report(tmp_path / "absent.pdf")


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "vide.pdf").write_bytes(b"")
    with pytest.raises(ReadingError, match="est vide"):
        read_report(tmp_path / "vide.pdf")


def test_a_web_page_named_pdf_is_refused(tmp_path: Path) -> None:
    (tmp_path / "page.pdf").write_text("<!doctype html><title>Erreur 404</title>")
    with pytest.raises(ReadingError, match="n'est pas un PDF"):
        read_report(tmp_path / "page.pdf")


@pytest.mark.parametrize("isolated", [True, False])
@pytest.mark.parametrize("share", [0.02, 0.3])
def test_a_truncated_file_is_refused(tmp_path: Path, share: float, isolated: bool) -> None:
    whole = REPORT.read_bytes()
    (tmp_path / "coupe.pdf").write_bytes(whole[: int(share * len(whole))])
    with pytest.raises(ReadingError):
        read_report(tmp_path / "coupe.pdf", isolated=isolated)


@pytest.mark.parametrize("isolated", [True, False])
def test_a_locked_file_is_refused_and_asks_for_a_copy_without_password(tmp_path: Path, isolated: bool) -> None:
    writer = pypdf.PdfWriter(REPORT)
    writer.encrypt("secret", algorithm="AES-256")
    writer.write(tmp_path / "clos.pdf")
    with pytest.raises(ReadingError, match="mot de passe"):
        read_report(tmp_path / "clos.pdf", isolated=isolated)


def test_a_file_locked_against_changes_alone_is_read(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(REPORT)
    writer.encrypt("", "proprietaire", algorithm="AES-256")
    writer.write(tmp_path / "ouvert.pdf")
    assert read_report(tmp_path / "ouvert.pdf").page_count == 8


def test_a_scan_is_said_to_need_character_recognition(tmp_path: Path) -> None:
    import pypdfium2

    pages = pypdfium2.PdfDocument(REPORT)
    pages[2].render(scale=1).to_pil().save(tmp_path / "scan.pdf")
    pages.close()
    with pytest.raises(ReadingError, match="aucun texte, OCR nécessaire"):
        read_report(tmp_path / "scan.pdf")


def test_a_page_packed_a_thousand_times_over_is_refused(tmp_path: Path) -> None:
    packer = zlib.compressobj(9)
    stream = b"".join(packer.compress(b" " * 1_000_000) for _ in range(400)) + packer.flush()
    with pytest.raises(ReadingError):
        read_report(one_page(tmp_path / "bombe.pdf", stream, filters=b"/Filter/FlateDecode"))


def test_a_page_packed_twice_over_is_refused(tmp_path: Path) -> None:
    packer = zlib.compressobj(9)
    first = packer.compress(b"\n" * 1_000_000) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(b"\n" * 1_000_000) + packer.flush(zlib.Z_FULL_FLUSH)
    stream = first + again * 10_000 + packer.flush()
    path = one_page(tmp_path / "double.pdf", zlib.compress(stream, 9), filters=b"/Filter[/FlateDecode/FlateDecode]")
    assert path.stat().st_size < 50_000
    with pytest.raises(ReadingError):
        read_report(path)


def test_forms_nested_without_end_cannot_hang_the_program(tmp_path: Path) -> None:
    depth = 27
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>",
        b"<</Length 4>>\nstream\n/X Do\nendstream",
    ]
    for level in range(depth):
        inner = b"/Resources<</XObject<</X %d 0 R>>>>" % (6 + level) if level < depth - 1 else b""
        drawn = b"/X Do /X Do" if level < depth - 1 else b"0 0 1 1 re f"
        head = b"<</Type/XObject/Subtype/Form/BBox[0 0 595 842]%s/Length %d>>" % (inner, len(drawn))
        objects.append(b"%s\nstream\n%s\nendstream" % (head, drawn))
    path = write_pdf(tmp_path / "gigogne.pdf", objects)
    with pytest.raises(ReadingError, match="illisible ou piégé"):
        isolated_pages(path, seconds=2)


def test_a_page_as_large_as_a_country_has_no_text(tmp_path: Path) -> None:
    path = one_page(tmp_path / "geant.pdf", b"BT /F 12 Tf (Bonjour) Tj ET", size=b"0 0 2000000000 2000000000")
    with pytest.raises(ReadingError):
        read_report(path)


def test_too_many_pages_are_refused(tmp_path: Path) -> None:
    count = MAX_PAGES + 1
    kids = b" ".join(b"3 0 R" for _ in range(count))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    ]
    with pytest.raises(ReadingError):
        read_report(write_pdf(tmp_path / "pages.pdf", objects))


def test_reading_does_not_load_the_pdf_packages_until_it_reads() -> None:
    program = (
        "import sys, assistant.pdf.assembling, assistant.pdf.pictures; "
        "print([n for n in ('pypdf', 'pypdfium2', 'PIL') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.official
def test_the_official_report_has_its_titles_in_place(official: Document) -> None:
    placed = {block.title for page in official.pages for block in page.blocks if block.role == "heading"}
    assert {entry.title for entry in official.outline} <= placed
    assert len(official.outline) == 58


@pytest.mark.official
def test_the_official_report_has_its_labels_dividers_and_contents(official: Document) -> None:
    assert [page.label for page in official.pages] == [str(number) for number in range(1, 84)]
    roles = {page.number: page.role for page in official.pages if page.role != "text"}
    assert roles == {
        **dict.fromkeys((1, 7, 27, 62, 74), "divider"),
        **dict.fromkeys((3, 4), "contents"),
        2: "blank",
    }


@pytest.mark.official
def test_the_official_report_has_its_footnotes(official: Document) -> None:
    marks = [note.mark for page in official.pages for note in page.notes]
    assert [int(mark) for mark in marks] == list(range(1, len(marks) + 1))
    assert len(marks) == 10
