"""The questions of a profile, each answer tied to a published group, practice, view, barrier or lever."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal, get_args

from assistant.errors import CorpusError

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

    label: str
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

    id: str
    kind: ChoiceKind
    theme: ProfileTheme
    figure: str
    page: int
    fr: str
    en: str
    nl: str
    choices: tuple[Choice, ...]
    help: str = ""
    given: str = ""

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


def load_questionnaire(path: Path) -> Questionnaire:
    """Reads questionnaire.toml; raises CorpusError when it is missing, damaged or too long."""
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))["question"]
        questions = tuple(_question(entry) for entry in entries)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise CorpusError(
            f"Le questionnaire {path} est illisible ({error}) : il lui faut des tables [[question]] complètes. "
            "Rétablissez le fichier d'origine."
        ) from error
    if len(questions) > LIMIT:
        raise CorpusError(f"Le questionnaire {path} compte {len(questions)} questions ; le maximum est {LIMIT}.")
    return Questionnaire(questions)


def _question(entry: Mapping[str, object]) -> ProfileQuestion:
    fields = dict(entry)
    choices = tuple(Choice(**choice) for choice in fields.pop("choices"))  # type: ignore[attr-defined]
    question = ProfileQuestion(choices=choices, **fields)  # type: ignore[arg-type]
    if question.kind not in get_args(ChoiceKind) or question.theme not in get_args(ProfileTheme):
        raise ValueError(f"question {question.id} : genre ou thème inconnu")
    labels = [choice.label for choice in choices]
    if len(set(labels)) != len(labels):
        raise ValueError(f"question {question.id} : une réponse est donnée deux fois")
    return question
