"""Whose results are told: the populations a question names, beside everyone's, and the segments a row counts."""

from assistant.answer.frames import Frame
from assistant.facts.library import Library
from assistant.facts.results import Result
from assistant.facts.segments import family


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
        matching = [(name, other) for name in wanted for other in others if _covers(other.population, name)]
        found |= {name for name, _ in matching}
        beside = [other for _, other in matching]
        told += [row, *beside] if question.populations else [*beside, row]
    defining = {s for row in rows for s in defined_by(row)}
    return told, tuple(name for name in wanted if name not in found and name not in defining)


def _covers(population: str, name: str) -> bool:
    """Whether a published population is the one named: the same, or one that the name is part of."""
    if name.startswith("externe:") or population.startswith("externe:"):
        public = {"externe:organismes publics wallons"}
        parts = {"externe:communes wallonnes", "externe:communes", "externe:provinces", "externe:CPAS"}
        wide = public | parts | {"externe:secteur public wallon"}
        return population == name or (name in public and population in wide)
    return bool(set(family(name)) & set(population.split(" | ")))


def defined_by(row: Result) -> tuple[str, ...]:
    """The segments that a row of the respondents' profile counts ("bibliothèques" in Figure 4)."""
    dimensions = ("secteur", "province", "annee", "etp", "subsides", "activite")
    return tuple(f"{dimension}:{row.answer}" for dimension in dimensions)


def counted_of(row: Result, library: Library) -> set[str]:
    """The segments that a row's figure is of: its population's, or the one it counts among the respondents."""
    own = {one for one in row.population.split(" | ") if one}
    return own or (set(defined_by(row)) if row.base == library.edition.respondents else set())
