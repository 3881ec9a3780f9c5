"""What the marks add up to: rates by kind and language, the search legs, the time taken, and the failures."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.evaluation.exam import KINDS, LANGUAGES, SPLITS, ExamQuestion
from assistant.evaluation.marks import FIRST, Mark, marked
from assistant.evaluation.published import Published

Asking = Callable[[dict[str, Any]], Mapping[str, Any]]
Retrieve = Callable[[dict[str, Any]], Sequence[Sequence[int]]]

# Each rate: what is counted of a mark (None: not asked of it), and what is aimed at.
RATES: dict[str, Callable[[Mark], bool | None]] = {
    "page_in_first_5": lambda mark: mark.page_found,
    "page_cited": lambda mark: mark.page_cited,
    "figure_given": lambda mark: mark.figure_given,
    "figure_first": lambda mark: mark.figure_first,
    "wrong_figure": lambda mark: bool(mark.wrong),
    "miscited_figure": lambda mark: bool(mark.miscited),
    "false_refusal": lambda mark: mark.false_refusal,
    "false_answer": lambda mark: mark.false_answer,
    "premise_corrected": lambda mark: mark.premise_corrected,
    "false_correction": lambda mark: mark.false_correction,
    "lead_right": lambda mark: mark.lead_right,
    "other_language": lambda mark: not mark.spoken_right,
    "ending_right": lambda mark: mark.ending_right,
    "contract_breach": lambda mark: bool(mark.breaches),
}
_FAULTS = (
    "wrong_figure",
    "miscited_figure",
    "false_refusal",
    "false_answer",
    "false_correction",
    "other_language",
    "contract_breach",
)


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of the marks that ask for something have it."""

    hits: int
    total: int

    @property
    def value(self) -> float | None:
        """The rate 0-1, or nothing where no mark asks for it."""
        return self.hits / self.total if self.total else None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The marks of an exam, in order, and how each search leg alone ranks the gold pages."""

    marks: tuple[Mark, ...]
    legs: Mapping[str, Rate]

    def as_json(self) -> dict[str, Any]:
        """Returns everything measured, as JSON values."""
        return {
            "questions": len(self.marks),
            "overall": _rates_json(self.marks),
            "kinds": {kind: _rates_json(marks) for kind, marks in self.by(lambda question: question.kind, KINDS)},
            "languages": {
                name: _rates_json(marks) for name, marks in self.by(lambda question: question.language, LANGUAGES)
            },
            "splits": {name: _rates_json(marks) for name, marks in self.by(lambda question: question.split, SPLITS)},
            "search_first_5": {name: _rate_json(rate) for name, rate in self.legs.items()},
            "findings_beside": _rate_json(self.beside),
            "words": self.words,
            "milliseconds": {"p50": self.milliseconds(0.5), "p95": self.milliseconds(0.95)},
            "failures": [
                {"id": mark.question.id, "question": mark.question.question, "failed": list(failed)}
                for mark, failed in failures(self)
            ],
        }

    def by(self, key: Callable[[ExamQuestion], str], order: Iterable[str]) -> tuple[tuple[str, tuple[Mark, ...]], ...]:
        """Groups the marks by a property of their question, in a given order, without the empty groups."""
        groups = ((name, tuple(mark for mark in self.marks if key(mark.question) == name)) for name in order)
        return tuple((name, marks) for name, marks in groups if marks)

    @property
    def beside(self) -> Rate:
        """How many of the findings told stand on no page of the subject."""
        return Rate(sum(mark.beside for mark in self.marks), sum(mark.findings for mark in self.marks))

    @property
    def words(self) -> int:
        """The median length of an answer, lead and findings, in words."""
        return sorted(mark.words for mark in self.marks)[len(self.marks) // 2] if self.marks else 0

    def milliseconds(self, quantile: float) -> float | None:
        """Returns the time that this part of the answers took at most (nearest rank), in milliseconds."""
        times = sorted(mark.milliseconds for mark in self.marks if mark.milliseconds is not None)
        return times[max(0, math.ceil(quantile * len(times)) - 1)] if times else None


def evaluated(
    questions: Iterable[ExamQuestion],
    ask: Asking,
    published: Published,
    retrieve: Mapping[str, Retrieve] | None = None,
) -> Evaluation:
    """Asks every question of an exam and marks the answers.

    `retrieve` names search legs; each gives, for a request, the pages of its passages in rank order. Follow-ups are
    left out of the legs: they mean nothing without their history, which only the whole assistant resolves.
    """
    questions = tuple(questions)
    marks = tuple(marked(question, ask(question.request()), published) for question in questions)
    return Evaluation(marks, {name: _leg(leg, questions) for name, leg in (retrieve or {}).items()})


def rate(marks: Iterable[Mark], name: str) -> Rate:
    """Counts one rate over the marks that ask for it."""
    asked = [value for value in map(RATES[name], marks) if value is not None]
    return Rate(sum(asked), len(asked))


def failures(evaluation: Evaluation) -> tuple[tuple[Mark, tuple[str, ...]], ...]:
    """Returns the marks where something failed, with the names of the rates that it spoils."""
    found = ((mark, tuple(name for name in RATES if passed(mark, name) is False)) for mark in evaluation.marks)
    return tuple((mark, names) for mark, names in found if names)


def passed(mark: Mark, name: str) -> bool | None:
    """Whether one answer is good by one rate: it has what is wanted, or not the fault; None where it is not asked."""
    value = RATES[name](mark)
    return None if value is None else value is not (name in _FAULTS)


def _leg(leg: Retrieve, questions: Iterable[ExamQuestion]) -> Rate:
    asked = [question for question in questions if question.pages and not question.history]
    found = (
        any(page in question.pages for pages in leg(question.request())[:FIRST] for page in pages) for question in asked
    )
    return Rate(sum(found), len(asked))


def _rates_json(marks: Sequence[Mark]) -> dict[str, Any]:
    return {name: _rate_json(rate(marks, name)) for name in RATES}


def _rate_json(found: Rate) -> dict[str, Any]:
    value = found.value
    return {"hits": found.hits, "total": found.total, "rate": None if value is None else round(value, 4)}
