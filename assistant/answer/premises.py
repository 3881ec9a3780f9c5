"""What a question takes for granted, held against what is published."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.answer.frames import Frame, of_others
from assistant.answer.judge import Candidate
from assistant.answer.rows import Selection, names, shifted
from assistant.answer.verdicts import named_first
from assistant.facts.library import Library
from assistant.facts.populations import Population
from assistant.facts.results import Result
from assistant.french import fold, terms
from assistant.numerals import Numeral, numerals, worded
from assistant.wordlists import pattern

PremiseKind = Literal["figure", "rank", "direction", "sample"]

# A question that asserts, rather than asks whether: only then is there a premise to correct.
_ASSERTS = r"\b{asserting}\b|,\s*{agreement_tag}\s*\?"
# How much of everyone the words of a list claim, as a range of shares.
_CLAIMS = (
    ("claims_none", 0.0, 0.03),
    ("claims_hardly", 0.0, 0.2),
    ("claims_few", 0.0, 0.42),
    ("claims_most", 0.5, 1.0),
    ("claims_nearly", 0.8, 1.0),
    ("claims_all", 0.97, 1.0),
)
_WORD = r"\b{%s}\b"


@dataclass(frozen=True, slots=True)
class Correction:
    """A premise that the published results contradict, and the results that do."""

    kind: PremiseKind
    claimed: str
    results: tuple[Result, ...]


def correction(
    question: Frame,
    selection: Selection,
    found: Sequence[Candidate],
    texts: Sequence[Candidate],
    library: Library,
) -> Correction | None:
    """Returns the first premise of the question that is contradicted, or nothing."""
    if not library.results:
        return None
    told = fold(" . ".join(question.text[start:end] for start, end in of_others(question.text)))
    asserts = pattern(_ASSERTS).search(told) is not None
    claim = _claimed(question, selection, found, library)
    return (
        _wrong_sample(question, library)
        or (_wrong_figure(question, claim, texts, library) if claim else None)
        or (_wrong_claim(told, claim) if claim and asserts else None)
        or _wrong_direction(told, question, selection)
        or (_wrong_rank(told, question, selection, library) if asserts and selection.rows else None)
    )


def _claimed(question: Frame, selection: Selection, found: Sequence[Candidate], library: Library) -> Result | None:
    """The result that a share stated of everyone would be: told here, or the nearest put to everyone and named."""
    assert library.results
    rows = [row for row in selection.rows if not row.population or row.population in _asked_of(question)]
    if rows and not selection.ranking and (rows[0].population or _of_most(rows[0], library)):
        return rows[0]
    near = [row for row in _put_to_everyone(found, library) if names(question, row, library)]
    near.sort(key=lambda row: _yes(row, library) is None)
    if not near:
        return None
    return shifted(question, _yes(near[0], library) or near[0], library.results.of_question(near[0].question, ""))


def _of_most(row: Result, library: Library) -> bool:
    """Whether a share is of nearly everyone: those on the social networks are 97 % of the operators."""
    return (row.base or 0) >= _NEARLY * (library.edition.respondents or 0)


def _put_to_everyone(found: Sequence[Candidate], library: Library) -> list[Result]:
    """The results asked of everyone that are nearest to the question, best first."""
    cards = [c for c in found if c.passage.unit == "row"]
    floor = max((card.relevance for card in cards), default=0.0) - _NEAR
    rows = [library.result(card.passage.results[0]) for card in cards if card.relevance >= floor]
    return [row for row in rows if row and not row.population and row.base == library.edition.respondents]


def _yes(row: Result, library: Library) -> Result | None:
    """The "oui" of the question a row belongs to, when it has one."""
    assert library.results
    siblings = library.results.of_question(row.question, "")
    return next((one for one in siblings if one.answer.lower() == "oui"), None)


_NEAR = 8.0
_NEARLY = 0.9
_SAMPLE = r"(?P<count>\d[\d \u00a0\u202f.]*\d)\s+{respondent}\b\s+{answered}"


def _asked_of(question: Frame) -> tuple[str, ...]:
    return (*question.segments, *(Population.of_persona(number).written for number in question.personas))


def _wrong_sample(question: Frame, library: Library) -> Correction | None:
    """A number of respondents that is not the study's, nor any count it publishes."""
    assert library.results
    match = pattern(_SAMPLE).search(fold(question.text))
    if not match:
        return None
    count = int(re.sub(r"\D", "", match["count"]))
    known = {result.count for result in library.results.by_id.values()} | {
        r.base for r in library.results.by_id.values()
    }
    known |= {tally.count for tally in library.results.tallies.values()}
    return (
        None
        if count in known or abs(count - (library.edition.respondents or count)) <= 1
        else Correction("sample", match.group(), ())
    )


