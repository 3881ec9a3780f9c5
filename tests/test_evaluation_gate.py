"""The guard on quality: what it lets pass, and what it stops."""

import json
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pytest

from assistant.errors import CorpusError
from assistant.evaluation.exam import read_exam
from assistant.evaluation.gate import compared, format_gate, read_baseline, write_baseline
from assistant.evaluation.published import Published
from assistant.evaluation.summary import Evaluation, evaluated
from assistant.settings import PROJECT

ENTRY = """
[[question]]
id = "q{number}"
split = "{split}"
kind = "figure"
language = "fr"
question = "Combien envoient une newsletter ?"
pages = [55]
figures = ["77,6 %"]
endings = ["answered"]
"""
PUBLISHED = Published(frozenset([Decimal("77.6")]), frozenset(), frozenset(), {Decimal("77.6"): frozenset([55])})


@pytest.fixture
def exam(tmp_path: Path) -> Path:
    path = tmp_path / "exam.toml"
    splits = ["dev"] * 8 + ["test"] * 2
    path.write_text("".join(ENTRY.format(number=n, split=split) for n, split in enumerate(splits)), encoding="utf-8")
    return path


def measured(exam: Path, *, silent: Iterable[int] = (), wrong: Iterable[int] = ()) -> Evaluation:
    """Marks answers that all hold the figure, but for the silent ones and those that add a wrong one."""

    def ask(request: dict) -> dict:
        number = int(request["id"].removeprefix("q"))
        text = "Rien." if number in set(silent) else "77,6\u202f% des opérateurs."
        lead = f"{text} 12,3\u202f%." if number in set(wrong) else text
        cited = [{"page": 55, "pages": [55], "quote": ""}]
        return {
            "id": request["id"], "language": "fr", "ending": "answered", "premise_corrected": False, "lead": lead,
            "findings": [{"text": text, "figures": [], "base": None, "citations": cited}], "notes": [],
            "recommendations": [], "follow_ups": [], "passages": [{"pages": [55]}] * 10, "understood": {},
            "ms": {"total": 1.0},
        }  # fmt: skip

    return evaluated(read_exam(exam), ask, PUBLISHED)


def gate(exam: Path, before: Evaluation, after: Evaluation) -> tuple[str, bool]:
    path = exam.with_name("quality.json")
    write_baseline(path, before, exam, "2026-11-25")
    return format_gate(after, read_baseline(path), exam)


def test_the_same_marks_stand(exam: Path) -> None:
    told, stands = gate(exam, measured(exam), measured(exam))
    assert stands
    assert told.splitlines() == [
        "10 questions comparées une à une : 0 marques perdues, 0 gagnées.",
        "Rien n'a baissé au-delà du bruit.",
    ]


def test_four_questions_lost_are_noise_and_five_are_not(exam: Path) -> None:
    told, stands = gate(exam, measured(exam), measured(exam, silent=range(4)))
    assert stands
    assert "dans le bruit, chiffre attendu absent : 4 de plus, 0 de moins" in told
    told, stands = gate(exam, measured(exam), measured(exam, silent=range(5)))
    assert not stands
    [line] = [line for line in told.splitlines() if line.startswith("chiffres : chiffre attendu absent")]
    assert line.split()[-5:] == ["10/10", "5/10", "5", "0", "0,031"]


def test_questions_won_make_up_for_questions_lost(exam: Path) -> None:
    assert gate(exam, measured(exam, silent=range(5)), measured(exam, silent=range(5, 10)))[1]


def test_one_wrong_figure_is_enough_to_stop(exam: Path) -> None:
    told, stands = gate(exam, measured(exam, wrong=[7]), measured(exam, wrong=[2]))
    assert not stands
    assert "ensemble : chiffre faux" in told
    assert "chiffre faux : q2" in told


def test_a_question_of_the_test_half_is_counted_and_not_named(exam: Path) -> None:
    told, _ = gate(exam, measured(exam), measured(exam, silent=range(3, 9)))
    assert "chiffre attendu absent : q3, q4, q5, q6, q7, 1 de la partie test" in told


def test_of_an_exam_that_changed_the_common_questions_are_compared(exam: Path) -> None:
    before = measured(exam)
    path = exam.with_name("quality.json")
    write_baseline(path, before, exam, "2026-11-25")
    exam.write_text(exam.read_text(encoding="utf-8").replace('"q0"', '"q10"'), encoding="utf-8")
    told, stands = format_gate(measured(exam, silent=[10]), read_baseline(path), exam)
    assert stands
    assert told.startswith("L'examen a changé depuis la référence")
    assert "9 questions comparées" in told
    assert "perdues, 0" in told
    assert "0 marques perdues" in told


def test_an_exam_without_a_common_question_proves_nothing(exam: Path) -> None:
    path = exam.with_name("quality.json")
    write_baseline(path, measured(exam), exam, "2026-11-25")
    exam.write_text(exam.read_text(encoding="utf-8").replace('id = "q', 'id = "q9'), encoding="utf-8")
    assert not format_gate(measured(exam), read_baseline(path), exam)[1]


def test_every_language_and_the_whole_are_compared_beside_the_kinds(exam: Path) -> None:
    path = exam.with_name("quality.json")
    write_baseline(path, measured(exam), exam, "2026-11-25")
    found = compared(measured(exam), read_baseline(path))
    assert {one.group for one in found} == {"chiffres", "français", "ensemble"}


@pytest.mark.parametrize("text", [None, "{", json.dumps({"date": "2026-11-23", "overall": {}})])
def test_marks_that_cannot_be_compared_with_are_refused_in_french(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "quality.json"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(CorpusError, match="boussole evaluate --gate --accept"):
        read_baseline(path)


def test_the_marks_kept_are_of_every_question_by_every_rate() -> None:
    kept = read_baseline(PROJECT / "docs" / "quality.json")
    ids = kept.ids.split()
    assert {len(passed) for passed in kept.passed.values()} == {len(ids)}
    assert len(ids) > 400
    assert not set("".join(kept.passed.values())) - set("01-")
