"""Fits the head that says what kind of answer a question wants, on the labels of the bank."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from assistant import tensors
from assistant.answer.kinds import VECTOR_SCALE, marks
from assistant.engine import Assistant
from assistant.settings import PROJECT

TARGET = PROJECT / "corpus" / "kinds.safetensors"
_STRENGTH = 0.5  # inverse of the penalty; 0.3 to 1 are as good
_FOLDS, _LONGEST = 5, 500
_DECIMALS = 2  # what is written: the noise of a processor's arithmetic is far below


def fit(assistant: Assistant, target: Path = TARGET) -> str:
    """Writes the head, and returns how often it is right on questions of units it has not seen."""
    bank, finder = assistant.library.bank, assistant.finder
    chosen = [number for number, one in enumerate(bank.questions) if one.kind != "open"]
    frames = [assistant.reader.read(bank.questions[number].q) for number in chosen]
    cues = sorted({cue for frame in frames for cue in frame.cues})
    labels = [bank.questions[number].kind for number in chosen]
    known = np.stack([marks(frame, cues) for frame in frames])
    rows = np.hstack([known, VECTOR_SCALE * finder.questions[chosen]])
    right = _held_out(rows, np.array(labels), [bank.questions[number].ids[0] for number in chosen])
    made = LogisticRegression(C=_STRENGTH, max_iter=_LONGEST).fit(rows, labels)
    weights = {"weights": made.coef_.round(_DECIMALS), "bias": made.intercept_.round(_DECIMALS)}
    told = {"encoder": assistant.encoder.identity, "kinds": " ".join(made.classes_), "cues": " ".join(cues)}
    tensors.write(target, {name: one.astype(np.float32) for name, one in weights.items()}, told)
    return f"sorte de réponse : juste pour {right:.1%} de {len(labels)} questions, par unités jamais vues"


def _held_out(rows: np.ndarray, labels: np.ndarray, groups: Sequence[str]) -> float:
    found = np.empty(len(labels), object)
    numbers = {name: number for number, name in enumerate(dict.fromkeys(groups))}
    for learned, held in GroupKFold(_FOLDS).split(rows, labels, [numbers[one] for one in groups]):
        made = LogisticRegression(C=_STRENGTH, max_iter=_LONGEST).fit(rows[learned], labels[learned])
        found[held] = made.predict(rows[held])
    return float(np.mean(found == labels))
