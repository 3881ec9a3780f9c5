"""What kind of answer a question wants: a small fitted head on its vector and a few marks of its form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant import tensors
from assistant.answer.frames import Frame
from assistant.french import fold
from assistant.french import words as words_of
from assistant.wordlists import pattern, word_set

VECTOR_SCALE = 5.0  # a unit vector's coordinates against marks that are 0 or 1
_INVERTED = r"\b\w+-(?:t-)?{inverted_subject}\b"
_SHORT, _LONG = 5, 15  # words
FORMS = ("question mark", "inversion", "is it", "opens yes or no", "opens who", "which", "short", "long")
SLOTS = ("segment", "persona", "population")


@dataclass(frozen=True, slots=True)
class Kinds:
    """The head: for each kind, a weight for each cue, mark and coordinate of the vector; made by tools/fit.py."""

    names: tuple[str, ...]
    cues: tuple[str, ...]
    weights: np.ndarray  # float32 (kinds, marks + d)
    bias: np.ndarray  # float32 (kinds,)

    def of(self, question: Frame, vector: np.ndarray) -> Mapping[str, float]:
        """Returns the chance (0-1) of each kind."""
        values = self.weights @ np.concatenate([marks(question, self.cues), VECTOR_SCALE * vector]) + self.bias
        chances = np.exp(values - values.max())
        return dict(zip(self.names, (chances / chances.sum()).tolist(), strict=True))


def marks(question: Frame, cues: Sequence[str]) -> np.ndarray:
    """Returns the marks of a question's form, 0 or 1, float32: its cues, then FORMS, then SLOTS."""
    said, folded = words_of(question.text), fold(question.text)
    opening = said[0] if said else ""
    found = [cue in question.cues for cue in cues]
    found += [
        "?" in question.text,
        pattern(_INVERTED).search(folded) is not None,
        pattern(r"\b{is_it}\b").search(folded) is not None,
        opening in word_set("opens_yes_no"),
        opening in word_set("opens_who"),
        bool({*said} & word_set("asks_which")),
        len(said) < _SHORT,
        len(said) > _LONG,
        bool(question.segments),
        bool(question.personas),
        bool(question.populations),
    ]
    return np.array(found, np.float32)


def guessed(question: Frame) -> Mapping[str, float]:
    """Returns the kinds that the cues alone suggest, for an encoder or a report that no head was fitted for."""
    likely = [
        ("why" in question.cues, "why"),
        (question.kind == "recommendation", "advice"),
        (question.kind in ("challenges", "levers"), "barrier"),
        ("comparison" in question.cues, "compare"),
        (bool(question.cues & {"quantity", "number"}), "count"),
        (bool(question.cues & {"ranking", "least"}), "which"),
    ]
    return {next((name for holds, name in likely if holds), "what"): 1.0}


def load_kinds(path: Path | None, encoder: str) -> Kinds | None:
    """Reads the head fitted for an encoder; nothing where there is none. Raises CorpusError where it is damaged."""
    if path is None:
        return None
    found, words = tensors.read(path)
    if words.get("encoder") != encoder:
        return None
    return Kinds(tuple(words["kinds"].split()), tuple(words["cues"].split()), found["weights"], found["bias"])
