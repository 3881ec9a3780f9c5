"""The numbers that the study published: what an answer may state."""

import csv
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from assistant.errors import CorpusError
from assistant.numerals import Numeral, numerals, rounded

_TEXTS = ("answer", "option", "population", "printed")
_COLUMNS = ("id", *_TEXTS, "share", "workbook_share", "count", "base", "page", "printed_page")
_NAMING = ("page", "pages", "number", "levels")
_SPACE = "[ \u00a0\u202f]"
_ALONE = rf"\d++(?![,.]\d|{_SPACE}?%)"
# "p. 29-30", "figures 11 et 12", "persona 4": a number that names a place or a group measures nothing.
_REFERENCE = re.compile(
    r"(?<!\w)(?:pp?\.|pages?|figures?|fig\.|tableaux?|personas?|dimensions?|n°)"
    rf"{_SPACE}*{_ALONE}(?:{_SPACE}*(?:-|–|à|et|ou|,){_SPACE}*{_ALONE})*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Published:
    """The percentages (0-100) and counts of the study, and those of the known errors, that only notes may state.

    `pages` says on which pages a percentage is published.
    """

    percents: frozenset[Decimal]
    counts: frozenset[Decimal]
    disputed: frozenset[Decimal] = frozenset()
    pages: Mapping[Decimal, frozenset[int]] = field(default_factory=dict)

    def holds(self, numeral: Numeral) -> bool:
        """Says whether the study published this number."""
        return numeral.value in (self.percents if numeral.unit == "percent" else self.counts)


def stated(texts: Iterable[str]) -> tuple[Numeral, ...]:
    """Returns the numbers that texts state, in order, without those of pages, figures and personas."""
    return tuple(numeral for text in texts for numeral in numerals(_REFERENCE.sub(" ", text)))


def read_published(corpus: Path) -> Published:
    """Reads the published numbers from the committed corpus: results.csv, printed.csv, personas.toml and errata.toml.

    digest.md and manifest.toml give counts and dates only: their percentages must stand in the results.
    """
    printed = corpus / "printed.csv"
    rows = (*_rows(corpus / "results.csv"), *(_rows(printed) if printed.exists() else ()))
    values = [*_values(_toml(corpus / "personas.toml"))]
    texts = [cell for row in rows for key, cell in row.items() if key in _TEXTS]
    texts += [value for value in values if isinstance(value, str)]
    written = [numeral for text in texts for numeral in numerals(text)]
    # A float of personas.toml is a share or a score 0-1: "75,3 %" or "75,3 sur 100".
    scores = [rounded(value) for value in values if type(value) is float]
    errata = [value for value in _values(_toml(corpus / "errata.toml")) if isinstance(value, str)]
    return Published(
        percents=frozenset(
            [rounded(float(share)) for share in _numbers(rows, "share", "workbook_share")]
            + [numeral.value for numeral in written if numeral.unit == "percent"]
            + scores
        ),
        counts=frozenset(
            [*_numbers(rows, "count", "base"), *_structural(corpus), *scores]
            + [numeral.value for numeral in written if numeral.unit == "count"]
            + [Decimal(value) for value in values if type(value) is int]
        ),
        disputed=frozenset(numeral.value for text in errata for numeral in numerals(text)),
        pages=_pages(rows),
    )


def _rows(path: Path) -> Iterator[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            if missing := [column for column in _COLUMNS if column not in (reader.fieldnames or ())]:
                raise CorpusError(f"Le fichier {path} n'a pas de colonne « {missing[0]} ». Rétablissez-le.")
            for row in reader:
                yield {key: value or "" for key, value in row.items() if key}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CorpusError(f"Le fichier {path} ne peut pas être lu : {error}. Rétablissez-le.") from error


def _numbers(rows: Iterable[Mapping[str, str]], *columns: str) -> Iterator[Decimal]:
    for row, column in ((row, column) for row in rows for column in columns if row[column]):
        try:
            yield Decimal(row[column])
        except InvalidOperation as error:
            raise CorpusError(
                f"results.csv, ligne « {row['id']} » : « {column} » vaut « {row[column]} », un nombre était attendu."
            ) from error


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CorpusError(f"Le fichier {path} ne peut pas être lu : {error}. Rétablissez-le.") from error


def _values(node: object) -> Iterator[object]:
    """Returns the texts and numbers of a TOML value, without those that name a page, a persona or a shade."""
    children: Iterable[object] = node if isinstance(node, list) else ()
    if isinstance(node, dict):
        children = (child for key, child in node.items() if key not in _NAMING)
    for child in children:
        if isinstance(child, dict | list):
            yield from _values(child)
        else:
            yield child


def _structural(corpus: Path) -> Iterator[Decimal]:
    """Returns the bounds ("plus de 9 ETP"), dates and sizes that the study's own words hold."""
    for path in (*sorted(corpus.glob("digest*.md")), corpus / "manifest.toml"):
        if path.exists():
            text = path.read_text(encoding="utf-8")
            yield from (numeral.value for numeral in stated([text]) if numeral.unit == "count")


def _pages(rows: Iterable[Mapping[str, str]]) -> dict[Decimal, frozenset[int]]:
    found: defaultdict[Decimal, set[int]] = defaultdict(set)
    for row in rows:
        pages = {int(page) for key in ("page", "printed_page") for page in re.findall(r"\d+", row[key])}
        for share in _numbers([row], "share", "workbook_share"):
            found[rounded(float(share))] |= pages
        # The bounds of a published label ("entre 30% et 50%") stand where its share does.
        for numeral in numerals(row["answer"]):
            found[numeral.value] |= pages
        for numeral in numerals(row["printed"]):
            found[numeral.value] |= pages
    return {value: frozenset(pages) for value, pages in found.items()}
