"""What may answer a question: the units of an edition, found by meaning, by words, and by the questions of the bank."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path

import numpy as np

from assistant.answer.frames import Frame
from assistant.answer.spelling import Speller
from assistant.facts.bank import Bank, NegativeKind
from assistant.french import fold, stem
from assistant.passages import Passage
from assistant.search import kept_vectors
from assistant.search.encoders import Encoder
from assistant.search.hits import passage_scores, span_scores
from assistant.search.index import Index
from assistant.search.lexical import query_terms

_KEPT = 60  # units that are judged
_SHOWN = 120  # passages of the report that may be shown
_WORDS_WEIGHT = 0.02  # of a point of BM25 against a cosine; shared/notes/tuning.md
_SHORT = 3  # letters of a word that tells nothing
_LETTERS = re.compile(r"[^\W\d_]+")
_NO_WORDS: Mapping[str, int] = {}
_ABSENT = -1.0  # the cosine of what no question of the bank stands for


@dataclass(frozen=True, slots=True)
class Found:
    """A unit found: its cosine, that of the nearest question it answers in the bank, and its BM25 score."""

    passage: Passage
    number: int
    dense: float
    asked: float
    words: float


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The nearest question of the bank that nothing answers, of each kind, and the nearest that something does.

    unknown: the share (0-1) of a question's words that neither the bank nor what is searched ever uses.
    """

    nothing: Mapping[NegativeKind, float]
    something: float
    unknown: float = 0.0


@dataclass(frozen=True)
class Finder:
    """Finds among the units of an index, with the questions of a bank standing for the units that answer them."""

    index: Index
    bank: Bank
    questions: np.ndarray  # unit rows, float32 (questions, d)
    negatives: np.ndarray  # unit rows, float32 (negatives, d)

    @classmethod
    def load(cls, index: Index, bank: Bank, encoder: Encoder, vectors: Path | None) -> "Finder":
        """Brings the vectors of the bank; those that are not kept in the file are encoded."""
        kept = kept_vectors.load(vectors, encoder.identity) if bank.questions else {}
        rows = (
            kept_vectors.encoded([one.q for one in lines], encoder, kept, question=True)
            for lines in (bank.questions, bank.negatives)
        )
        return cls(index, bank, *rows)

    @cached_property
    def units(self) -> np.ndarray:
        """The places of the units in the index, int64."""
        told = [n for n, p in enumerate(self.index.passages) if p.origin != "report"]
        return np.array(told or range(len(self.index.passages)), np.int64)

    @cached_property
    def _stands_for(self) -> tuple[np.ndarray, np.ndarray]:
        """Pairs (question, passage): which questions each passage answers."""
        numbers = self.index.numbers
        pairs = [(q, numbers[i]) for q, one in enumerate(self.bank.questions) for i in one.ids if i in numbers]
        found = np.array(pairs, np.int64).reshape(-1, 2)
        return found[:, 0], found[:, 1]

    def dense(self, vector: np.ndarray) -> np.ndarray:
        """Returns the cosine of a question's vector with each passage of the index, float32 (passages,)."""
        return passage_scores(self.index, span_scores(self.index, vector))

    def passages(self, dense: np.ndarray) -> tuple[Passage, ...]:
        """Returns the report's own passages nearest to a question, best first."""
        order = np.argsort(-dense, kind="stable")
        own = (self.index.passages[number] for number in map(int, order))
        return tuple(islice((passage for passage in own if passage.origin == "report"), _SHOWN))

    def find(
        self, question: Frame, vector: np.ndarray, dense: np.ndarray, *, but: Sequence[int] = ()
    ) -> tuple[Found, ...]:
        """Returns the units nearest to a question, best first.

        vector: of the question; dense: its cosines; but: questions of the bank that must not help, for who measures.
        """
        words = self.index.lexicon.scores(
            query_terms(question.standalone, expansion=question.expansion, language=question.language)
        )
        asked = np.full(len(dense), _ABSENT, np.float32)
        questions, passages = self._stands_for
        if len(questions):
            cosines = self.questions @ vector
            cosines[list(but)] = _ABSENT
            np.maximum.at(asked, passages, cosines[questions])
        together = dense + np.maximum(asked, 0) + _WORDS_WEIGHT * words
        order = self.units[np.argsort(-together[self.units], kind="stable")[:_KEPT]]
        return tuple(
            Found(self.index.passages[n], n, float(dense[n]), float(asked[n]), float(words[n])) for n in map(int, order)
        )

    @cached_property
    def _decided(self) -> Mapping[str, list[int]]:
        """The yes-or-no questions whose verdict is known, by the units that answer them."""
        found: dict[str, list[int]] = {}
        for number, one in enumerate(self.bank.questions):
            for identifier in one.ids if one.verdict else ():
                found.setdefault(identifier, []).append(number)
        return found

    def agreement(self, vector: np.ndarray, unit: str, *, but: Sequence[int] = ()) -> tuple[str, float]:
        """Returns the verdict of the bank's nearest yes-or-no question that a unit answers, and its cosine."""
        known = [number for number in self._decided.get(unit, ()) if number not in but]
        if not known:
            return "", _ABSENT
        cosines = self.questions[known] @ vector
        best = int(np.argmax(cosines))
        return self.bank.questions[known[best]].verdict, float(cosines[best])

    @cached_property
    def _nothing(self) -> Mapping[NegativeKind, np.ndarray]:
        """The places of the questions that nothing answers, by kind."""
        kinds: dict[NegativeKind, list[int]] = {}
        for number, one in enumerate(self.bank.negatives):
            kinds.setdefault(one.kind, []).append(number)
        return {kind: np.array(places) for kind, places in kinds.items()}

    @cached_property
    def _vocabulary(self) -> Mapping[str, int]:
        """How many times the questions that something answers use each word."""
        return self.counted(range(len(self.bank.questions)))

    def counted(self, questions: Iterable[int]) -> Mapping[str, int]:
        """Returns how many times some questions of the bank use each word."""
        asked = "\n".join(self.bank.questions[number].q for number in questions)
        return Counter(_LETTERS.findall(fold(asked)))

    def unknown(self, text: str, less: Mapping[str, int] = _NO_WORDS) -> float:
        """Returns the share (0-1) of a text's words that neither the bank nor what is searched ever uses."""
        said = {word for word in _LETTERS.findall(fold(text)) if len(word) > _SHORT}
        unasked = [word for word in said if self._vocabulary.get(word, 0) <= less.get(word, 0)]
        strange = [word for word in unasked if not self.index.lexicon.rarity(stem(word))]
        return len(strange) / len(said) if said else 0.0

    @cached_property
    def speller(self) -> Speller:
        """What repairs the words that a message misspells."""
        return Speller(self._vocabulary, self.index.lexicon)

    def neighbours(
        self,
        question: Frame,
        vector: np.ndarray,
        *,
        but: Sequence[int] = (),
        but_nothing: Sequence[int] = (),
        less: Mapping[str, int] = _NO_WORDS,
    ) -> Neighbours:
        """Returns how near the bank's questions are, those that nothing answers and those that something does.

        but, but_nothing: questions that must not help, for who measures; less: their words, from `counted`.
        """
        something, nothing = self.questions @ vector, self.negatives @ vector
        something[list(but)] = nothing[list(but_nothing)] = _ABSENT
        kinds: dict[NegativeKind, float] = {
            kind: float(nothing[places].max()) for kind, places in self._nothing.items()
        }
        unknown = self.unknown(question.standalone, less)
        return Neighbours(kinds, float(something.max(initial=_ABSENT)), unknown)
