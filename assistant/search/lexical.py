"""BM25 over the words of the passages, exact and small."""

import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

import numpy as np

from assistant import french
from assistant.french import Language, stem, stop_words, terms, words
from assistant.wordlists import listed

_SATURATION = 1.2  # k1: how soon repeating a word stops helping
_LENGTH = 0.75  # b: how much a long text is held back
_EXPANSION_WEIGHT = 0.5


def counted(texts: Iterable[str]) -> tuple[dict[str, int], ...]:
    """Returns how many times each text has each of its stems; the slow part of a lexicon, kept with the index."""
    return tuple(dict(Counter(terms(text))) for text in texts)


def recipe() -> str:
    """Returns a digest of the words and the code that make stems: counts made by another version would find nothing."""
    lists = " ".join(word for name in ("stop_fr", "elided", "inverted", "inclusive") for word in (name, *listed(name)))
    made = Path(french.__file__).read_bytes() + lists.encode() + version("snowballstemmer").encode()
    return hashlib.sha256(made).hexdigest()[:16]


class Lexicon:
    """The stems of a set of French texts, with what each adds to the score of each text.

    Made from what `counted` returns.
    """

    def __init__(self, counts: Sequence[Mapping[str, int]]) -> None:
        lengths = np.array([sum(count.values()) for count in counts], np.float64)
        mean = lengths.mean() if lengths.any() else 1.0
        self._held = _SATURATION * (1 - _LENGTH + _LENGTH * lengths / mean)
        self._size = len(counts)
        found: dict[str, list[tuple[int, int]]] = {}
        for number, count in enumerate(counts):
            for term, times in count.items():
                found.setdefault(term, []).append((number, times))
        self._found = found
        self._known: dict[str, frozenset[int]] = {}

    def rarity(self, term: str) -> float:
        """Returns the inverse document frequency of a stem, 0 when no text has it."""
        count = len(self._found.get(term, ()))
        return math.log(1 + (self._size - count + 0.5) / (count + 0.5)) if count else 0.0

    def stems(self, initial: str) -> tuple[str, ...]:
        """Returns the known stems that begin with a letter, to look for the one that was meant."""
        return tuple(term for term in self._found if term.startswith(initial))

    def held(self, number: int, stems: Iterable[str]) -> frozenset[str]:
        """Returns which of the stems the text of that number has."""
        return frozenset(term for term in stems if number in self._holders(term))

    def _holders(self, term: str) -> frozenset[int]:
        """Returns the texts that have a stem; remembered, for a question asks about dozens of texts."""
        if term not in self._known:
            self._known[term] = frozenset(number for number, _ in self._found.get(term, ()))
        return self._known[term]

    def scores(self, weights: Mapping[str, float]) -> np.ndarray:
        """Returns the BM25 score of each text for weighted stems, float64 (n,); 0 where no word is shared."""
        scores = np.zeros(self._size)
        for term, weight in weights.items():
            rarity = self.rarity(term)
            for number, times in self._found.get(term, ()):
                scores[number] += weight * rarity * times * (_SATURATION + 1) / (times + self._held[number])
        return scores


def query_terms(question: str, *, expansion: Iterable[str] = (), language: Language = "fr") -> dict[str, float]:
    """Returns the French stems to look for, each with its weight.

    Words of an English or Dutch question are looked for as they are ("newsletter", "Instagram"); `expansion`
    brings their French equivalents, or synonyms of a French question, which count half as much.
    """
    weights: dict[str, float] = {}
    stop = stop_words(language) | stop_words("fr")
    for word in words(question):
        if word not in stop:
            # The French stem whatever the language: it is what the texts, which are French, were cut with.
            weights[stem(word)] = 1.0
    added = 1.0 if language != "fr" else _EXPANSION_WEIGHT
    for phrase in expansion:
        for term in terms(phrase):
            weights.setdefault(term, added)
    return weights
