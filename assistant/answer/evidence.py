"""What a question can be answered with, or a reasoned "no"."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answer.answers import Ending
from assistant.answer.belonging import personas_with, presented, sentences
from assistant.answer.fitted import FITTED
from assistant.answer.frames import Frame
from assistant.answer.grounds import Correction, Held
from assistant.answer.judge import Candidate, Verdict
from assistant.answer.premises import correction
from assistant.answer.proposals import Proposal, proposals
from assistant.answer.rows import Selection, counted_of, names, select
from assistant.answer.verdicts import Agreement
from assistant.facts.library import Library
from assistant.facts.personas import Persona
from assistant.facts.populations import Population
from assistant.facts.segments import family
from assistant.facts.syntheses import Synthesis
from assistant.numerals import numerals
from assistant.passages import Passage
from assistant.profile.standing import Guide, Standing

_MOST = 4  # things told
_NEAR = 0.8  # in log-odds, how far below the best unit another is still told
_SAME_PAGE = 1.6  # and one of the same page, which is rarely beside the question
_NEAR_PAIR = (
    3.0  # two shares that a comparison asks for, or a list of which a rank is asked, are told from further down
)
# Chances above which what is refused is called another subject: where such a question is nearest, and anywhere.
_LIKELY_STRAY, _SURE_STRAY = 0.5, 0.995
_KNOWN = 0.8  # a chance of an answer, above which a question that names nothing asks for it all the same
_ALIKE = 0.75  # of the longer words of a sentence, those that another has too when it says the same
_COUNTED = 0.5  # a chance of asking for a figure
_FOLLOWING = 0.1  # of the threshold, for a question that goes on with another
_FIRST = 3  # units among which a figure of the group asked for makes an answer sure
_SPOKEN = 8  # units that may speak of a group
_EMPTY = frozenset(("quantity", "number", "domain", "negation", "greeting", "why"))
_CONCERNED = ("barrier", "advice", "standing", "open")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything an answer may be written from.

    candidates: units, best first; rows_lead: the results answer, rather than the texts; texts: sentences worth telling,
    best first; agreed: how a yes-or-no question that a sentence answers begins; synthesis: the written answer, when one
    is; missing: groups or populations asked for that nothing published covers; unasked: words of the question that the
    report never uses; belonging: the personas in which the sector asked for is found;
    placed: those that the organisation described resembles; meant: what a refused
    question may have meant to write; passages: the report's, in rank order.
    """

    question: Frame
    ending: Ending
    candidates: tuple[Candidate, ...]
    selection: Selection
    texts: tuple[Candidate, ...]
    rows_lead: bool = False
    agreed: Agreement = ""
    synthesis: Synthesis | None = None
    missing: tuple[str, ...] = ()
    unasked: tuple[str, ...] = ()
    correction: Correction | None = None
    belonging: tuple[Persona, ...] = ()
    placed: tuple[Persona, ...] = ()
    meant: str = ""
    proposals: tuple[Proposal, ...] = ()
    standing: Standing | None = None
    passages: tuple[Passage, ...] = ()
    signals: Mapping[str, float] | None = None

    @property
    def refused(self) -> bool:
        """Whether the question is not answered."""
        return self.ending not in ("answered", "partly")


