"""What the study says of operators of one's own sector, size, activity, subsidies, age and province."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assistant.facts.results import Result
from assistant.facts.segments import Segment, family
from assistant.passages import Passage
from assistant.profile.questionnaire import Questionnaire

_ORDER = ("secteur", "etp", "activite", "subsides", "annee", "province")
_TOLD = ("digest", "report")  # our restatement where there is one, else the report's own sentences
_KINDS = ("finding", "figure")


@dataclass(frozen=True, slots=True)
class Silence:
    """A group the study says nothing of; `nearest` is how many operators of it answered, where published."""

    segment: str
    nearest: Result | None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The passages about an operator's own groups, most specific first, and the groups nothing is said of."""

    said: tuple[Passage, ...]
    silent: tuple[Silence, ...]


def surroundings(
    segments: Iterable[str],
    passages: Iterable[Passage],
    questionnaire: Questionnaire,
    results: Mapping[str, Result],
) -> Surroundings:
    """Finds what is published about some groups ("secteur:bibliothèques").

    A passage that speaks of several of them comes before one that speaks of a single one; then a passage that speaks
    of no other group comes first; then sector, size, activity, subsidies, age, province.
    """
    mine = tuple(dict.fromkeys(segments))
    wider = {name for segment in mine for name in family(segment)}
    told = _told(passages)
    found = [passage for passage in told if wider & set(passage.segments)]
    covered = {name for passage in found for name in passage.segments}
    silent = [segment for segment in mine if not covered & set(family(segment))]
    return Surroundings(
        said=tuple(sorted(found, key=lambda passage: _rank(passage, wider))),
        silent=tuple(Silence(segment, _nearest(segment, questionnaire, results)) for segment in silent),
    )


def _told(passages: Iterable[Passage]) -> list[Passage]:
    kept = [passage for passage in passages if passage.kind in _KINDS and passage.origin in _TOLD]
    origins = {passage.origin for passage in kept}
    told = next((origin for origin in _TOLD if origin in origins), "")
    return [passage for passage in kept if passage.origin == told]


def _rank(passage: Passage, wider: set[str]) -> tuple[int, int, int, tuple[int, ...], str]:
    shared = [segment for segment in passage.segments if segment in wider]
    dimensions = {Segment.of(segment).dimension for segment in shared}
    first = min(_ORDER.index(dimension) for dimension in dimensions)
    return -len(dimensions), len(passage.segments), first, passage.pages, passage.id


def _nearest(segment: str, questionnaire: Questionnaire, results: Mapping[str, Result]) -> Result | None:
    """The published size of a group: how many operators of it took part."""
    named = {choice.segment: choice.result for question in questionnaire.questions for choice in question.choices}
    known = (results.get(named.get(name, "")) for name in family(segment))
    return next((result for result in known if result is not None), None)
