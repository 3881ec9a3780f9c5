"""Numbers of things that a message takes for granted, held against those that the edition publishes."""

from collections.abc import Callable

import pytest

from assistant.answer.counts import wrong_count, wrong_number, wrong_sample
from assistant.answer.grounds import Held
from assistant.facts.library import Library

Taken = Callable[[str], Held]


@pytest.mark.parametrize(
    "message", ["Puisque 200 opérateurs ont un site web, que faire ?", "Since 200 operators have a website, what now?"]
)
def test_a_number_of_operators_that_a_result_counts_otherwise_is_wrong(taken: Taken, library: Library, message: str):
    found = wrong_number(taken(message), library)
    assert found is not None
    assert (found.claimed, [row.id for row in found.results]) == ("200", ["fig24.oui"])


@pytest.mark.parametrize(
    "message",
    [
        "Puisque 369 opérateurs ont un site web, que faire ?",
        "Puisque 369 des 401 opérateurs ont un site web, que faire ?",
        "Puisque 8 opérateurs sur 10 ont un site web, que faire ?",
        "Puisque les opérateurs ont un site web, que faire ?",
    ],
)
def test_a_number_that_is_published_a_share_and_no_number_are_left_alone(taken: Taken, library: Library, message: str):
    assert wrong_number(taken(message), library) is None


@pytest.mark.parametrize(
    ("message", "claimed"),
    [
        ("Pourquoi le persona 7 a-t-il un site ?", "persona 7"),
        ("Puisque les six dimensions sont connues, que faire ?", "6 dimens"),
    ],
)
def test_more_of_something_than_the_edition_has_is_wrong(taken: Taken, library: Library, message: str, claimed: str):
    found = wrong_count(taken(message), library)
    assert found is not None
    assert found.claimed == claimed
    assert found.unit is not None


@pytest.mark.parametrize(
    "message",
    [
        "Pourquoi le persona 5 a-t-il un site ?",
        "Puisque les quatre dimensions sont connues, que faire ?",
        "Puisque les trois raisons sont connues, que faire ?",
    ],
)
def test_as_many_as_the_edition_has_and_what_it_does_not_count_are_left_alone(
    taken: Taken, library: Library, message: str
):
    assert wrong_count(taken(message), library) is None


@pytest.mark.parametrize(
    ("message", "claimed"),
    [
        ("Puisque 800 opérateurs ont répondu, que faire ?", "800"),
        ("Puisque 1 200 opérateurs ont répondu, que faire ?", "1200"),
        ("Aangezien 800 operatoren antwoordden, wat nu?", "800"),
    ],
)
def test_a_number_of_respondents_that_is_not_the_study_s_is_wrong(
    taken: Taken, library: Library, message: str, claimed: str
):
    found = wrong_sample(taken(message), library)
    assert found is not None
    assert found.claimed == claimed
    assert "401" in found.unit.passage.text


@pytest.mark.parametrize(
    "message",
    ["Puisque 401 opérateurs ont répondu, que faire ?", "Puisque 800 opérateurs ont un site web, que faire ?"],
)
def test_the_study_s_number_and_one_of_no_respondents_are_left_alone(taken: Taken, library: Library, message: str):
    assert wrong_sample(taken(message), library) is None
