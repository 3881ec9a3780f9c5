"""How well each unit found answers a question, and how likely it is that anything does: one fitted judge.

It replaces gates by words with a few measures, weighted by what hand-written questions show (tools/fit.py).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from assistant.answer.find import Found, Neighbours
from assistant.answer.fitted import FITTED
from assistant.answer.frames import Frame
from assistant.facts.library import Library
from assistant.facts.populations import Population
from assistant.facts.segments import family
from assistant.numerals import numerals
from assistant.passages import Passage

_CLOSE = 0.75  # a cosine with a question of the bank, from which it most likely asks the same
_WELL_AHEAD = 0.08  # how much nearer a question that is answered is than one that nothing answers, to be no chance
_LONG = 30.0  # BM25 beyond which more words in common say nothing more

# What a unit has to give, which the kind of the question asks for more or less of.
Form = Literal["row", "table", "share", "number", "shade", "words", "groups", "method", "advice", "synthesis"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit judged: relevance orders the units of one question; span: the words that a person is shown.

    coverage: of a report alone, the share 0-1 of the question's words that it has.
    """

    passage: Passage
    relevance: float
    dense: float
    span: tuple[int, int]
    lexical: float = 0.0
    asked: float = 0.0
    coverage: float = 1.0

    @property
    def excerpt(self) -> str:
        """The words of the unit that a person is shown."""
        return self.passage.text[self.span[0] : self.span[1]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How likely (0-1) it is that the study answers a question of its subject, and that its subject is another."""

    answers: float
    astray: float
    measures: Mapping[str, float]


def judged(
    question: Frame, found: Sequence[Found], library: Library, weights: Mapping[str, float] = FITTED.relevance
) -> tuple[Candidate, ...]:
    """Returns the units found, best first; equal ones keep the order of the search."""
    candidates = [
        Candidate(
            one.passage,
            weighed(measures(question, one, library), weights),
            one.dense,
            (0, len(one.passage.text)),
            one.words,
            one.asked,
        )
        for one in found
    ]
    return tuple(sorted(candidates, key=lambda candidate: -candidate.relevance))


def weighed(measured: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Returns the sum of measures, each by its weight."""
    return sum(weights.get(name, 0.0) * value for name, value in measured.items())


def measures(question: Frame, one: Found, library: Library) -> dict[str, float]:
    """Measures one unit for a question: meaning, words, whom it is about, and whether it has what is asked for."""
    passage = one.passage
    told = {
        "dense": 10 * one.dense,
        "asked": 10 * max(one.asked, 0.0),
        "asked_closely": 10 * max(one.asked - _CLOSE, 0.0),
        "words": min(one.words, _LONG) / 10,
        **_whom(question, passage, library),
        "narrow": _narrow(passage, library),
        "figures": float(len(_shares(question) & _shares_of(passage))),
    }
    form = form_of(passage, library)
    told |= {f"{kind}.{form}": chance for kind, chance in question.wants.items()}
    return told


def _narrow(passage: Passage, library: Library) -> float:
    """How far (0-1) the question behind a result or a list was put to fewer than everyone."""
    survey, everyone = library.question(passage.question or ""), library.edition.respondents
    return 1 - min(survey.base / everyone, 1.0) if survey and survey.base and everyone else 0.0


def _whom(question: Frame, passage: Passage, library: Library) -> dict[str, float]:
    """Whether a unit is about the personas, groups and other populations that the question names, or about others."""
    personas, about = {*question.personas}, {*passage.personas}
    asked = question.groups
    spoken = {one for name in passage.segments for one in family(name)}
    others = {name for row in passage.results if (name := _other(row, library)) and passage.unit == "row"}
    named = {*question.populations}
    return {
        "persona": float(bool(personas & about)),
        "other_persona": float(bool(personas and about) and not personas & about),
        "no_persona": float(bool(personas) and not about),
        "unasked_persona": float(not personas and bool(about)),
        "segment": len(asked & spoken) / len(asked) if asked else 0.0,
        "no_segment": float(bool(asked) and not asked & spoken),
        "unasked_segment": float(not asked and bool(spoken) and passage.unit != "row"),
        "unasked_group": float(not asked and bool(spoken) and passage.unit == "row"),
        "population": float(bool(named & others)),
        "unasked_population": float(bool(others - named)),
    }


def _other(identifier: str, library: Library) -> str:
    row = library.result(identifier)
    whose = row.whose if row else Population()
    return whose.written if whose.other else ""


def form_of(passage: Passage, library: Library) -> Form:
    """Returns what a unit has to give; a question answered by yes or no has a share, not a list."""
    survey = library.question(passage.question or "")
    shown = {row.answer for name in passage.results if (row := library.result(name))}
    if passage.unit == "table" and survey and (survey.kind == "yesno" or len(shown) == 1):
        return "share"
    if passage.unit in ("row", "table", "synthesis"):
        return passage.unit  # pyright: ignore[reportReturnType]
    if passage.kind in ("method", "note"):
        return "method"
    if passage.kind == "recommendation":
        return "advice"
    if _shares_of(passage):
        return "number"
    if (passage.figure or "").startswith("tableau"):
        return "shade"
    return "groups" if passage.segments else "words"


def _shares(question: Frame) -> set[float]:
    return {round(numeral.share, 3) for numeral in question.premises if numeral.share is not None}


def _shares_of(passage: Passage) -> frozenset[float]:
    return _shares_in(passage.text)


@lru_cache(maxsize=4096)
def _shares_in(text: str) -> frozenset[float]:
    """The percentages of a text, remembered: dozens of units are measured for each question."""
    return frozenset(round(float(one.value) / 100, 3) for one in numerals(text) if one.unit == "percent")


def verdict(question: Frame, candidates: Sequence[Candidate], near: Neighbours) -> Verdict:
    """Returns how likely it is that the best unit answers the question."""
    measured = doubts(question, candidates, near)
    return Verdict(answers=chance(measured, FITTED.answers), astray=chance(measured, FITTED.astray), measures=measured)


def doubts(question: Frame, candidates: Sequence[Candidate], near: Neighbours) -> dict[str, float]:
    """Measures what speaks for and against an answer."""
    best = candidates[0] if candidates else None
    dense = max((one.dense for one in candidates[:10]), default=0.0)
    near_topic = max(near.nothing.get("near", 0.0), 0.0)
    # "Combien de musées envoient une newsletter ?" is near what everyone asks: it counts where a group is named.
    named = bool(question.crossed or question.personas)
    crossed = max(near.nothing.get("crosstab", 0.0), 0.0) if named else 0.0
    return {
        "bias": 1.0,
        "dense": 10 * dense,
        "best": 10 * (best.dense if best else 0.0),
        "asked": 10 * max(near.something, 0.0),
        "best_asked": 10 * max(best.asked if best else 0.0, 0.0),
        "nothing": 10 * near_topic,
        "asked_closely": 10 * max((best.asked if best else 0.0) - _CLOSE, 0.0),
        "ahead": float(near.something > near_topic),
        "well_ahead": float(near.something > near_topic + _WELL_AHEAD),
        "crosstab": 10 * crossed,
        "named": float(named),
        "off": 10 * max(near.nothing.get("off", 0.0), 0.0),
        "meta": 10 * max(near.nothing.get("meta", 0.0), 0.0),
        "unknown": 10 * near.unknown,
        "words": max((min(one.lexical, _LONG) for one in candidates[:10]), default=0.0) / 10,
        "foreign": float(question.language != "fr"),
        "elsewhere": float(bool(question.elsewhere)),
        "crossed": float(len({name.split(":")[0] for name in question.crossed}) + bool(question.personas) > 1),
        "spoken_share": float(
            bool(question.crossed) and _spoken(question, best) and bool(best and _shares_of(best.passage))
        ),
        "unspoken": float(bool(question.crossed) and not _spoken(question, best)),
        "persona": float(bool(question.personas)),
    }


def _spoken(question: Frame, best: Candidate | None) -> bool:
    spoken = {one for name in (best.passage.segments if best else ()) for one in family(name)}
    return all(spoken & {*family(name)} for name in question.crossed)


def chance(measured: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Returns the chance (0-1) that a logistic model gives."""
    return 1 / (1 + math.exp(-weighed(measured, weights)))
