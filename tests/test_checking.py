"""The check of the facts: nothing to say of the official files, and each tampering told precisely."""

import shutil
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.checking import check, format_report
from assistant.checking.proof import share_of
from assistant.checking.workbook import read_sheets
from assistant.errors import CorpusError

CORPUS = Path(__file__).parents[1] / "corpus"
FACTS = ("results.csv", "printed.csv", "questions.toml", "errata.toml", "mentions.csv", "personas.toml")
SECURITY = "Figure 20  Mesures de sécurité "
TOOLS = "Figure 28  Détail des autres ou"


@pytest.fixture(scope="module")
def pages(official_report: Path) -> dict[int, str]:
    import pypdfium2

    with pypdfium2.PdfDocument(official_report) as document:
        return {number: page.get_textpage().get_text_bounded() for number, page in enumerate(document, start=1)}


@pytest.fixture(scope="module")
def book(official_workbook: Path) -> Any:
    """The official workbook open for tampering; each test puts back what it changes."""
    import openpyxl

    return openpyxl.load_workbook(official_workbook, data_only=True)


@pytest.fixture
def tampered(book: Any, tmp_path: Path) -> Callable[..., Path]:
    def change(sheet: str, cell: str, value: object) -> Path:
        path, before = tmp_path / "data.xlsx", book[sheet][cell].value
        book[sheet][cell] = value
        book.save(path)
        book[sheet][cell] = before
        return path

    return change


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    """A copy of the committed facts, to be tampered with."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name in FACTS:
        shutil.copy(CORPUS / name, folder / name)
    return folder


def _edit(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


@pytest.mark.official
def test_nothing_disagrees_with_the_official_files_beyond_the_known_errata(
    official_workbook: Path, pages: dict[int, str]
):
    report = check(CORPUS, official_workbook, pages)
    assert report.findings == (), format_report(report)
    assert (report.cells, report.errata) == (752, 54)
    assert report.percentages > 300
    assert "Rien d'autre ne diverge." in format_report(report)


@pytest.mark.official
def test_without_the_report_only_the_workbook_is_checked(official_workbook: Path):
    report = check(CORPUS, official_workbook, None)
    assert report.agrees
    assert report.percentages == 0
    assert "Rapport absent" in format_report(report)


@pytest.mark.official
@pytest.mark.parametrize(
    ("cell", "value"), [("B4", 312), ("C4", 0.777), ("C4", "77,8%"), ("C4", None), ("B4", "beaucoup")]
)
def test_a_changed_value_is_found_in_its_cell(tampered: Callable[..., Path], cell: str, value: object):
    (finding,) = check(CORPUS, tampered(TOOLS, cell, value), None).findings
    assert (finding.kind, finding.found) == ("cellule", f"« {value} »")
    assert finding.where == f"feuille « {TOOLS} », cellule {cell} (« fig28.newsletter »)"


@pytest.mark.official
def test_a_share_that_was_not_transcribed_is_found(tampered: Callable[..., Path]):
    (finding,) = check(CORPUS, tampered(TOOLS, "C9", 0.5), None).findings
    assert str(finding) == f"feuille « {TOOLS} », cellule C9 : trouvé « 0.5 », attendu rien"


@pytest.mark.official
@pytest.mark.parametrize(
    ("sheet", "cell", "value", "message"),
    [
        (SECURITY, "D3", "Peut-être", "cellule D3 : trouvé « Peut-être », attendu « Non »"),
        (SECURITY, "C3", "Part", "cellule C3 : trouvé « Part », attendu « Pourcentage ou % »"),
        (SECURITY, "A5", "Autre chose", "cellule A5 : trouvé « Autre chose », attendu « Mises à jour"),
        (SECURITY, "A1", "N = 400", "cellule A1 : trouvé « N = 400 », attendu « N = 401 »"),
        (TOOLS, "B3", None, "cellule B3 : trouvé «  », attendu « Nombre… »"),
    ],
)
def test_a_changed_header_label_or_base_is_refused(
    tampered: Callable[..., Path], sheet: str, cell: str, value: object, message: str
):
    path = tampered(sheet, cell, value)
    with pytest.raises(CorpusError) as error:
        check(CORPUS, path, None)
    assert f"feuille « {sheet} », {message}" in str(error.value)


@pytest.mark.official
def test_a_missing_sheet_is_named(official_workbook: Path, tmp_path: Path):
    import openpyxl

    book = openpyxl.load_workbook(official_workbook, data_only=True)
    del book[SECURITY]
    book.save(tmp_path / "data.xlsx")
    with pytest.raises(CorpusError, match=f"n'a pas de feuille « {SECURITY} »"):
        check(CORPUS, tmp_path / "data.xlsx", None)


@pytest.mark.official
def test_a_sheet_too_many_is_found(official_workbook: Path, tmp_path: Path):
    import openpyxl

    book = openpyxl.load_workbook(official_workbook, data_only=True)
    book.create_sheet("Figure 37")
    book.save(tmp_path / "data.xlsx")
    (finding,) = check(CORPUS, tmp_path / "data.xlsx", None).findings
    assert finding.where == "feuille « Figure 37 »"


@pytest.mark.official
def test_the_levers_put_right_by_their_publisher_are_accepted(official_workbook: Path, tmp_path: Path):
    import openpyxl

    book = openpyxl.load_workbook(official_workbook, data_only=True)
    sheet = book["Leviers au développement numéri"]
    labels = [sheet[f"A{row}"].value for row in range(4, 12)]
    for row, label in zip(range(4, 12), reversed(labels), strict=True):
        sheet[f"A{row}"] = label
    book.save(tmp_path / "data.xlsx")
    assert check(CORPUS, tmp_path / "data.xlsx", None).agrees


@pytest.mark.official
def test_a_wrong_share_is_found(facts: Path, official_workbook: Path):
    _edit(facts / "results.csv", ",105,401,0.262,", ",105,401,0.226,")
    findings = check(facts, official_workbook, None).findings
    assert [str(finding) for finding in findings if "/" in finding.expected] == [
        "« fig28.google-my-business » : trouvé 0.226, attendu 105/401 = 0.262"
    ]


@pytest.mark.official
def test_a_difference_that_no_erratum_explains_is_found(facts: Path, official_workbook: Path):
    _edit(facts / "results.csv", '"65,3%",34,programmeurs', '"65,3%",34,')
    (finding,) = check(facts, official_workbook, None).findings
    assert (finding.kind, finding.found) == ("imprimé", "« 65,3% »")


@pytest.mark.official
def test_a_figure_that_its_page_does_not_print_is_found(facts: Path, official_workbook: Path, pages: dict[int, str]):
    _edit(facts / "results.csv", '"77,6%",55,', '"77,6%",54,')
    findings = check(facts, official_workbook, pages).findings
    assert [finding.kind for finding in findings] == ["imprimé", "prose"]
    assert findings[0].where == "« fig28.newsletter », p. 54"


@pytest.mark.official
def test_a_percentage_that_nothing_accounts_for_is_found(official_workbook: Path, pages: dict[int, str]):
    more = pages | {59: pages[59] + " et 12,34 % des opérateurs"}
    (finding,) = check(CORPUS, official_workbook, more).findings
    assert (finding.kind, finding.found) == ("prose", "« 12,34 % »")
    assert finding.where.startswith("p. 59, ")


@pytest.mark.official
def test_the_figures_of_the_cards_may_be_given_by_the_caller(official_workbook: Path, pages: dict[int, str]):
    findings = check(CORPUS, official_workbook, pages, known={}).findings
    assert {finding.kind for finding in findings} == {"prose"}
    assert all(finding.where.startswith(("p. 69", "p. 7")) for finding in findings)


@pytest.mark.official
def test_a_reminder_that_does_not_say_its_result_is_refused(
    facts: Path, official_workbook: Path, pages: dict[int, str]
):
    _edit(facts / "mentions.csv", "75,78%,rappel", "75,79%,rappel")
    with pytest.raises(CorpusError, match=r"mentions\.csv, ligne \d+ : « printed » vaut « 79% »"):
        check(facts, official_workbook, pages)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 truncated", b"<html>404</html>"])
def test_a_file_that_is_no_workbook_is_refused(tmp_path: Path, content: bytes):
    path = tmp_path / "data.xlsx"
    path.write_bytes(content)
    with pytest.raises(CorpusError, match=r"ne peut pas être lu .* un classeur|ne peut pas être lu"):
        read_sheets(path)


def test_a_missing_workbook_is_refused(tmp_path: Path):
    with pytest.raises(CorpusError, match="ne peut pas être lu"):
        read_sheets(tmp_path / "data.xlsx")


def test_an_archive_without_a_workbook_is_refused(tmp_path: Path):
    import zipfile

    path = tmp_path / "data.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "rien")
    with pytest.raises(CorpusError, match="ne peut pas être lu"):
        read_sheets(path)


def test_a_swollen_archive_is_refused(tmp_path: Path):
    import zipfile

    path = tmp_path / "data.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"\0" * 60_000_000)
    with pytest.raises(CorpusError, match="plus de 50 Mo"):
        read_sheets(path)


@given(base=st.integers(1, 5000), part=st.data())
def test_a_share_is_within_half_a_thousandth_and_halves_go_up(base: int, part: st.DataObject):
    count = part.draw(st.integers(0, base))
    share, exact = share_of(count, base), Fraction(count, base)
    assert -Fraction(1, 2000) < Fraction(share) - exact <= Fraction(1, 2000)
    assert share.as_tuple().exponent == -3


def test_halves_are_rounded_up_in_decimal_arithmetic():
    assert share_of(1, 2000) == Decimal("0.001")
    assert share_of(5, 2000) == Decimal("0.003")
    assert share_of(323, 401) == Decimal("0.805")
