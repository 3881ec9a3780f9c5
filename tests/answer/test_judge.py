"""The judge: every measure has a weight, and better evidence is likelier to answer and comes first."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import judge
from assistant.answer.find import Found, Neighbours
from assistant.answer.fitted import FITTED
from assistant.answer.frames import Frame
from assistant.answer.judge import Candidate
from assistant.building import unit_passages
from assistant.engine import Assistant
from assistant.facts.library import Library
from assistant.passages import Passage

NAMES = ("dense", "asked", "words")
MEASURES = st.dictionaries(st.sampled_from(NAMES), st.floats(-50, 50))


def candidates(assistant: Assistant, text: str) -> tuple[Candidate, ...]:
    return assistant.evidence(text).candidates


def seen(assistant: Assistant, text: str) -> tuple[Frame, tuple[Found, ...], Neighbours]:
    frame, vector = assistant.framed(assistant.reader.read(text))
    found = assistant.finder.find(frame, vector, assistant.finder.dense(vector))
    return frame, found, assistant.finder.neighbours(frame, vector)


def verdict(assistant: Assistant, text: str) -> judge.Verdict:
    frame, found, near = seen(assistant, text)
    return judge.verdict(frame, judge.judged(frame, found, assistant.library), near)


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
def test_a_page_that_answers_is_among_the_first_five_units(assistant: Assistant, question: str, pages: set[int]):
    assert pages & {page for one in candidates(assistant, question)[:5] for page in one.passage.pages}


def test_candidates_come_most_relevant_first_each_unit_once(assistant: Assistant):
    for one in assistant.library.bank.questions[::500]:
        told = candidates(assistant, one.q)
        relevances = [candidate.relevance for candidate in told]
        assert relevances == sorted(relevances, reverse=True)
        assert len({candidate.passage.id for candidate in told}) == len(told)


def test_the_excerpt_of_a_unit_is_all_of_it(assistant: Assistant):
    for candidate in candidates(assistant, "Combien d'opérateurs envoient une newsletter ?")[:20]:
        assert candidate.excerpt == candidate.passage.text


def test_a_unit_about_the_group_asked_comes_before_one_about_none(assistant: Assistant):
    first = candidates(assistant, "Que font les bibliothèques pour leur site web ?")[0]
    assert "secteur:bibliothèques" in first.passage.segments


@pytest.mark.parametrize("number", range(1, 6))
def test_a_unit_about_the_persona_asked_comes_first(assistant: Assistant, library: Library, number: int):
    first = candidates(assistant, f"Quels sont les défis du persona {number} ?")[0].passage
    written = library.syntheses.get(first.id)
    assert number in first.personas or (written and written.persona == number)


# --- measures and weights ---------------------------------------------------------------------------------------------


def test_every_measure_has_a_weight_and_no_weight_is_for_nothing(assistant: Assistant):
    measured: set[str] = set()
    for one in assistant.library.bank.questions[::60]:
        frame, found, near = seen(assistant, one.q)
        measured |= {name for unit in found for name in judge.measures(frame, unit, assistant.library)}
    assert measured == FITTED.relevance.keys()
    doubted = judge.doubts(frame, judge.judged(frame, found, assistant.library), near)
    assert doubted.keys() == FITTED.answers.keys() == FITTED.astray.keys()


def test_what_a_unit_has_to_give_follows_from_what_it_is(hashed: Assistant):
    units = {passage.id: passage.unit for passage in hashed.index.passages}
    forms = {passage.id: judge.form_of(passage, hashed.library) for passage in hashed.index.passages}
    assert forms["res:fig28.newsletter"] == "row"
    assert forms["fig:fig28"] == "table"
    assert forms["fig:fig24"] == "share"
    assert {form for name, form in forms.items() if units[name] == "synthesis"} == {"synthesis"}
    told = {form for name, form in forms.items() if units[name] == "statement"}
    assert told == {"number", "shade", "words", "groups", "method", "advice"}


def test_a_question_answered_by_yes_or_no_has_a_share_to_give_and_not_a_list(library: Library):
    tables = [passage for passage in unit_passages(library) if passage.unit == "table"]
    forms = {passage.id: judge.form_of(passage, library) for passage in tables}
    assert set(forms.values()) == {"share", "table"}
    for passage in tables:
        answers = {library.result(name).answer for name in passage.results}
        lists = library.question(passage.question).kind != "yesno" and len(answers) > 1
        assert (forms[passage.id] == "table") is lists, passage.id


def test_whom_a_unit_is_about_is_measured_against_whom_is_asked(hashed: Assistant):
    about = Passage("a", "e", "Texte.", (1,), ("1",), (), "finding", "statement", segments=("secteur:bibliothèques",))
    unit = Found(about, 0, 0.5, -1.0, 0.0)

    def measured(text: str, one: Found = unit) -> dict[str, float]:
        return judge.measures(hashed.reader.read(text), one, hashed.library)

    named = measured("Que font les bibliothèques ?")
    assert (named["segment"], named["no_segment"], named["unasked_segment"]) == (1, 0, 0)
    other = measured("Que font les musées ?")
    assert (other["segment"], other["no_segment"], other["unasked_segment"]) == (0, 1, 0)
    nobody = measured("Que font les opérateurs ?")
    assert (nobody["segment"], nobody["no_segment"], nobody["unasked_segment"]) == (0, 0, 1)
    persona = Found(replace(about, segments=(), personas=(2,)), 0, 0.5, -1.0, 0.0)
    assert measured("Que fait le persona 2 ?", persona)["persona"] == 1
    assert measured("Que fait le persona 3 ?", persona)["other_persona"] == 1
    assert measured("Que font les opérateurs ?", persona)["unasked_persona"] == 1


def test_a_figure_that_the_question_says_is_measured_where_a_unit_prints_it(hashed: Assistant):
    passage = Passage("a", "e", "Soit 77,6 % d'entre eux.", (1,), ("1",), (), "finding", "statement")
    for text, expected in (("Pourquoi 77,6 % écrivent-ils ?", 1), ("Pourquoi 12 % écrivent-ils ?", 0)):
        told = judge.measures(hashed.reader.read(text), Found(passage, 0, 0.5, -1.0, 0.0), hashed.library)
        assert told["figures"] == expected


def test_units_that_are_worth_the_same_keep_the_order_of_the_search(hashed: Assistant):
    frame = hashed.reader.read("Combien d'opérateurs envoient une newsletter ?")
    passages = [Passage(name, "e", "Texte.", (1,), ("1",), (), "finding", "statement") for name in "cab"]
    found = [Found(passage, n, 0.5, 0.5, 1.0) for n, passage in enumerate(passages)]
    assert [one.passage.id for one in judge.judged(frame, found, hashed.library)] == ["c", "a", "b"]
    assert judge.judged(frame, (), hashed.library) == ()


@given(MEASURES, st.fixed_dictionaries({name: st.floats(-5, 5) for name in NAMES}))
def test_a_chance_is_one_and_turns_with_its_weights(measured: dict[str, float], weights: dict[str, float]):
    told = judge.chance(measured, weights)
    assert 0 <= told <= 1
    assert judge.chance(measured, {name: -one for name, one in weights.items()}) == pytest.approx(1 - told)


@given(MEASURES)
def test_a_measure_without_a_weight_counts_for_nothing(measured: dict[str, float]):
    assert judge.weighed(measured, {}) == 0
    assert judge.weighed(measured, {"dense": 2.0}) == pytest.approx(2 * measured.get("dense", 0))


# --- whether anything answers -----------------------------------------------------------------------------------------


def test_the_better_the_evidence_the_likelier_an_answer(assistant: Assistant):
    near = verdict(assistant, "Combien d'opérateurs envoient une newsletter ?")
    far = verdict(assistant, "Quelle est la hauteur de la tour Eiffel ?")
    assert 0 <= far.answers < FITTED.thresholds["refused"] < near.answers <= 1
    assert near.astray < 0.5 < far.astray


def test_a_question_that_nothing_answers_is_of_another_subject_or_not(assistant: Assistant):
    assert verdict(assistant, "Quelle est la recette des gaufres ?").astray > 0.5
    assert verdict(assistant, "Combien gagne un community manager dans un musée ?").astray < 0.9


def test_without_any_unit_nothing_answers(hashed: Assistant):
    frame = hashed.reader.read("Combien d'opérateurs envoient une newsletter ?")
    told = judge.verdict(frame, (), Neighbours({}, -1.0))
    assert told.answers < FITTED.thresholds["refused"]
