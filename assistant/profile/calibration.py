"""A model of the personas that agrees with everything published: P(practice | persona).

Table 4 orders the personas within each row by shade; the workbook gives each row's overall rate; the persona pages
print some cells; Table 3 gives the mean of each dimension. Row by row, the log odds follow the shade with one slope,
the intercept is solved so that the size-weighted mean is the published rate, and printed cells are kept as they are.
The slope is shared by a dimension and chosen so that the personas' means follow Table 3. See docs/personas.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from assistant.errors import CorpusError
from assistant.facts.personas import Personas
from assistant.facts.results import Result
from assistant.profile.composition import Array, Shares, composition
from assistant.profile.questionnaire import DIMENSIONS, Questionnaire

POSITIONS = (0.0, 0.25, 1.0, 1.5, 2.0)  # of the five shades; the two middling ones stand between the three common ones
WITHIN_SHADE = 0.3  # how far Table 3 separates personas of one shade: less than a shade, so the order is never broken
CONDITIONAL_SLOPE = 3.0  # practices asked of strategists only follow Table 3 itself, as no shade is published for them
UNSCORED = frozenset({"google-my-business"})  # Table 4 prints this row against the score of its own dimension
SLOPES = np.linspace(0, 4, 161)
_STEPS = 60


@dataclass(frozen=True, slots=True)
class Model:
    """The calibrated model; an estimate, never shown as a published figure.

    `chances` gives for each item its five P(yes | persona) (among those concerned, for a conditional question);
    `rates` the same among everyone; `segments` P(segment | persona); `scales` the line from a mean of practices to
    a Table 3 score.
    """

    sizes: Shares
    chances: Mapping[str, Shares]
    rates: Mapping[str, Shares]
    segments: Mapping[str, Shares]
    scales: Mapping[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class _Row:
    """What is published of one item, ready for solving; `cards` is NaN where a persona's page prints nothing."""

    item: str
    theme: str
    rate: float
    places: Array
    levels: tuple[int, ...] | None
    cards: Array
    ceiling: Array


def calibrate(personas: Personas, questionnaire: Questionnaire, results: Mapping[str, Result]) -> Model:
    """Builds the model from the committed facts alone: same facts, same model, to the last digit."""
    weights = _weights(personas)
    rates = overall_rates(personas, questionnaire, results)
    rows = [_row(item, personas, questionnaire, rates) for item in questionnaire.items]
    curves = {row.item: _curves(row, weights) for row in rows if not questionnaire.of_item[row.item].given}
    slopes = _slopes(personas, questionnaire, curves, weights)
    solved = {row.item: _settled(row, curves[row.item], slopes, weights) for row in rows if row.item in curves}
    for row in rows:
        if given := questionnaire.of_item[row.item].given:
            solved[row.item] = _conditional(row, solved[given], weights)
    scales = {dimension: _scale(personas, questionnaire, dimension, solved) for dimension in DIMENSIONS}
    return Model(
        sizes=tuple(weights.tolist()),
        chances={item: tuple(_among(item, solved, questionnaire).tolist()) for item in questionnaire.items},
        rates={item: tuple(solved[item].tolist()) for item in questionnaire.items},
        segments=composition(personas, _margins(questionnaire, results)),
        scales=scales,
    )


def overall_rates(personas: Personas, questionnaire: Questionnaire, results: Mapping[str, Result]) -> dict[str, float]:
    """Returns the published rate of every item among all operators, from the figures its answers are tied to."""
    everyone = sum(persona.count for persona in personas.all)
    return {
        item: sum(_part(results, choice.result, everyone) for choice in questionnaire.affirming(item))
        for item in questionnaire.items
    }


def _part(results: Mapping[str, Result], identifier: str, everyone: int) -> float:
    if identifier not in results:
        raise CorpusError(
            f"Le questionnaire cite le résultat « {identifier} », absent de results.csv. "
            "Corrigez corpus/questionnaire.toml ou corpus/results.csv."
        )
    result = results[identifier]
    return result.count / everyone if result.count is not None else result.share


def _margins(questionnaire: Questionnaire, results: Mapping[str, Result]) -> dict[str, list[tuple[str, float]]]:
    """The published distribution of each profile question, hidden sub-labels left out."""
    margins: dict[str, list[tuple[str, float]]] = {}
    for question in questionnaire.questions:
        for choice in question.choices:
            if choice.segment and choice.result and not choice.hidden:
                count = results[choice.result].count
                margins.setdefault(question.id, []).append((choice.segment, float(count or 0)))
    return margins


def _weights(personas: Personas) -> Array:
    counts = np.array([persona.count for persona in personas.all], float)
    return counts / counts.sum()


def _scores(personas: Personas, dimension: str) -> Array:
    return np.array([persona.scores[dimension] for persona in personas.all])


def _row(item: str, personas: Personas, questionnaire: Questionnaire, rates: Mapping[str, float]) -> _Row:
    question = questionnaire.of_item[item]
    trait = personas.by_trait.get(questionnaire.affirming(item)[0].trait or item)
    places = np.zeros(len(personas.all)) if trait is None else np.array([POSITIONS[level] for level in trait.levels])
    if trait is not None and question.theme in DIMENSIONS:
        scores = _scores(personas, question.theme)
        places = places + WITHIN_SHADE * (scores - scores.min()) / np.ptp(scores)
    cards = np.full(len(personas.all), np.nan)
    for figure in personas.figures:
        if figure.trait == item:
            cards[figure.persona - 1] = figure.affirmed
    if question.given:
        places = CONDITIONAL_SLOPE * _scores(personas, question.theme)
    return _Row(
        item, question.theme, rates[item], places, trait.levels if trait else None, cards, np.ones(len(personas.all))
    )


