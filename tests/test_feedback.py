"""Opinions are kept line by line, bounded, and become questions to review."""

import os
import tomllib
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import feedback
from assistant.answer.answers import Answer, Citation, Finding
from assistant.errors import BoussoleError
from assistant.printable import one_line

ANSWER = Answer('Que dit « ça » "ici" ?', "answered", "Ceci.", (Finding("Ceci.", citations=(Citation(3, (3,)),)),))
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def test_an_opinion_is_read_back_as_it_was_given(tmp_path):
    path = tmp_path / "ici" / "avis.jsonl"
    given = feedback.record(path, ANSWER, kind="wrong", comment="non,\n« faux »", now=NOON)
    assert feedback.opinions(path) == feedback.Opinions((given,))
    assert given.pages == (3,)
    assert "réponse fausse" in feedback.listed((given,))


def test_a_full_file_refuses_in_words(tmp_path, monkeypatch):
    monkeypatch.setattr(feedback, "LARGEST", 10)
    with pytest.raises(BoussoleError, match="plein"):
        feedback.record(tmp_path / "avis.jsonl", ANSWER, kind="wrong")


def test_a_line_that_cannot_be_read_is_counted_and_hides_no_other(tmp_path):
    path = tmp_path / "avis.jsonl"
    given = feedback.record(path, ANSWER, kind="wrong", now=NOON)
    path.write_text("{\n" + path.read_text(encoding="utf-8") + '{"at": 1}\n' + "[" * 100_000, encoding="utf-8")
    assert feedback.opinions(path) == feedback.Opinions((given,), unread=(1, 3, 4))


@pytest.mark.parametrize("sign", "\u2028\u2029\u0085\x1b\uffff")
def test_no_character_of_a_comment_locks_the_file(tmp_path, sign):
    answer = replace(ANSWER, question=f"Ça{sign}va ?")
    given = feedback.record(tmp_path / "avis.jsonl", answer, kind="wrong", comment=f"non{sign}oui", now=NOON)
    assert feedback.opinions(tmp_path / "avis.jsonl").given == (given,)
    assert sign not in feedback.listed((given,))


def test_an_opinion_after_a_torn_line_is_whole(tmp_path):
    path = tmp_path / "avis.jsonl"
    path.write_bytes(b'{"at": "2026')
    given = feedback.record(path, ANSWER, kind="wrong", now=NOON)
    assert feedback.opinions(path) == feedback.Opinions((given,), unread=(1,))


def test_the_same_opinion_is_kept_once(tmp_path):
    path = tmp_path / "avis.jsonl"
    for comment in ("non", "non", "non", "autre"):
        feedback.record(path, ANSWER, kind="wrong", comment=comment)
    assert [one.comment for one in feedback.opinions(path).given] == ["non", "autre"]


def test_a_file_that_is_not_text_is_refused_in_words(tmp_path):
    path = tmp_path / "avis.jsonl"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(BoussoleError, match="UTF-8"):
        feedback.opinions(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="POSIX only")
def test_opinions_are_kept_for_the_owner_alone_and_in_no_other_file(tmp_path):
    path = tmp_path / "avis.jsonl"
    feedback.record(path, ANSWER, kind="wrong")
    assert path.stat().st_mode & 0o777 == 0o600
    (tmp_path / "lien").symlink_to(tmp_path / "ailleurs")
    os.mkfifo(tmp_path / "tube")
    for name in ("lien", "tube"):
        with pytest.raises(BoussoleError, match="gardé"):
            feedback.record(tmp_path / name, ANSWER, kind="wrong")
    assert not (tmp_path / "ailleurs").exists()


@given(st.text(), st.text())
def test_questions_to_review_are_valid_toml_whatever_was_typed(question, comment):
    one = feedback.Opinion("2026-01-01", "wrong", question, "answered", "", (1,), comment)
    (entry,) = tomllib.loads(feedback.candidate_questions((one,)))["question"]
    assert entry["question"] == one_line(question)


def test_opinions_become_questions_that_can_be_read(tmp_path):
    given = feedback.record(tmp_path / "a", ANSWER, kind="incomplete", comment='x"\n[[question]]', now=NOON)
    entries = tomllib.loads(feedback.candidate_questions((given,)))["question"]
    assert [entry["question"] for entry in entries] == [ANSWER.question]
