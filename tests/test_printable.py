"""Texts fit to be printed, kept and exported, whatever they hold."""

import unicodedata
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.printable import one_line, printable


@given(st.text())
def test_any_text_fits_in_xml_and_keeps_its_length_and_its_letters(text):
    shown = printable(text)
    assert len(shown) == len(text)
    ElementTree.fromstring(f"<a>{shown.replace('&', '').replace('<', '')}</a>")
    letters = [sign for sign in text if unicodedata.category(sign)[0] in "LN"]
    assert [sign for sign in shown if unicodedata.category(sign)[0] in "LN"] == letters


@pytest.mark.parametrize("kept", ["12\u202f%", "l’été\u00a0: « oui »", "👩‍🎤", "a\tb\nc", "coopé\u00adrative"])
def test_french_spaces_emoji_and_soft_hyphens_stay(kept):
    assert printable(kept) == kept


def test_marks_that_turn_a_line_round_are_taken_out():
    assert printable("80 % \u202enon\u202c") == "80 %  non "


def test_one_line_is_one_line():
    assert one_line(" a\r\n\u2028b\x1b[31m ") == "a b [31m"
