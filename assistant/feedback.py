"""What people said of answers: a local file of JSON lines, bounded in size, and the questions it suggests."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

from assistant.answer.answers import Answer, Ending
from assistant.errors import BoussoleError, SettingsError, why

KINDS = ("wrong", "wrong_quote", "incomplete")
LARGEST = 5_000_000  # bytes, some ten thousand opinions

_NAMES = {"wrong": "réponse fausse", "wrong_quote": "extrait faux", "incomplete": "réponse incomplète"}
_ENDINGS: tuple[str, ...] = get_args(Ending)


@dataclass(frozen=True, slots=True)
class Opinion:
    """One opinion: when it was given, on what answer, and what was wrong with it."""

    at: str
    kind: str
    question: str
    ending: str
    lead: str
    pages: tuple[int, ...]
    comment: str = ""


def record(path: Path, answer: Answer, *, kind: str, comment: str = "", now: datetime | None = None) -> Opinion:
    """Appends an opinion to the file; raises SettingsError when it cannot be written or is full."""
    pages = {citation.page for finding in answer.findings for citation in finding.citations}
    at = (now or datetime.now(UTC)).isoformat(timespec="seconds")
    opinion = Opinion(at, kind, answer.question, answer.ending, answer.lead, tuple(sorted(pages)), comment)
    line = json.dumps(asdict(opinion), ensure_ascii=False) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        size = path.stat().st_size if path.exists() else 0
        if size + len(line.encode()) > LARGEST:
            raise SettingsError(f"Le fichier des avis {path} est plein ({LARGEST // 1_000_000} Mo) : archivez-le.")
        with path.open("a", encoding="utf-8") as stream:
            stream.write(line)
    except OSError as error:
        raise SettingsError(f"Votre avis n'a pas pu être gardé dans {path} ({why(error)}).") from error
    return opinion


def opinions(path: Path) -> tuple[Opinion, ...]:
    """Reads the opinions given so far, none when there is no file; raises BoussoleError on a damaged line."""
    if not path.is_file():
        return ()
    return tuple(_opinions(path))


def _opinions(path: Path) -> Iterator[Opinion]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            entry = json.loads(line)
            yield Opinion(**{**entry, "pages": tuple(entry["pages"])})
        except (ValueError, TypeError, KeyError) as error:
            raise BoussoleError(f"{path}, ligne {number} : avis illisible ({error}). Retirez cette ligne.") from error


def listed(given: tuple[Opinion, ...]) -> str:
    """Returns the opinions for a person to read in a terminal."""
    if not given:
        return "Aucun avis n'a été donné."
    lines = (
        f"{one.at}  {_NAMES.get(one.kind, one.kind)}\n  {one.question}\n  → {one.lead}\n  {one.comment}"
        for one in given
    )
    return "\n\n".join(line.rstrip() for line in lines)


def candidate_questions(given: tuple[Opinion, ...]) -> str:
    """Returns TOML entries to review by hand before they join tests/exam.toml."""
    entries = []
    for number, one in enumerate(given, start=1):
        ending = one.ending if one.ending in _ENDINGS else "answered"
        entries.append(
            f'[[question]]\nid = "avis-{number:03d}"\nquestion = {json.dumps(one.question, ensure_ascii=False)}\n'
            f"# {_NAMES.get(one.kind, one.kind)} : {' '.join(one.comment.split())}\n"
            f"# donné : {ending}, pages {list(one.pages)}\npages = []\nfigures = []\n"
        )
    return "\n".join(entries)
