"""Files of requests: every line is answered or refused, in order, and none stops the others."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer.answers import Answer
from assistant.batches import Request, answered, checked_profile, read_profile, read_requests
from assistant.errors import BoussoleError, ProfileError, QuestionError


class Echo:
    """Answers with what it was asked; refuses an empty question."""

    def answer(self, question: str, *, profile: Mapping[str, str | Sequence[str]], history: tuple[str, ...]) -> Answer:
        if not question:
            raise QuestionError("La question est vide.")
        return Answer(question, "answered", "lead", understood={"profile": dict(profile), "history": history})


def _requests(folder: Path, *lines: str) -> tuple[Request, ...]:
    (folder / "q.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return read_requests(folder / "q.jsonl")


def test_a_request_is_answered_under_its_own_id_with_its_profile_and_history(tmp_path: Path):
    line = {"id": 7, "question": "q", "profile": {"secteur": "médias"}, "history": ["avant"]}
    (request,) = _requests(tmp_path, json.dumps(line))
    answer = answered(Echo(), request)
    assert (answer["id"], answer["question"]) == (7, "q")
    assert answer["understood"] == {"profile": {"secteur": "médias"}, "history": ("avant",)}


def test_a_request_without_id_has_the_number_of_its_line(tmp_path: Path):
    requests = _requests(tmp_path, '{"question": "a"}', "", "  ", '{"question": "b"}')
    assert [answered(Echo(), request)["id"] for request in requests] == ["1", "4"]


def test_a_byte_order_mark_windows_line_ends_and_line_separators_in_texts_are_taken(tmp_path: Path):
    (tmp_path / "q").write_bytes('\ufeff{"question": "a\u2028b"}\r\n{"question": "c"}\r\n'.encode())
    assert [request.content["question"] for request in read_requests(tmp_path / "q")] == ["a\u2028b", "c"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "JSON illisible"),
        ("[" * 100_000, "JSON illisible"),
        ("3", "un objet JSON est attendu"),
        ("{}", "il faut au moins « question »"),
        ('{"question": 3}', "il faut au moins « question »"),
        ('{"question": "q", "history": "avant"}', "« history » doit être une liste"),
        ('{"question": "q", "history": [1]}', "« history » doit être une liste"),
        ('{"question": "q", "profile": "médias"}', "Le profil doit être un objet JSON"),
        ('{"question": ""}', "La question est vide"),
    ],
)
def test_a_line_that_cannot_be_taken_is_refused_in_french(tmp_path: Path, line: str, words: str):
    refused, taken = (answered(Echo(), request) for request in _requests(tmp_path, line, '{"question": "q"}'))
    assert words in refused["error"]
    assert taken["ending"] == "answered"


@given(st.text())
def test_no_line_whatever_it_holds_stops_a_batch(line: str):
    from assistant.batches import _request

    answer = answered(Echo(), _request(line, 1))
    assert "error" in answer or answer["ending"] == "answered"


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path):
    (tmp_path / "latin").write_bytes("é".encode("latin-1"))
    for path, reason in (
        (tmp_path / "absent", "il n'existe pas"),
        (tmp_path, "dossier"),
        (tmp_path / "latin", "UTF-8"),
    ):
        with pytest.raises(BoussoleError, match=reason):
            read_requests(path)


def test_a_profile_keeps_texts_and_lists_of_texts_only():
    given = {"secteur": "médias", "outils": ["site"], "etp": 3, "x": {"y": 1}, "z": [1]}
    assert checked_profile(given) == {"secteur": "médias", "outils": ["site"]}


def test_a_profile_file_too_large_or_absent_is_told(tmp_path: Path):
    (tmp_path / "p").write_text('{"a": "' + "x" * 70_000 + '"}')
    with pytest.raises(ProfileError, match="trop grand"):
        read_profile(tmp_path / "p")
    with pytest.raises(ProfileError, match="n'existe pas"):
        read_profile(tmp_path / "absent")
