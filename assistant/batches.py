"""Requests by the file: one JSON object a line in, one JSON object a line out."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from assistant.answer.answers import Answer
from assistant.errors import BoussoleError, QuestionError, why
from assistant.profile.profiles import Profile, ProfileReading


class Answerer(Protocol):
    """What answers one request."""

    def read_profile(self, data: object) -> ProfileReading:
        """Understands what was said of an organisation."""
        ...

    def answer(self, question: str, *, profile: Profile, history: tuple[str, ...]) -> Answer:
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


def answered(assistant: Answerer, request: Request, warn: Callable[[tuple[str, ...]], None]) -> dict[str, Any]:
    """Returns the answer to one request, or {"id", "error"} where it cannot be taken: the next ones go on.

    warn: is told, line by line, what of a profile was left aside.
    """
    try:
        if request.refusal:
            raise QuestionError(request.refusal)
        question, history = request.content.get("question"), request.content.get("history") or []
        if not isinstance(question, str):
            raise QuestionError(f"Ligne {request.number} : il faut au moins « question », un texte.")
        if not isinstance(history, list) or not all(isinstance(one, str) for one in history):
            raise QuestionError(f"Ligne {request.number} : « history » doit être une liste de questions.")
        reading = assistant.read_profile(request.content.get("profile") or {})
        warn(tuple(f"ligne {request.number} : {warning}" for warning in reading.warnings))
        answer = assistant.answer(question, profile=reading.profile, history=tuple(history))
        return {**answer.as_json(), "id": request.id}
    except BoussoleError as error:
        return {"id": request.id, "error": str(error)}
