"""The figures of the report's text: each one transcribed stands on its page, each one printed is accounted for."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Literal

from assistant.checking.discrepancies import Discrepancy
from assistant.entries import Name, Page, read_csv
from assistant.facts.results import Result, Results
from assistant.numerals import numerals, rounded

MentionKind = Literal["rappel", "borne", "méthode"]
Accounted = dict[int, set[Decimal]]
_COLUMNS = ("page", "printed", "kind", "result")


@dataclass(frozen=True, slots=True)
class RepeatedFigure:
    """A percentage printed where it tells no new figure.

    rappel: a result told again on another page; borne: the limit of a class ("moins de 10 %"); méthode: a parameter.
    """

    page: Page
    printed: Name
    kind: MentionKind
    result: str


def read_mentions(folder: Path, results: Results) -> tuple[RepeatedFigure, ...]:
    """Reads mentions.csv, where there is one; a reminder must say the share of its result."""
    path = folder / "mentions.csv"
    found: list[RepeatedFigure] = []
    for row in read_csv(path, _COLUMNS) if path.exists() else ():
        figure = row.into(RepeatedFigure)
        result = results.by_id.get(figure.result)
        if (figure.kind == "rappel") != (result is not None):
            raise row.error("result", "un résultat pour un rappel, rien sinon")
        if result is not None and not result.erratum and not _says(figure.printed, result):
            raise row.error("printed", f"la part de « {result.id} » ({result.percent})")
        found.append(figure)
    return tuple(found)


def _says(printed: str, result: Result) -> bool:
    """Whether a printed percentage is the result, at the decimals printed.

    The share is taken before rounding: 75/273 is 27 % although 27,5 % would round to 28 %. "Près de 75 %" is held to
    two points.
    """
    told = next((numeral for numeral in numerals(printed) if numeral.unit == "percent"), None)
    if told is None:
        return False
    exact = result.count / result.base if result.count is not None and result.base else result.share
    if not printed[:1].isdecimal():
        return abs(float(told.value) - 100 * exact) < 2
    return rounded(exact, told.decimals) == told.value


def misprinted(results: Results) -> Iterator[Discrepancy]:
    """Finds the printed percentages that are not the share served, where no erratum says so."""
    for result in results.by_id.values():
        is_percent = any(numeral.unit == "percent" for numeral in numerals(result.printed))
        bound = result.printed.startswith(("plus de", "moins de"))
        if is_percent and not bound and not result.erratum and not _says(result.printed, result):
            where = f"« {result.id} », p. {result.printed_page}"
            yield Discrepancy("imprimé", where, f"« {result.printed} »", f"{result.percent}, ou un erratum")


def unprinted(
    pages: Mapping[int, str], results: Results, mentions: Collection[RepeatedFigure]
) -> Iterator[Discrepancy]:
    """Finds what is said to be printed in the text of a page and is not; tables are pictures and are left out."""
    texts = {page: " ".join(text.split()) for page, text in pages.items()}
    claims = [
        (result.id, result.printed, result.printed_page)
        for result in results.by_id.values()
        if result.printed and result.source != "tableau"
    ]
    claims += [(tally.id, tally.printed, tally.page) for tally in results.tallies.values() if tally.printed]
    claims += [(f"mentions.csv, p. {mention.page}", mention.printed, mention.page) for mention in mentions]
    for where, printed, page in claims:
        text = texts.get(page or 0, "")
        if not re.search(rf"(?<![\d,]){re.escape(' '.join(printed.split()))}(?!\d)", text):
            yield Discrepancy("imprimé", f"« {where} », p. {page}", "rien", f"« {printed} »")


def accounted_percentages(
    results: Results, mentions: Collection[RepeatedFigure], known: Mapping[int, Collection[str]]
) -> Accounted:
    """Returns the percentages (0-100) that each page may print: results, mentions, persona cards and errata."""
    told = [(result.printed_page or result.page, result.printed) for result in results.by_id.values()]
    told += [(mention.page, mention.printed) for mention in mentions]
    told += [(page, printed) for page, figures in known.items() for printed in figures]
    told += [(page, erratum.printed) for erratum in results.errata.values() for page in erratum.pages]
    accounted: Accounted = {}
    for page, printed in told:
        values = {numeral.value for numeral in numerals(printed) if numeral.unit == "percent"}
        accounted.setdefault(page, set()).update(values)
    return accounted


def stray_percentages(pages: Mapping[int, str], accounted: Accounted) -> tuple[list[Discrepancy], int]:
    """Finds the percentages of the text that nothing accounts for; returns how many were read, too."""
    findings, total = [], 0
    for page, raw in sorted(pages.items()):
        text = " ".join(raw.split())
        for numeral in numerals(text):
            if numeral.unit != "percent":
                continue
            total += 1
            if numeral.value not in accounted.get(page, ()):
                around = text[max(0, numeral.start - 50) : numeral.end + 30]
                expected = "une ligne de results.csv, printed.csv ou mentions.csv, une carte ou un erratum"
                findings.append(Discrepancy("prose", f"p. {page}, « …{around}… »", f"« {numeral.text} »", expected))
    return findings, total
