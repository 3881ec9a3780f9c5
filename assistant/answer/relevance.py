"""How well a passage found answers a question: the hit's scores, the words covered, and whom it is about."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer.questions import Question
from assistant.french import stem, terms
from assistant.numerals import numerals
from assistant.report.index import Index
from assistant.report.passages import Passage
from assistant.report.search import Hit

# A word that no passage holds is as rare as a word of one passage.
_UNKNOWN_RARITY = 7.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage found for a question: relevance is higher is better; coverage 0-1 is the share of its words held."""

    passage: Passage
    relevance: float
    dense: float
    coverage: float
    span: tuple[int, int]

    @property
    def excerpt(self) -> str:
        """The best sentence of the passage."""
        return self.passage.text[self.span[0] : self.span[1]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A subject word of a question: the stems any of which cover it, and how much it tells."""

    word: str
    stems: frozenset[str]
    weight: float


def asked_words(question: Question, index: Index) -> tuple[Asked, ...]:
    """Returns the subject words of a question, each with the report's own words for it."""
    own: dict[str, set[str]] = {}
    for word, says in question.synonyms:
        own.setdefault(word, set()).update(terms(says))
    return tuple(_asked(word, frozenset({stem(word), *own.get(word, ())}), index) for word in question.subject)


def _asked(word: str, stems: frozenset[str], index: Index) -> Asked:
    known = [rarity for one in stems if (rarity := index.lexicon.rarity(one))]
    return Asked(word, stems, max(known) if known else _UNKNOWN_RARITY)


def unknown(question: Question, index: Index) -> tuple[str, ...]:
    """Returns the subject words of the question that nothing searchable holds, in order."""
    return tuple(
        asked.word for asked in asked_words(question, index) if not any(map(index.lexicon.rarity, asked.stems))
    )


def coverage(asked: Sequence[Asked], held: frozenset[str]) -> float:
    """Returns the share 0-1 of the question's words, by rarity, that are held; 1 when it has none."""
    total = sum(one.weight for one in asked)
    return sum(one.weight for one in asked if one.stems & held) / total if total else 1.0


def held_by(passage: Passage, asked: Sequence[Asked], index: Index) -> frozenset[str]:
    """Returns which of the asked stems a passage has."""
    return index.lexicon.held(index.numbers[passage.id], frozenset().union(*(one.stems for one in asked)))


def candidates(question: Question, hits: tuple[Hit, ...], index: Index) -> tuple[Candidate, ...]:
    """Returns the hits judged for the question, best first; equal ones keep the order of the search."""
    asked = asked_words(question, index)
    judged = [_judged(question, hit, asked, index) for hit in hits]
    return tuple(sorted(judged, key=lambda candidate: -candidate.relevance))


def _judged(question: Question, hit: Hit, asked: Sequence[Asked], index: Index) -> Candidate:
    covered = coverage(asked, held_by(hit.passage, asked, index))
    dense = hit.dense if hit.dense is not None else 0.8
    return Candidate(hit.passage, _relevance(question, hit, dense, covered), dense, covered, hit.span)


def _relevance(question: Question, hit: Hit, dense: float, covered: float) -> float:
    """A weighted sum: meaning, words, whom it is about, and whether it has the kind of content asked for."""
    passage = hit.passage
    score = 40 * (dense - 0.86) + 1.6 * covered + 0.2 * hit.score
    score += _whom(question, passage)
    if question.cues & {"quantity", "number", "ranking"} and not numerals(passage.text):
        score -= 0.5
    if question.kind == "recommendation" and (passage.kind == "recommendation" or _is_idea(passage)):
        score += 0.5
    if question.kind == "method":
        score += 0.5 if passage.kind in ("method", "note") else -0.2
    if passage.kind in ("note", "quote") and question.kind != "method":
        score -= 0.35
    return score


def _is_idea(passage: Passage) -> bool:
    return passage.kind == "persona" and any("inspirant" in title.lower() for title in passage.section)


def _whom(question: Question, passage: Passage) -> float:
    """Favours passages about the segments and personas named; holds back those about others only."""
    asked = set(question.segments) | (set(question.profile) if question.mine else set())
    score = 0.0
    if asked:
        shared = len(asked & set(passage.segments)) / math.sqrt(len(asked))
        score += 0.7 * min(shared, 1.5)
    if question.personas:
        score += 0.8 if set(question.personas) & set(passage.personas) else -0.5 if passage.personas else 0.0
    elif passage.personas and question.kind != "persona" and not asked:
        score -= 0.25
    return score
