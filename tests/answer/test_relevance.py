import pytest

from assistant.answer.relevance import Asked, asked_words, coverage, held_by


def found(assistant, question, **given):
    return assistant.evidence(question, **given).candidates


@pytest.mark.parametrize(
    ("question", "pages"),
    [
        ("Combien d'opérateurs envoient une newsletter ?", {55, 75}),
        ("Quelles mesures de sécurité informatique les opérateurs prennent-ils ?", {40, 41}),
        ("C'est quoi la découvrabilité ?", {8, 11}),
        ("Quels sont les défis des investis du numérique ?", {70}),
        ("Which software do operators use?", {37, 38}),
        ("Welke sociale netwerken gebruiken de operatoren?", {42, 43, 44}),
    ],
)
def test_a_page_that_answers_is_among_the_first_five_passages(assistant, question, pages):
    assert pages & {page for candidate in found(assistant, question)[:5] for page in candidate.passage.pages}


def test_candidates_come_most_relevant_first_each_passage_once(assistant, answers):
    for one in answers[::10]:
        candidates = found(assistant, one.question)
        relevances = [candidate.relevance for candidate in candidates]
        assert relevances == sorted(relevances, reverse=True)
        assert len({candidate.passage.id for candidate in candidates}) == len(candidates)


def test_the_excerpt_of_a_candidate_is_a_sentence_of_its_passage(assistant):
    for candidate in found(assistant, "Combien d'opérateurs envoient une newsletter ?")[:20]:
        assert candidate.excerpt
        assert candidate.excerpt in candidate.passage.text


def test_a_passage_about_the_group_asked_comes_before_one_about_none(assistant):
    first = found(assistant, "Que font les bibliothèques pour leur site web ?")[0]
    assert "secteur:bibliothèques" in first.passage.segments


def test_a_passage_about_the_persona_asked_comes_first(assistant):
    for number in range(1, 6):
        assert number in found(assistant, f"Quels sont les défis du persona {number} ?")[0].passage.personas


def test_coverage_weighs_the_words_by_their_rarity():
    asked = (Asked("newsletter", frozenset({"newslett"}), 6.0), Asked("envoient", frozenset({"envoi"}), 2.0))
    assert coverage(asked, frozenset({"newslett"})) == pytest.approx(0.75)
    assert coverage(asked, frozenset({"envoi"})) == pytest.approx(0.25)
    assert coverage(asked, frozenset()) == 0
    assert coverage((), frozenset()) == 1


def test_a_word_of_the_person_is_covered_by_the_report_s_own_word_for_it(assistant):
    evidence = assistant.evidence("Quelle part des opérateurs a un compte Insta ?")
    asked = asked_words(evidence.question, assistant.index)
    covering = [c.passage for c in evidence.candidates[:5] if held_by(c.passage, asked, assistant.index)]
    assert any("Instagram" in passage.text for passage in covering)
