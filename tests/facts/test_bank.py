"""The question bank: what people ask, as it is committed, and what is wrong in a line told in French."""

import shutil
from pathlib import Path

import pytest

from assistant.errors import CorpusError
from assistant.facts.bank import Bank, load_bank
from assistant.french import fold
from assistant.settings import PROJECT

BANK = PROJECT / "corpus" / "bank"
QUESTION = '{"q": "Qui ?", "lang": "fr", "ids": ["a"], "style": "spoken", "kind": "who"}\n'
NOTHING = '{"q": "Quel film voir ?", "lang": "fr", "kind": "off", "topic": "cinéma"}\n'


@pytest.fixture(scope="module")
def bank() -> Bank:
    return load_bank(BANK)


def test_the_bank_has_thousands_of_questions_of_every_kind_in_three_languages(bank: Bank):
    assert len(bank.questions) > 5000
    assert {one.lang for one in (*bank.questions,)} == {one.lang for one in bank.negatives} == {"fr", "en", "nl"}
    kinds = {"count", "yesno", "which", "who", "why", "compare", "barrier", "advice", "standing", "what", "open"}
    assert {one.kind for one in bank.questions} == kinds
    assert {one.kind for one in bank.negatives} == {"near", "crosstab", "off", "meta"}


def test_only_a_question_answered_by_yes_or_no_has_a_verdict(bank: Bank):
    judged = [one for one in bank.questions if one.verdict]
    assert {one.verdict for one in judged} == {"y", "n", "p"}
    assert {one.kind for one in judged} == {"yesno"}


def test_an_open_question_is_answered_by_a_written_answer_first(bank: Bank):
    assert {one.ids[0][:2] for one in bank.questions if one.kind == "open"} == {"s-"}


def test_no_question_is_both_answered_and_answered_by_nothing(bank: Bank):
    told, nothing = ({fold(one.q).strip(" ?!.") for one in lines} for lines in (bank.questions, bank.negatives))
    assert told & nothing == set()


def test_what_is_off_the_subject_has_nothing_published_near_it(bank: Bank):
    assert {one.nearest for one in bank.negatives if one.kind in ("off", "meta")} == {None}
    assert sum(bool(one.nearest) for one in bank.negatives if one.kind == "near") > 300


def test_the_lines_come_in_the_order_of_the_files(tmp_path: Path):
    for name in ("questions-2", "questions-1"):
        (tmp_path / f"{name}.jsonl").write_text(QUESTION.replace("Qui ?", name) * 2, encoding="utf-8")
    (tmp_path / "negatives-1.jsonl").write_text(NOTHING, encoding="utf-8")
    found = load_bank(tmp_path)
    assert [one.q for one in found.questions] == ["questions-1", "questions-1", "questions-2", "questions-2"]
    assert [(one.q, one.nearest) for one in found.negatives] == [("Quel film voir ?", None)]


def test_an_edition_without_a_bank_has_an_empty_one(tmp_path: Path):
    assert load_bank(tmp_path / "absent") == Bank()


def test_the_false_premises_are_no_questions_that_stand_for_a_unit(tmp_path: Path):
    shutil.copy(BANK / "premises.jsonl", tmp_path)
    found = load_bank(tmp_path)
    assert (found.questions, found.negatives) == ((), ())


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('"who"', '"whom"', "« kind » vaut « whom »"),
        ('"q": "Qui ?", ', "", "« q » manque"),
        ('"Qui ?"', '""', "« q » vaut «  »"),
        ('"fr"', '"de"', "« lang » vaut « de » ; attendu : fr ou en ou nl"),
        ('["a"]', '"a"', "« ids »"),
        ("{", "", "ligne 2"),
        ("{", "[", "ligne 2"),
        ('"kind"', '"verdct": "y", "kind"', "« verdct » est inconnu"),
    ],
)
def test_a_line_that_is_no_question_is_refused_with_its_file_and_its_line(
    tmp_path: Path, old: str, new: str, complaint: str
):
    (tmp_path / "questions-1.jsonl").write_text(QUESTION + QUESTION.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CorpusError) as refused:
        load_bank(tmp_path)
    assert str(refused.value).startswith("questions-1.jsonl, ligne 2 : ")
    assert complaint in str(refused.value)
    assert "Corrigez" in str(refused.value)
