"""The whole check: workbook, shares and prose against the committed facts."""

from collections.abc import Collection, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from assistant.checking.discrepancies import Discrepancy, Report
from assistant.checking.prose import accounted_percentages, misprinted, read_mentions, stray_percentages, unprinted
from assistant.checking.workbook import compare_cells, read_sheets
from assistant.facts.personas import load_personas
from assistant.facts.results import Result, Results, load_results
from assistant.numerals import numerals


def check(
    folder: Path,
    workbook: Path,
    report_pages: Mapping[int, str] | None,
    known: Mapping[int, Collection[str]] | None = None,
) -> Report:
    """Proves the facts of a folder against the official workbook and, where there is one, the text of the report.

    report_pages: printed page -> text; known: page -> other printed figures that are accounted for, by default those
    of the persona cards. Raises CorpusError for facts or a workbook that cannot be read as what they should be.
    """
    results = load_results(folder)
    findings, cells = compare_cells(read_sheets(workbook), results)
    findings += wrong_shares(results)
    findings += misprinted(results)
    printed = percentages = 0
    if report_pages:
        mentions = read_mentions(folder, results)
        findings += unprinted(report_pages, results, mentions)
        cards = _cards(folder) if known is None else known
        accounted = accounted_percentages(results, mentions, cards)
        stray, percentages = stray_percentages(report_pages, accounted)
        findings += stray
        printed = sum(bool(result.printed) for result in results.by_id.values()) + len(mentions)
    shares = sum(_computed(result) is not None for result in results.by_id.values())
    return Report(tuple(findings), cells, shares, printed, percentages, len(results.errata))


def share_of(count: int, base: int) -> Decimal:
    """Returns count / base as served: rounded half up to 3 decimals, in decimal arithmetic."""
    return (Decimal(count) / Decimal(base)).quantize(Decimal("0.001"), ROUND_HALF_UP)


def wrong_shares(results: Results) -> Iterator[Discrepancy]:
    """Finds the shares that are not their count divided by their base, or that the workbook gives otherwise.

    A difference from the workbook that an erratum explains is no finding; a wrong division always is.
    """
    for result in results.by_id.values():
        computed = _computed(result)
        if computed is not None and computed != Decimal(str(result.share)) and not _printed_alike(result, computed):
            expected = f"{result.count}/{result.base} = {computed}"
            yield Discrepancy("part", f"« {result.id} »", str(result.share), expected)
        if result.workbook_share not in (None, result.share) and not result.erratum:
            yield Discrepancy(
                "part", f"« {result.id} »", f"{result.workbook_share} dans le classeur", str(result.share)
            )


def _printed_alike(result: Result, computed: Decimal) -> bool:
    """Whether report and workbook print the same share, a tenth of a point from the division: theirs is then served.

    A reader who opens the cited page finds the figure told; the erratum says what the division gives.
    """
    served = Decimal(str(result.share))
    printed = {numeral.value / 100 for numeral in numerals(result.printed)}
    near = abs(served - computed) <= Decimal("0.001")
    return near and result.workbook_share == result.share and served in printed and bool(result.erratum)


def _computed(result: Result) -> Decimal | None:
    if result.count is None or result.base is None:
        return None
    return share_of(result.count, result.base)


def _cards(folder: Path) -> dict[int, set[str]]:
    path = folder / "personas.toml"
    cards: dict[int, set[str]] = {}
    for persona in load_personas(path).all if path.exists() else ():
        for figure in persona.figures:
            cards.setdefault(figure.page, set()).add(figure.printed)
    return cards
