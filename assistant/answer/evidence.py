"""What a question can be answered with, or a reasoned "no"."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.answer.answers import Ending
from assistant.answer.premises import Correction, correction
from assistant.answer.questions import Question
from assistant.answer.relevance import Candidate, asked_words, candidates, coverage, held_by, unknown
from assistant.answer.selection import Selection, select
from assistant.french import fold
from assistant.library import Library
from assistant.numerals import numerals
from assistant.report.index import Index
from assistant.report.search import Hit
from assistant.survey.segments import family

_MARGIN = 0.9  # how far below the best passage another is still told
_MOST = 5
# A noun stands behind one of these; a verb that nobody used in the report is no subject the survey left out.
_BEFORE_NOUN = frozenset(
    "le la les l un une des du de d au aux en par quel quelle quels quelles leur leurs son sa ses notre nos ou et "
    "plusieurs sur moyen moyenne the a an of with for by which het een van met door welke".split()
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything an answer may be written from.

    texts: passages worth quoting, best first; signals: what the ending was decided on; missing: segments or populations
    asked for that nothing published covers; unasked: words of the question that the study never uses.
    """

    question: Question
    ending: Ending
    candidates: tuple[Candidate, ...]
    selection: Selection
    texts: tuple[Candidate, ...]
    missing: tuple[str, ...] = ()
    unasked: tuple[str, ...] = ()
    correction: Correction | None = None
    signals: Mapping[str, float] | None = None


def gather(question: Question, hits: Sequence[Hit], library: Library, index: Index) -> Evidence:
    """Judges what was found for a question and decides how it can end."""
    found = candidates(question, tuple(hits), index)
    selection = select(question, found, library, index)
    texts = _texts(question, found, library)
    unasked = salient(question, unknown(question, index))
    measured = signals(question, found, index, unasked)
    missing = tuple(name for name in _missing(question, selection, texts))
    ending = _ending(measured, missing, unasked)
    wrong = correction(question, selection, texts, library) if ending in ("answered", "partly") else None
    return Evidence(question, ending, found, selection, texts, missing, unasked, wrong, measured)


def _texts(question: Question, found: Sequence[Candidate], library: Library) -> tuple[Candidate, ...]:
    """The passages to tell: our restatement where the edition has one, the report's own sentences elsewhere."""
    told_from = "digest" if library.edition.digests else "report"
    texts = [candidate for candidate in found if candidate.passage.origin == told_from]
    if not texts:
        return ()
    floor = texts[0].relevance - _MARGIN
    kept: list[Candidate] = []
    for candidate in texts:
        if candidate.relevance < floor or len(kept) == _MOST:
            break
        if not any(_repeats(candidate, other) for other in kept):
            kept.append(candidate)
    return tuple(kept)


def _repeats(one: Candidate, other: Candidate) -> bool:
    """Whether two passages tell the same figures of the same figure of the report."""
    figures = {n.value for n in numerals(one.passage.text) if n.unit == "percent"}
    told = {n.value for n in numerals(other.passage.text) if n.unit == "percent"}
    return bool(figures) and figures <= told and one.passage.figure == other.passage.figure


def salient(question: Question, words: Sequence[str]) -> tuple[str, ...]:
    """Returns the unknown words that name something: behind a determiner, or written with a capital or in capitals."""
    tokens = re.findall(r"[\w'’-]+", question.text)
    kept = []
    for position, token in enumerate(tokens):
        bare = re.split(r"['’]", token)[-1]
        if fold(bare) not in words:
            continue
        elided = bare != token
        before = fold(tokens[position - 1]) if position else ""
        capital = bare[:1].isupper() and position > 0 or bare[1:] != bare[1:].lower()
        if elided or capital or before in _BEFORE_NOUN:
            kept.append(bare)
    return tuple(dict.fromkeys(kept))


def signals(question: Question, found: Sequence[Candidate], index: Index, unasked: Sequence[str]) -> dict[str, float]:
    """Measures how well the best passages cover the question."""
    best = found[:6]
    asked = asked_words(question, index)
    held = frozenset[str]().union(*(held_by(candidate.passage, asked, index) for candidate in best))
    return {
        "dense": max((candidate.dense for candidate in found[:12]), default=0.0),
        "coverage": coverage(asked, held),
        "single": max((candidate.coverage for candidate in best), default=0.0),
        "unasked": float(len(unasked)),
        "subject": float(bool(question.subject)),
        "domain": float(bool(question.segments or question.personas or question.populations or question.cues)),
    }


def _missing(question: Question, selection: Selection, texts: Sequence[Candidate]) -> list[str]:
    """The segments asked for that neither the results nor the passages told are about."""
    asked = (*question.segments, *(question.profile if question.mine else ()))
    told = {segment for candidate in texts for segment in candidate.passage.segments}
    named = [segment for segment in asked if not told & set(family(segment))]
    return [segment for segment in named if segment in selection.missing or not selection.rows]


def _ending(measured: Mapping[str, float], missing: Sequence[str], unasked: Sequence[str]) -> Ending:
    """Decides how the question ends from what was measured."""
    if measured["dense"] < 0.82 and measured["coverage"] < 0.5:
        return "outside"
    if unasked and measured["coverage"] < 0.5:
        return "not_asked" if measured["dense"] > 0.84 else "outside"
    if unasked or missing:
        return "partly"
    return "answered"
