"""Finding the passages that answer a question: meaning and words, fused by rank."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from assistant.french import Language
from assistant.report.encoders import Encoder
from assistant.report.index import Index
from assistant.report.lexical import query_terms
from assistant.report.passages import Passage

Mode = Literal["hybrid", "dense", "lexical"]

_RANK_CONSTANT = 60  # the usual one of reciprocal rank fusion


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found: fused score (higher is better), cosine, BM25 score, and the span of its best sentence."""

    passage: Passage
    score: float
    dense: float | None
    lexical: float | None
    span: tuple[int, int]


def search(
    index: Index,
    encoder: Encoder,
    question: str,
    *,
    limit: int = 50,
    expansion: Sequence[str] = (),
    language: Language = "fr",
    mode: Mode = "hybrid",
) -> tuple[Hit, ...]:
    """Returns the best passages for a question, best first, each passage once; equal scores keep the report's order."""
    units = unit_scores(index, question_vector(encoder, question)) if mode != "lexical" else None
    dense = passage_scores(index, units) if units is not None else None
    lexical = None
    if mode != "dense":
        lexical = index.lexicon.scores(query_terms(question, expansion=expansion, language=language))
    fused = sum(_reciprocal_ranks(scores) for scores in (dense, lexical) if scores is not None)
    order = np.argsort(-np.asarray(fused), kind="stable")[:limit]
    return tuple(
        Hit(
            passage=index.passages[number],
            score=float(fused[number]),
            dense=None if dense is None else float(dense[number]),
            lexical=None if lexical is None else float(lexical[number]),
            span=_best_span(index, int(number), units),
        )
        for number in order
        if fused[number] > 0
    )


def question_vector(encoder: Encoder, question: str) -> np.ndarray:
    """Returns the unit vector of a question, (d,); the last 256 are remembered for each encoder."""
    return _remembered(encoder, question, "query")


def dense_scores(encoder: Encoder, question: str, texts: Sequence[str]) -> np.ndarray:
    """Returns the cosine of a question with each text, float32 (n,); the vectors of short lists are remembered."""
    vector = question_vector(encoder, question)
    return np.array([vector @ _remembered(encoder, text, "document") for text in texts], np.float32)


@lru_cache(maxsize=4096)
def _remembered(encoder: Encoder, text: str, role: Literal["query", "document"]) -> np.ndarray:
    encode = encoder.encode_query if role == "query" else encoder.encode_document
    vector = encode([text])[0]
    vector.flags.writeable = False
    return vector


def unit_scores(index: Index, vector: np.ndarray) -> np.ndarray:
    """Returns the cosine of a question's vector with each unit of the index, float32 (units,)."""
    count = index.vectors.ntotal
    scores = np.empty(count, np.float32)
    if count:
        found, numbers = index.vectors.search(vector[None, :], count)  # pyright: ignore[reportCallIssue]
        scores[numbers[0]] = found[0]
    return scores


def passage_scores(index: Index, units: np.ndarray) -> np.ndarray:
    """Returns the cosine of each passage's best unit, float32 (passages,); -1 for a blank passage."""
    scores = np.full(len(index.passages), -1, np.float32)
    np.maximum.at(scores, index.owners, units)
    return scores


def _reciprocal_ranks(scores: np.ndarray) -> np.ndarray:
    """Returns 1 / (60 + rank) for each positive score, 0 for the others; equal scores keep the report's order."""
    shares = np.zeros(len(scores))
    order = np.argsort(-scores, kind="stable")
    shares[order] = 1 / (_RANK_CONSTANT + np.arange(1, len(scores) + 1))
    shares[scores <= 0] = 0
    return shares


def _best_span(index: Index, number: int, units: np.ndarray | None) -> tuple[int, int]:
    """Returns the span of the sentence nearest to the question; the whole passage without vectors or sentences."""
    first, last = np.searchsorted(index.owners, (number, number + 1))
    if units is None or last - first < 2:
        return 0, len(index.passages[number].text)
    best = index.units[first + 1 + int(np.argmax(units[first + 1 : last]))]
    return best.start, best.end
