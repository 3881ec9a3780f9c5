"""What people said of answers: a local file of JSON lines, bounded in size, and the questions it suggests."""

import json
import os
import stat
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

from assistant.answer.answers import Answer, Ending
from assistant.errors import BoussoleError, SettingsError, why
from assistant.facts.cards import unit_of
from assistant.french import language_of
from assistant.printable import one_line

USEFUL = "useful"
WRONG = ("wrong", "wrong_quote", "incomplete")
LARGEST = 5_000_000  # bytes, some ten thousand opinions
_TAIL = 65_536  # bytes at the end of the file in which an opinion just given is looked for again
# Never through a link, never waiting for the reader of a pipe; Windows has neither flag.
_FLAGS = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)

_NAMES = {
    USEFUL: "réponse utile",
    "wrong": "réponse fausse",
    "wrong_quote": "extrait faux",
    "incomplete": "réponse incomplète",
}
_ENDINGS: tuple[str, ...] = get_args(Ending)


@dataclass(frozen=True, slots=True)
class Opinion:
    """One opinion: when it was given, on what answer, and what was wrong with it.

    units: the ids of the results that were told, for the line of the bank that a useful answer gives.
    """

    at: str
    kind: str
    question: str
    ending: str
    lead: str
    pages: tuple[int, ...]
    comment: str = ""
    units: tuple[str, ...] = ()

    @property
    def said(self) -> tuple[str, str, str]:
        """What makes it the same opinion when it is given again."""
        return self.kind, self.question, self.comment


@dataclass(frozen=True, slots=True)
class Opinions:
    """The opinions of a file, and the numbers of its lines that cannot be read."""

    given: tuple[Opinion, ...] = ()
    unread: tuple[int, ...] = ()


def record(path: Path, answer: Answer, *, kind: str, comment: str = "", now: datetime | None = None) -> Opinion:
    """Appends an opinion to the file, once; raises SettingsError when it cannot be written or is full."""
    pages = {citation.page for finding in answer.findings for citation in finding.citations}
    at = (now or datetime.now(UTC)).isoformat(timespec="seconds")
    units = tuple(unit_of(finding.result) for finding in answer.findings if finding.result)
    opinion = Opinion(at, kind, answer.question, answer.ending, answer.lead, tuple(sorted(pages)), comment, units)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, _FLAGS, 0o600)
        try:
            _append(descriptor, opinion, path)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise SettingsError(f"Votre avis n'a pas pu être gardé dans {path} ({why(error)}).") from error
    return opinion


def _append(descriptor: int, opinion: Opinion, path: Path) -> None:
    state = os.fstat(descriptor)
    if not stat.S_ISREG(state.st_mode):
        raise SettingsError(f"Votre avis n'a pas pu être gardé : {path} n'est pas un fichier ordinaire.")
    start = max(0, state.st_size - _TAIL)
    os.lseek(descriptor, start, os.SEEK_SET)
    tail = os.read(descriptor, _TAIL)
    if any(other.said == opinion.said for other in _read(tail.decode("utf-8", "replace")).given):
        return
    # A line that a crash left unfinished must not swallow this one.
    line = ("\n" if tail and not tail.endswith(b"\n") else "") + json.dumps(asdict(opinion), ensure_ascii=False) + "\n"
    written = line.encode("utf-8", "replace")
    if state.st_size + len(written) > LARGEST:
        raise SettingsError(f"Le fichier des avis {path} est plein ({LARGEST // 1_000_000} Mo) : archivez-le.")
    os.write(descriptor, written)


def opinions(path: Path) -> Opinions:
    """Reads the opinions given so far, none when there is no file; raises BoussoleError on a file that is not text."""
    if not path.is_file():
        return Opinions()
    try:
        return _read(path.read_bytes().decode("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        reason = why(error) if isinstance(error, OSError) else "ce n'est pas du texte UTF-8"
        raise BoussoleError(
            f"Les avis de {path} ne peuvent pas être lus ({reason}). Rétablissez ou écartez ce fichier."
        ) from error


def _read(text: str) -> Opinions:
    given: list[Opinion] = []
    unread: list[int] = []
    # Not splitlines: a comment may hold U+2028, which ends no line of JSON.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
            told = {"pages": tuple(entry["pages"]), "units": tuple(entry.get("units", ()))}
            given.append(Opinion(**{**entry, **told}))
        except (ValueError, TypeError, KeyError, RecursionError):
            unread.append(number)
    return Opinions(tuple(given), tuple(unread))


def listed(given: tuple[Opinion, ...]) -> str:
    """Returns the opinions for a person to read in a terminal."""
    return "\n\n".join("\n".join(_told(one)) for one in given) or "Aucun avis n'a été donné."


def _told(one: Opinion) -> Iterator[str]:
    yield f"{one_line(one.at)}  {_name(one)}"
    yield f"  {one_line(one.question)}"
    yield f"  → {one_line(one.lead)}"
    if one.comment:
        yield f"  {one_line(one.comment)}"


def _name(one: Opinion) -> str:
    return _NAMES.get(one.kind, one_line(one.kind))


def candidate_lines(given: tuple[Opinion, ...]) -> str:
    """Returns lines for the question bank, to complete by hand: the units that answer, and the kind of answer.

    Those of an answer found useful name the result it told first; the others are left to find.
    """
    asked: dict[str, tuple[str, ...]] = {}
    for one in given:
        told = one.units[:1] if one.kind == USEFUL else ()
        asked[one_line(one.question)] = asked.get(one_line(one.question), ()) or told
    lines = (
        {"q": question, "lang": language_of(question), "ids": [*ids], "style": "spoken", "kind": ""}
        for question, ids in asked.items()
    )
    return "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)


def candidate_questions(given: tuple[Opinion, ...]) -> str:
    """Returns TOML entries to review by hand before they join tests/exam.toml."""
    entries = []
    for number, one in enumerate(given, start=1):
        ending = one.ending if one.ending in _ENDINGS else "answered"
        entries.append(
            f'[[question]]\nid = "avis-{number:03d}"\n'
            f"question = {json.dumps(one_line(one.question), ensure_ascii=False)}\n"
            f"# {_name(one)} : {one_line(one.comment)}\n"
            f"# donné : {ending}, pages {list(one.pages)}\npages = []\nfigures = []\n"
        )
    return "\n".join(entries)
