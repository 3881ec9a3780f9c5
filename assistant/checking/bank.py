"""The question bank, the written answers and the translations: what they name exists, what they state is bound."""

import re
from collections.abc import Iterator, Mapping, Sequence

from assistant.answer.verify import written
from assistant.building import unit_passages
from assistant.checking.discrepancies import Discrepancy
from assistant.facts.bank import Bank, BankQuestion, Negative
from assistant.facts.library import Library
from assistant.facts.syntheses import Synthesis
from assistant.french import fold
from assistant.language import LANGUAGES
from assistant.numerals import Numeral, numerals
from assistant.passages import Passage


def check_bank(library: Library, pages: Mapping[int, str] | None = None) -> tuple[Discrepancy, ...]:
    """Returns what is wrong in the bank of an edition; pages: the report's text, where numbers may stand too."""
    units = {passage.id: passage for passage in unit_passages(library)}
    return (
        *_unknown_units(library.bank, units),
        *_asked_twice((*library.bank.questions, *library.bank.negatives)),
        *(found for one in library.syntheses.values() for found in _unbound(one, units, pages or {})),
        *_mistranslated(library, units),
    )


def _unknown_units(bank: Bank, units: Mapping[str, Passage]) -> Iterator[Discrepancy]:
    for one in bank.questions:
        if unknown := [identifier for identifier in one.ids if identifier not in units]:
            yield Discrepancy("banque", f"« {one.q} »", ", ".join(unknown), "des unités qui existent")
        if not one.ids:
            yield Discrepancy("banque", f"« {one.q} »", "aucune unité", "au moins une unité qui répond")


def _asked_twice(lines: Sequence[BankQuestion | Negative]) -> Iterator[Discrepancy]:
    seen: dict[str, BankQuestion | Negative] = {}
    for one in lines:
        before = seen.setdefault(fold(one.q).strip(" ?!."), one)
        if before is not one and type(before) is not type(one):
            yield Discrepancy("banque", f"« {one.q} »", "avec et sans réponse", "l'un ou l'autre")


def _unbound(synthesis: Synthesis, units: Mapping[str, Passage], pages: Mapping[int, str]) -> Iterator[Discrepancy]:
    """Finds what a written answer states that neither its units nor its pages do, in each language."""
    where = f"réponse écrite « {synthesis.id} »"
    if unknown := [fact.unit for fact in synthesis.facts if fact.unit and fact.unit not in units]:
        yield Discrepancy("banque", where, ", ".join(unknown), "des unités qui existent")
    told = [units[fact.unit].text if fact.unit in units else fact.text for fact in synthesis.facts]
    told += [pages.get(page, "") for page in synthesis.pages]
    told += [unit.text for unit in units.values() if unit.unit != "synthesis" and {*unit.pages} & {*synthesis.pages}]
    known = {_said(numeral) for text in told for numeral in written(text)}
    said = [numeral for numeral in numerals(_PAGES.sub("", synthesis.fr)) if numeral.value > _SMALL]
    stray = [numeral.text for numeral in said if _said(numeral) not in known]
    if stray:
        yield Discrepancy("banque", where, ", ".join(stray), "des nombres de ses unités ou de ses pages")
    for language in LANGUAGES:
        text = synthesis.said(language)
        if text and not _same_numbers(synthesis.fr, text):
            yield Discrepancy("banque", f"{where} ({language})", text[:60], "les nombres du français")


def _mistranslated(library: Library, units: Mapping[str, Passage]) -> Iterator[Discrepancy]:
    for identifier, texts in library.translated.items():
        unit = units.get(identifier)
        if unit is None:
            yield Discrepancy("traduction", identifier, "une unité inconnue", "une phrase du résumé")
            continue
        for language, text in texts.items():
            if not _same_numbers(unit.text, text):
                yield Discrepancy("traduction", f"{identifier} ({language})", text[:60], "les nombres du français")
    for unit in units.values():
        if unit.unit == "statement" and library.translated and unit.id not in library.translated:
            yield Discrepancy("traduction", unit.id, "rien", "une phrase en anglais et en néerlandais")


_PAGES = re.compile(r"\bp\. \d+(?:(?:-|, | et )\d+)*")
_SMALL = 5  # "deux défis", "persona 3": numbers that count what the answer itself lists, or name a group


def _same_numbers(one: str, other: str) -> bool:
    """Whether two sentences state the same percentages; counts are written in words in one language or another."""
    shares = [{_said(n) for n in numerals(text) if n.unit == "percent"} for text in (one, other)]
    return shares[0] == shares[1]


def _said(numeral: Numeral) -> tuple[str, str]:
    return numeral.unit, f"{numeral.value.normalize():f}"