def gather(
    question: Frame,
    candidates: Sequence[Candidate],
    verdict: Verdict,
    library: Library,
    *,
    unit: Callable[[str], Passage | None] = lambda _: None,
    passages: Sequence[Passage] = (),
    agreed: Agreement = "",
    guide: Guide | None = None,
    standing: Standing | None = None,
    together: Selection | None = None,
    held: Sequence[Held] = (),
    placed: tuple[Persona, ...] = (),
) -> Evidence:
    """Chooses, among the units judged for a question, what is told and first.

    unit: finds a unit by its id; together: the results of a message that asks for several figures, chosen part by part;
    held: what it takes for granted, with the units found for that; placed: the personas that it describes.
    """
    selection = together or select(question, candidates, library)
    written = _written(question, candidates, library, standing=standing, placed=placed)
    sure = selection.exact or bool(together) or _compared(question, selection, candidates)
    found = bool(candidates) and candidates[0].passage.origin == "results" and not written
    rows_lead = bool(selection.rows) and not placed and (sure or found)
    synthesis = None if rows_lead else written
    belonging = personas_with(question, candidates, library)
    texts = _of_synthesis(synthesis, candidates, unit) if synthesis else _texts(candidates)
    if belonging or not synthesis:
        texts = presented(placed, candidates) or sentences(belonging, candidates) or texts
    missing = () if placed else _missing(question, candidates, selection, library)
    end = _ending(question, verdict, missing, exact=selection.exact or _published(question, candidates, library))
    corrected = None if end == "outside" else correction(held, library)
    end = "answered" if corrected or placed else end
    refused = end not in ("answered", "partly")
    if corrected and corrected.results:
        selection, rows_lead, synthesis = replace(selection, rows=corrected.results, ranking=False), True, None
    elif corrected and corrected.unit:
        texts, rows_lead, synthesis = tuple(_distinct((corrected.unit, *texts))), False, None
    return Evidence(
        question=question,
        ending=end,
        candidates=tuple(candidates),
        selection=selection,
        texts=texts,
        rows_lead=rows_lead,
        agreed=agreed,
        synthesis=None if refused else synthesis,
        missing=missing,
        correction=corrected,
        proposals=() if refused else proposals(question, candidates, selection.rows, guide=guide, standing=standing),
        belonging=() if refused else belonging,
        placed=placed,
        standing=standing,
        passages=tuple(passages),
        signals={"answers": verdict.answers, "astray": verdict.astray},
    )


def _compared(question: Frame, selection: Selection, candidates: Sequence[Candidate]) -> bool:
    """Whether two published shares are compared, or a rank of a list asked, and were found near the best unit."""
    ranks = question.ranks or question.most or question.listed or "least" in question.cues
    listed = selection.ranking and ranks
    if not listed and (len(selection.rows) < 2 or selection.ranking or not question.populations):
        return False
    card = next((one for one in candidates if one.passage.origin == "results"), None)
    return card is not None and card.relevance >= candidates[0].relevance - _NEAR_PAIR


def _ending(question: Frame, verdict: Verdict, missing: Sequence[str], *, exact: bool) -> Ending:
    if question.greeting:
        return "outside"
    if not _about_something(question) and verdict.answers < _KNOWN:
        return "not_found"
    measures = verdict.measures
    other = max(measures["off"], measures["meta"])
    stray = verdict.astray > FITTED.thresholds["astray"]
    # What follows a question that was answered is of its subject.
    floor = FITTED.thresholds["refused"] * (_FOLLOWING if question.follow_up else 1.0)
    if stray or (verdict.answers < floor and not exact):
        elsewhere = other > measures["nothing"]
        return "outside" if verdict.astray > (_LIKELY_STRAY if elsewhere else _SURE_STRAY) else "not_asked"
    return "partly" if missing or question.cues & {"evolution", "both"} else "answered"


def _published(question: Frame, candidates: Sequence[Candidate], library: Library) -> bool:
    """Whether a figure of the very groups that a question names is among the units nearest to it."""
    if not question.crossed or question.personas:
        return False
    near = [one.passage for one in candidates[:_FIRST] if one.relevance >= candidates[0].relevance - _SAME_PAGE]
    rows = [passage for passage in near if passage.unit == "row"]
    first = library.result(rows[0].results[0]) if rows and rows[0] is near[0] else None
    # Nothing else is asked of a group than how many it counts.
    plain = first is not None and (not question.subject or names(question, first, library))
    counted = [_counted(passage, library, best=plain and passage is near[0]) for passage in rows]
    return any(all(one & {*family(name)} for name in question.crossed) for one in counted)


def _about_something(question: Frame) -> bool:
    """Whether a question names anything at all: a subject, a group, a persona, or what it wants to know."""
    named = question.subject or question.segments or question.personas or question.populations
    return bool(named) or bool(question.cues - _EMPTY)


def _written(
    question: Frame,
    candidates: Sequence[Candidate],
    library: Library,
    *,
    standing: Standing | None,
    placed: tuple[Persona, ...],
) -> Synthesis | None:
    """The written answer: on the persona that the asker resembles, when it asks in general; else the one found."""
    if placed:
        return None if "persona" in question.cues else _of_persona(placed[0].number, "advice", library)
    if question.mine and standing and standing.persona and not question.subject:
        wanted = max(_CONCERNED, key=lambda kind: question.wants.get(kind, 0.0))
        theme = "advice" if wanted == "advice" or question.kind == "recommendation" else "challenges"
        return _of_persona(standing.persona, theme, library)
    return library.syntheses.get(candidates[0].passage.id) if candidates else None


