"""Fits every weight of assistant/answer/fitted.toml on the development half of the exam, and writes that file again.

Nothing is drawn at random: the same exam, passages and code give the same bytes. Whatever is chosen is chosen by
questions held out by subject (tools/fit_material.py); with --held-out, so are the marks of the whole assistant.
"""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

import hashlib
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from sklearn.model_selection import GroupKFold

from assistant.answer.fitted import FITTED, PATH, Fitted
from assistant.engine import Assistant
from assistant.evaluation.exam import ExamQuestion, read_exam
from assistant.evaluation.marks import Mark
from assistant.evaluation.published import read_published
from assistant.evaluation.summary import evaluated, rate
from assistant.evaluation.tables import COLUMNS
from assistant.settings import PROJECT, Settings
from tools import fit_endings, fit_relevance
from tools.fit_material import Hits, hits_of, subjects

EXAM = PROJECT / "tests" / "exam.toml"
_FOLDS = 5
_DECIMALS = 3  # what is written: the noise of a processor's arithmetic is far below
_HEAD = (
    "# Fait par « python -m tools.fit » (make fit) sur la partie dev de tests/exam.toml : ne pas modifier à la main.\n"
)


@dataclass(frozen=True, slots=True)
class Material:
    """Questions with the subject and the hits of each."""

    questions: tuple[ExamQuestion, ...]
    subjects: tuple[int, ...]
    hits: tuple[Hits | None, ...]

    def of(self, chosen: Sequence[int]) -> "Material":
        """Returns some of the questions, by their numbers."""
        return Material(
            *(tuple(column[one] for one in chosen) for column in (self.questions, self.subjects, self.hits))
        )


def main() -> None:
    """Fits, writes the file, and with --held-out marks what the same fitting is worth on subjects it has not seen."""
    assistant = Assistant.open(Settings.from_environment())
    material = collect(assistant)
    found, said = fit(assistant, material)
    print(*said, sep="\n")
    if "--held-out" in sys.argv:
        print(held_out(assistant, material))
    PATH.write_text(written(found), encoding="utf-8")
    print(f"{PATH.relative_to(PROJECT)} écrit.")


def collect(assistant: Assistant) -> Material:
    """Measures the hits of every question of the development half."""
    questions = read_exam(EXAM, "dev")
    about = subjects(questions, assistant.library.results.by_id.values())
    print(f"{len(questions)} questions, {len(set(about))} sujets : recherche…", flush=True)
    return Material(questions, about, tuple(hits_of(assistant, question) for question in questions))


def fit(assistant: Assistant, material: Material) -> tuple[Fitted, tuple[str, ...]]:
    """Fits relevance, then the ending on what that relevance finds; returns both, rounded, and what was held out."""
    learnt = [(hits, about) for hits, about in zip(material.hits, material.subjects, strict=True) if hits]
    weights, told = fit_relevance.fit(*zip(*learnt, strict=True))
    relevance = _rounded(weights)
    with using(relevance=relevance):
        signals = [
            assistant.evidence(
                one.question, profile=assistant.read_profile(one.profile).profile, history=one.history
            ).signals
            or {}
            for one in material.questions
        ]
    answerable = [bool(one.pages) for one in material.questions]
    ending, refused, said = fit_endings.fit(signals, answerable, material.subjects)
    digest = hashlib.sha256(EXAM.read_bytes()).hexdigest()
    return Fitted(digest, relevance, _rounded(ending), _rounded({"refused": refused})), (told, said)


def held_out(assistant: Assistant, material: Material) -> str:
    """Marks the questions of each fold by weights fitted on the others: each mark by fold, its mean and spread."""
    published = read_published(assistant.edition.folder)
    folds: list[tuple[Mark, ...]] = []
    for kept, out in GroupKFold(_FOLDS).split(material.questions, groups=material.subjects):
        found, _ = fit(assistant, material.of(kept))
        with using(found.relevance, found.ending, found.thresholds):
            folds.append(evaluated(material.of(out).questions, lambda one: _asked(assistant, one), published).marks)
        print(f"  pli {len(folds)} sur {_FOLDS}", flush=True)
    lines = []
    for name, label in COLUMNS.items():
        rates = [value for marks in folds if (value := rate(marks, name).value) is not None]
        cells = " ".join(f"{100 * value:6.1f}" for value in rates)
        lines.append(f"{label:<12}{cells}   {100 * np.mean(rates):.1f} ± {100 * np.std(rates):.1f}")
    return "\n".join(lines)


def _asked(assistant: Assistant, request: Mapping) -> Mapping:
    profile = assistant.read_profile(request.get("profile") or {}).profile
    history = tuple(request.get("history") or ())
    return {**assistant.answer(request["question"], profile=profile, history=history).as_json(), "id": request["id"]}


@contextmanager
def using(
    relevance: Mapping[str, float] | None = None,
    ending: Mapping[str, float] | None = None,
    thresholds: Mapping[str, float] | None = None,
) -> Iterator[None]:
    """Lets the assistant of this process answer by other numbers than those of the file, for a time."""
    tables = ((FITTED.relevance, relevance), (FITTED.ending, ending), (FITTED.thresholds, thresholds))
    before = [dict(table) for table, _ in tables]
    for table, other in tables:
        table.update(other or {})
    try:
        yield
    finally:
        for (table, _), values in zip(tables, before, strict=True):
            table.update(values)


def written(found: Fitted) -> str:
    """Returns the text of the file, byte for byte the same for the same numbers."""
    tables = {"relevance": found.relevance, "ending": found.ending, "thresholds": found.thresholds}
    lines = [_HEAD, "# Empreinte SHA-256 de l'examen.", f'exam = "{found.exam}"']
    for name, values in tables.items():
        lines += ["", f"[{name}]", *(f"{key} = {value}" for key, value in values.items())]
    return "\n".join(lines) + "\n"


def _rounded(values: Mapping[str, float]) -> dict[str, float]:
    return {name: round(float(value), _DECIMALS) + 0.0 for name, value in values.items()}


if __name__ == "__main__":
    main()
