"""Whose results are told: the populations a question names, beside everyone's, and the segments a row counts."""

from assistant.answer.frames import Frame
from assistant.facts.library import Library
from assistant.facts.populations import Population, parsed
from assistant.facts.results import Result
from assistant.facts.segments import DIMENSIONS, family


def of_populations(question: Frame, rows: list[Result], library: Library) -> tuple[list[Result], tuple[str, ...]]:
    """Adds, beside each row, the same result for the populations named; says which of them have none published."""
    assert library.results
    wanted = (*question.populations, *question.segments, *(question.profile if question.mine else ()))
    if not wanted or not rows:
        return rows, ()
    told: list[Result] = []
    found: set[str] = set()
    for row in rows:
        others = [
            other
            for other in library.results.of_question(row.question)
            if other.population and other.answer == row.answer and other.option == row.option
        ]
        matching = [(name, other) for name in wanted for other in others if _covers(other.whose, parsed(name), library)]
        found |= {name for name, _ in matching}
        beside = [other for _, other in matching]
        told += [row, *beside] if question.populations else [*beside, row]
    defining = {s for row in rows for s in defined_by(row)}
    return told, tuple(name for name in wanted if name not in found and name not in defining)


def _covers(published: Population, named: Population, library: Library) -> bool:
    """Whether a published population is the one named: the same, one it holds, or one that the name is part of."""
    if named.other or published.other:
        known = library.others.get(named.other)
        return published == named or bool(known and published.other in known.holds)
    return any(set(family(one)) & set(published.segments) for one in named.segments)


def defined_by(row: Result) -> tuple[str, ...]:
    """The segments that a row of the respondents' profile counts ("bibliothèques" in Figure 4)."""
    return tuple(f"{dimension}:{row.answer}" for dimension in DIMENSIONS)


def counted_of(row: Result, library: Library) -> set[str]:
    """The segments that a row's figure is of: its population's, or the one it counts among the respondents."""
    whose = row.whose
    own = {*whose.segments} if whose.segments else {one for one in (row.population,) if one}
    return own or (set(defined_by(row)) if row.base == library.edition.respondents else set())
