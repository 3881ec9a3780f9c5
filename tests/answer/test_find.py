"""What may answer a question: units found by meaning, by words, and by the questions of the bank for them."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from assistant.answer.find import Finder, Found
from assistant.answer.frames import Frame
from assistant.engine import Assistant
from assistant.facts.bank import Bank, BankQuestion, Negative
from assistant.passages import Passage
from assistant.search.hashing import HashingEncoder
from assistant.search.index import Index

NEWSLETTER = "Combien d'opérateurs envoient une newsletter ?"

FRAME = Frame(text="Quel film ?", standalone="Quel film ?", language="fr", kind="explore")


def found(assistant: Assistant, text: str, **given: Sequence[int]) -> tuple[Found, ...]:
    frame, vector = assistant.framed(assistant.reader.read(text))
    return assistant.finder.find(frame, vector, assistant.finder.dense(vector), **given)


def vector_of(assistant: Assistant, text: str) -> np.ndarray:
    return assistant.framed(assistant.reader.read(text))[1]


def passage(identifier: str, text: str, unit: str = "statement") -> Passage:
    return Passage(identifier, "e", text, (1,), ("1",), (), "finding", unit)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Finder:
    """Three units, a passage of the report, and a bank of four questions."""
    passages = (
        passage("r", "Les musées du rapport ont un site.", "passage"),
        passage("a", "Les musées ont un site web."),
        passage("b", "La newsletter est très utilisée."),
        passage("c", "Le budget manque."),
    )
    bank = Bank(
        (
            BankQuestion("Qui écrit à ses abonnés ?", "fr", ("b",), "spoken", "who"),
            BankQuestion("Y a-t-il assez de sous ?", "fr", ("c", "inconnu"), "spoken", "yesno", "n"),
            BankQuestion("Les sous manquent-ils ?", "fr", ("c",), "spoken", "yesno", "y"),
        ),
        (
            Negative("Quel film voir ce soir ?", "fr", "off"),
            Negative("Combien gagne un directeur ?", "fr", "near"),
        ),
    )
    encoder = HashingEncoder()
    index = Index.build(passages, encoder, tmp_path_factory.mktemp("small"))
    return Finder.load(index, bank, encoder, None)


def test_each_unit_is_found_once_best_known_first(assistant: Assistant):
    units = found(assistant, NEWSLETTER)
    assert len({one.passage.id for one in units}) == len(units) > 10
    assert 55 in units[0].passage.pages
    assert all(assistant.index.passages[one.number] is one.passage for one in units)


@pytest.mark.parametrize("number", range(0, 6000, 750))
def test_a_question_of_the_bank_finds_a_unit_that_answers_it_among_the_first(assistant: Assistant, number: int):
    one = assistant.library.bank.questions[number]
    units = found(assistant, one.q)
    best = next(unit for unit in units if unit.passage.id in one.ids)
    assert best.asked == pytest.approx(1, abs=0.02)
    assert {*one.ids} & {unit.passage.id for unit in units[:5]}


def test_a_question_left_aside_stands_for_nothing(assistant: Assistant):
    one = assistant.library.bank.questions[1000]
    same = [n for n, other in enumerate(assistant.library.bank.questions) if other.q == one.q]
    with_it = {unit.passage.id: unit for unit in found(assistant, one.q)}
    without = {unit.passage.id: unit for unit in found(assistant, one.q, but=same)}
    common = [name for name in one.ids if name in with_it and name in without]
    assert common
    assert all(without[name].asked < with_it[name].asked for name in common)
    assert all(without[name].dense == with_it[name].dense for name in common)


def test_the_passages_of_the_report_are_shown_and_are_no_units(small: Finder):
    assert [small.index.passages[number].id for number in small.units] == ["a", "b", "c"]
    dense = small.dense(HashingEncoder().encode_query(["musées"])[0])
    assert [one.id for one in small.passages(dense)] == ["r"]


def test_a_report_without_facts_is_searched_whole(alone: Assistant):
    assert len(alone.finder.units) == len(alone.index.passages)
    assert {one.passage.origin for one in found(alone, "Combien d'ateliers sont installés en ville ?")} == {"report"}


def test_the_passages_shown_are_the_nearest_first(official_assistant: Assistant):
    dense = official_assistant.finder.dense(vector_of(official_assistant, NEWSLETTER))
    numbers = [official_assistant.index.numbers[one.id] for one in official_assistant.finder.passages(dense)]
    assert len(numbers) > 100
    assert [dense[n] for n in numbers] == sorted((dense[n] for n in numbers), reverse=True)
    assert {official_assistant.index.passages[n].origin for n in numbers} == {"report"}


def test_a_question_without_a_word_of_the_unit_finds_it_through_the_bank(small: Finder, hashed: Assistant):
    question = hashed.reader.read("Qui écrit à ses abonnés ?")
    vector = HashingEncoder().encode_query([question.standalone])[0]
    best = small.find(question, vector, small.dense(vector))[0]
    assert best.passage.id == "b"
    assert best.asked == pytest.approx(1, abs=1e-5)
    others = {one.passage.id: one for one in small.find(question, vector, small.dense(vector), but=[0])}
    assert others["b"].asked == others["a"].asked == -1


def test_a_unit_that_the_bank_names_and_the_index_lacks_is_left_aside(small: Finder, hashed: Assistant):
    question = hashed.reader.read("Y a-t-il assez de sous ?")
    vector = HashingEncoder().encode_query([question.standalone])[0]
    assert small.find(question, vector, small.dense(vector))[0].passage.id == "c"


def test_the_nearest_question_of_yes_or_no_gives_its_verdict(small: Finder):
    for text, expected in (("Y a-t-il assez de sous ?", "n"), ("Les sous manquent-ils ?", "y")):
        verdict, cosine = small.agreement(HashingEncoder().encode_query([text])[0], "c")
        assert (verdict, cosine) == (expected, pytest.approx(1, abs=1e-5))
    vector = HashingEncoder().encode_query(["Y a-t-il assez de sous ?"])[0]
    assert small.agreement(vector, "c", but=[1])[0] == "y"
    assert small.agreement(vector, "c", but=[1, 2]) == ("", -1)
    assert small.agreement(vector, "b") == small.agreement(vector, "a") == ("", -1)


def test_the_nearest_questions_are_told_by_kind_with_what_answers_them(small: Finder):
    vector = HashingEncoder().encode_query(["Quel film voir ce soir ?"])[0]
    near = small.neighbours(FRAME, vector)
    assert near.nothing.keys() == {"off", "near"}
    assert near.nothing["off"] == pytest.approx(1, abs=1e-5)
    assert near.nothing["near"] < 0.9
    assert near.something < 0.9
    assert small.neighbours(FRAME, vector, but_nothing=[0]).nothing["off"] == -1
    assert small.neighbours(FRAME, vector, but=[0, 1, 2]).something == -1


def test_of_the_committed_bank_a_question_is_nearest_to_itself(assistant: Assistant):
    for one in assistant.library.bank.negatives[::200]:
        assert assistant.finder.neighbours(FRAME, vector_of(assistant, one.q)).nothing[one.kind] > 0.98, one.q
    for one in assistant.library.bank.questions[::1500]:
        assert assistant.finder.neighbours(FRAME, vector_of(assistant, one.q)).something > 0.98, one.q


def test_an_empty_bank_helps_nothing_and_harms_nothing(tmp_path: Path, hashed: Assistant):
    encoder = HashingEncoder()
    index = Index.build((passage("a", "Les musées ont un site web."),), encoder, tmp_path)
    finder = Finder.load(index, Bank(), encoder, tmp_path / "absent")
    question = hashed.reader.read("Les musées ont-ils un site ?")
    vector = encoder.encode_query([question.standalone])[0]
    (one,) = finder.find(question, vector, finder.dense(vector))
    assert one.asked == -1
    assert one.dense > 0
    assert finder.neighbours(question, vector).something == -1
    assert finder.neighbours(question, vector).nothing == {}
    assert finder.agreement(vector, "a") == ("", -1)


def test_the_words_that_nobody_ever_used_are_counted(assistant: Assistant):
    assert assistant.finder.unknown("Combien d'opérateurs ont une newsletter ?") == 0
    assert assistant.finder.unknown("zzzzz yyyyy") == 1
    less = assistant.finder.counted(range(len(assistant.library.bank.questions)))
    assert assistant.finder.unknown("newsletter") == 0
    assert assistant.finder.unknown("padel", less) == 1


def test_a_slip_is_repaired_and_a_name_is_left_alone(assistant: Assistant):
    assert assistant.finder.speller.repaired("une newsleter") == "une newsletter"
    assert assistant.finder.speller.repaired("Charleroi et Zanzibar") == "Charleroi et Zanzibar"
