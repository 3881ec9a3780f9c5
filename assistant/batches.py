"""Requests by the file: one JSON object a line in, one JSON object a line out."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from assistant.answer.answers import Answer
from assistant.errors import BoussoleError, ProfileError, QuestionError, why

LARGEST_PROFILE = 65_536  # bytes


class Answerer(Protocol):
    """What answers one request."""

    def answer(self, question: str, *, profile: Mapping[str, str | Sequence[str]], history: tuple[str, ...]) -> Answer:
        """Answers a question, for an organisation, after earlier questions."""
        ...


@dataclass(frozen=True, slots=True)
class Request:
    """One line of a file: its number from 1, and what it holds or why it cannot be read."""

    number: int
    content: Mapping[str, Any]
    refusal: str = ""

    @property
    def id(self) -> Any:
        """The id given, else the number of the line."""
        return self.content.get("id", str(self.number))


def read_requests(path: Path) -> tuple[Request, ...]:
    """Reads a file of JSON lines; raises BoussoleError when the file cannot be read, not when a line cannot."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = why(error) if isinstance(error, OSError) else "ce n'est pas du texte UTF-8"
        raise BoussoleError(
            f"Le fichier {path} est illisible ({reason}). Donnez un fichier UTF-8, un objet JSON par ligne."
        ) from error
    return tuple(_request(line, number) for number, line in enumerate(lines, start=1) if line.strip())


def _request(line: str, number: int) -> Request:
    try:
        content = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Request(number, {}, f"Ligne {number} : JSON illisible ({error}). Un objet JSON par ligne est attendu.")
    if not isinstance(content, dict):
        return Request(number, {}, f'Ligne {number} : un objet JSON est attendu, par exemple {{"id": 1, …}}.')
    return Request(number, content)


def answered(assistant: Answerer, request: Request) -> dict[str, Any]:
    """Returns the answer to one request, or {"id", "error"} where it cannot be taken: the next ones go on."""
    try:
        if request.refusal:
            raise QuestionError(request.refusal)
        question, history = request.content.get("question"), request.content.get("history") or []
        if not isinstance(question, str):
            raise QuestionError(f"Ligne {request.number} : il faut au moins « question », un texte.")
        if not isinstance(history, list) or not all(isinstance(one, str) for one in history):
            raise QuestionError(f"Ligne {request.number} : « history » doit être une liste de questions.")
        profile = checked_profile(request.content.get("profile") or {})
        return {**assistant.answer(question, profile=profile, history=tuple(history)).as_json(), "id": request.id}
    except BoussoleError as error:
        return {"id": request.id, "error": str(error)}


def read_profile(path: Path) -> dict[str, str | list[str]]:
    """Reads a profile file; raises ProfileError when it is not a small JSON object of short texts."""
    try:
        if path.stat().st_size > LARGEST_PROFILE:
            raise ProfileError(f"Le profil {path} est trop grand : quelques lignes de JSON sont attendues.")
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        reason = why(error) if isinstance(error, OSError) else "il est vide, tronqué ou abîmé"
        raise ProfileError(
            f"Le profil {path} est illisible ({reason}). "
            'Attendu : un objet JSON, par exemple {"secteur": "bibliothèques"}.'
        ) from error
    return checked_profile(content)


def checked_profile(value: object) -> dict[str, str | list[str]]:
    """Returns the profile when it is an object of texts and lists of texts; raises ProfileError otherwise."""
    if not isinstance(value, dict):
        raise ProfileError('Le profil doit être un objet JSON, par exemple {"secteur": "bibliothèques"}.')
    return {
        str(key): given
        for key, given in value.items()
        if isinstance(given, str) or (isinstance(given, list) and all(isinstance(one, str) for one in given))
    }
