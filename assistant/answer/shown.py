"""The passages an answer shows in rank order, those that it cites among the first."""

from collections.abc import Sequence

from assistant.answer.answers import Finding, RankedPassage
from assistant.answer.evidence import Evidence
from assistant.answer.relevance import Candidate
from assistant.passages import Passage
from assistant.search.index import Index

_SHOWN = 12
_CITED_FINDINGS = 4  # findings whose passages rank among the first
_CITED_BEHIND = 0.5  # how near the best passage those rank
_SAME_PAGE = 2  # passages of one page among the first, before other pages have their turn
_CROWDED = 2.0


def shown_passages(
    evidence: Evidence, findings: Sequence[Finding], index: Index, *, uses_report: bool
) -> tuple[RankedPassage, ...]:
    """Returns at least ten passages in rank order, where there are as many.

    They are the report's own where it is here, the digest's otherwise, and the published results.
    """
    hidden = "digest" if uses_report else "report"
    kept = [candidate for candidate in evidence.candidates if candidate.passage.origin != hidden]
    kept = kept if len(kept) >= _SHOWN else list(evidence.candidates)
    scores, passages = spread(kept), {candidate.passage.id: candidate.passage for candidate in kept}
    best = max(scores.values(), default=0.0)
    for place, passage in enumerate(_cited(findings, index)):
        passages[passage.id] = passage
        near = best - _CITED_BEHIND
        # A tenth a place keeps what the findings cite in the order of the findings.
        scores[passage.id] = max(scores.get(passage.id, near), near - place / 10)
    ranked = sorted(scores, key=lambda identifier: -scores[identifier])[:_SHOWN]
    return tuple(_ranked(passages[identifier], scores[identifier]) for identifier in ranked)


def _cited(findings: Sequence[Finding], index: Index) -> list[Passage]:
    """The passages that the first findings cite, in order, each once."""
    cited = [c.passage for finding in findings[:_CITED_FINDINGS] for c in finding.citations if c.passage]
    return [index.passages[index.numbers[one]] for one in dict.fromkeys(cited) if one in index.numbers]


def spread(candidates: Sequence[Candidate]) -> dict[str, float]:
    """Returns the relevance of each candidate, less for a page's third and later ones: other pages have their turn."""
    seen: dict[int, int] = {}
    scores: dict[str, float] = {}
    for candidate in candidates:
        page = candidate.passage.pages[0]
        seen[page] = seen.get(page, 0) + 1
        scores[candidate.passage.id] = candidate.relevance - (_CROWDED if seen[page] > _SAME_PAGE else 0.0)
    return scores


def _ranked(passage: Passage, score: float) -> RankedPassage:
    return RankedPassage(
        id=passage.id,
        pages=passage.pages,
        section=passage.section,
        kind=passage.kind,
        text=passage.text,
        score=round(score, 4),
        origin=passage.origin,
    )
