"""The committed facts, read once: the personas, the questionnaire, the published figures and the model."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from assistant.survey.calibration import Model, calibrate
from assistant.survey.personas import Personas, load_personas
from assistant.survey.questionnaire import Questionnaire, load_questionnaire
from assistant.survey.recovery import Recovery, evaluate_profiles
from assistant.survey.results import Result, load_results

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="session")
def corpus() -> Path:
    return CORPUS


@pytest.fixture(scope="session")
def personas() -> Personas:
    return load_personas(CORPUS / "personas.toml")


@pytest.fixture(scope="session")
def questionnaire() -> Questionnaire:
    return load_questionnaire(CORPUS / "questionnaire.toml")


@pytest.fixture(scope="session")
def published() -> Mapping[str, Result]:
    return load_results(CORPUS).by_id


@pytest.fixture(scope="session")
def model(personas: Personas, questionnaire: Questionnaire, published: Mapping[str, Result]) -> Model:
    return calibrate(personas, questionnaire, published)


@pytest.fixture(scope="session")
def measured(questionnaire: Questionnaire, model: Model) -> tuple[Recovery, ...]:
    """The whole measure, made once: it takes some twenty seconds."""
    return evaluate_profiles(questionnaire, model)
