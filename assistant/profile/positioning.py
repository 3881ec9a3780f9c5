"""Where an operator stands: an indicative score on the four dimensions, and its practices beside those published."""

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.facts.personas import CardFigure, Personas, Trait
from assistant.facts.results import Result
from assistant.profile.calibration import Model, scored_items
from assistant.profile.profiles import Profile
from assistant.profile.questionnaire import DIMENSIONS, Choice, ProfileQuestion, Questionnaire


@dataclass(frozen=True, slots=True)
class Comparison:
    """One answer beside what is published: all operators (a result), the persona (a card figure or a shade).

    `mine` is what the operator said of `label`; `everyone` is the published figure of `published_label`. A persona
    has a percentage only where its page prints one (`card`); a shade (`trait`) is a level, never a percentage.
    """

    question: str
    theme: str
    item: str
    label: str
    mine: bool
    published_label: str
    everyone: Result | None
    persona: int
    card: CardFigure | None
    trait: Trait | None

    @property
    def level(self) -> str:
        """Where the persona stands on this practice, in words, when only a shade is published."""
        return self.trait.level_words(self.persona) if self.trait and not self.card else ""


def scores(
    profile: Profile, questionnaire: Questionnaire, model: Model, shares: tuple[float, ...]
) -> dict[str, float | None]:
    """Returns an indicative score 0-1 on each dimension, or None where nothing of it was answered.

    The mean of the dimension's practices, each counted as answered, or as expected from the personas resembled where
    it was not; put on the scale of Table 3. The study's own weights are not published.
    """
    said = profile.practices(questionnaire)
    return {dimension: _score(dimension, said, questionnaire, model, shares) for dimension in DIMENSIONS}


def _score(
    dimension: str, said: Mapping[str, bool], questionnaire: Questionnaire, model: Model, shares: tuple[float, ...]
) -> float | None:
    items = scored_items(questionnaire, dimension)
    if not any(item in said for item in items):
        return None
    total = 0.0
    for item in items:
        given = questionnaire.of_item[item].given
        if item in said or said.get(given) is False:
            total += float(said.get(item, False))
        else:
            total += sum(share * rate for share, rate in zip(shares, model.rates[item], strict=True))
    intercept, slope = model.scales[dimension]
    return min(1.0, max(0.0, intercept + slope * total / len(items)))


def comparisons(
    profile: Profile,
    persona: int,
    *,
    questionnaire: Questionnaire,
    personas: Personas,
    results: Mapping[str, Result],
) -> tuple[Comparison, ...]:
    """Returns every practice answered beside the persona (1-5; 0 for none) and all operators, in asking order."""
    said = profile.practices(questionnaire)
    found = []
    for identifier, labels in profile.answers:
        question = questionnaire.by_id[identifier]
        for item in question.items:
            if item in said:
                shown = _shown(question, item, labels)
                published = _published(question, item, labels)
                found.append(
                    Comparison(
                        question=identifier,
                        theme=question.theme,
                        item=item,
                        label=shown.shown,
                        mine=said[item],
                        published_label=published.shown,
                        everyone=results.get(published.result),
                        persona=persona,
                        card=personas.card(persona, item) if persona else None,
                        trait=personas.by_trait.get(published.trait or item) if persona else None,
                    )
                )
    return tuple(found)


def _shown(question: ProfileQuestion, item: str, labels: tuple[str, ...]) -> Choice:
    """The choice that words the operator's answer: its own in a single choice, the item's in a list."""
    own = (choice for choice in question.choices if choice.item == item and choice.label in labels)
    any_of = (choice for choice in question.choices if choice.item == item)
    return next(own, None) or next(any_of)


def _published(question: ProfileQuestion, item: str, labels: tuple[str, ...]) -> Choice:
    """The choice whose figure is shown: the one that says yes, or the operator's own where several say yes."""
    affirming = [choice for choice in question.choices if choice.item == item and choice.value]
    return affirming[0] if len(affirming) == 1 else _shown(question, item, labels)


def gaps(found: tuple[Comparison, ...]) -> tuple[Comparison, ...]:
    """Returns the practices of the four dimensions that the operator lacks, the commonest among all first."""
    lacking = [each for each in found if each.theme in DIMENSIONS and not each.mine and each.everyone is not None]
    return tuple(sorted(lacking, key=lambda each: (-(each.everyone.share if each.everyone else 0), each.item)))
