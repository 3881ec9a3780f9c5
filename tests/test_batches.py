"""Files of requests: every line is answered or refused, in order, and none stops the others."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer.answers import Answer
from assistant.batches import Request, answered, read_requests
from assistant.errors import BoussoleError, QuestionError
from assistant.profile.profiles import Profile, ProfileReading, read_profile
from assistant.profile.questionnaire import load_questionnaire
from assistant.settings import PROJECT

QUESTIONNAIRE = load_questionnaire(PROJECT / "corpus" / "questionnaire.toml")


class Echo:
    """Answers with what it was asked; refuses an empty question."""

    def read_profile(self, data: object) -> ProfileReading:
        return read_profile(data, QUESTIONNAIRE)

    def answer(self, question: str, *, profile: Profile, history: tuple[str, ...]) -> Answer:
        if not question:
            raise QuestionError("La question est vide.")
        return Answer(question, "answered", "lead", understood={"profile": profile.to_json(), "history": history})


def unwarned(warnings: tuple[str, ...]) -> None:
    assert warnings == ()


def _requests(folder: Path, *lines: str) -> tuple[Request, ...]:
    (folder / "q.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return read_requests(folder / "q.jsonl")


def test_a_request_is_answered_under_its_own_id_with_its_profile_and_history(tmp_path: Path):
    line = {"id": 7, "question": "q", "profile": {"secteur": "médias"}, "history": ["avant"]}
    (request,) = _requests(tmp_path, json.dumps(line))
    answer = answered(Echo(), request, unwarned)
    assert (answer["id"], answer["question"]) == (7, "q")
    assert answer["understood"] == {"profile": {"secteur": "médias"}, "history": ("avant",)}


def test_a_request_without_id_has_the_number_of_its_line(tmp_path: Path):
    requests = _requests(tmp_path, '{"question": "a"}', "", "  ", '{"question": "b"}')
    assert [answered(Echo(), request, unwarned)["id"] for request in requests] == ["1", "4"]


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
        ('{"question": "q", "profile": "médias"}', "un objet JSON était attendu"),
        ('{"question": ""}', "La question est vide"),
    ],
)
def test_a_line_that_cannot_be_taken_is_refused_in_french(tmp_path: Path, line: str, words: str):
    requests = _requests(tmp_path, line, '{"question": "q"}')
    refused, taken = (answered(Echo(), request, unwarned) for request in requests)
    assert words in refused["error"]
    assert taken["ending"] == "answered"


@given(st.text())
def test_no_line_whatever_it_holds_stops_a_batch(line: str):
    from assistant.batches import _request

    answer = answered(Echo(), _request(line, 1), unwarned)
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


def test_what_of_a_profile_is_left_aside_is_told_with_its_line_and_the_rest_is_understood(tmp_path: Path):
    profile = {"secteur": "MEDIAS", "etp": 3, "couleur": "vert", "province": {"y": 1}}
    told: list[str] = []
    (request,) = _requests(tmp_path, "", json.dumps({"question": "q", "profile": profile}))
    answer = answered(Echo(), request, told.extend)
    assert answer["understood"]["profile"] == {"secteur": "médias", "etp": "de 1 à 4"}
    assert [warning.partition(" : ")[0] for warning in told] == ["ligne 2", "ligne 2"]
    assert "couleur" in told[0]
    assert "province" in told[1]
