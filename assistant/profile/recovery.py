"""How well the personas are found again: profiles drawn from the calibrated model, then matched.

This measures the questionnaire and the matching against the model, not against the study's own classification: no
operator's answers are published. Four worlds are drawn, since real answers are neither independent nor complete.
"""

from dataclasses import dataclass
from itertools import pairwise
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from assistant.profile.calibration import Model
from assistant.profile.composition import Array
from assistant.profile.matching import shares
from assistant.profile.profiles import Profile
from assistant.profile.questionnaire import ProfileQuestion, Questionnaire

DRAWS = 2_000
SEED = 2024
BINS = 10


@dataclass(frozen=True, slots=True)
class World:
    """How answers are drawn: how much those of one question go together, and the share of true boxes left unticked."""

    name: str
    together: float = 0.0
    overlooked: float = 0.0


WORLDS = (
    World("modèle calibré"),
    World("réponses liées entre elles", together=0.3),
    World("un quart des cases oubliées", overlooked=0.25),
    World("réponses liées et cases oubliées", together=0.3, overlooked=0.25),
)
CURVE = (22, 18, 14, 10, 7, 5)


@dataclass(frozen=True, slots=True)
class Recovery:
    """How many of the drawn personas came first, or in the first two, and how far confidence is from accuracy (0-1)."""

    world: str
    questions: int
    draws: int
    first: float
    first_two: float
    calibration_error: float


def evaluate_profiles(
    questionnaire: Questionnaire, model: Model, draws: int = DRAWS, seed: int = SEED
) -> tuple[Recovery, ...]:
    """Measures every world with all questions answered, then the calibrated model as answers are removed."""
    found = [_recovery(questionnaire, model, world, len(questionnaire.questions), draws, seed) for world in WORLDS]
    fewer = [count for count in CURVE if count < len(questionnaire.questions)]
    found += [_recovery(questionnaire, model, WORLDS[0], count, draws, seed) for count in fewer]
    return tuple(found)


def _recovery(
    questionnaire: Questionnaire, model: Model, world: World, questions: int, draws: int, seed: int
) -> Recovery:
    generator = np.random.default_rng(seed)
    truth = generator.choice(5, draws, p=model.sizes)
    matched = np.empty((draws, 5))
    for row, persona in enumerate(truth):
        profile = draw_profile(int(persona) + 1, questionnaire, model, world, generator)
        matched[row] = shares(_thinned(profile, questions, generator), questionnaire, model)
    ranked = np.argsort(-matched, axis=1, kind="stable")
    hits = ranked[:, 0] == truth
    return Recovery(
        world=world.name,
        questions=questions,
        draws=draws,
        first=float(hits.mean()),
        first_two=float((hits | (ranked[:, 1] == truth)).mean()),
        calibration_error=_calibration_error(matched.max(axis=1), hits),
    )


def _calibration_error(confidence: Array, hits: NDArray[np.bool_]) -> float:
    """The expected calibration error over ten equal bins of confidence."""
    error = 0.0
    for low, high in pairwise(np.linspace(0, 1, BINS + 1)):
        inside = (confidence > low) & (confidence <= high)
        if inside.any():
            error += float(inside.mean() * abs(confidence[inside].mean() - hits[inside].mean()))
    return error


def draw_profile(
    persona: int, questionnaire: Questionnaire, model: Model, world: World, generator: np.random.Generator
) -> Profile:
    """Draws one complete set of answers of a persona (1-5) from the calibrated model."""
    answers: dict[str, tuple[str, ...]] = {}
    said: dict[str, bool] = {}
    for question in questionnaire.questions:
        if question.theme == "profil":
            answers[question.id] = _drawn_segment(question, persona, model, generator)
        elif not question.given or said[question.given]:
            drawn = _drawn_items(question, persona, model, world, generator)
            said |= drawn
            answers[question.id] = _labels(question, drawn, world, generator)
    return Profile(tuple(answers.items()))


def _drawn_segment(
    question: ProfileQuestion, persona: int, model: Model, generator: np.random.Generator
) -> tuple[str, ...]:
    choices = [choice for choice in question.choices if choice.segment in model.segments]
    chances = np.array([model.segments[choice.segment][persona - 1] for choice in choices])
    return (choices[int(generator.choice(len(choices), p=chances / chances.sum()))].label,)


def _drawn_items(
    question: ProfileQuestion, persona: int, model: Model, world: World, generator: np.random.Generator
) -> dict[str, bool]:
    common = generator.standard_normal()
    own = generator.standard_normal(len(question.items))
    leaning = np.sqrt(world.together) * common + np.sqrt(1 - world.together) * own
    chances = [min(max(model.chances[item][persona - 1], 1e-9), 1 - 1e-9) for item in question.items]
    return {
        item: bool(value < NormalDist().inv_cdf(chance))
        for item, chance, value in zip(question.items, chances, leaning, strict=True)
    }


def _labels(
    question: ProfileQuestion, drawn: dict[str, bool], world: World, generator: np.random.Generator
) -> tuple[str, ...]:
    if question.kind == "single":
        return (
            next(choice.label for choice in question.choices if choice.item and choice.value == drawn[choice.item]),
        )
    ticked = tuple(
        choice.label
        for choice in question.choices
        if choice.item and drawn[choice.item] and generator.random() >= world.overlooked
    )
    return ticked or tuple(choice.label for choice in question.choices if choice.none)


def _thinned(profile: Profile, questions: int, generator: np.random.Generator) -> Profile:
    """Keeps that many answers, drawn at random."""
    if len(profile.answers) <= questions:
        return profile
    kept = sorted(generator.choice(len(profile.answers), questions, replace=False))
    return Profile(tuple(profile.answers[place] for place in kept))
