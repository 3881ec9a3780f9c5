"""The exam run on the assistant: what `boussole evaluate` does."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from assistant.engine import Assistant
from assistant.evaluation.exam import read_exam
from assistant.evaluation.gate import format_gate, read_baseline, write_baseline
from assistant.evaluation.published import read_published
from assistant.evaluation.summary import Evaluation, evaluated
from assistant.evaluation.tables import format_evaluation, format_failures
from assistant.search.hits import Mode, search
from assistant.settings import Settings

_MODES: tuple[Mode, ...] = ("dense", "lexical", "hybrid")


def evaluate(
    settings: Settings,
    questions: Path,
    *,
    split: str | None = None,
    failures: bool = False,
    as_json: bool = False,
) -> str:
    """Runs the exam and returns its marks, as a French table or as JSON."""
    result = run_exam(Assistant.open(settings), questions, split=split)
    if as_json:
        return json.dumps(result.as_json(), ensure_ascii=False, indent=2)
    table = format_evaluation(result)
    return f"{table}\n\n{format_failures(result)}" if failures else table


def guard(
    settings: Settings, questions: Path, baseline: Path, *, split: str | None = None, accept: bool = False
) -> tuple[str, bool]:
    """Runs the exam against the marks kept; returns what fell, in French, and whether they stand.

    accept: keep these marks, of the whole exam, as the new ones instead.
    """
    kept = None if accept else read_baseline(baseline)
    result = run_exam(Assistant.open(settings), questions, split=None if accept else split)
    if kept:
        return format_gate(result, kept, questions)
    write_baseline(baseline, result, questions, date.today().isoformat())
    return f"{len(result.marks)} questions : leurs marques sont désormais la référence, dans {baseline}.", True


def run_exam(assistant: Assistant, questions: Path, *, split: str | None = None) -> Evaluation:
    """Marks every answer of an exam, and each search leg alone."""
    exam = read_exam(questions, split)
    published = read_published(assistant.edition.folder)

    def ask(request: dict[str, Any]) -> Mapping[str, Any]:
        profile = assistant.read_profile(request.get("profile") or {}).profile
        answer = assistant.answer(request["question"], profile=profile, history=tuple(request.get("history") or ()))
        return {**answer.as_json(), "id": request["id"]}

    return evaluated(exam, ask, published, {mode: _leg(assistant, mode) for mode in _MODES})


def _leg(assistant: Assistant, mode: Mode) -> Callable[[dict[str, Any]], Sequence[Sequence[int]]]:
    def pages(request: dict[str, Any]) -> Sequence[Sequence[int]]:
        hits = search(assistant.index, assistant.encoder, request["question"], limit=10, mode=mode)
        return [hit.passage.pages for hit in hits]

    return pages
