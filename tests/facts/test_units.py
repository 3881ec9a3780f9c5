"""The names of what can be told: the question bank refers to them, so they must last."""

from assistant.building import all_passages
from assistant.facts.library import Library


def test_every_unit_that_the_question_bank_refers_to_has_kept_its_name(library: Library):
    units = {passage.id for passage in all_passages(library)}
    named = {name for one in library.bank.questions for name in one.ids}
    assert len(named) > 500
    assert named - units == set()


def test_every_sentence_that_is_translated_has_kept_its_name(library: Library):
    units = {passage.id for passage in all_passages(library) if passage.unit == "statement"}
    assert library.translated.keys() == units


def test_a_unit_says_what_it_is_and_knows_its_result_and_its_question(library: Library):
    for passage in all_passages(library):
        assert passage.unit in ("row", "table", "statement", "synthesis")
        asked = library.question(passage.question) if passage.question else None
        assert (asked is not None) == (passage.origin == "results")
        if passage.unit == "row":
            (result,) = passage.results
            assert library.result(result).question == passage.question
