"""The words of the interface are complete in its three languages."""

import re

import pytest

from assistant.language import LANGUAGES
from assistant.ui.catalogue import catalogue


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_phrases_with_the_same_names(language):
    french, other = catalogue("fr").phrases, catalogue(language).phrases
    assert set(french) == set(other)
    for key, phrase in french.items():
        assert set(re.findall(r"{(\w+)}", phrase)) == set(re.findall(r"{(\w+)}", other[key])), key


def test_french_phrases_have_no_ordinary_space_where_a_line_must_not_break():
    for key in catalogue("fr").phrases:
        shown = catalogue("fr")(key, **dict.fromkeys(re.findall(r"{(\w+)}", catalogue("fr").phrases[key]), 1))
        assert not re.search(r" [;!?%»]|« ", shown), key


def test_numbers_are_written_as_each_language_does():
    assert [catalogue(language).number(1204) for language in LANGUAGES] == ["1\u202f204", "1,204", "1.204"]
    assert [catalogue(language).percent(0.399) for language in LANGUAGES] == ["39,9\u202f%", "39.9%", "39,9%"]
