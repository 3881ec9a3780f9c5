"""What could be done about what a question asks, each proposal resting on a figure and a page of the report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answer.answers import Citation, Recommendation
from assistant.answer.frames import Frame
from assistant.answer.judge import Candidate
from assistant.facts.library import Library
from assistant.facts.resources import Resource
from assistant.facts.results import Result
from assistant.facts.statements import statement
from assistant.language import Speech, spaced
from assistant.profile.advice import AdviceEntry
from assistant.profile.standing import Guide, Standing

_MOST = 3
_MOST_RESOURCES = 2
_WITHIN = 3.0  # how far below the most relevant card an advice may rest on
_ASKING = frozenset(("recommendation", "challenges"))


@dataclass(frozen=True, slots=True)
class Proposal:
    """An advice with the published results it rests on here, and who can help."""

    entry: AdviceEntry
    results: tuple[Result, ...]
    resources: tuple[Resource, ...]


def proposals(
    question: Frame,
    candidates: Sequence[Candidate],
    told: Sequence[Result],
    *,
    guide: Guide | None,
    standing: Standing | None,
) -> tuple[Proposal, ...]:
    """Returns what to propose: from the profile's own gaps when it has some, else from the subject of the question."""
    if not guide or question.kind not in _ASKING:
        return ()
    if question.mine and standing and standing.advice:
        mine = [Proposal(a.entry, tuple(b.result for b in a.because), a.resources) for a in standing.advice]
        if not question.subject or question.kind == "challenges":
            return tuple(mine[:_MOST])
    return _on_subject(question, candidates, told, guide)


def _on_subject(
    question: Frame, candidates: Sequence[Candidate], told: Sequence[Result], guide: Guide
) -> tuple[Proposal, ...]:
    relevance = {c.passage.results[0]: c.relevance for c in candidates if c.passage.unit == "row"}
    if not relevance:
        return ()
    best = max(relevance.values())
    stated = {result.id for result in told}
    pages = {page for c in candidates[:6] if c.passage.kind == "recommendation" for page in c.passage.pages}
    scored: list[tuple[float, int, AdviceEntry]] = []
    for order, entry in enumerate(guide.entries):
        found = [relevance[one.result] for one in entry.when if one.result in relevance]
        if not found or max(found) < best - _WITHIN:
            continue
        bonus = 0.5 * bool(pages & set(entry.pages)) + 1.0 * any(one.result in stated for one in entry.when)
        bonus += 0.5 * bool(set(entry.personas) & set(question.personas))
        scored.append((-(max(found) + bonus), order, entry))
    chosen = [entry for _, _, entry in sorted(scored, key=lambda one: one[:2])[:_MOST]]
    return tuple(_resting(entry, relevance, guide) for entry in chosen)


def _resting(entry: AdviceEntry, relevance: dict[str, float], guide: Guide) -> Proposal:
    found = sorted((one.result for one in entry.when if one.result in relevance), key=lambda one: -relevance[one])
    chosen = [resource for name in entry.resources for resource in guide.resources if resource.id == name]
    return Proposal(entry, tuple(guide.results[one] for one in found[:2]), tuple(chosen[:_MOST_RESOURCES]))


def recommendation(proposal: Proposal, library: Library, said: Speech, today: date) -> Recommendation:
    """Returns a proposal as an answer shows it."""
    entry = proposal.entry
    quote = Citation(page=entry.quote_page, pages=entry.pages, quote=entry.quote)
    figures = [
        Citation(page=r.page, pages=(r.page,), figure=r.figure or None, sheet=r.sheet or None) for r in proposal.results
    ]
    return Recommendation(
        text=spaced(f"{entry.title}. {entry.proposal}"),
        because=tuple(spaced(statement(result, library, said)) + "." for result in proposal.results),
        citations=(quote, *figures),
        resources=tuple(resource.as_json(today) for resource in proposal.resources),
        first_step=spaced(entry.first_step),
        effort=entry.effort,
        who=entry.who,
    )
