"""The report restated in our own words, read from Markdown into passages.

A heading (`## Titre {p. 28-31}`) opens a section; a bullet is one finding with its pages, then, in any order, its
figure or table, its base and its kind, and at its end the name by which the question bank knows it, which stays when
its wording changes: `- (p. 29-30 ; figure 12 ; n = 298 ; finding) Texte. {#d29-1f3a9c}`. Nothing else may stand in the
file but blank lines. Several files are read as one document, in the order given.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast, get_args

from assistant.errors import CorpusError
from assistant.numerals import numerals
from assistant.passages import Passage, PassageKind, Sentence
from assistant.sentences import sentence_spans

_HEADING = re.compile(r"(?P<level>#{1,6}) (?P<title>\S.*?)(?: \{p\. \d+(?:-\d+)?\})?")
_BULLET = re.compile(
    r"- \(p\. (?P<first>\d+)(?:-(?P<last>\d+))?(?P<fields>(?: ; [^;)]+)*)\) (?P<text>\S.*?)(?: \{#(?P<name>[\w.-]+)\})?"
)
_FIGURE = re.compile(r"figure (?P<number>\S+)|(?P<table>tableau \d+)")
_BASE = re.compile(r"n = (\d+)")
_PERSONAS = re.compile(r"\bpersonas? ((?:[1-9](?:, | et | ou )?)+)", re.IGNORECASE)
_KINDS: tuple[str, ...] = get_args(PassageKind)
_EXPECTED = "- (p. 29-30 ; figure 12 ; n = 298 ; finding) Texte. {#d29-1f3a9c}"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a line stands, for a message a person can act upon."""

    path: Path
    line: int

    def error(self, found: str, advice: str) -> CorpusError:
        return CorpusError(f"{self.path.name}, ligne {self.line} : {found}. {advice}")


@dataclass(frozen=True, slots=True)
class _Fields:
    """What stands between the parentheses of a bullet, after its pages."""

    kind: PassageKind = "finding"
    figure: str | None = None
    base: int | None = None


def read_digest(paths: Iterable[Path], edition: str) -> tuple[Passage, ...]:
    """Returns the passages of the files, read in order as one document.

    Raises:
        CorpusError: a file cannot be read, a line is neither a heading, a bullet nor blank, or a bullet has no name of
            its own.
    """
    passages: dict[str, Passage] = {}
    section: tuple[str, ...] = ()
    for place, line in _lines(paths):
        heading = _HEADING.fullmatch(line)
        if heading:
            section = (*section[: len(heading["level"]) - 1], heading["title"])
            continue
        passage = _passage(line, place, section=section, edition=edition)
        if passage.id in passages:
            raise place.error(
                f"le nom « {passage.id} » est déjà pris", "Donnez à chaque constat un nom qui reste le sien."
            )
        passages[passage.id] = passage
    return tuple(passages.values())


def _lines(paths: Iterable[Path]) -> Iterator[tuple[_Place, str]]:
    for path in paths:
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CorpusError(
                f"Le résumé « {path} » ne peut pas être lu ({error}). "
                "Un fichier Markdown en UTF-8 est attendu : restaurez celui du projet."
            ) from error
        for number, line in enumerate(text.splitlines(), start=1):
            if line.strip():
                yield _Place(path, number), line.rstrip()


def _passage(line: str, place: _Place, *, section: tuple[str, ...], edition: str) -> Passage:
    bullet = _BULLET.fullmatch(line)
    if bullet is None:
        raise place.error(f"« {line[:60]} » n’est ni un titre ni un constat", f"Forme attendue : « {_EXPECTED} ».")
    pages = _pages(bullet, place)
    fields = _fields(bullet["fields"], place)
    text = _with_base(bullet["text"], fields.base)
    if not bullet["name"]:
        proposed = f"d{pages[0]}-{hashlib.sha256(text.encode()).hexdigest()[:6]}"
        raise place.error("ce constat n’a pas de nom", f"Ajoutez par exemple « {{#{proposed}}} » à la fin de la ligne.")
    return Passage(
        id=bullet["name"],
        edition=edition,
        text=text,
        pages=pages,
        labels=tuple(str(page) for page in pages),
        section=section,
        kind=fields.kind,
        unit="statement",
        sentences=tuple(Sentence(start, end, pages) for start, end in sentence_spans(text)),
        figure=fields.figure,
        personas=_personas((*section, text)),
    )


def _pages(bullet: re.Match[str], place: _Place) -> tuple[int, ...]:
    first = int(bullet["first"])
    last = int(bullet["last"] or first)
    if not 0 < first <= last:
        raise place.error(f"les pages « {first}-{last} » ne se suivent pas", "Écrivez la plus petite d’abord.")
    return tuple(range(first, last + 1))


def _fields(written: str, place: _Place) -> _Fields:
    fields = _Fields()
    for field in written.split(" ; ")[1:]:
        figure, base = _FIGURE.fullmatch(field), _BASE.fullmatch(field)
        if figure:
            fields = replace(fields, figure=figure["number"] or figure["table"])
        elif base:
            fields = replace(fields, base=int(base[1]))
        elif field in _KINDS:
            fields = replace(fields, kind=cast(PassageKind, field))
        else:
            known = ", ".join(_KINDS)
            raise place.error(
                f"« {field} » n’est pas compris", f"Attendu : figure, tableau, n = …, ou l’un de {known}."
            )
    return fields


def _with_base(text: str, base: int | None) -> str:
    """Says the base of a finding in its text when it does not already: the text is what a person is shown."""
    if base is None or any(numeral.unit == "count" and numeral.value == base for numeral in numerals(text)):
        return text
    return f"{text[:-1]} (n = {base})." if text.endswith(".") else f"{text} (n = {base})"


def _personas(texts: Iterable[str]) -> tuple[int, ...]:
    named = {
        int(digit) for text in texts for match in _PERSONAS.finditer(text) for digit in re.findall(r"\d", match[1])
    }
    return tuple(sorted(named))
