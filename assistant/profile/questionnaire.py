"""The questions of a profile, each answer tied to a published group, practice, view, barrier or lever."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from assistant.entries import Name, Page, read_toml

ChoiceKind = Literal["single", "multiple"]
ProfileTheme = Literal[
    "profil", "strategie", "organisation", "communication", "contenu", "perception", "freins", "leviers"
]  # fmt: skip
DIMENSIONS: tuple[ProfileTheme, ...] = ("strategie", "organisation", "communication", "contenu")
LIMIT = 24  # a questionnaire is answered in under two minutes


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: its published label and what it is evidence of.

    `item` names a practice (with `value` in a single choice), `segment` a published group, `result` the published
    figure. `none` answers a multiple choice with nothing chosen; `unknown` is an answer without evidence.
    """

    label: Name
    en: str
    nl: str
    plain: str = ""
    item: str = ""
    value: bool = True
    segment: str = ""
    trait: str = ""
    result: str = ""
    none: bool = False
    unknown: bool = False
    hidden: bool = False

    @property
    def shown(self) -> str:
        """The words shown to a person: the published label, or plain words where that label is a code."""
        return self.plain or self.label


@dataclass(frozen=True)
class ProfileQuestion:
    """One question, with its published answers in order, the figure and the page that publish them."""

    id: Name
    kind: ChoiceKind
    theme: ProfileTheme
    figure: str
    page: Page
    fr: str
    en: str
    nl: str
    choices: tuple[Choice, ...]
    help: str = ""
    given: str = ""

    def __post_init__(self) -> None:
        labels = [choice.label for choice in self.choices]
        if len(set(labels)) != len(labels):
            raise ValueError(f"question « {self.id} » : une réponse est donnée deux fois ; attendu : chacune une fois")

    def choice(self, label: str) -> Choice | None:
        """Returns the choice of that exact label."""
        return next((choice for choice in self.choices if choice.label == label), None)

    @cached_property
    def items(self) -> tuple[str, ...]:
        """The practices this question asks about, each once."""
        return tuple(dict.fromkeys(choice.item for choice in self.choices if choice.item))


@dataclass(frozen=True)
class Questionnaire:
    """All questions in the order they are asked."""

    questions: tuple[ProfileQuestion, ...]

    @cached_property
    def by_id(self) -> Mapping[str, ProfileQuestion]:
        """The questions by id."""
        return {question.id: question for question in self.questions}

    @cached_property
    def of_item(self) -> Mapping[str, ProfileQuestion]:
        """The question that asks about each item."""
        return {item: question for question in self.questions for item in question.items}

    @cached_property
    def items(self) -> tuple[str, ...]:
        """Every practice asked about, in order."""
        return tuple(self.of_item)

    @cached_property
    def parents(self) -> frozenset[str]:
        """The questions on whose answer another question depends."""
        return frozenset(self.of_item[question.given].id for question in self.questions if question.given)

    def affirming(self, item: str) -> tuple[Choice, ...]:
        """Returns the choices that say yes to an item."""
        return tuple(choice for choice in self.of_item[item].choices if choice.item == item and choice.value)

    def to_json(self) -> list[dict[str, object]]:
        """Returns every question id with its published answer labels, for programs."""
        return [
            {
                "id": question.id,
                "kind": question.kind,
                "theme": question.theme,
                "question": question.fr,
                "figure": question.figure,
                "page": question.page,
                "answers": [choice.label for choice in question.choices if not choice.hidden],
            }
            for question in self.questions
        ]


@dataclass(frozen=True, slots=True)
class _Questions:
    question: tuple[ProfileQuestion, ...]

    def __post_init__(self) -> None:
        if len(self.question) > LIMIT:
            raise ValueError(f"le questionnaire compte {len(self.question)} questions ; attendu : {LIMIT} au plus")


def load_questionnaire(path: Path) -> Questionnaire:
    """Reads questionnaire.toml; raises CorpusError when it is missing, damaged or too long."""
    return Questionnaire(read_toml(path, _Questions, unique={"question": "id"}).question)
