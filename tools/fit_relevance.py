"""Fits the weights of assistant/answer/relevance.py on the development half of the exam.

Listwise logistic loss over the hits of each question: a hit is good when it stands on a gold page and, where the exam
names figures, holds one of them. Prints the weights to paste; run it again when passages or features change.
"""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

import re

import numpy as np

from assistant.answer.relevance import WEIGHTS, asked_words, coverage, features, held_by
from assistant.engine import Assistant
from assistant.evaluation.exam import read_exam
from assistant.numerals import numerals
from assistant.search.hits import search
from assistant.settings import PROJECT, Settings

_DECAY = 0.02


def main() -> None:
    """Collects the hits of every development question, fits, and prints."""
    assistant = Assistant.open(Settings.from_environment())
    lists = [
        found for found in (_list(assistant, q) for q in read_exam(PROJECT / "tests" / "exam.toml", "dev")) if found
    ]
    names = list(WEIGHTS)
    start = np.array([WEIGHTS[name] for name in names])
    fitted = _fit(lists, start)
    print(f"{len(lists)} questions ; rank 1 : {_first(lists, start):.3f} before, {_first(lists, fitted):.3f} after")
    for name, weight in zip(names, fitted, strict=True):
        print(f'    "{name}": {weight:.3f},')


def _list(assistant: Assistant, asked) -> tuple[np.ndarray, np.ndarray] | None:
    if not asked.pages:
        return None
    before = None
    profile = tuple(f"{key}:{label}" for key, label in (asked.profile or {}).items())
    for earlier in asked.history:
        before = assistant.reader.read(earlier, profile=profile, before=before)
    question = assistant.reader.read(asked.question, profile=profile, before=before)
    hits = search(
        assistant.index,
        assistant.encoder,
        question.standalone,
        limit=80,
        expansion=question.expansion,
        language=question.language,
    )
    words = asked_words(question, assistant.index)
    rows = [features(question, hit, coverage(words, held_by(hit.passage, words, assistant.index))) for hit in hits]
    gold = {value for alternatives in asked.figures for one in str(alternatives).split("|") for value in _values(one)}
    good = np.array(
        [
            bool(set(hit.passage.pages) & set(asked.pages)) and (not gold or bool(gold & _values(hit.passage.text)))
            for hit in hits
        ]
    )
    return (np.array([[row[name] for name in WEIGHTS] for row in rows]), good) if good.any() else None


def _values(text: str) -> set[str]:
    return {str(numeral.value.normalize()) for numeral in numerals(re.sub(r"(?<=\d)\s*%", " %", text))}


def _fit(lists, weights: np.ndarray) -> np.ndarray:
    prior, weights = weights.copy(), weights.copy()
    for step in range(3000):
        gradient = _DECAY * (weights - prior)
        for rows, good in lists:
            scores = rows @ weights
            chances = np.exp(scores - scores.max())
            chances /= chances.sum()
            wanted = chances * good / max((chances * good).sum(), 1e-12)
            gradient += (chances - wanted) @ rows / len(lists)
        weights -= 0.5 / (1 + step / 500) * gradient
    return weights


def _first(lists, weights: np.ndarray) -> float:
    return float(np.mean([good[np.argmax(rows @ weights)] for rows, good in lists]))


if __name__ == "__main__":
    main()
