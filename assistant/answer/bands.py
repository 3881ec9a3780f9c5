"""Published answers that are bands of numbers ("entre 10% et 30%"), and those that a bound of the question takes in."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.facts.results import Result
from assistant.french import flat
from assistant.numerals import worded
from assistant.wordlists import numbers, pattern

_LEAST = 3  # bands, from which a list is one of bands
_WORKBOOK = "classeur"  # the source whose bands are of one list: the text adds others, that overlap them
_NEXT = 1  # between the end of a band and the beginning of the next ("de 1 à 4", "de 5 à 9")
_BETWEEN = r"\b{between}\s+(?P<low>\d+)\s*%?\s*{and_to}\s+(?P<high>\d+)"
_OVER = r"\b{over}\s*(?P<number>\d+)"
_UNDER = r"\b{under}\s*(?P<number>\d+)"
# "8 ETP", "une équipe de 3 personnes", "une trentaine d'employés".
_BOUNDED = r"\b(?:{over}|{under}|{between}\s+\d+\s+{and_to})\s*$"
_STAFF = r"\b(?P<number>\d+|{cardinal}|{about})\s+(?:d'|de\s+)?{staff}\b"


@dataclass(frozen=True, slots=True)
class Band:
    """Numbers from `low` to `high`, both held; either may be infinite."""

    low: float
    high: float

    def __contains__(self, number: float) -> bool:
        return self.low <= number <= self.high


def band(text: str) -> Band | None:
    """Returns the band that a label or a question speaks of; nothing where it names none."""
    told = _digits(text)
    if match := pattern(_BETWEEN).search(told) or re.search(r"^(?:de\s+)?(?P<low>\d+)%?\s+a\s+(?P<high>\d+)", told):
        return Band(float(match["low"]), float(match["high"]))
    if match := pattern(_OVER).search(told):
        return Band(float(match["number"]), math.inf)
    if match := pattern(_UNDER).search(told):
        return Band(-math.inf, float(match["number"]))
    return None


def _digits(text: str) -> str:
    """A folded text with its fractions as percentages ("plus de la moitié" is "plus de 50%")."""
    told = flat(text)
    for share in reversed(worded(text)):
        before = pattern(r"\b{bound_article}\s*$").sub("", told[: share.start])
        told = f"{before}{float(share.value) * 100:.0f}%{told[share.end :]}"
    return re.sub(r"\s+%", "%", told)


def within(text: str, rows: Sequence[Result]) -> tuple[Result, ...]:
    """Returns the rows of a list of bands that a question's bound takes in, and nothing else; or the one that says it.

    Nothing where the bound cuts a band in two, nor where bands overlap: they would be counted twice.
    """
    asked = band(text)
    labelled = [(row, one) for row in rows if row.count is not None and (one := band(row.answer))]
    if not asked or len(labelled) < _LEAST:
        return ()
    same = [row for row, one in labelled if one == asked]
    own = [(row, one) for row, one in labelled if row.source == _WORKBOOK and _meets(asked, one)]
    held = sorted(own, key=lambda pair: pair[1].low)
    if same or not held:
        return tuple(same[:1])
    apart = all(one.high <= following.low for (_, one), (_, following) in pairwise(held))
    whole = _near(held[0][1].low, asked.low) and _near(held[-1][1].high, asked.high)
    return tuple(row for row, _ in held) if apart and whole else ()


def _meets(asked: Band, one: Band) -> bool:
    """Whether more of a band than its edge is asked for."""
    return one.low < asked.high and one.high > asked.low


def _near(one: float, other: float) -> bool:
    """Whether a band begins, or ends, where the question's bound does: "plus de 20" begins with 20 or 21."""
    # A lowest band has no lower bound of its own to be asked from.
    return one == other or math.isinf(other) or abs(one - other) <= _NEXT


def staff(text: str) -> int:
    """Returns the size of an organisation that a message gives ("8 ETP", "une trentaine d'employés"), 0 for none."""
    told = flat(text)
    match = pattern(_STAFF).search(told)
    if not match or pattern(_BOUNDED).search(told[: match.start()]):
        return 0
    said = match["number"]
    return int(said) if said.isdigit() else int(numbers("cardinal").get(said) or numbers("about")[said])
