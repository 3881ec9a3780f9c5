"""What a message takes for granted, held against what is published: the first claim contradicted is corrected."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answer.claims import WORD
from assistant.answer.counts import wrong_count, wrong_number, wrong_sample
from assistant.answer.grounds import Correction, Ground, Held, ground, ground_in_text, shares_in, told
from assistant.answer.orders import wrong_order, wrong_rank
from assistant.answer.rows import AFFIRMED, REFUSED, unlisted
from assistant.facts.library import Library
from assistant.french import flat
from assistant.numerals import Numeral, numerals
from assistant.wordlists import pattern

_LEEWAY = 0.02  # of a share, by which a word of quantity may miss it
_HALF = 0.5  # of everyone, under which a word of quantity is itself a denial ("aucun")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def correction(held: Sequence[Held], library: Library) -> Correction | None:
    """Returns the first premise of a message that is contradicted, or nothing.

    held: the whole message first, then each of its claims.
    """
    if not library.results or not held:
        return None
    whole, *claimed = held
    # The shares of the whole message are those of its claims, which may be on a subject of their own.
    whole = replace(whole, claim=replace(whole.claim, shares=())) if claimed else whole
    return next((found for one in (whole, *claimed) if (found := _contradicted(one, library))), None)


def _contradicted(held: Held, library: Library) -> Correction | None:
    if not held.near:
        return None
    if not held.asserted:
        return wrong_count(held, library) or _wrong_share(held, library)
    return (
        _wrong_share(held, library)
        or wrong_sample(held, library)
        or wrong_number(held, library)
        or _wrong_year(held, library)
        or (wrong_order(held, library) or wrong_rank(held, library) if held.claim.stating else None)
        or _wrong_quantity(held, library)
        or _wrong_name(held, library)
    )


def _wrong_share(held: Held, library: Library) -> Correction | None:
    """A share that a claim states and that nothing published on its subject gives."""
    # "Combien vivent de la moitié ou moins ?" states no share: it asks for one.
    asks = not held.asserted and bool(held.frame.cues & {"quantity", "number"})
    shares = [one for one in held.claim.shares if one.share != 1 and not (asks and one.unit == "ratio")]
    fact = (ground(held, library) or ground_in_text(held, held.near[0], library)) if shares else None
    if not fact or (fact.row and {one.value for one in shares} & {n.value for n in numerals(fact.row.answer)}):
        return None
    published = _published(held, fact, library)
    if any(abs(one - (stated.share or 0.0)) <= _tolerance(stated) for stated in shares for one in published):
        return None
    return Correction("figure", shares[0].text, *told(fact))


def _published(held: Held, fact: Ground, library: Library) -> list[float]:
    """The shares that a claim on a fact may honestly state."""
    assert library.results
    if held.claim.denied:
        return [fact.share]
    found = [fact.share, *([] if fact.of_all is None else [fact.of_all])]
    if fact.row:
        siblings = library.results.of_question(fact.row.question)
        alike = [one for one in siblings if one.answer == fact.row.answer and one.option == fact.row.option]
        return [*found, *(one.share for one in (siblings if unlisted(siblings) else alike))]
    # Those of its own sentence, and of the two nearest, which are of its persona where it names one.
    return [*found, *(share for one in (fact.unit, *held.near[:2]) for share in shares_in(one.passage.text))]


def _tolerance(stated: Numeral) -> float:
    if stated.unit == "ratio":
        return 0.06
    return 0.0051 if stated.decimals else 0.0151


def _wrong_quantity(held: Held, library: Library) -> Correction | None:
    """A word of quantity ("la plupart"), or its lack, that the share of those it is said of contradicts."""
    claim = held.claim
    if claim.shares or claim.rank or claim.order or not claim.firm:
        return None
    fact = ground(held, library)
    # Without a word of quantity, only what people do or do not says how many; the size of a group does not.
    if not fact or (not claim.word and fact.row and fact.row.sense not in AFFIRMED | REFUSED):
        return None
    least, most = claim.quantity
    none = claim.word and most < _HALF and claim.denied  # "aucun opérateur n'a de DPO": the word is the denial
    share = 1 - fact.share if none else fact.share
    of_all = share if fact.of_all is None or none else fact.of_all
    if any(least - _LEEWAY <= one <= most + _LEEWAY for one in (share, of_all)):
        return None
    fact = replace(fact, row=fact.positive) if none and fact.positive else fact
    return Correction("figure", claim.word or claim.text, *told(fact))


def _wrong_year(held: Held, library: Library) -> Correction | None:
    """A year of the fieldwork that is not the one in which the answers were given."""
    fieldwork = library.edition.description.fieldwork
    said = {int(year) for year in _YEAR.findall(held.claim.text)}
    if not said or not fieldwork or not pattern(WORD % "surveyed").search(held.claim.folded):
        return None
    unit = next((one for one in held.near if str(fieldwork.start.year) in one.passage.text), None)
    return Correction("other", str(min(said)), unit=unit) if unit and fieldwork.start.year not in said else None


def _wrong_name(held: Held, library: Library) -> Correction | None:
    """Somebody said to have made or paid the study, whom what is published of that does not name."""
    if not held.claim.names or not pattern(WORD % "made").search(held.claim.folded):
        return None
    best = held.near[0]
    if best.passage.kind != "method" and best.passage.unit != "synthesis":
        return None
    units = [f"{one.passage.text} {library.said(one.passage.id, held.frame.language)}" for one in held.near]
    told = flat(" ".join(units))
    named = [name for name in held.claim.names if len(name) > 2]
    if not named or any(flat(name) in told for name in named):
        return None
    return Correction("other", ", ".join(named), unit=best)
