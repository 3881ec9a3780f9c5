"""What is said in three languages: the same phrases, each language's numbers and lists."""

import re

import pytest

from assistant.language import LANGUAGES, spaced, speech


def test_every_language_has_the_phrases_of_french_and_fills_in_as_much():
    french = speech("fr").phrases
    for language in LANGUAGES:
        phrases = speech(language).phrases
        assert phrases.keys() == french.keys()
        for key, text in phrases.items():
            assert set(re.findall(r"{(\w+)", text)) >= set(re.findall(r"{(\w+)", french[key])), (language, key)


def test_no_phrase_is_empty():
    assert all(text.strip() for language in LANGUAGES for text in speech(language).phrases.values())


def test_an_unknown_language_speaks_french():
    assert speech("tlh") == speech("fr")


@pytest.mark.parametrize(("language", "written"), [("fr", "39,9\u202f%"), ("en", "39.9%"), ("nl", "39,9%")])
def test_a_share_is_written_as_each_language_does(language: str, written: str):
    assert speech(language).percent(0.399) == written


def test_lists_are_joined_with_and():
    assert speech("fr").join(()) == ""
    assert speech("fr").join(("a",)) == "a"
    assert speech("fr").join(iter("abc")) == "a, b et c"
    assert speech("en").join("abc") == "a, b and c"
    assert speech("nl").join("abc") == "a, b en c"


def test_french_lines_never_break_before_a_sign():
    assert spaced("« Oui » : 3 % ; non ?") == "«\u00a0Oui\u00a0»\u00a0: 3\u202f%\u202f; non\u202f?"
    assert spaced(spaced("« Oui » ?")) == spaced("« Oui » ?")
