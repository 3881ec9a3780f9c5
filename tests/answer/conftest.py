"""The exam's questions, answered once by the assistant without the official report."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from assistant.answer.answers import Answer
from assistant.answer.claims import claims
from assistant.answer.grounds import Held
from assistant.answer.judge import judged
from assistant.engine import Assistant
from assistant.french import language_of
from assistant.profile.profiles import Profile
from assistant.settings import Settings

EXAM = Path(__file__).parents[1] / "exam.toml"


@dataclass(frozen=True)
class Asked:
    """A question of the exam, for whom and after what it is asked, and its answer."""

    kind: str
    question: str
    profile: Profile
    history: tuple[str, ...]
    answer: Answer


@pytest.fixture(scope="session")
def answers(assistant: Assistant) -> tuple[Asked, ...]:
    """Several hundred questions of every kind in three languages, with their answers."""
    entries = tomllib.loads(EXAM.read_text(encoding="utf-8"))["question"]
    read = assistant.read_profile
    asked = [
        (e["kind"], e["question"], read(e.get("profile", {})).profile, tuple(e.get("history", ()))) for e in entries
    ]
    return tuple(Asked(*one, assistant.answer(one[1], profile=one[2], history=one[3])) for one in asked)


@pytest.fixture(scope="session")
def taken(assistant: Assistant) -> Callable[[str], Held]:
    """Reads the first thing that a message takes for granted, with the units found for it."""

    def read(message: str) -> Held:
        claim = claims(message)[0]
        question, vector = assistant.framed(assistant.reader.read(claim.text, spoken=language_of(message)))
        found = assistant.finder.find(question, vector, assistant.finder.dense(vector))
        return Held(claim, question, judged(question, found, assistant.library))

    return read


@pytest.fixture(scope="session")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant that has one made-up report and no facts at all."""
    report = Path(__file__).parents[1] / "data" / "rapport.pdf"
    return Assistant.open(Settings(report=report, index=tmp_path_factory.mktemp("alone")))
