"""The exam: questions with what an answer to them must hold, read strictly from a TOML file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from assistant.answer.answers import Ending
from assistant.entries import Name, Page, read_toml
from assistant.errors import CorpusError
from assistant.french import Language
from assistant.language import LANGUAGES as LANGUAGES
from assistant.numerals import Numeral, numerals

Answerable = Literal[
    "figure", "ranking", "challenges", "comparison", "persona", "recommendation", "definition", "method", "segment",
    "dialogue",
]  # fmt: skip
Unanswerable = Literal["off_topic", "near_topic"]
Split = Literal["dev", "test"]
ANSWERABLE: tuple[str, ...] = get_args(Answerable)
UNANSWERABLE: tuple[str, ...] = get_args(Unanswerable)
KINDS = (*ANSWERABLE, "false_premise", *UNANSWERABLE)
ENDINGS: tuple[str, ...] = get_args(Ending)
SPLITS: tuple[str, ...] = get_args(Split)


@dataclass(frozen=True, slots=True)
class ExamQuestion:
    """One question of the exam; of each of `figures` and of each of `lead`, one of the alternatives "a|b" is expected.

    pages: those that answer, any of them; related: others that are still on the subject; lead: what the first
    sentences must say; forbidden: figures that would be a wrong answer; endings: those that are right.
    """

    id: Name
    split: Split
    kind: Answerable | Unanswerable | Literal["false_premise"]
    language: Language
    question: Name
    pages: tuple[Page, ...]
    figures: tuple[str, ...]
    endings: tuple[Ending, ...]
    history: tuple[str, ...] = ()
    profile: Mapping[str, str] = field(default_factory=dict[str, str])
    lead: tuple[str, ...] = ()
    related: tuple[Page, ...] = ()
    forbidden: tuple[str, ...] = ()
    premise: bool = False

    def __post_init__(self) -> None:
        if not self.question.strip() or not self.endings:
            raise ValueError("la question et ses fins permises ne peuvent pas être vides")
        if self.kind in UNANSWERABLE and (self.pages or self.figures):
            raise ValueError("une question sans réponse n'a ni page ni chiffre attendus")
        if self.kind not in UNANSWERABLE and not self.pages:
            raise ValueError("aucune page attendue ; attendu : au moins la page qui répond")
        if self.kind == "dialogue" and not self.history:
            raise ValueError("un dialogue demande « history », les questions précédentes")
        if self.premise != (self.kind == "false_premise"):
            raise ValueError("« premise = true » va avec « kind = false_premise », et seulement avec lui")
        for text in (*(one for group in self.figures for one in group.split("|")), *self.forbidden):
            _figure(text)

    @property
    def answerable(self) -> bool:
        """Whether the report answers it as it is asked."""
        return self.kind in ANSWERABLE

    @property
    def expected(self) -> tuple[tuple[Numeral, ...], ...]:
        """The figures to be given all, each by one of its alternatives."""
        return tuple(tuple(map(_figure, group.split("|"))) for group in self.figures)

    @property
    def refused(self) -> tuple[Numeral, ...]:
        """The figures that would be wrong."""
        return tuple(map(_figure, self.forbidden))

    def request(self) -> dict[str, Any]:
        """Returns the question as a line of `boussole ask --batch`."""
        request: dict[str, Any] = {"id": self.id, "question": self.question}
        if self.profile:
            request["profile"] = dict(self.profile)
        if self.history:
            request["history"] = list(self.history)
        return request


@dataclass(frozen=True, slots=True)
class _Exam:
    question: tuple[ExamQuestion, ...]

    def __post_init__(self) -> None:
        if not self.question:
            raise ValueError("l'examen ne contient aucune table [[question]]")


def read_exam(path: Path, split: str | None = None) -> tuple[ExamQuestion, ...]:
    """Reads the questions of an exam, in order, those of one split if one is named.

    Raises CorpusError, with the line, where the file is missing or is not an exam.
    """
    if split is not None and split not in SPLITS:
        known = ", ".join(f"« {name} »" for name in SPLITS)
        raise CorpusError(f"Partie d'examen inconnue : « {split} ». Choisissez parmi {known}.")
    questions = read_toml(path, _Exam, unique={"question": "id"}).question
    return tuple(question for question in questions if split is None or question.split == split)


def _figure(text: str) -> Numeral:
    found = numerals(text)
    if len(found) != 1 or found[0].text != text.strip():
        raise ValueError(f"« {text} » n'est pas un chiffre attendu, comme « 77,6 % » ou « 311 »")
    return found[0]
