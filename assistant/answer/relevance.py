"""How well a passage found answers a question: the hit's scores, the words covered, and whom it is about."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer.frames import Frame
from assistant.answer.judge import Candidate
from assistant.french import stem, terms
from assistant.numerals import numerals
from assistant.passages import Passage
from assistant.search.hits import Hit
from assistant.search.index import Index

# Fitted on our own exam, of which a report alone has these measures only.
WEIGHTS = {
    "dense": 2.417, "lexical": 1.713, "coverage": 3.183, "counted": 1.161, "uncounted": -1.361, "advice": 1.155,
    "method": 1.142, "aside": -0.53, "table": -0.668,
}  # fmt: skip
# A word that no passage holds is as rare as a word of one passage.
_UNKNOWN_RARITY = 7.0


@dataclass(frozen=True, slots=True)
class Asked:
    """A subject word of a question: the stems any of which cover it, and how much it tells."""

    word: str
    stems: frozenset[str]
    weight: float


def asked_words(question: Frame, index: Index) -> tuple[Asked, ...]:
    """Returns the subject words of a question, each with the report's own words for it."""
    own: dict[str, set[str]] = {}
    for word, says in question.synonyms:
        own.setdefault(word, set()).update(terms(says))
    return tuple(_asked(word, frozenset({stem(word), *own.get(word, ())}), index) for word in question.subject)


def _asked(word: str, stems: frozenset[str], index: Index) -> Asked:
    known = [rarity for one in stems if (rarity := index.lexicon.rarity(one))]
    return Asked(word, stems, max(known) if known else _UNKNOWN_RARITY)


def coverage(asked: Sequence[Asked], held: frozenset[str]) -> float:
    """Returns the share 0-1 of the question's words, by rarity, that are held; 1 when it has none."""
    total = sum(one.weight for one in asked)
    return sum(one.weight for one in asked if one.stems & held) / total if total else 1.0


def held_by(passage: Passage, asked: Sequence[Asked], index: Index) -> frozenset[str]:
    """Returns which of the asked stems a passage has."""
    return index.lexicon.held(index.numbers[passage.id], frozenset[str]().union(*(one.stems for one in asked)))


def candidates(question: Frame, hits: tuple[Hit, ...], index: Index) -> tuple[Candidate, ...]:
    """Returns the hits judged for the question, best first; equal ones keep the order of the search."""
    asked = asked_words(question, index)
    judged = [_judged(question, hit, asked, index) for hit in hits]
    return tuple(sorted(judged, key=lambda candidate: -candidate.relevance))


def _judged(question: Frame, hit: Hit, asked: Sequence[Asked], index: Index) -> Candidate:
    covered = coverage(asked, held_by(hit.passage, asked, index))
    measured = features(question, hit, covered)
    relevance = sum(WEIGHTS[name] * value for name, value in measured.items())
    return Candidate(
        hit.passage, relevance, measured["dense"] / 50 + USUAL_COSINE, hit.span, hit.lexical or 0.0, coverage=covered
    )


def features(question: Frame, hit: Hit, covered: float) -> dict[str, float]:
    """Measures a hit for a question: meaning, words, whom it is about, and whether it has the content asked for."""
    passage = hit.passage
    dense = hit.dense if hit.dense is not None else USUAL_COSINE
    quantity = bool(question.cues & {"quantity", "number", "ranking", "comparison"})
    counted = any(numeral.unit == "percent" for numeral in numerals(passage.text))
    return {
        "dense": 50 * (dense - USUAL_COSINE),
        "lexical": min(hit.lexical or 0.0, 30.0) / 10,
        "coverage": covered,
        "counted": float(quantity and counted),
        "uncounted": float(quantity and not counted),
        "advice": float(question.kind == "recommendation" and passage.kind == "recommendation"),
        "method": float(question.kind == "method" and passage.kind in ("method", "note")),
        "aside": float(passage.kind in ("note", "quote") and question.kind != "method"),
        "table": float(passage.kind == "table"),
    }


USUAL_COSINE = 0.86
