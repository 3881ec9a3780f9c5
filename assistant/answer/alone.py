"""How a question ends when all there is to answer from is a report: what was measured of the sentences to tell.

The weights were fitted on questions about six French reports on other subjects (docs/other-reports.md), so every
measure is relative to the report at hand: cosines are counted in standard deviations over its own passages.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.answer.answers import Ending
from assistant.answer.endings import misspelt
from assistant.answer.excerpts import Told, kindred
from assistant.answer.questions import Question
from assistant.answer.relevance import asked_words, coverage
from assistant.french import fold, terms
from assistant.numerals import numerals, worded
from assistant.report.index import Index
from assistant.report.search import Hit

WEIGHTS: dict[str, float] = {
    "bias": -2.0,
    "deviations": 0.5,
    "cosine": 0.6,
    "said": 1.5,
    "near": 0.5,
    "unknown": -1.5,
    "lexical": 0.4,
}
_REFUSED = 0.4
# A noun stands behind one of these, or is written with a capital.
_BEFORE_NOUN = frozenset(
    "le la les l un une des du de d au aux en par quel quelle quels quelles leur leurs son sa ses".split()
)
_TOKEN = re.compile(r"[\w'’-]+")


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the question ends; unasked: its nouns that the report never writes; signals: what was measured."""

    ending: Ending
    unasked: tuple[str, ...]
    signals: Mapping[str, float]


def verdict(question: Question, told: Sequence[Told], hits: Sequence[Hit], index: Index) -> Verdict:
    """Judges whether the sentences found answer the question."""
    unasked = unwritten(question, index)
    measured = signals(question, told, hits, index, unasked)
    likely = answerable(measured)
    if not told or likely < _REFUSED:
        return Verdict("not_asked" if measured["near"] >= 0.5 else "outside", unasked, measured)
    return Verdict("partly" if unasked else "answered", unasked, measured)


def answerable(measured: Mapping[str, float]) -> float:
    """Returns how likely 0-1 the sentences told answer the question."""
    return 1 / (1 + math.exp(-sum(weight * measured[name] for name, weight in WEIGHTS.items())))


def unwritten(question: Question, index: Index) -> tuple[str, ...]:
    """Returns the nouns of the question that the report writes nowhere, in no form."""
    asked = kindred(asked_words(question, index), index)
    unknown = {
        one.word for one in asked if not any(map(index.lexicon.rarity, one.stems)) and not misspelt(one.word, index)
    }
    return tuple(dict.fromkeys(noun for noun in nouns(question.text) if fold(noun) in unknown))


def nouns(text: str) -> tuple[str, ...]:
    """Returns the words of a question that stand as nouns: behind a determiner, or with a capital."""
    found, before = [], ""
    for position, token in enumerate(_TOKEN.findall(text)):
        bare = re.split(r"['’]", token)[-1]
        capital = (bare[:1].isupper() and position > 0) or bare[1:] != bare[1:].lower()
        if bare and (bare != token or capital or before in _BEFORE_NOUN):
            found.append(bare)
        before = fold(token)
    return tuple(found)


def signals(
    question: Question, told: Sequence[Told], hits: Sequence[Hit], index: Index, unasked: Sequence[str]
) -> dict[str, float]:
    """Measures how well the sentences to tell cover the question."""
    asked = kindred(asked_words(question, index), index)
    dense = [hit for hit in hits if hit.dense is not None]
    nearest = max(dense, key=lambda hit: hit.dense or 0.0, default=None)
    best = told[0] if told else None
    sentence = best.text if best else ""
    near = frozenset(
        stem
        for one in told[:3]
        for stem in terms(" ".join((*one.candidate.passage.section[-1:], one.candidate.passage.text)))
    )
    known = [one for one in asked if any(map(index.lexicon.rarity, one.stems))]
    return {
        "bias": 1.0,
        "deviations": nearest.score - 0.2 * (nearest.lexical or 0.0) if nearest else 0.0,
        "cosine": 50 * (best.cosine - 0.86) if best else -3.0,
        "said": coverage(asked, frozenset(terms(sentence))) if asked else 0.5,
        "near": coverage(asked, near) if asked else 0.5,
        "unknown": 1 - len(known) / len(asked) if asked else 0.0,
        "unasked": float(min(2, len(unasked))),
        "lexical": min(3.0, max((hit.lexical or 0.0 for hit in hits[:10]), default=0.0) / 10),
        "counted": float(bool(question.cues & {"quantity", "number"}) and not (numerals(sentence) or worded(sentence))),
        "no_subject": float(not asked),
        "foreign": float(question.language != "fr"),
    }
