"""What a question can be answered with, or a reasoned "no"."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answer.alone import of_section, verdict
from assistant.answer.answers import Ending
from assistant.answer.endings import astray, ending, signals, unheard
from assistant.answer.excerpts import excerpts
from assistant.answer.frames import Frame
from assistant.answer.populations import counted_of
from assistant.answer.portraits import Fact, concerned, facts
from assistant.answer.premises import Correction, correction
from assistant.answer.proposals import Proposal, proposals
from assistant.answer.relevance import Candidate, candidates
from assistant.answer.selection import Selection, select
from assistant.facts.library import Library
from assistant.facts.segments import family
from assistant.numerals import numerals
from assistant.passages import Passage
from assistant.profile.standing import Guide, Standing
from assistant.search.hits import Hit
from assistant.search.index import Index

_PROPOSAL_MARGIN = 3.0  # what the report proposes is told from further down, when proposals are asked
_MARGIN = 2.2  # how far below the best passage another is still told
_MOST = 5


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything an answer may be written from.

    texts: passages worth quoting, best first; signals: what the ending was decided on; missing: segments or populations
    asked for that nothing published covers; unasked: words of the question that the study never uses.
    """

    question: Frame
    ending: Ending
    candidates: tuple[Candidate, ...]
    selection: Selection
    texts: tuple[Candidate, ...]
    missing: tuple[str, ...] = ()
    unasked: tuple[str, ...] = ()
    correction: Correction | None = None
    personas: tuple[int, ...] = ()
    facts: tuple[Fact, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    standing: Standing | None = None
    signals: Mapping[str, float] | None = None


def gather(
    question: Frame,
    hits: Sequence[Hit],
    library: Library,
    index: Index,
    *,
    guide: Guide | None = None,
    standing: Standing | None = None,
    together: Selection | None = None,
) -> Evidence:
    """Judges what was found for a question and decides how it can end.

    together: the results of a message that asks for several figures, chosen part by part.
    """
    found = candidates(question, tuple(hits), index)
    if library.bare:
        return _alone(question, hits, found, index)
    selection = together or select(question, found, library, index)
    texts = _texts(question, found, library)
    away = astray(question, [candidate.passage for candidate in (*texts[:3], *found[:4])], index)
    measured = signals(question, found, index, away)
    restated = [c for c in found if c.passage.origin == "digest" or not library.restated]
    missing = _missing(question, restated, selection, library)
    never = unheard(question, index)
    end = ending(question, measured, missing, away, never)
    personas = concerned(question, standing, library)
    told_of = facts(question, personas, library)
    if told_of and end in ("not_asked", "not_found"):
        end = "answered"
    refused = end not in ("answered", "partly")
    return Evidence(
        question=question,
        ending=end,
        candidates=found,
        selection=selection,
        texts=texts,
        missing=missing,
        unasked=tuple(dict.fromkeys((*away, *never))),
        correction=None if refused else correction(question, selection, found, texts, library),
        personas=personas,
        facts=() if refused else told_of,
        proposals=() if refused else proposals(question, found, selection.rows, guide=guide, standing=standing),
        standing=standing,
        signals=measured,
    )


def _alone(question: Frame, hits: Sequence[Hit], found: tuple[Candidate, ...], index: Index) -> Evidence:
    """Judges what a report alone says, without published results nor restatement."""
    section = of_section(question, found)
    told = excerpts(question, section or found, {hit.passage.id: hit for hit in hits}, index)
    judged = verdict(question, told, hits, index)
    if section and told:
        judged = replace(judged, ending="answered", unasked=())
    return Evidence(
        question=question,
        ending=judged.ending,
        candidates=found,
        selection=Selection(),
        texts=tuple(one.candidate for one in told),
        unasked=judged.unasked,
        signals=judged.signals,
    )


def _texts(question: Frame, found: Sequence[Candidate], library: Library) -> tuple[Candidate, ...]:
    """The passages to tell: our restatement where the edition has one, the report's own sentences elsewhere."""
    told_from = "digest" if library.restated else "report"
    texts = [candidate for candidate in found if candidate.passage.origin == told_from]
    if not texts:
        return ()
    floor = texts[0].relevance - _MARGIN
    kept: list[Candidate] = []
    for candidate in texts:
        wanted = candidate.passage.kind == question.kind == "recommendation"
        if candidate.relevance < floor - (_PROPOSAL_MARGIN if wanted else 0.0) or len(kept) == _MOST:
            continue
        if not any(_repeats(candidate, other) for other in kept):
            kept.append(candidate)
    return tuple(kept)


def _repeats(one: Candidate, other: Candidate) -> bool:
    """Whether two passages tell the same figures of the same figure of the report."""
    figures = {n.value for n in numerals(one.passage.text) if n.unit == "percent"}
    told = {n.value for n in numerals(other.passage.text) if n.unit == "percent"}
    return bool(figures) and figures <= told and one.passage.figure == other.passage.figure


def _missing(question: Frame, found: Sequence[Candidate], selection: Selection, library: Library) -> tuple[str, ...]:
    """The segments asked for that nothing published on the subject speaks of.

    Where a figure is asked, only a figure of the segment speaks of it. Segments of one dimension are set side by side,
    each on its own; those of several are one crossed group.
    """
    asked = question.segments or (question.profile if question.mine and question.subject else ())
    if not asked:
        return ()
    counting = bool(question.cues & _FIGURES)
    floor = 0.6 * max((candidate.coverage for candidate in found[:12]), default=0.0) if counting else 0.0
    spoken = [one.passage for one in found[:12] if one.coverage >= floor and (not counting or _same(one, selection))]
    about = [_spoken_of(passage, library, figures=counting) for passage in spoken]
    about += [counted_of(row, library) for row in selection.rows]
    covered = {name for name in asked if any(segments & set(family(name)) for segments in about)}
    crossed = len({name.split(":")[0] for name in asked}) > 1 and bool(question.segments)
    together = any(all(segments & set(family(name)) for name in asked) for segments in about)
    if crossed and (counting or "ranking" in question.cues) and not together:
        return tuple(asked)
    if question.mine and not question.segments and not counting:
        return () if covered else tuple(asked)
    return tuple(name for name in asked if name not in covered)


def _same(one: Candidate, selection: Selection) -> bool:
    """Whether a passage tells of the figure of the report that the results chosen come from, or of none."""
    figure = selection.survey_question.figure if selection.survey_question else ""
    return not figure or one.passage.figure in (None, figure)


_FIGURES = frozenset(("quantity", "number"))


def _spoken_of(passage: Passage, library: Library, *, figures: bool) -> set[str]:
    """The segments a passage speaks of; with `figures`, only in clauses that give one."""
    if not figures:
        return set(passage.segments)
    clauses = _CLAUSE.split(passage.text)
    return {name for clause in clauses if _has_share(clause) for name in library.names.in_text(clause)}


# A share is a group's own only within one clause: "44 % des bibliothèques", not "92 % ; les bibliothèques moins".
_CLAUSE = re.compile(r"[;:,.](?=\s)|\n")


def _has_share(text: str) -> bool:
    return any(numeral.unit == "percent" for numeral in numerals(text))
