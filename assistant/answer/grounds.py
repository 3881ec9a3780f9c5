"""What a claim is held against: the share of those it is said of, from the results or the sentences found for it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from assistant.answer.claims import WORD, Claim
from assistant.answer.frames import Frame
from assistant.answer.judge import Candidate
from assistant.answer.rows import (
    AFFIRMED,
    OPTION_CUES,
    REFUSED,
    counted_of,
    names,
    of_personas,
    shifted,
    unlisted,
    words_held,
)
from assistant.facts.cards import result_of
from assistant.facts.library import Library
from assistant.facts.results import Result
from assistant.facts.segments import family
from assistant.facts.statements import of_something_else
from assistant.french import flat
from assistant.numerals import numerals, worded
from assistant.passages import Passage
from assistant.wordlists import pattern, word_set

PremiseKind = Literal["figure", "rank", "direction", "personas", "other"]

FACTS = 6  # units among which what a claim is about is looked for
_NEAR = 1.6  # in log-odds, how far below the best unit another is still about the same
_SOME = 0.25  # of the respondents: a question put to fewer is about them, who would be named
_NEARLY = 0.9  # of the respondents: a share of so many is nearly of everyone
_SURE = 0.7  # a cosine, from which the unit nearest to a claim is what the claim is about, whatever its words
_HALF = 0.5  # of a claim's words that a unit must have, to be what the claim is about
_BASE = re.compile(r"(?:n = |sur )(\d+)\)")


@dataclass(frozen=True)
class Held:
    """A claim with how it was read and the units found for it, best first."""

    claim: Claim
    frame: Frame
    candidates: Sequence[Candidate]
    asserted: bool = True

    @cached_property
    def near(self) -> tuple[Candidate, ...]:
        """The units that the claim may be about, best first: of its persona, where it names one."""
        asked = {*self.frame.personas}
        if asked:
            return tuple(one for one in self.candidates if asked & {*one.passage.personas})[:FACTS]
        best = self.candidates[0].relevance if self.candidates else 0.0
        return tuple(one for one in self.candidates[:FACTS] if one.relevance >= best - _NEAR)


@dataclass(frozen=True, slots=True)
class Correction:
    """A premise that what is published contradicts: the results or the unit that do."""

    kind: PremiseKind
    claimed: str
    results: tuple[Result, ...] = ()
    unit: Candidate | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """A share (0-1) that says whether a claim holds: of those it is said of, in the claim's own direction."""

    share: float
    row: Result | None
    unit: Candidate
    of_all: float | None = None  # the same, of everyone, where the question was put to some
    positive: Result | None = None  # the result of those who do, where the row is of those who do not


def ground(held: Held, library: Library) -> Ground | None:
    """The share that says whether a claim holds, from the first unit that is named by it and about the same people."""
    for one in held.near:
        rows = rows_of(one, library)
        facts = [_of_row(held, row, one, library) for row in rows] if rows else [_of_text(held, one, library)]
        if found := next((fact for fact in facts if fact), None):
            return found
    return None


def rows_of(one: Candidate, library: Library) -> list[Result]:
    """The results that a unit tells: its own, or those that a written answer rests on."""
    written = library.syntheses.get(one.passage.id)
    told = [result_of(fact.unit) for fact in written.facts if fact.unit] if written else one.passage.results
    return [row for identifier in told if (row := library.result(identifier))]


def _of_row(held: Held, row: Result, unit: Candidate, library: Library) -> Ground | None:
    assert library.results
    if of_something_else(library.question(row.question)):
        return None
    trusted = unit.dense >= _SURE and (unit is held.candidates[0] or not held.frame.subject)
    if not (trusted or names(held.frame, row, library)) or not _about(held.frame, row, library):
        return None
    published = library.results.of_question(row.question, row.population)
    siblings = published if unlisted(published) else [one for one in published if one.answer == row.answer]
    positive = next((one for one in siblings if one.sense in AFFIRMED), row)
    if unit.passage.unit != "row" and positive.sense not in AFFIRMED:
        return None
    if held.frame.cues & OPTION_CUES:
        positive = shifted(held.frame, positive, siblings)
    negative = next((one for one in siblings if one.sense in REFUSED), None)
    denied = held.claim.denied != lacking(positive.answer)
    if not denied:
        return Ground(positive.share, positive, unit, _of_all(positive, library))
    told = negative or positive
    share = negative.share if negative else 1 - positive.share
    return Ground(share, told, unit, 1 - _of_all(positive, library), positive)


