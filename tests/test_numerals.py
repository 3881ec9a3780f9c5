"""The numbers of a text: what they are, where they stand, how they are written."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.numerals import numerals, percent, rounded, worded


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("39,9 % des opérateurs", [("39.9", "percent")]),
        ("39,9\u202f%, 12% et 7 pour cent", [("39.9", "percent"), ("12", "percent"), ("7", "percent")]),
        ("1 204 réponses", [("1204", "count")]),
        ("1\u00a0204\u202f567", [("1204567", "count")]),
        ("en 2023, 401 opérateurs", [("2023", "count"), ("401", "count")]),
        ("40.5 percent, 3,5 procent", [("40.5", "percent"), ("3.5", "percent")]),
        ("n = 298.", [("298", "count")]),
        ("figure28 et Web3", []),
        ("", []),
    ],
)
def test_numbers_in_digits_are_read_with_their_unit(text: str, expected: list[tuple[str, str]]):
    assert [(str(one.value), one.unit) for one in numerals(text)] == expected


def test_a_number_says_where_it_stands_and_how_it_was_written():
    text = "soit 77,6 % (311 sur 401)"
    first, *_ = numerals(text)
    assert text[first.start : first.end] == first.text == "77,6 %"
    assert (first.decimals, first.share) == (1, 0.776)
    assert numerals("401")[0].share is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("les trois quarts", "0.75"),
        ("deux tiers", "0.6667"),
        ("la moitié", "0.5"),
        ("one in five", "0.2"),
        ("8 sur 10", "0.8"),
        ("un opérateur sur trois", "0.3333"),
        ("¾", "0.75"),
        ("2/3", "0.6667"),
    ],
)
def test_fractions_in_words_are_ratios(text: str, value: str):
    (found,) = worded(text)
    assert (str(found.value), found.unit) == (value, "ratio")


@pytest.mark.parametrize("text", ["12/10/2023", "3 sur 2", "le tiers-lieu", "un quartier"])
def test_dates_and_other_words_are_no_fractions(text: str):
    assert worded(text) == ()


@pytest.mark.parametrize(
    ("share", "written"),
    [(0.3990, "39,9"), (0.0005, "0,1"), (0.5, "50"), (1, "100"), (0, "0"), (0.8675, "86,8"), (0.2985, "29,9")],
)
def test_shares_are_written_half_up_with_a_comma(share: float, written: str):
    assert percent(share) == f"{written}\u202f%"


@given(st.integers(0, 1000))
def test_what_is_written_is_read_back(thousandths: int):
    (read,) = numerals(percent(thousandths / 1000))
    assert read.value == rounded(thousandths / 1000)
    assert read.value == Decimal(thousandths) / 10
