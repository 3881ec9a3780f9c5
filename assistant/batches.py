"""Questions by the file: one JSON request a line in, one JSON answer a line out."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from assistant.answer.answers import Answer
from assistant.errors import BoussoleError, ProfileError, QuestionError

_LARGEST_PROFILE = 64_000


class Answerer(Protocol):
    """What answers one request."""

    def answer(self, question: str, *, profile: Mapping[str, str | Sequence[str]], history: tuple[str, ...]) -> Answer:
        """Answers a question, for an organisation, after earlier questions."""
        ...


def answer_lines(assistant: Answerer, path: Path) -> Iterator[str]:
    """Yields one JSON line an answer, in the order of the file; a bad line gets its error and the next go on.

    A line is {"id", "question", "profile"?, "history"?: ["earlier question", …]}.
    """
    for number, line in enumerate(_lines(path), start=1):
        if line.strip():
            yield json.dumps(_answered(assistant, line, number), ensure_ascii=False)


def _lines(path: Path) -> Iterator[str]:
    try:
        with path.open(encoding="utf-8") as stream:
            yield from stream
    except (OSError, UnicodeDecodeError) as error:
        raise BoussoleError(
            f"Le fichier {path} est illisible ({error}). Donnez un fichier UTF-8, une question JSON par ligne."
        ) from error


def _answered(assistant: Answerer, line: str, number: int) -> dict[str, Any]:
    identifier: Any = str(number)
    try:
        request = json.loads(line)
        if not isinstance(request, dict) or not isinstance(request.get("question"), str):
            raise QuestionError(f"Ligne {number} : il faut un objet JSON avec au moins « question ».")
        identifier = request.get("id", identifier)
        history = request.get("history") or ()
        if not isinstance(history, list | tuple) or not all(isinstance(one, str) for one in history):
            raise QuestionError(f"Ligne {number} : « history » doit être une liste de questions.")
        profile = checked_profile(request.get("profile") or {})
        answer = assistant.answer(request["question"], profile=profile, history=tuple(history)).as_json()
        return {**answer, "id": identifier}
    except (json.JSONDecodeError, RecursionError) as error:
        return {"id": identifier, "error": f"Ligne {number} : JSON illisible ({error}). Une question JSON par ligne."}
    except (QuestionError, ProfileError) as error:
        return {"id": identifier, "error": str(error)}


def read_profile(path: Path) -> dict[str, str | list[str]]:
    """Reads a profile file; raises ProfileError when it is not a small JSON object of short texts."""
    try:
        if path.stat().st_size > _LARGEST_PROFILE:
            raise ProfileError(f"Le profil {path} est trop grand : quelques lignes de JSON sont attendues.")
        return checked_profile(json.loads(path.read_text(encoding="utf-8-sig")))
    except (OSError, ValueError, RecursionError) as error:
        raise ProfileError(
            f"Le profil {path} est illisible ({error}). "
            'Attendu : un objet JSON, par exemple {"secteur": "bibliothèques"}.'
        ) from error


def checked_profile(value: object) -> dict[str, str | list[str]]:
    """Returns the profile when it is an object of texts and lists of texts; raises ProfileError otherwise."""
    if not isinstance(value, dict):
        raise ProfileError('Le profil doit être un objet JSON, par exemple {"secteur": "bibliothèques"}.')
    return {str(key): given for key, given in value.items() if isinstance(given, str | list)}
