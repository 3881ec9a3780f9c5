"""The number lock: every number in a sentence is bound to a published result or to a quoted span, or withheld."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from assistant.facts.results import Result
from assistant.numerals import Numeral, numerals, rounded, worded
from assistant.wordlists import pattern

_OUT_OF = r"(?<![\w,.])(\d+)(?: \w+)? {out_of_strict}(?: {base_article})? (\d+)(?!\w)(?![.,]\d)"


@dataclass(frozen=True, slots=True)
class Binding:
    """A number of a sentence and what it rests on: a result id, "quote" or "label"."""

    numeral: Numeral
    source: str


@dataclass(frozen=True, slots=True)
class Locked:
    """What a sentence's numbers rest on; a sentence with anything unbound must not be shown."""

    text: str
    bindings: tuple[Binding, ...]
    unbound: tuple[Numeral, ...]

    @property
    def holds(self) -> bool:
        """Whether every number is bound."""
        return not self.unbound

    @property
    def figures(self) -> tuple[str, ...]:
        """The percentages of the sentence as written, each once."""
        return tuple(dict.fromkeys(b.numeral.text for b in self.bindings if b.numeral.unit == "percent"))


def lock(
    text: str, *, results: Iterable[Result] = (), quotes: Iterable[str] = (), labels: Iterable[str] = ()
) -> Locked:
    """Binds every number of a sentence.

    results: the published results the sentence states; quotes: passages of the report it restates; labels: published
    names and wordings whose digits are part of a name ("de 1 à 4 ETP", "avant 1981"). A percentage is bound only to a
    result's share as rounded at the decimals written, or to the same percentage in a quote.
    """
    results, quotes, labels = tuple(results), tuple(quotes), tuple(labels)
    misplaced = _misplaced(text, results, (*quotes, *labels))
    sources = [
        (numeral, None if numeral.start in misplaced else _source(numeral, results, quotes, labels))
        for numeral in written(text)
    ]
    return Locked(
        text,
        tuple(Binding(numeral, source) for numeral, source in sources if source),
        tuple(numeral for numeral, source in sources if not source),
    )


def written(text: str) -> tuple[Numeral, ...]:
    """Returns every number a sentence states: its digits, and the fractions it spells ("trois quarts").

    The digits of "311 sur 401" are two counts, each to be bound; the ratio they make is not a third number.
    """
    spelled = (numeral for numeral in worded(text) if not any(map(str.isdigit, numeral.text)))
    return (*numerals(text), *spelled)


def _misplaced(text: str, results: tuple[Result, ...], sources: tuple[str, ...]) -> set[int]:
    """Where the text tells a count of a base that is not its own: "401 sur 311", "311 sur 311"."""
    known = {(str(result.count), str(result.base)) for result in results}
    known |= {match.groups() for source in sources for match in pattern(_OUT_OF).finditer(source)}
    return {match.start() for match in pattern(_OUT_OF).finditer(text) if match.groups() not in known}


def _source(
    numeral: Numeral, results: tuple[Result, ...], quotes: tuple[str, ...], labels: tuple[str, ...]
) -> str | None:
    for result in results:
        if _states(numeral, result):
            return result.id
    if any(_same(numeral, other) for quote in quotes for other in written(quote)):
        return "quote"
    if any(_same(numeral, other) for label in labels for other in written(label)):
        return "label"
    return None


def _same(one: Numeral, other: Numeral) -> bool:
    return one.unit == other.unit and one.value == other.value


def _states(numeral: Numeral, result: Result) -> bool:
    """Whether a number is what a result publishes: its share at one decimal or rounded whole, its count or its base."""
    if numeral.unit == "percent":
        served = rounded(result.share, 1)
        whole = numeral.decimals == 0 and numeral.value == rounded(_exact(result), 0)
        return whole or (numeral.decimals <= 1 and numeral.value == served)
    if numeral.unit == "count":
        return numeral.value in (Decimal(number) for number in (result.count, result.base) if number is not None)
    return False


def _exact(result: Result) -> float:
    """The share before it was rounded to a tenth of a point: a whole percentage must not be rounded twice."""
    return result.count / result.base if result.count is not None and result.base else result.share
