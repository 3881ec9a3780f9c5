"""How far the model stands from each thing published."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from assistant.facts.personas import CardFigure, Personas
from assistant.facts.results import Result
from assistant.profile.calibration import Model, dimension_mean, overall_rates
from assistant.profile.questionnaire import DIMENSIONS, Questionnaire


@dataclass(frozen=True, slots=True)
class Residual:
    """One published constraint beside what the model gives; both 0-1. `persona` is 0 for everyone."""

    kind: str
    subject: str
    persona: int
    published: float
    modelled: float

    @property
    def gap(self) -> float:
        """Modelled minus published."""
        return self.modelled - self.published


def residuals(
    model: Model, personas: Personas, questionnaire: Questionnaire, results: Mapping[str, Result]
) -> tuple[Residual, ...]:
    """Returns every constraint with what the model gives: overall rates, card figures, Table 3 scores."""
    published = overall_rates(personas, questionnaire, results)
    found = [
        Residual("ensemble", item, 0, published[item], float(np.dot(model.sizes, model.rates[item])))
        for item in questionnaire.items
    ]
    found += [
        Residual("carte", figure.id, figure.persona, figure.affirmed, _of_card(figure, model))
        for figure in personas.figures
    ]
    for dimension in DIMENSIONS:
        intercept, slope = model.scales[dimension]
        rates = {item: np.array(rate) for item, rate in model.rates.items()}
        means = intercept + slope * dimension_mean(questionnaire, dimension, rates)
        for persona, mean in zip(personas.all, means, strict=True):
            found.append(Residual("score", dimension, persona.number, persona.scores[dimension], float(mean)))
    return tuple(found)


def _of_card(figure: CardFigure, model: Model) -> float:
    row = figure.persona - 1
    if figure.trait:
        return model.rates[figure.trait][row]
    return sum(model.segments[name][row] for name in figure.segments)
