"""What the weights are fitted on: what is measured of questions of the exam, and which of them share a subject."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from assistant.answer.relevance import WEIGHTS, asked_words, coverage, features, held_by
from assistant.engine import Assistant, sought
from assistant.evaluation.exam import ExamQuestion
from assistant.facts.results import Result
from assistant.numerals import numerals, rounded
from assistant.search.hits import search

_HITS = 80  # as many as the assistant judges


@dataclass(frozen=True, slots=True)
class Hits:
    """The hits of one question: their features (hits, features), and which of them answer (hits,)."""

    rows: np.ndarray
    good: np.ndarray


def hits_of(assistant: Assistant, asked: ExamQuestion) -> Hits | None:
    """Measures the hits of a question; nothing where no hit answers, from which there is nothing to learn.

    A hit is good when it stands on a gold page and, where the exam names figures, holds one of them.
    """
    if not asked.pages:
        return None
    profile = assistant.read_profile(asked.profile).profile
    question = assistant.evidence(asked.question, profile=profile, history=asked.history).question
    found = search(
        assistant.index, assistant.encoder, sought(question),
        limit=_HITS, expansion=question.expansion, language=question.language,
    )  # fmt: skip
    words = asked_words(question, assistant.index)
    rows = [features(question, hit, coverage(words, held_by(hit.passage, words, assistant.index))) for hit in found]
    gold = {str(one.value.normalize()) for alternatives in asked.figures for one in alternatives}
    on_page = [hit.passage for hit in found]
    good = np.array(
        [bool({*one.pages} & {*asked.pages}) and (not gold or bool(gold & _said(one.text))) for one in on_page]
    )
    return Hits(np.array([[row[name] for name in WEIGHTS] for row in rows]), good) if good.any() else None


def _said(text: str) -> set[str]:
    return {str(numeral.value.normalize()) for numeral in numerals(re.sub(r"(?<=\d)\s*%", " %", text))}


def subjects(questions: Iterable[ExamQuestion], results: Iterable[Result]) -> tuple[int, ...]:
    """Returns the subject of each question, as a number: two that ask one survey question or one page have the same.

    The survey questions are those whose published figure on a gold page is the one expected; the page is the first.
    What the report does not answer is each a subject of its own.
    """
    known = _by_figure(results)
    parent: dict[object, object] = {}

    def root(one: object) -> object:
        while parent.setdefault(one, one) != one:
            one = parent[one]
        return one

    questions = tuple(questions)
    for question in questions:
        for about in _about(question, known):
            parent[root(about)] = root(question.id)
    numbers: dict[object, int] = {}
    return tuple(numbers.setdefault(root(question.id), len(numbers)) for question in questions)


def _about(question: ExamQuestion, known: Mapping[tuple[object, object], set[str]]) -> Iterator[object]:
    yield from question.pages[:1]
    for alternatives in question.figures:
        for one in alternatives:
            for page in question.pages:
                yield from known.get((page, one.value), ())


def _by_figure(results: Iterable[Result]) -> dict[tuple[object, object], set[str]]:
    found: dict[tuple[object, object], set[str]] = {}
    for row in results:
        values = {rounded(row.share), rounded(row.share, 0), row.count, *(one.value for one in numerals(row.printed))}
        for page in {row.page, row.printed_page}:
            for value in values:
                found.setdefault((page, value), set()).add(row.question)
    return found


def simplest(losses: Mapping[float, np.ndarray]) -> float:
    """Returns the first setting whose held-out losses, by fold, are within one standard error of the best mean's.

    losses: the settings in order, the one that moves the weights least first.
    """
    best = min(losses.values(), key=lambda found: found.mean())
    bound = best.mean() + best.std(ddof=1) / math.sqrt(len(best))
    return next(setting for setting, found in losses.items() if found.mean() <= bound)
