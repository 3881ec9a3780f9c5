"""What the encoder is tuned on: nothing that is held out, each question once an epoch, the same draws every time."""

import numpy as np
import pytest

from assistant.facts.bank import BankQuestion, Negative, load_bank
from tools.tuning_material import BANK, BATCH, HARD, HELD, HELD_EVERY, NOTHING, Material, Step, collect, drawn, parted


@pytest.fixture(scope="module")
def material() -> Material:
    return collect()


@pytest.fixture(scope="module")
def units(material: Material) -> np.ndarray:
    """Vectors that look like no meaning: what is drawn must hold whatever they are."""
    rows = np.random.default_rng(0).normal(size=(len(material.units), 8))
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture(scope="module")
def steps(material: Material, units: np.ndarray) -> list[Step]:
    return [drawn(material, units, number) for number in (0, 1, 2, 400)]


@pytest.mark.parametrize(("name", "kind"), [("questions", BankQuestion), ("negatives", Negative)])
def test_every_line_of_the_bank_is_learned_or_held_out_and_not_both(name: str, kind: type):
    learned, held = parted(name, kind)
    assert held
    assert sorted((*learned, *held), key=repr) == sorted(getattr(load_bank(BANK), name), key=repr)


def test_one_line_in_three_of_some_files_is_held_out():
    lines = {
        number: len((BANK / f"questions-{number}.jsonl").read_text(encoding="utf-8").splitlines())
        for number in HELD["questions"]
    }
    expected = sum(-(-count // HELD_EVERY) for count in lines.values())
    assert len(parted("questions", BankQuestion)[1]) == expected


def test_a_question_held_out_is_never_learned_in_the_same_words():
    learned, held = parted("questions", BankQuestion)
    assert {(one.q, one.ids) for one in learned} & {(one.q, one.ids) for one in held} == set()


def test_every_question_knows_the_places_of_the_units_that_answer_it(material: Material):
    everything = (*material.learned, *material.held)
    assert all(numbers for _, numbers in everything)
    assert {number for _, numbers in everything for number in numbers} <= set(range(len(material.units)))


def test_a_step_drawn_twice_is_the_same(material: Material, units: np.ndarray, steps: list[Step]):
    again = drawn(material, units, 400)
    assert (again.questions, again.nothing, again.units, again.twins) == (
        steps[3].questions, steps[3].nothing, steps[3].units, steps[3].twins,
    )  # fmt: skip
    np.testing.assert_array_equal(again.also_right, steps[3].also_right)


def test_the_unit_of_a_question_answers_it_and_those_that_look_alike_do_not(material: Material, steps: list[Step]):
    for step in steps:
        for place, question in enumerate(step.questions):
            known = material.learned[question][1]
            assert step.units[place] in known
            if place < HARD:
                assert step.units[len(step.questions) + place] not in known


def test_what_is_right_too_is_marked_and_nothing_else(material: Material, steps: list[Step]):
    for step in steps:
        assert step.also_right.shape == (BATCH + NOTHING, len(step.units) + 1)
        for row, question in enumerate(step.questions):
            marked = {column for column in np.flatnonzero(step.also_right[row])}
            known = material.learned[question][1]
            assert marked == {column for column, unit in enumerate(step.units) if unit in known and column != row}
        assert not step.also_right[BATCH:].any()


def test_a_twin_is_another_question_of_the_same_unit(material: Material, steps: list[Step]):
    for step in steps:
        assert step.twins
        assert step.same_unit.shape == (len(step.twins), len(step.twins))
        assert not step.same_unit.diagonal().any()
        for place, other in step.twins:
            assert other != step.questions[place]
            assert step.units[place] in material.learned[other][1]


def test_an_epoch_goes_through_every_question_once(material: Material, units: np.ndarray):
    count = len(material.learned) // BATCH
    small = Material(material.units, material.learned[: 5 * BATCH], [], material.nothing, [])
    assert count > 100
    for epoch in (0, 1):
        seen = [one for number in range(5) for one in drawn(small, units, 5 * epoch + number).questions]
        assert sorted(seen) == list(range(5 * BATCH))
    assert drawn(small, units, 0).questions != drawn(small, units, 5).questions