def _of_all(row: Result, library: Library) -> float:
    """A share put to some, as a share of everyone who was asked anything."""
    everyone = library.edition.respondents
    return row.count / everyone if row.count is not None and everyone and not row.population else row.share


def _about(frame: Frame, row: Result, library: Library) -> bool:
    """Whether a row is of those that a claim is about: everyone, where it names nobody."""
    asked = frame.segments or frame.personas or frame.populations
    if not asked:
        everyone = library.edition.respondents or 0
        return not row.population and (row.base or everyone) >= _SOME * everyone
    if frame.personas:
        return of_personas(frame, row, library)
    if frame.populations:
        return row.whose.other != "" and row.population in frame.populations
    counted = counted_of(row, library)
    return all(counted & {*family(name)} for name in frame.segments)


def _of_text(held: Held, one: Candidate, library: Library) -> Ground | None:
    """The share that a sentence about the same persona or group begins with, in the claim's direction."""
    passage, frame = one.passage, held.frame
    if passage.unit != "statement" or {*passage.personas} != {*frame.personas} or frame.populations:
        return None
    if frame.segments and not all({*family(name)} & {*passage.segments} for name in frame.segments):
        return None
    text = passage.text
    first = next((n for n in numerals(text) if n.share is not None), None)
    trusted = one is held.candidates[0] and one.dense >= _SURE
    # A sentence that begins with its share, of everyone or of the group: what comes later is of something else.
    base = _BASE.search(text)
    everyone = _NEARLY * (library.edition.respondents or 0)
    some = base is not None and not (frame.personas or frame.segments) and int(base[1]) < everyone
    if first is None or first.start > 0 or some or not (trusted or _names(frame, passage, library)):
        return None
    clause = flat(text[first.end :].partition(";")[0].partition("(n =")[0])
    share = first.share or 0.0
    same = held.claim.denied == (pattern(WORD % "denying").search(clause) is not None)
    return Ground(share if same else 1 - share, None, one)


def ground_in_text(held: Held, one: Candidate, library: Library) -> Ground | None:
    """The first share of the sentence nearest to a claim that states one, where the sentence is named by it."""
    told = shares_in(one.passage.text)
    frame = held.frame
    of_same = {*one.passage.personas} == {*frame.personas} and not frame.populations and not frame.segments
    named = one.passage.unit == "statement" and of_same and _names(frame, one.passage, library)
    return Ground(told[0], None, one) if told and named else None


def lacking(label: str) -> bool:
    """Returns whether a published label says a lack or a denial itself ("manque de moyens")."""
    return pattern(WORD % "denying").search(flat(label)) is not None


def _names(frame: Frame, passage: Passage, library: Library) -> bool:
    """Whether a sentence has most of the words that carry a claim's subject."""
    subject = [word for word in frame.subject if word not in word_set("persona_said")]
    told = f"{passage.text} {library.said(passage.id, frame.language)}"
    return bool(subject) and words_held(frame, subject, told) > _HALF * len(subject)


def shares_in(text: str) -> list[float]:
    """Returns the shares (0-1) of a text, in digits and in words."""
    return [one.share for one in (*numerals(text), *worded(text)) if one.share is not None]


def told(fact: Ground) -> tuple[tuple[Result, ...], Candidate | None]:
    """Returns what a correction tells of a ground: its result, or the sentence where it has none."""
    return ((fact.row,), None) if fact.row else ((), fact.unit)