def _curves(row: _Row, weights: Array) -> Array:
    """For every slope, the five rates whose weighted mean is the published one (bisection on the intercept)."""
    free = np.isnan(row.cards)
    needed = row.rate - float(weights[~free] @ row.cards[~free])
    # Log odds of 40 are certainty in a float; sixty halvings of that range end below its precision.
    low, high = np.full(len(SLOPES), -40.0), np.full(len(SLOPES), 40.0)
    lean = np.outer(SLOPES, row.places)
    for _ in range(_STEPS):
        middle = (low + high) / 2
        reached = (_logistic(middle[:, None] + lean) * row.ceiling)[:, free] @ weights[free]
        low, high = np.where(reached < needed, middle, low), np.where(reached < needed, high, middle)
    solved = _logistic(low[:, None] + lean) * row.ceiling
    solved[:, ~free] = row.cards[~free]
    return solved


def _slopes(
    personas: Personas, questionnaire: Questionnaire, curves: Mapping[str, Array], weights: Array
) -> dict[str, int]:
    """The slope of each dimension whose persona means lie closest to Table 3, up to a common shift."""
    slopes = {}
    for dimension in DIMENSIONS:
        stack = np.mean([curves[item] for item in scored_items(questionnaire, dimension) if item in curves], axis=0)
        target = _scores(personas, dimension)
        misses = (stack - (stack @ weights)[:, None] - (target - target @ weights)) ** 2 @ weights
        slopes[dimension] = int(np.argmin(misses))
    # Views, barriers and levers have no score of their own: they take the middle slope of the dimensions.
    slopes[""] = int(np.median(list(slopes.values())))
    return slopes


def _settled(row: _Row, curves: Array, slopes: Mapping[str, int], weights: Array) -> Array:
    """Keeps the slope nearest its dimension's among those that meet the rate, the shades and the printed cells."""
    wanted = SLOPES[slopes.get(row.theme, slopes[""])]
    missed = np.abs(curves @ weights - row.rate)
    # What is published is never traded for a better slope: the penalties outweigh any distance between slopes.
    cost = np.abs(SLOPES - wanted) + 1e4 * missed + 1e4 * _disorder(row, curves) + _strain(row, curves)
    return curves[int(np.argmin(cost))]


def _disorder(row: _Row, curves: Array) -> Array:
    """How far a darker shade falls under a lighter one, summed over the pairs."""
    total = np.zeros(len(curves))
    for lighter in range(curves.shape[1]):
        for darker in range(curves.shape[1]):
            if row.levels is not None and row.levels[lighter] < row.levels[darker]:
                total += np.maximum(curves[:, lighter] - curves[:, darker], 0)
    return total


def _strain(row: _Row, curves: Array) -> Array:
    """How far, in log odds, a persona stands from a printed cell of its own shade."""
    total = np.zeros(len(curves))
    for printed in np.flatnonzero(~np.isnan(row.cards)):
        for other in np.flatnonzero(np.isnan(row.cards)):
            if row.levels is not None and row.levels[printed] == row.levels[other]:
                total += np.abs(_logit(curves[:, other]) - _logit(curves[:, printed]))
    return total


def _conditional(row: _Row, parent: Array, weights: Array) -> Array:
    """Rates of a practice that only those with the parent practice can have."""
    bounded = _Row(row.item, row.theme, row.rate, row.places, None, row.cards, parent)
    return _curves(bounded, weights)[int(np.argmin(np.abs(SLOPES - 1.0)))]


def _among(item: str, solved: Mapping[str, Array], questionnaire: Questionnaire) -> Array:
    given = questionnaire.of_item[item].given
    return solved[item] / solved[given] if given else solved[item]


def _scale(
    personas: Personas, questionnaire: Questionnaire, dimension: str, solved: Mapping[str, Array]
) -> tuple[float, float]:
    """The line (intercept, slope) from the mean of a dimension's practices to its Table 3 scores, size-weighted."""
    means = dimension_mean(questionnaire, dimension, solved)
    scores, weights = _scores(personas, dimension), _weights(personas)
    centre, target = float(weights @ means), float(weights @ scores)
    slope = float(weights @ ((means - centre) * (scores - target)) / (weights @ (means - centre) ** 2))
    return target - slope * centre, slope


def dimension_mean(questionnaire: Questionnaire, dimension: str, rates: Mapping[str, Array]) -> Array:
    """Returns each persona's mean rate over the practices of a dimension."""
    return np.mean([rates[item] for item in scored_items(questionnaire, dimension)], axis=0)


def scored_items(questionnaire: Questionnaire, dimension: str) -> tuple[str, ...]:
    """Returns the practices whose mean stands for a dimension's score."""
    return tuple(
        item for item in questionnaire.items if questionnaire.of_item[item].theme == dimension and item not in UNSCORED
    )


def _logistic(value: Array) -> Array:
    return 1 / (1 + np.exp(-value))


def _logit(share: Array) -> Array:
    bounded = np.clip(share, 0.001, 0.999)
    return np.log(bounded / (1 - bounded))