def _wrong_figure(question: Frame, row: Result, texts: Sequence[Candidate], library: Library) -> Correction | None:
    """A share that the question states and that neither the results told nor the passages told publish."""
    for premise in question.premises:
        share = premise.share
        if share is None or _in_label(premise, row) or _hypothetical(premise, question):
            continue
        near = _tolerance(premise)
        published = [result.share for result in _alike(row, library)]
        published += [
            n.share for c in texts[:3] for n in (*numerals(c.passage.text), *worded(c.passage.text)) if n.share
        ]
        if not any(abs(one - share) <= near for one in published):
            return Correction("figure", premise.text, (row,))
    return None


def _alike(row: Result, library: Library) -> tuple[Result, ...]:
    """The results that a stated share may honestly be: the same row, whatever its option or population."""
    assert library.results
    siblings = library.results.of_question(row.question)
    single = len({result.answer for result in siblings}) <= 3
    return tuple(result for result in siblings if single or result.answer == row.answer)


def _tolerance(premise: Numeral) -> float:
    if premise.unit == "ratio":
        return 0.06
    return 0.0051 if premise.decimals else 0.0151


def _in_label(premise: Numeral, row: Result) -> bool:
    """Whether a number is part of a published answer ("plus de 50%") rather than a claim."""
    return any(premise.value == n.value for n in numerals(row.answer))


def _hypothetical(premise: Numeral, question: Frame) -> bool:
    """Whether a number bounds what is asked ("plus de 50 %", "la moitié de leur budget", "100 % en ligne")."""
    # Windows a little wider than the longest bound written below: a word farther off bounds some other number.
    before = fold(question.text[max(0, premise.start - 18) : premise.start])
    after = fold(question.text[premise.end : premise.end + 24])
    bound = pattern(r"{bound}\s*(?:la |the )?$").search(before)
    return bool(bound or pattern(r"\s*{bounded}").match(after))


def _wrong_claim(told: str, row: Result) -> Correction | None:
    """A word of quantity ("la plupart") that the share of the row contradicts."""
    for name, least, most in _CLAIMS:
        match = pattern(_WORD % name).search(told)
        if match and not least - 0.02 <= row.share <= most + 0.02:
            return Correction("figure", match.group(), (row,))
    return None


def _wrong_direction(told: str, question: Frame, selection: Selection) -> Correction | None:
    """A comparison ("les entreprises … plus que les opérateurs") that the two published shares invert."""
    if not pattern(_ASSERTS).search(told) or len(selection.rows) < 2:
        return None
    more, less = (pattern(_WORD % name).search(told) for name in ("more", "less"))
    if bool(more) == bool(less):
        return None
    ours, other = _pair(selection)
    if ours is None or other is None or ours.share == other.share:
        return None
    first, second = (other, ours) if named_first(told, other) else (ours, other)
    claimed = first.share > second.share if more else first.share < second.share
    return None if claimed else Correction("direction", (more or less).group(), (ours, other))  # type: ignore[union-attr]


def _pair(selection: Selection) -> tuple[Result | None, Result | None]:
    rows = selection.rows
    populations = [row for row in rows if row.population]
    if len(populations) >= 2 and not any(row.whose.other for row in populations):
        return populations[0], populations[1]
    everyone = next((row for row in rows if not row.population), None)
    return everyone, populations[0] if populations else None


def _wrong_rank(told: str, question: Frame, selection: Selection, library: Library) -> Correction | None:
    """A row said to be the first of its question that is not."""
    if not pattern(_WORD % "first").search(told) or not library.results or selection.rows[0].population:
        return None
    row = _named_in(question, selection.rows) if selection.ranking else selection.rows[0]
    ranked = library.results.ranking(row.question, row.option) if row else ()
    if not row or len(ranked) < 3 or ranked[0].answer == row.answer:
        return None
    return Correction("rank", row.answer, (row, ranked[0]))


def _named_in(question: Frame, rows: Sequence[Result]) -> Result | None:
    """The row whose label the question says most of, when it says words that no other label has."""
    labels = [frozenset(terms(row.answer)) for row in rows]
    asked = frozenset(question.terms)
    own = [
        len(label & asked - frozenset().union(*(other for other in labels if other is not label))) for label in labels
    ]
    best = max(own, default=0)
    return rows[own.index(best)] if best else None
