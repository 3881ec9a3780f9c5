"""The exam: questions with what an answer to them must hold, read strictly from tests/exam.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import CorpusError
from assistant.numerals import Numeral, numerals

ANSWERABLE = (
    "figure",
    "ranking",
    "challenges",
    "comparison",
    "persona",
    "recommendation",
    "definition",
    "method",
    "segment",
    "dialogue",
)
UNANSWERABLE = ("off_topic", "near_topic")
KINDS = (*ANSWERABLE, "false_premise", *UNANSWERABLE)
ENDINGS = ("answered", "partly", "outside", "not_found", "not_asked")
LANGUAGES = ("fr", "en", "nl")
SPLITS = ("dev", "test")

_TYPES: dict[str, type] = {
    "id": str,
    "split": str,
    "kind": str,
    "language": str,
    "question": str,
    "history": list,
    "profile": dict,
    "pages": list,
    "figures": list,
    "forbidden": list,
    "endings": list,
    "premise": bool,
}
_REQUIRED = ("id", "split", "kind", "language", "question", "pages", "figures", "endings")
_ITEMS: dict[str, type] = {"history": str, "pages": int, "figures": str, "forbidden": str, "endings": str}
_CHOICES = {"kind": KINDS, "language": LANGUAGES, "split": SPLITS}


@dataclass(frozen=True, slots=True)
class ExamQuestion:
    """One question of the exam; `figures` are to be given all, each by one of its alternatives."""

    id: str
    split: str
    kind: str
    language: str
    question: str
    history: tuple[str, ...]
    profile: Mapping[str, str]
    pages: tuple[int, ...]
    figures: tuple[tuple[Numeral, ...], ...]
    forbidden: tuple[Numeral, ...]
    endings: tuple[str, ...]
    premise: bool

    @property
    def answerable(self) -> bool:
        """Whether the report answers it as it is asked."""
        return self.kind in ANSWERABLE

    def request(self) -> dict[str, Any]:
        """Returns the question as a line of `boussole ask --batch`."""
        request: dict[str, Any] = {"id": self.id, "question": self.question}
        if self.profile:
            request["profile"] = dict(self.profile)
        if self.history:
            request["history"] = list(self.history)
        return request


def read_exam(path: Path, split: str | None = None) -> tuple[ExamQuestion, ...]:
    """Reads the questions of an exam, in order, those of one split if one is named.

    Raises CorpusError where the file is missing or is not an exam.
    """
    if split is not None and split not in SPLITS:
        raise CorpusError(f"Partie d'examen inconnue : « {split} ». Choisissez parmi {_listed(SPLITS)}.")
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("question")
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CorpusError(f"L'examen {path} ne peut pas être lu : {error}. Rétablissez ce fichier.") from error
    if not isinstance(entries, list) or not entries:
        raise CorpusError(f"L'examen {path} ne contient aucune table [[question]]. Ajoutez-en au moins une.")
    questions = tuple(_question(entry, rank) for rank, entry in enumerate(entries, start=1))
    _refuse_duplicates(questions)
    return tuple(question for question in questions if split is None or question.split == split)


def _question(entry: object, rank: int) -> ExamQuestion:
    if not isinstance(entry, dict):
        raise CorpusError(f"Question n° {rank} de l'examen : une table était attendue.")
    name = f"Question « {entry.get('id', f'n° {rank}')} » de l'examen"
    _check_keys(entry, name)
    for key, allowed in _CHOICES.items():
        _check_choice(entry[key], allowed, f"{name}, clé « {key} »")
    for ending in entry["endings"]:
        _check_choice(ending, ENDINGS, f"{name}, clé « endings »")
    question = ExamQuestion(
        id=entry["id"],
        split=entry["split"],
        kind=entry["kind"],
        language=entry["language"],
        question=entry["question"],
        history=tuple(entry.get("history", ())),
        profile=entry.get("profile", {}),
        pages=tuple(entry["pages"]),
        figures=tuple(
            tuple(_figure(text, name) for text in alternatives.split("|")) for alternatives in entry["figures"]
        ),
        forbidden=tuple(_figure(text, name) for text in entry.get("forbidden", ())),
        endings=tuple(entry["endings"]),
        premise=entry.get("premise", False),
    )
    _check_sense(question, name)
    return question


def _check_keys(entry: dict[str, Any], name: str) -> None:
    if unknown := sorted(entry.keys() - _TYPES.keys()):
        raise CorpusError(f"{name} : clé inconnue {_listed(unknown)}. Clés permises : {_listed(_TYPES)}.")
    if missing := [key for key in _REQUIRED if key not in entry]:
        raise CorpusError(f"{name} : il manque {_listed(missing)}. Ajoutez-les.")
    for key, value in entry.items():
        if type(value) is not _TYPES[key]:
            raise CorpusError(f"{name} : « {key} » vaut {value!r}, un {_TYPES[key].__name__} était attendu.")
        if key in _ITEMS and any(type(item) is not _ITEMS[key] for item in value):
            raise CorpusError(f"{name} : « {key} » ne peut contenir que des {_ITEMS[key].__name__}.")


def _check_choice(value: str, allowed: tuple[str, ...], where: str) -> None:
    if value not in allowed:
        raise CorpusError(f"{where} : « {value} » est inconnu. Valeurs permises : {_listed(allowed)}.")


def _check_sense(question: ExamQuestion, name: str) -> None:
    if not question.question.strip() or not question.endings:
        raise CorpusError(f"{name} : la question et ses fins permises ne peuvent pas être vides.")
    if question.kind in UNANSWERABLE and (question.pages or question.figures):
        raise CorpusError(f"{name} : une question sans réponse n'a ni page ni chiffre attendus. Retirez-les.")
    if question.kind not in UNANSWERABLE and not question.pages:
        raise CorpusError(f"{name} : aucune page attendue. Donnez au moins la page qui répond.")
    if question.kind == "dialogue" and not question.history:
        raise CorpusError(f"{name} : un dialogue demande « history ». Donnez les questions précédentes.")
    if question.premise != (question.kind == "false_premise"):
        raise CorpusError(f"{name} : « premise = true » va avec « kind = false_premise », et seulement avec lui.")


def _figure(text: str, name: str) -> Numeral:
    found = numerals(text)
    if len(found) != 1 or found[0].text != text.strip():
        raise CorpusError(f"{name} : « {text} » n'est pas un chiffre attendu, comme « 77,6 % » ou « 311 ».")
    return found[0]


def _refuse_duplicates(questions: tuple[ExamQuestion, ...]) -> None:
    seen: set[str] = set()
    for question in questions:
        if question.id in seen:
            raise CorpusError(f"L'examen donne deux fois l'identifiant « {question.id} ». Renommez-en un.")
        seen.add(question.id)


def _listed(names: Mapping[str, object] | tuple[str, ...] | list[str]) -> str:
    return ", ".join(f"« {name} »" for name in names)
