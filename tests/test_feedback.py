"""Opinions are kept line by line, bounded, and become questions to review."""

import tomllib
from datetime import UTC, datetime

import pytest

from assistant import feedback
from assistant.answer.answers import Answer, Citation, Finding
from assistant.errors import BoussoleError

ANSWER = Answer('Que dit « ça » "ici" ?', "answered", "Ceci.", (Finding("Ceci.", citations=(Citation(3, (3,)),)),))
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def test_an_opinion_is_read_back_as_it_was_given(tmp_path):
    path = tmp_path / "ici" / "avis.jsonl"
    given = feedback.record(path, ANSWER, kind="wrong", comment="non,\n« faux »", now=NOON)
    assert feedback.opinions(path) == (given,)
    assert given.pages == (3,)
    assert "réponse fausse" in feedback.listed((given,))


def test_a_full_file_refuses_in_words(tmp_path, monkeypatch):
    monkeypatch.setattr(feedback, "LARGEST", 10)
    with pytest.raises(BoussoleError, match="plein"):
        feedback.record(tmp_path / "avis.jsonl", ANSWER, kind="wrong")


def test_a_damaged_line_is_named(tmp_path):
    path = tmp_path / "avis.jsonl"
    path.write_text("{\n", encoding="utf-8")
    with pytest.raises(BoussoleError, match="ligne 1"):
        feedback.opinions(path)


def test_opinions_become_questions_that_can_be_read(tmp_path):
    given = feedback.record(tmp_path / "a", ANSWER, kind="incomplete", comment='x"\n[[question]]', now=NOON)
    entries = tomllib.loads(feedback.candidate_questions((given,)))["question"]
    assert [entry["question"] for entry in entries] == [ANSWER.question]
