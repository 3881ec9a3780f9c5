"""What an operator could do first, each piece resting on a published figure and a page of the report.

An advice applies only because of an answer of the profile: take the answer away and the advice goes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from msgspec import Meta

from assistant.entries import Name, Page, read_toml
from assistant.facts.personas import CardFigure, Personas
from assistant.facts.resources import EFFORTS, Effort, Resource, Themes
from assistant.facts.results import Result
from assistant.facts.segments import Segment, family
from assistant.profile.profiles import Profile
from assistant.profile.questionnaire import Questionnaire

Reserved = Mapping[str, tuple[str, ...]]  # resource id -> the groups it is for

MOST_RESOURCES = 3
NONE_RESERVED: Reserved = MappingProxyType({})
_NAMED = 1.0  # a barrier the operator names itself weighs as a whole gap


@dataclass(frozen=True, slots=True)
class Condition:
    """One answer that makes an advice apply, and the published figure it is set beside."""

    item: str
    said: bool
    result: str


@dataclass(frozen=True, slots=True)
class AdviceEntry:
    """One advice of advice.toml: the report's proposal in our words with its pages, then our first step."""

    id: Name
    when: Annotated[tuple[Condition, ...], Meta(min_length=1, description="une réponse au moins qui l'appelle")]
    title: Name
    proposal: Name
    pages: tuple[Page, ...]
    quote: str
    quote_page: Page
    personas: tuple[int, ...]
    first_step: Name
    effort: Effort
    who: str
    impact: int
    themes: Themes
    resources: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.quote_page not in self.pages:
            raise ValueError(f"« quote_page » vaut « {self.quote_page} » ; attendu : une de ses pages {self.pages}")


@dataclass(frozen=True, slots=True)
class Because:
    """What an advice rests on: the operator's answer, the figure of all operators, the persona's where printed."""

    item: str
    said: bool
    label: str
    result: Result
    card: CardFigure | None = None


@dataclass(frozen=True, slots=True)
class Advice:
    """One recommendation with its burden of proof; `priority` is gap x impact / effort, higher first."""

    entry: AdviceEntry
    because: tuple[Because, ...]
    resources: tuple[Resource, ...]
    priority: float
    persona_idea: bool

    @property
    def what_would_change_it(self) -> str:
        """Says in French which answer would take this advice away."""
        labels = " ; ".join(f"« {reason.label} »" for reason in self.because)
        return f"Ce conseil disparaît si vous changez votre réponse à : {labels}."


@dataclass(frozen=True, slots=True)
class _Entries:
    advice: tuple[AdviceEntry, ...]
    reserved: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def load_advice(path: Path) -> tuple[tuple[AdviceEntry, ...], Reserved]:
    """Reads the entries of advice.toml and the resources reserved to some groups.

    Raises CorpusError where an entry lacks a figure, a page or a first step.
    """
    read = read_toml(path, _Entries, unique={"advice": "id"})
    return read.advice, read.reserved


def advise(
    profile: Profile,
    persona: int,
    *,
    entries: Iterable[AdviceEntry],
    questionnaire: Questionnaire,
    personas: Personas,
    results: Mapping[str, Result],
    resources: Iterable[Resource] = (),
    reserved: Reserved = NONE_RESERVED,
) -> tuple[Advice, ...]:
    """Returns what applies to a profile resembling a persona (1-5; 0 for none), most pressing first."""
    said = profile.practices(questionnaire)
    mine = profile.segments(questionnaire)
    open_to_me = tuple(each for each in resources if _is_open(reserved.get(each.id, ()), mine))
    found = []
    for entry in entries:
        because = _because(entry, said, persona, questionnaire, personas, results)
        if because:
            found.append(
                Advice(
                    entry=entry,
                    because=because,
                    resources=_resources(entry, open_to_me, reserved),
                    priority=_priority(entry, because, persona),
                    persona_idea=persona in entry.personas,
                )
            )
    return tuple(sorted(found, key=lambda advice: (-advice.priority, advice.entry.id)))


def _because(
    entry: AdviceEntry,
    said: Mapping[str, bool],
    persona: int,
    questionnaire: Questionnaire,
    personas: Personas,
    results: Mapping[str, Result],
) -> tuple[Because, ...]:
    return tuple(
        Because(
            item=condition.item,
            said=condition.said,
            label=_label(condition, questionnaire),
            result=results[condition.result],
            card=personas.card(persona, condition.item) if persona else None,
        )
        for condition in entry.when
        if said.get(condition.item) is condition.said and condition.result in results
    )


def _label(condition: Condition, questionnaire: Questionnaire) -> str:
    """The operator's answer as a person would recognise it: the box of a list, the question of a yes or no."""
    question = questionnaire.of_item[condition.item]
    if question.kind == "single":
        return question.fr
    return questionnaire.affirming(condition.item)[0].shown


def _priority(entry: AdviceEntry, because: tuple[Because, ...], persona: int) -> float:
    """The widest gap, times the impact, over the effort; an idea of the operator's own persona counts a little more."""
    gap = max(_gap(reason) for reason in because)
    ease = 1 + EFFORTS.index(entry.effort)
    return round(gap * entry.impact / ease * (1.1 if persona in entry.personas else 1.0), 6)


def _gap(reason: Because) -> float:
    """For a missing practice, how common it is (in the persona where its page prints it); whole for a barrier named."""
    if reason.said:
        return _NAMED
    return reason.card.affirmed if reason.card else reason.result.share


def _is_open(groups: tuple[str, ...], mine: tuple[str, ...]) -> bool:
    """Whether a resource reserved to some groups can serve an operator: it is of one of them, or has not said."""
    own = {name for segment in mine for name in family(segment)}
    dimensions = {Segment.of(segment).dimension for segment in mine}
    return not groups or bool(own & set(groups)) or not dimensions & {Segment.of(group).dimension for group in groups}


def _resources(entry: AdviceEntry, resources: tuple[Resource, ...], reserved: Reserved) -> tuple[Resource, ...]:
    """The resources chosen for an entry, then those chiefly about its first theme, on most themes, the easiest."""
    fitting = [each for each in resources if each.id in entry.resources or entry.themes[0] in each.themes]
    fitting.sort(key=lambda resource: _distance(entry, resource, reserved))
    return tuple(fitting[:MOST_RESOURCES])


def _distance(entry: AdviceEntry, resource: Resource, reserved: Reserved) -> tuple[int, ...]:
    chosen = entry.resources.index(resource.id) if resource.id in entry.resources else len(entry.resources)
    place = resource.themes.index(entry.themes[0]) if entry.themes[0] in resource.themes else len(resource.themes)
    shared = sum(theme in resource.themes for theme in entry.themes)
    return chosen, place, -shared, int(resource.id in reserved), EFFORTS.index(resource.effort)
