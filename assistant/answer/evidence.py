"""What a question can be answered with, or a reasoned "no"."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answer.answers import Ending
from assistant.answer.belonging import personas_with, presented, sentences
from assistant.answer.covered import NEAR, SAME_PAGE, missing_groups, published
from assistant.answer.fitted import FITTED
from assistant.answer.frames import Frame
from assistant.answer.grounds import Correction, Held
from assistant.answer.judge import Candidate, Verdict
from assistant.answer.premises import correction
from assistant.answer.proposals import Proposal, proposals
from assistant.answer.rows import Selection, select
from assistant.answer.verdicts import Agreement
from assistant.facts.library import Library
from assistant.facts.personas import Persona
from assistant.facts.syntheses import Synthesis
from assistant.numerals import numerals
from assistant.passages import Passage
from assistant.profile.standing import Guide, Standing

_MOST = 4  # things told
_NEAR_PAIR = (
    3.0  # two shares that a comparison asks for, or a list of which a rank is asked, are told from further down
)
# Chances above which what is refused is called another subject: where such a question is nearest, and anywhere.
_LIKELY_STRAY, _SURE_STRAY = 0.5, 0.995
_KNOWN = 0.8  # a chance of an answer, above which a question that names nothing asks for it all the same
_ALIKE = 0.75  # of the longer words of a sentence, those that another has too when it says the same
_FOLLOWING = 0.1  # of the threshold, for a question that goes on with another
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
    held: Callable[[], Sequence[Held]] = lambda: (),
    placed: tuple[Persona, ...] = (),
) -> Evidence:
    """Chooses, among the units judged for a question, what is told and first.

    unit: finds a unit by its id; together: rows chosen part by part; held: what is taken for granted; placed: personas.
    """
    selection = together or select(question, candidates, library)
    written = _written(question, candidates, library, standing=standing, placed=placed)
    rows_lead = not placed and _rows_lead(question, selection, candidates, written, together=bool(together))
    synthesis = None if rows_lead else written
    belonging = personas_with(question, candidates, library)
    texts = _of_synthesis(synthesis, candidates, unit) if synthesis else presented(placed, candidates)
    texts = sentences(belonging, candidates) or texts or _texts(candidates)
    missing = () if placed else missing_groups(question, candidates, selection, library)
    end = _ending(question, verdict, missing, exact=selection.exact or published(question, candidates, library))
    evidence = Evidence(
        question=question,
        ending="answered" if placed else end,
        candidates=tuple(candidates),
        selection=selection,
        texts=texts,
        rows_lead=rows_lead,
        agreed=agreed,
        synthesis=synthesis,
        missing=missing,
        belonging=belonging,
        placed=placed,
        standing=standing,
        passages=tuple(passages),
        signals={"answers": verdict.answers, "astray": verdict.astray},
    )
    return _settled(evidence, None if end == "outside" else correction(held(), library), guide)


def _settled(evidence: Evidence, corrected: Correction | None, guide: Guide | None) -> Evidence:
    """Puts a correction first, with an answer's advice beside it; a refusal has neither advice nor a written answer."""
    selection, texts = evidence.selection, evidence.texts
    if corrected and corrected.results:
        selection = replace(selection, rows=corrected.results, ranking=False, summed=False)
    elif corrected and corrected.unit:
        texts = tuple(_distinct((corrected.unit, *texts)))
    told = replace(
        evidence,
        ending="answered" if corrected else evidence.ending,
        correction=corrected,
        selection=selection,
        texts=texts,
        rows_lead=bool(corrected.results) if corrected else evidence.rows_lead,
        synthesis=None if corrected else evidence.synthesis,
    )
    if told.refused:
        return replace(told, synthesis=None, belonging=())
    advice = proposals(told.question, told.candidates, selection.rows, guide=guide, standing=told.standing)
    return replace(told, proposals=advice)


def _rows_lead(
    question: Frame,
    selection: Selection,
    candidates: Sequence[Candidate],
    written: Synthesis | None,
    *,
    together: bool,
) -> bool:
    """Whether the results answer, rather than the sentences: they were named, or are what was found first."""
    sure = selection.exact or together or _compared(question, selection, candidates)
    found = bool(candidates) and candidates[0].passage.origin == "results" and not written
    return bool(selection.rows) and (sure or found)


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
        and one.relevance >= best.relevance - (SAME_PAGE if {*one.passage.pages} & {*best.passage.pages} else NEAR)
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
