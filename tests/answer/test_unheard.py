"""Words that nothing searched has: which are nouns, and which are only misspelt."""

import pytest

from assistant.answer.unheard import TOKEN, misspelt, noun_marks
from assistant.french import stem


def nouns(text: str) -> list[str]:
    return [word for word, noun in noun_marks(TOKEN.findall(text)) if noun]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Combien de musées ont un drone ?", ["musées", "drone"]),
        ("Combien d'opérateurs utilisent ChatGPT ?", ["opérateurs", "ChatGPT"]),
        ("Combien coûte l’abonnement ?", ["abonnement"]),
        ("Combien ?", []),
        ("", []),
    ],
)
def test_a_noun_follows_an_article_or_begins_with_a_capital(text: str, expected: list[str]):
    assert nouns(text) == expected


def test_the_capital_that_opens_a_question_makes_no_noun():
    assert nouns("Utilisent-ils Facebook ?") == ["Facebook"]


@pytest.mark.parametrize(
    ("word", "known"), [("devellopement", True), ("zzzzzz", False), ("site", False), ("dat", False)]
)
def test_a_misspelt_word_is_recognised_and_a_known_a_foreign_or_a_short_one_is_not(hashed, word: str, known: bool):
    assert bool(misspelt(word, hashed.index)) is known


def test_a_misspelt_word_is_known_by_the_stem_that_is_written(hashed):
    found = misspelt("devellopement", hashed.index)
    assert found
    assert found != stem("devellopement")
    assert hashed.index.lexicon.rarity(found) > 0
