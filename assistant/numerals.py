"""The numbers written in a text, with where they stand and what they mean.

One reader for every use: checking the corpus, understanding a premise, and the number lock.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from assistant.wordlists import numbers, pattern

NumeralUnit = Literal["percent", "count", "ratio"]

_SPACE = "[ \u00a0\u202f\u2009]"
_DIGITS = rf"\d{{1,3}}(?:{_SPACE}\d{{3}})+(?!\d)|\d+"
_NUMBER = rf"(?<![\w,.])(?P<value>(?:{_DIGITS})(?:[.,]\d+)?)(?P<percent>{_SPACE}?(?:%|{{percent}}\b))?(?!\w)"
_VULGAR = {"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5)}
_FRACTION_SLASH = re.compile(r"(?<![\w/])(\d)\s?[/⁄]\s?(\d{1,2})(?![\w/])")
_WORDED = r"\b{fraction}\b"
_OUT_OF = (
    rf"(?<![\w,.])(?P<part>\d+|{{cardinal}}){_SPACE}(?:\w+{_SPACE})?{{out_of}}{_SPACE}(?:de{_SPACE})?"
    r"(?P<whole>\d+|{cardinal})\b"
)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as written: its value (a percentage is 0-100, a ratio 0-1), unit, and span in the text."""

    text: str
    value: Decimal
    unit: NumeralUnit
    start: int
    end: int

    @property
    def decimals(self) -> int:
        """How many decimals were written."""
        exponent = self.value.as_tuple().exponent
        return max(0, -exponent) if isinstance(exponent, int) else 0

    @property
    def share(self) -> float | None:
        """The number as a share 0-1, or nothing for a count."""
        if self.unit == "percent":
            return float(self.value / 100)
        return float(self.value) if self.unit == "ratio" else None


def numerals(text: str) -> tuple[Numeral, ...]:
    """Returns every number written in digits, in order: percentages and counts, "1 204" being one."""
    return tuple(_digits(text))


def _digits(text: str) -> Iterator[Numeral]:
    for match in pattern(_NUMBER).finditer(text):
        written = re.sub(_SPACE, "", match["value"]).replace(",", ".")
        unit: NumeralUnit = "percent" if match["percent"] else "count"
        yield Numeral(match.group(), Decimal(written), unit, match.start(), match.end())


def worded(text: str) -> tuple[Numeral, ...]:
    """Returns the fractions written in words or signs ("trois quarts", "¾", "8 sur 10"), in order."""
    found = [
        Numeral(match.group(), Decimal(str(_fraction(match.group()))), "ratio", match.start(), match.end())
        for match in pattern(_WORDED, re.IGNORECASE).finditer(text)
    ]
    for match in _FRACTION_SLASH.finditer(text):
        found += _ratio(match, int(match[1]), int(match[2]))
    for match in re.finditer("[" + "".join(_VULGAR) + "]", text):
        found += _ratio(match, *_VULGAR[match.group()])
    for match in pattern(_OUT_OF, re.IGNORECASE).finditer(text):
        found += _ratio(match, _cardinal(match["part"]), _cardinal(match["whole"]))
    return tuple(sorted(found, key=lambda numeral: numeral.start))


def _fraction(text: str) -> float:
    return numbers("fraction")[re.sub(rf"{_SPACE}|-", " ", text.lower())]


def _cardinal(text: str) -> int:
    return int(text) if text.isdigit() else int(numbers("cardinal")[text.lower()])


def _ratio(match: re.Match[str], part: int, whole: int) -> list[Numeral]:
    if not 0 < part <= whole:
        return []
    value = Decimal(str(round(part / whole, 4)))
    return [Numeral(match.group(), value, "ratio", match.start(), match.end())]


def percent(share: float, decimals: int = 1) -> str:
    """Writes a share 0-1 as a French percentage: 0.3990 is "39,9 %" with a narrow no-break space.

    Rounds half up on the decimal value, as a reader would by hand.
    """
    return f"{rounded(share, decimals)}\u202f%".replace(".", ",")


def rounded(share: float, decimals: int = 1) -> Decimal:
    """Returns a share 0-1 as a percentage rounded half up, without trailing ",0"."""
    quantum = Decimal(1).scaleb(-decimals)
    # A share divided in binary may end in …4999999 where it is a half: the tail goes before the half is rounded up.
    value = (Decimal(str(round(share, 9))) * 100).quantize(quantum, rounding=ROUND_HALF_UP)
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value
