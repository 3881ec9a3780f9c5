"""Fits the weights of a passage's relevance: listwise logistic loss over each question's hits, held near a start."""

from collections.abc import Sequence

import numpy as np
from scipy.optimize import minimize
from sklearn.model_selection import GroupKFold

from assistant.answer.relevance import WEIGHTS
from tools.fit_material import Hits, simplest

# Set by hand: the margins of assistant/answer are counted on their scale, so that a weight leaves it only for a reason.
START = {
    "dense": 2.5, "lexical": 1.7, "coverage": 3.0, "counted": 1.1, "uncounted": -1.3, "segment": 1.5,
    "other_segment": 0.0, "persona": 1.6, "other_persona": -1.0, "advice": 1.1, "method": 1.1, "aside": -0.5,
    "result": -1.9, "table": -0.6, "population": 0.9,
}  # fmt: skip
# How strongly weights are held near the start; infinite: not moved at all.
_DECAYS = (np.inf, 0.3, 0.1, 0.05, 0.02, 0.01, 0.003, 0.001)
_FOLDS = 5


def fit(lists: Sequence[Hits], subjects: Sequence[int]) -> tuple[dict[str, float], str]:
    """Returns the weights, and what was held out to choose how near the start they stay, for a person to read."""
    rows, good = np.stack([one.rows for one in lists]), np.stack([one.good for one in lists])
    start = np.array([START[name] for name in WEIGHTS])
    losses = {decay: _held_out(rows, good, subjects, start, decay) for decay in _DECAYS}
    best = simplest(losses)
    told = " ".join(f"{decay:g}:{found.mean():.3f}±{found.std():.3f}" for decay, found in losses.items())
    fitted = _fitted(rows, good, start, best)
    said = f"pertinence, perte mise de côté par rappel : {told} → {best:g}"
    return dict(zip(WEIGHTS, fitted.tolist(), strict=True)), said


def _held_out(rows, good, subjects, start, decay) -> np.ndarray:
    return np.array(
        [
            _loss(_fitted(rows[kept], good[kept], start, decay), rows[out], good[out])[0]
            for kept, out in GroupKFold(_FOLDS).split(rows, groups=subjects)
        ]
    )


def _fitted(rows, good, start: np.ndarray, decay: float) -> np.ndarray:
    if np.isinf(decay):
        return start

    def aim(weights: np.ndarray) -> tuple[float, np.ndarray]:
        loss, gradient = _loss(weights, rows, good)
        away = weights - start
        return loss + decay / 2 * float(away @ away), gradient + decay * away

    return minimize(aim, start, jac=True, method="L-BFGS-B", options={"ftol": 1e-14, "gtol": 1e-9}).x


def _loss(weights: np.ndarray, rows: np.ndarray, good: np.ndarray) -> tuple[float, np.ndarray]:
    """The mean of minus the logarithm of the chance given to the good hits, and its gradient (features,)."""
    scores = rows @ weights
    chances = np.exp(scores - scores.max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    right = (chances * good).sum(axis=1, keepdims=True)
    gradient = np.einsum("qh,qhf->f", chances - chances * good / right, rows) / len(rows)
    return -float(np.log(right).mean()), gradient
