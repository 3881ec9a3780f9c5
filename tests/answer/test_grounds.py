"""What a claim is held against: the published share of those it is said of, in its own direction."""

from collections.abc import Callable

import pytest

from assistant.answer.grounds import Held, ground, lacking, shares_in, told
from assistant.facts.library import Library

Taken = Callable[[str], Held]


@pytest.mark.parametrize(
    ("message", "share"),
    [
        ("Pourquoi les opérateurs ont-ils un site web ?", 0.92),
        ("Pourquoi les opérateurs n'ont-ils pas de site web ?", 0.08),
        ("Pourquoi les opérateurs ont-ils une application mobile ?", 0.127),
        ("Why do operators have a mobile app?", 0.127),
        ("Waarom hebben operatoren een mobiele app?", 0.127),
        ("Pourquoi les musées numérisent-ils leurs contenus ?", 0.89),
        ("Pourquoi les entreprises wallonnes ont-elles un site web ?", 0.48),
    ],
)
def test_a_claim_is_held_against_the_share_of_those_it_is_said_of(
    taken: Taken, library: Library, message: str, share: float
):
    fact = ground(taken(message), library)
    assert fact is not None
    assert fact.share == pytest.approx(share, abs=0.001)


def test_a_claim_on_what_nothing_published_measures_is_held_against_nothing(taken: Taken, library: Library):
    assert ground(taken("Pourquoi les opérateurs achètent-ils des imprimantes ?"), library) is None


def test_a_correction_tells_the_result_of_a_ground_or_its_sentence(taken: Taken, library: Library):
    for message in ("Pourquoi les opérateurs ont-ils une application mobile ?", "Pourquoi les musées numérisent-ils ?"):
        fact = ground(taken(message), library)
        assert fact is not None
        assert told(fact) == (((fact.row,), None) if fact.row else ((), fact.unit))


def test_only_the_units_of_the_persona_that_a_claim_names_are_near_it(taken: Taken):
    near = taken("Pourquoi les défis du persona 3 sont-ils lourds ?").near
    assert near
    assert all(3 in one.passage.personas for one in near)


@pytest.mark.parametrize(
    ("label", "lack"),
    [("Manque de moyens", True), ("Pas besoin de se numériser", True), ("La concurrence", False), ("Oui", False)],
)
def test_a_label_that_says_a_lack_is_known(label: str, lack: bool):
    assert lacking(label) is lack


def test_the_shares_of_a_text_are_read_in_digits_and_in_words():
    assert {*shares_in("12,5 % des musées, et les trois quarts des 401 opérateurs")} == {0.125, 0.75}
    assert shares_in("401 opérateurs") == []
