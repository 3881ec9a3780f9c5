"""Every number of the digest is printed on its pages, held by its figure's sheet, or computed here from counts."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from assistant.facts.digest import read_digest
from assistant.numerals import numerals, rounded
from assistant.passages import Passage

CORPUS = Path(__file__).parents[2] / "corpus"
Number = tuple[Decimal, str]

# What the report does not print, or prints otherwise than its counts support: (page, number) -> (count, base).
COMPUTED = {
    (17, "283"): (401 - 118, 1),
    (17, "70,6\u202f%"): (401 - 118, 401),
    (19, "57,9\u202f%"): (84 + 148, 401),
    (20, "60,8\u202f%"): (98 + 58 + 44 + 44, 401),
    (25, "38,7\u202f%"): (63 + 57 + 35, 401),
    (52, "2,5\u202f%"): (401 - 391, 401),
}
# Read by eye on the pictures of Tables 2 (sizes, the bases of the cards), 3 and 4 (39 rows), which have no text.
IN_PICTURES = {
    65: "44 : 11 %, 119 : 30 %, 52 : 13 %, 113 : 28 %, 73 : 18 %",
    66: "75,3 % 79,4 % 76,6 % 77,5 % 56,3 % 70,7 % 52,2 % 74 % 51,5 % 64,9 % 49,8 % 13,7 % 33,2 % 46,9 % 38,6 % 65 % "
    "22,1 % 42,6 % 31,1 % 15,4 %",
    67: "39",
    **dict.fromkeys(range(69, 74), "44, 119, 52, 113, 73"),
}
# Shares that report and workbook both print one tenth away from their counts, served as printed (errata.toml).
AS_PRINTED = {("7,8", "31"), ("8,8", "35"), ("80,6", "323"), ("60,9", "244")}
# Persona cards and conclusions repeat figures of any sheet without naming it.
REPEATING = {*range(69, 74), *range(75, 80)}
# Numbers that name a place of the report, and are no finding.
_NAMES = re.compile(r"\b(?:p\.|dimensions?|personas?|figures?|tableaux?)\s\d+(?:(?:-|, | et | à )\d+)*", re.IGNORECASE)


@pytest.fixture(scope="module")
def page_numbers(official_report: Path) -> list[set[Number]]:
    from pypdfium2 import PdfDocument

    document = PdfDocument(official_report)
    try:
        return [{*_read(" ".join(page.get_textpage().get_text_range().split()))} for page in document]
    finally:
        document.close()


@pytest.fixture(scope="module")
def sheet_numbers(official_workbook: Path) -> dict[str, set[Number]]:
    from openpyxl import load_workbook

    workbook = load_workbook(official_workbook, data_only=True)
    return {
        sheet.title: {number for row in sheet.iter_rows(values_only=True) for number in _row_numbers(row)}
        for sheet in workbook
    }


def _read(text: str) -> set[Number]:
    return {(numeral.value, numeral.unit) for numeral in numerals(text)}


def _row_numbers(row: tuple[object, ...]) -> set[Number]:
    """Returns a row's counts, its shares as percentages, and each count over its share's base, rounded as displayed."""
    found: set[Number] = set()
    for before, value in zip((None, *row), row, strict=False):
        if isinstance(value, str):
            found |= _read(value)
        elif isinstance(value, int | float) and value == int(value):
            found.add((Decimal(int(value)), "count"))
        elif isinstance(value, int | float):
            found.add((rounded(value), "percent"))
            if isinstance(before, int | float) and value:
                found |= {(rounded(before / base), "percent") for base in _bases(before, value)}
    return found


def _bases(count: float, share: float) -> set[int]:
    """Returns the published bases that a count and its printed share agree on."""
    published = (10, 32, 51, 68, 109, 165, 207, 236, 266, 273, 278, 298, 304, 349, 369, 391, 401)
    return {base for base in published if abs(count / base - share) < 0.0011}


def _sheet_of(passage: Passage, sheet_numbers: dict[str, set[Number]]) -> set[Number]:
    if passage.figure is None or not passage.figure.isdigit():
        return set()
    own = (numbers for title, numbers in sheet_numbers.items() if re.match(rf"Figure {passage.figure}\b", title))
    return next(own, set())


def _published(passage: Passage, page_numbers: list[set[Number]], sheet_numbers: dict[str, set[Number]]) -> set[Number]:
    """Returns the numbers a passage may say; the title page and the two great bases are everybody's."""
    found = page_numbers[0] | {(Decimal(401), "count"), (Decimal(391), "count")}
    for page in passage.pages:
        found |= page_numbers[page - 1] | _read(IN_PICTURES.get(page, ""))
    if REPEATING.intersection(passage.pages):
        found |= set().union(*sheet_numbers.values())
    return found | _sheet_of(passage, sheet_numbers) | _computed(passage)


def _computed(passage: Passage) -> set[Number]:
    found: set[Number] = set()
    for (page, written), (count, base) in COMPUTED.items():
        if page in passage.pages:
            value = Decimal(count) if base == 1 else rounded(count / base)
            assert _read(written) == {(value, "count" if base == 1 else "percent")}
            found |= _read(written)
    return found


@pytest.mark.official
def test_every_number_of_the_digest_is_published(page_numbers, sheet_numbers):
    astray = []
    for passage in read_digest(sorted(CORPUS.glob("digest*.md")), "2024"):
        allowed = _published(passage, page_numbers, sheet_numbers)
        astray += [
            (passage.id, numeral.text)
            for numeral in numerals(_NAMES.sub("", passage.text))
            if (numeral.value, numeral.unit) not in allowed
        ]
    assert astray == []


def test_a_percentage_said_with_its_count_and_base_follows_from_them():
    stated = re.compile(r"(\d+(?:,\d)?)\u202f% [^.;:%]*?\((?:[^()%]*, )?(\d+) sur (\d+)[^()]*\)")
    found, astray = 0, []
    for passage in read_digest(sorted(CORPUS.glob("digest*.md")), "2024"):
        for share, count, base in stated.findall(passage.text):
            found += 1
            supported = rounded(int(count) / int(base), 1 if "," in share else 0)
            if (share, count) in AS_PRINTED:
                continue
            if Decimal(share.replace(",", ".")) not in (supported, rounded(int(count) / int(base))):
                astray.append((passage.id, share, count, base))
    assert astray == []
    assert found > 100
