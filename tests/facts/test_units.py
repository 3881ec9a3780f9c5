"""The names of what can be told: the question bank refers to them, so they must last."""

import json
import os
from pathlib import Path

import pytest

from assistant.building import all_passages
from assistant.facts.library import Library
from assistant.settings import PROJECT


@pytest.fixture(scope="module")
def bank() -> list[Path]:
    return sorted((PROJECT.parent / "shared" / "bank").glob("bank-*.jsonl"))


def test_every_unit_that_the_question_bank_refers_to_has_kept_its_name(library: Library, bank: list[Path]):
    if not bank:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("no question bank in ../shared/bank")
    units = {passage.id for passage in all_passages(library)}
    lines = [json.loads(line) for path in bank for line in path.read_text(encoding="utf-8").splitlines()]
    assert {name for line in lines for name in line["ids"]} - units == set()


def test_a_unit_says_what_it_is_and_knows_its_result_and_its_question(library: Library):
    for passage in all_passages(library):
        assert passage.unit in ("row", "table", "statement")
        asked = library.question(passage.question) if passage.question else None
        assert (asked is not None) == (passage.origin == "results")
        if passage.unit == "row":
            (result,) = passage.results
            assert library.result(result).question == passage.question
