"""Whom a result is of is read once, and only what can be read is accepted."""

import pytest

from assistant.facts.populations import Population, parsed


def test_every_published_population_is_read_and_written_back(published):
    written = {result.population for result in published.values()}
    assert all(parsed(one).written == one for one in written)
    assert {parsed(one).persona for one in written} == {None, 1, 2, 3, 4, 5}


def test_every_population_that_results_compare_with_has_its_words_in_three_languages(published, library):
    compared = {result.whose.other for result in published.values()} - {""}
    assert compared <= library.others.keys()
    assert {held for one in library.others.values() for held in one.holds} <= library.others.keys()


def test_the_four_kinds_are_told_apart():
    assert parsed("") == Population()
    assert parsed("persona:3") == Population.of_persona(3)
    assert parsed("externe:CPAS") == Population(other="CPAS")
    assert parsed("etp:de 1 à 4 | secteur:musées") == Population(("etp:de 1 à 4", "secteur:musées"))


@pytest.mark.parametrize("written", ["persona:deux", "externe:", "secteur:", "Mons", "secteur:a | b"])
def test_anything_else_is_refused(written):
    with pytest.raises(ValueError, match="« population » vaut"):
        parsed(written)
