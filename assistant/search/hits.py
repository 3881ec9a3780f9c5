"""Finding the passages that answer a question: by meaning and by words, together."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from assistant.french import Language
from assistant.passages import Passage
from assistant.search.encoders import Encoder
from assistant.search.index import Index
from assistant.search.lexical import query_terms

Mode = Literal["hybrid", "dense", "lexical"]

# A standard deviation of the passages' cosines is worth five points of BM25. Adding scores found the right page
# more often than adding ranks did (docs/search.md); 0.1 to 0.3 are as good.
WORDS_WEIGHT = 0.2


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found: score (higher is better), cosine, BM25 score, and the span of its best sentence.

    cosines are those of its sentences, in order; empty when it has one sentence, or when they were not asked for.
    score is counted in standard deviations of the cosines over the report: 0 is a passage like any other, 3 to 6 a
    good one. dense and lexical are None when that leg was not asked for.
    """

    passage: Passage
    score: float
    dense: float | None
    lexical: float | None
    span: tuple[int, int]
    cosines: tuple[float, ...] = ()


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
    if not index.passages:
        return ()
    cosines = span_scores(index, question_vector(encoder, question)) if mode != "lexical" else None
    dense = passage_scores(index, cosines) if cosines is not None else None
    lexical = None
    if mode != "dense":
        lexical = index.lexicon.scores(query_terms(question, expansion=expansion, language=language))
    fused = _fused(dense, lexical)
    order = np.argsort(-fused, kind="stable")[:limit]
    bounds = [*map(int, np.searchsorted(index.owners, np.arange(len(index.passages) + 1)))]
    return tuple(
        Hit(
            passage=index.passages[number],
            score=float(fused[number]),
            dense=None if dense is None else float(dense[number]),
            lexical=None if lexical is None else float(lexical[number]),
            span=_best_span(index, number, cosines, bounds[number], bounds[number + 1]),
            cosines=_cosines(index, number, cosines, bounds[number], bounds[number + 1]),
        )
        for number in map(int, order)
        if dense is not None or fused[number] > 0
    )


@lru_cache(maxsize=256)
def question_vector(encoder: Encoder, question: str) -> np.ndarray:
    """Returns the unit vector of a question, (d,); the last 256 are remembered for each encoder."""
    vector = encoder.encode_query([question])[0]
    vector.flags.writeable = False
    return vector


def span_scores(index: Index, vector: np.ndarray) -> np.ndarray:
    """Returns the cosine of a question's vector with each span of the index, float32 (spans,)."""
    count = index.vectors.ntotal
    scores = np.empty(count, np.float32)
    if count:
        found, numbers = index.vectors.search(vector[None, :], count)  # pyright: ignore[reportCallIssue]
        scores[numbers[0]] = found[0]
    return scores


def passage_scores(index: Index, cosines: np.ndarray) -> np.ndarray:
    """Returns the cosine of each passage's best span, float32 (passages,); -1 for a blank passage."""
    scores = np.full(len(index.passages), -1, np.float32)
    np.maximum.at(scores, index.owners, cosines)
    return scores


def _fused(dense: np.ndarray | None, lexical: np.ndarray | None) -> np.ndarray:
    """Returns the sum of both legs on one scale; a leg that was not asked for adds nothing."""
    if dense is None:
        return np.zeros(0) if lexical is None else WORDS_WEIGHT * lexical
    # A report of one passage, or of passages all alike, has no deviation to divide by.
    deviations = (dense.astype(np.float64) - dense.mean()) / max(float(dense.std()), 1e-6)
    return deviations if lexical is None else deviations + WORDS_WEIGHT * lexical


def _best_span(index: Index, number: int, cosines: np.ndarray | None, first: int, last: int) -> tuple[int, int]:
    """Returns the span of the sentence nearest to the question; the whole passage without vectors or sentences.

    first, last: where the passage's spans begin and end in the index.
    """
    if cosines is None or last - first < 2:
        return 0, len(index.passages[number].text)
    best = index.spans[first + 1 + int(np.argmax(cosines[first + 1 : last]))]
    return best.start, best.end


def _cosines(index: Index, number: int, cosines: np.ndarray | None, first: int, last: int) -> tuple[float, ...]:
    """Returns the cosine of each sentence of a passage; none without vectors, or when a blank sentence has none."""
    if cosines is None or last - first - 1 != len(index.passages[number].sentences):
        return ()
    return tuple(cosines[first + 1 : last].tolist())
