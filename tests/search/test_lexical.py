import math

import pytest

from assistant.french import stem
from assistant.search.lexical import Lexicon, counted, query_terms

TEXTS = (
    "La newsletter est l'outil le plus utilisé ; la newsletter fidélise.",
    "Les opérateurs utilisent les réseaux sociaux.",
    "L'œuvre des musées et l'éducation permanente",
)


def found(question: str, **options) -> list[int]:
    scores = Lexicon(counted(TEXTS)).scores(query_terms(question, **options))
    return [number for number, score in enumerate(scores) if score > 0]


def test_scores_are_those_of_the_bm25_formula():
    lexicon = Lexicon(counted(["budget budget musée", "musée site", "site web"]))
    rarity = math.log(1 + (3 - 1 + 0.5) / (1 + 0.5))
    held = 1.2 * (1 - 0.75 + 0.75 * 3 / (7 / 3))
    scores = lexicon.scores(query_terms("budget"))
    assert scores[0] == pytest.approx(rarity * 2 * 2.2 / (2 + held))
    assert scores[1:].tolist() == [0, 0]


def test_a_rare_word_tells_more_than_a_frequent_one():
    lexicon = Lexicon(counted(["site", "site musée", "site"]))
    assert lexicon.rarity(stem("musee")) > lexicon.rarity(stem("site")) > 0
    assert lexicon.rarity("absent") == 0


def test_accents_case_elision_ligatures_and_endings_do_not_hide_a_word():
    assert found("ŒUVRES d'un MUSEE") == [2]
    assert found("l’utilisation") == found("utilise") == [0, 1]
    assert found("un·e opérateur·rice") == [1]


def test_words_that_say_nothing_find_nothing():
    assert query_terms("Quelle est la part de ceux qui en ont ?") == {"part": 1.0}
    assert found("de la, pour les ?") == []


def test_a_compound_is_found_by_its_parts_and_by_itself():
    lexicon = Lexicon(counted(["le savoir-faire des équipes", "le savoir des équipes", "autre chose"]))
    whole, part = lexicon.scores(query_terms("savoir-faire"))[:2]
    assert whole > part > 0


def test_a_synonym_counts_half_as_much_as_the_word_asked():
    weights = query_terms("infolettre", expansion=("newsletter", "infolettre"))
    assert weights == {"infolettr": 1.0, "newslet": 0.5}


def test_an_english_question_is_looked_for_by_its_french_equivalents():
    assert found("Do they use a newsletter?", language="en") == [0]
    assert found("How many museums?", language="en") == []
    assert found("How many museums?", language="en", expansion=("musées",)) == [2]
    assert query_terms("How many museums?", language="en", expansion=("musées",))[stem("musee")] == 1.0


def test_held_says_which_words_a_text_has():
    assert Lexicon(counted(TEXTS)).held(1, ("réseau", "reseau", "social")) == {"reseau", "social"}


def test_a_lexicon_of_nothing_scores_nothing():
    assert Lexicon(counted([])).scores({"musé": 1.0}).tolist() == []
    assert Lexicon(counted(["", " "])).scores({"musé": 1.0}).tolist() == [0, 0]


@pytest.mark.parametrize(
    ("one", "other"),
    [("utilisent", "utilise"), ("disposent", "disposer"), ("utilisees", "utilise"), ("musees", "musee")],
)
def test_a_verb_or_noun_in_the_plural_has_the_stem_of_the_singular(one, other):
    assert stem(one) == stem(other)


def test_nouns_in_ment_keep_their_stem():
    assert stem("financement") == "financ"
    assert stem("recrutement") == stem("recrutements")
