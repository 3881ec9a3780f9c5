"""The transcribed facts: every figure has a wording, and stands on the page it is cited from."""

import csv
import re
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

CORPUS = Path(__file__).parents[1] / "corpus"
LANGUAGES = ("fr", "en", "nl")


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    with (CORPUS / name).open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


def _facts() -> tuple[dict[str, str], ...]:
    return _rows("results.csv") + _rows("printed.csv")


def _pages(report: Path) -> dict[int, str]:
    import pypdfium2

    with pypdfium2.PdfDocument(report) as document:
        texts = [page.get_textpage().get_text_bounded() for page in document]
    return {number: " ".join(text.split()) for number, text in enumerate(texts, start=1)}


def test_no_figure_is_transcribed_twice():
    repeated = [identifier for identifier, times in Counter(row["id"] for row in _facts()).items() if times > 1]
    assert repeated == []


def test_every_figure_has_exactly_one_wording():
    assert sorted(row["id"] for row in _rows("wording.csv")) == sorted(row["id"] for row in _facts())


def test_every_wording_is_said_in_three_languages():
    silent = [row["id"] for row in _rows("wording.csv") for language in LANGUAGES if not row[language].strip()]
    assert silent == []


def test_a_wording_is_the_rest_of_a_sentence():
    malformed = [
        (row["id"], row[language])
        for row in _rows("wording.csv")
        for language in LANGUAGES
        if not row[language][:1].islower() or row[language].endswith(".") or "  " in row[language]
    ]
    assert malformed == []


def test_opposite_options_of_a_question_are_worded_differently():
    options = {(row["question"], row["answer"], row["option"], row["population"]): row["id"] for row in _facts()}
    wording = {row["id"]: row for row in _rows("wording.csv")}
    groups: dict[tuple[str, str, str], list[str]] = {}
    for (question, answer, _, population), identifier in options.items():
        groups.setdefault((question, answer, population), []).append(identifier)
    for identifiers in groups.values():
        for language in LANGUAGES:
            said = [wording[identifier][language] for identifier in identifiers]
            assert len(set(said)) == len(said), said


def test_a_figure_read_in_the_prose_is_a_share_or_a_count():
    for row in _rows("printed.csv"):
        assert row["source"] == "texte"
        assert row["share"] or row["count"], row["id"]
        assert not row["share"] or 0 <= float(row["share"]) <= 1, row["id"]
        assert row["page"] == row["printed_page"], row["id"]


def test_groupings_told_in_the_prose_stay_apart_from_the_choices_of_a_question():
    questions = tomllib.loads((CORPUS / "questions.toml").read_text(encoding="utf-8"))["question"]
    for question in questions:
        if question["kind"] == "single" and question["sheet"]:
            chosen = [
                r for r in _facts() if r["question"] == question["id"] and not r["option"] and not r["population"]
            ]
            assert sum(float(row["share"]) for row in chosen) == pytest.approx(1, abs=0.005), question["id"]


def test_a_share_with_a_count_and_a_base_is_their_ratio():
    for row in _rows("printed.csv"):
        if row["count"] and row["base"]:
            ratio = int(row["count"]) / int(row["base"])
            assert float(row["share"]) == pytest.approx(ratio, abs=0.00051), row["id"]


def test_a_printed_percentage_is_the_share_served():
    for row in _rows("printed.csv"):
        percentage = re.fullmatch(r"(\d+)(?:,(\d+))?%", row["printed"])
        if percentage and not row["erratum"]:
            printed = float(f"{percentage[1]}.{percentage[2] or 0}") / 100
            # The report adds rounded shares; a share recomputed from counts may stand one tenth of a point away.
            tolerance = 0.0011 if row["count"] and row["base"] else 1e-9
            assert float(row["share"]) == pytest.approx(printed, abs=tolerance), row["id"]


@pytest.mark.official
def test_every_printed_figure_stands_on_its_page(official_report: Path):
    pages = _pages(official_report)
    absent = [
        (row["id"], row["printed"], row["printed_page"])
        for row in _rows("printed.csv")
        if not re.search(rf"(?<![\d,]){re.escape(row['printed'])}(?!\d)", pages[int(row["printed_page"])])
    ]
    assert absent == []
