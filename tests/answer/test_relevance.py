"""How well a passage of a report alone answers: the words it has, by their rarity, and whom it is about."""

import pytest

from assistant.answer.relevance import Asked, asked_words, candidates, coverage, features, held_by
from assistant.engine import Assistant
from assistant.search.hits import search

CITY = "Combien d'ateliers sont installés en ville ?"


def test_candidates_come_most_relevant_first_each_passage_once(alone: Assistant):
    for question in (CITY, "Quels sont les freins ?", "Que dit le rapport ?"):
        found = alone.evidence(question).candidates
        relevances = [candidate.relevance for candidate in found]
        assert relevances == sorted(relevances, reverse=True)
        assert len({candidate.passage.id for candidate in found}) == len(found) > 5


def test_the_excerpt_of_a_candidate_is_of_its_passage(alone: Assistant):
    for candidate in alone.evidence(CITY).candidates:
        assert candidate.excerpt
        assert candidate.excerpt in candidate.passage.text


def test_coverage_weighs_the_words_by_their_rarity():
    asked = (Asked("newsletter", frozenset({"newslett"}), 6.0), Asked("envoient", frozenset({"envoi"}), 2.0))
    assert coverage(asked, frozenset({"newslett"})) == pytest.approx(0.75)
    assert coverage(asked, frozenset({"envoi"})) == pytest.approx(0.25)
    assert coverage(asked, frozenset()) == 0
    assert coverage((), frozenset()) == 1


def test_a_word_of_the_person_is_covered_by_the_report_s_own_word_for_it(hashed: Assistant):
    question = hashed.reader.read("Quelle part des opérateurs a un compte Insta ?")
    asked = asked_words(question, hashed.index)
    hits = search(hashed.index, hashed.encoder, question.standalone, limit=20, expansion=question.expansion)
    covering = [
        one.passage for one in candidates(question, hits, hashed.index) if held_by(one.passage, asked, hashed.index)
    ]
    assert any("Instagram" in passage.text for passage in covering)


def test_a_passage_with_a_share_is_worth_more_where_a_share_is_asked(alone: Assistant):
    question = alone.reader.read(CITY)
    hits = search(alone.index, alone.encoder, CITY, limit=40)
    measured = {hit.passage.id: features(question, hit, 1.0) for hit in hits}
    assert {one["counted"] + one["uncounted"] for one in measured.values()} == {1.0}
    told = {hit.passage.id for hit in hits if "%" in hit.passage.text}
    assert told
    assert {name for name, one in measured.items() if one["counted"]} >= told