def _of_persona(persona: int, theme: str, library: Library) -> Synthesis | None:
    return next((one for one in library.syntheses.values() if (one.persona, one.theme) == (persona, theme)), None)


def _of_synthesis(
    synthesis: Synthesis, candidates: Sequence[Candidate], unit: Callable[[str], Passage | None]
) -> tuple[Candidate, ...]:
    """The units that a written answer rests on, those judged best first."""
    known = {candidate.passage.id: candidate for candidate in candidates}
    least = candidates[-1].relevance if candidates else 0.0
    named = [(fact.unit, unit(fact.unit)) for fact in synthesis.facts if fact.unit]
    found = [
        known.get(name) or Candidate(passage, least - 1, 0.0, (0, len(passage.text)))
        for name, passage in named
        if passage
    ]
    ordered = sorted(found, key=lambda candidate: -candidate.relevance)
    return tuple(_distinct(ordered)[:_MOST])


def _texts(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The sentences to tell: near the best unit, the more so on another page, and none twice."""
    if not candidates:
        return ()
    best = candidates[0]
    told = [
        one
        for one in candidates
        if one.passage.unit == "statement"
        and one.relevance >= best.relevance - (_SAME_PAGE if {*one.passage.pages} & {*best.passage.pages} else _NEAR)
    ]
    return tuple(_distinct(told)[:_MOST])


def _distinct(candidates: Sequence[Candidate]) -> list[Candidate]:
    kept: list[Candidate] = []
    for candidate in candidates:
        if not any(repeats(candidate.passage.text, other.passage.text) for other in kept):
            kept.append(candidate)
    return kept


def repeats(one: str, other: str) -> bool:
    """Whether a sentence tells no percentage that another has not told, or nearly the same words."""
    figures, told = ({n.value for n in numerals(text) if n.unit == "percent"} for text in (one, other))
    numbers, known_numbers = ({n.value for n in numerals(text)} for text in (one, other))
    mine, known = ({word for word in text.lower().split() if len(word) > 3} for text in (one, other))
    same = len(mine & known) / max(1, min(len(mine), len(known)))
    return (bool(figures) and figures <= told) or (same > _ALIKE and numbers <= known_numbers)


def _missing(
    question: Frame, candidates: Sequence[Candidate], selection: Selection, library: Library
) -> tuple[str, ...]:
    """The groups asked for that nothing found on the subject speaks of; all of them where they are crossed."""
    asked = question.crossed or (question.profile if question.mine and question.subject else ())
    # "Les entreprises en Wallonie" are compared with, and name no group of operators.
    unspoken = [Population.of_persona(number).written for number in _unspoken(question, candidates)]
    if not asked or not candidates or question.populations:
        return tuple(unspoken)
    about = [{*passage.segments} | _counted(passage, library) for passage in _spoken(candidates)]
    about += [counted_of(row, library) for row in selection.rows]
    covered = {name for name in asked if any(one & {*family(name)} for one in about)}
    return (*(name for name in asked if name not in covered), *unspoken)


def _spoken(candidates: Sequence[Candidate]) -> list[Passage]:
    """The units on the subject, near enough to the best that a group they leave out is published nowhere."""
    return [one.passage for one in candidates[:_SPOKEN] if one.relevance >= candidates[0].relevance - 2 * _NEAR]


def _unspoken(question: Frame, candidates: Sequence[Candidate]) -> tuple[int, ...]:
    """The personas asked for of which nothing found on the subject speaks, where a figure of theirs is asked."""
    if question.wants.get("count", 0.0) < _COUNTED or not candidates:
        return ()
    spoken = {number for passage in _spoken(candidates) for number in passage.personas}
    return tuple(number for number in question.personas if number not in spoken)


def _counted(passage: Passage, library: Library, *, best: bool = False) -> set[str]:
    """The groups that a unit's figure is of; those that it counts among the respondents, where it is the best unit."""
    rows = [row for one in passage.results if (row := library.result(one))]
    if best:
        return {name for row in rows for name in counted_of(row, library)}
    return {name for row in rows for name in row.whose.segments}
