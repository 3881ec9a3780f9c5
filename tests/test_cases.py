"""The questions that the first version answered wrongly, each held to what is right; those still wrong are named."""

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.engine import Assistant
from assistant.evaluation.exam import ExamQuestion, read_exam
from assistant.evaluation.marks import Mark, marked
from assistant.evaluation.published import Published, read_published

FOLDER = Path(__file__).parent
CASES = read_exam(FOLDER / "cases.toml")
# Still wrong, each with what is said instead. Strict: a case that comes right must leave the list.
WRONG: dict[str, str] = tomllib.loads((FOLDER / "cases_wrong.toml").read_text(encoding="utf-8"))["wrong"]


def _expected() -> list[object]:
    return [
        pytest.param(case, id=case.id, marks=pytest.mark.xfail(reason=WRONG[case.id], strict=True))
        if case.id in WRONG
        else pytest.param(case, id=case.id)
        for case in CASES
    ]


@pytest.fixture(scope="module")
def ask(official_assistant: Assistant) -> Callable[[ExamQuestion], Mark]:
    published: Published = read_published(FOLDER.parent / "corpus")

    def answered(case: ExamQuestion) -> Mark:
        profile = official_assistant.read_profile(dict(case.profile)).profile
        answer = official_assistant.answer(case.question, profile=profile, history=case.history)
        return marked(case, {**answer.as_json(), "id": case.id}, published)

    return answered


@pytest.mark.parametrize("case", _expected())
def test_what_the_first_version_got_wrong_is_right(case, ask):
    mark = ask(case)

    assert mark.ending_right, mark.ending
    assert mark.lead_right is not False
    assert not mark.wrong
    assert not mark.false_correction
    assert mark.premise_corrected is not False
    assert mark.spoken_right


def test_every_case_still_wrong_is_a_case():
    assert {*WRONG} <= {case.id for case in CASES}
