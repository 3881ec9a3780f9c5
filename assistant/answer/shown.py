"""The passages an answer shows, in rank order: those that it cites, then the report's on the pages of its units."""

from collections.abc import Iterator, Sequence
from itertools import chain

from assistant.answer.answers import Finding, RankedPassage
from assistant.answer.evidence import Evidence
from assistant.passages import Passage
from assistant.search.index import Index

_SHOWN = 12
_OF_A_PAGE = 2  # passages of one page, before other pages have their turn


def shown_passages(evidence: Evidence, findings: Sequence[Finding], index: Index) -> tuple[RankedPassage, ...]:
    """Returns at least ten passages in rank order, where there are as many; scored by their place."""
    ordered: dict[str, Passage] = {}
    for passage in chain(_cited(findings, index), _of_units(evidence), _left(evidence)):
        ordered.setdefault(passage.id, passage)
        if len(ordered) == _SHOWN:
            break
    return tuple(_ranked(passage, 1 - place / _SHOWN) for place, passage in enumerate(ordered.values()))


def _cited(findings: Sequence[Finding], index: Index) -> Iterator[Passage]:
    """The passages that the findings cite, in order."""
    for finding in findings:
        for citation in finding.citations:
            if citation.passage in index.numbers:
                yield index.passages[index.numbers[citation.passage]]


def _of_units(evidence: Evidence) -> Iterator[Passage]:
    """For each unit, best first: the published result itself, else the report's nearest passages of its page."""
    by_page: dict[int, list[Passage]] = {}
    for passage in evidence.passages:
        by_page.setdefault(passage.pages[0], []).append(passage)
    taken: dict[int, int] = {}
    for candidate in evidence.candidates:
        unit = candidate.passage
        page = unit.pages[0]
        if unit.origin != "digest" or not by_page:
            yield unit
        elif taken.get(page, 0) < _OF_A_PAGE and taken.get(page, 0) < len(by_page.get(page, ())):
            yield by_page[page][taken.get(page, 0)]
            taken[page] = taken.get(page, 0) + 1


def _left(evidence: Evidence) -> Iterator[Passage]:
    yield from evidence.passages
    yield from (candidate.passage for candidate in evidence.candidates)


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
