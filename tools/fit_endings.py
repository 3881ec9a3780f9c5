"""Fits how likely a question is to be answerable, and under what chance it is refused: logistic regression."""

from collections.abc import Mapping, Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.model_selection import GroupKFold

from assistant.answer.endings import WEIGHTS
from tools.fit_material import simplest

_UNANSWERABLE_WEIGHT = 2.5  # of 288 questions 52 are unanswerable; answering one is worse than refusing another
# The numbers in use, fitted before on the same half: moved only by weights that are better by more than the noise. What
# was tried instead (C = 0.03 to 10) was no better held out, and refused questions in Dutch that these answer.
START = {
    "bias": 0.295, "dense": 0.858, "coverage": 0.0, "single": -1.5, "astray": -2.6, "unknown": -0.9, "foreign": 2.9,
    "foreign_dense": 0.146, "no_subject": -0.4, "relevance": 0.728, "domain": 1.1, "lexical": 0.689,
}  # fmt: skip
START_REFUSED = 0.25  # the chance under which they refuse
# scikit-learn's C: the larger, the less the weights are held near zero; 0 stands for the start, not moved at all.
_STRENGTHS = (0.0, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
_REFUSED_AT_MOST = 0.01  # of the answerable questions held out; the exam's aim of 3 % is for every cause of refusal
_GRID = np.arange(0.05, 0.55, 0.05)
_FOLDS = 5
_LEAST = 1e-6  # a feature that varies less than this is not rescaled


def fit(
    signals: Sequence[Mapping[str, float]], answerable: Sequence[bool], subjects: Sequence[int]
) -> tuple[dict[str, float], float, str]:
    """Returns the weights, the threshold 0-1, and what was held out to choose them, for a person to read."""
    rows = np.array([[one[name] for name in WEIGHTS] for one in signals])
    wanted = np.array(answerable)
    chances = {strength: _held_out(rows, wanted, subjects, strength) for strength in _STRENGTHS}
    losses = {strength: _losses(found, wanted, subjects) for strength, found in chances.items()}
    best = simplest(losses)
    refused = (
        START_REFUSED
        if not best
        else max((float(t) for t in _GRID if _refusals(chances[best], wanted, t) <= _REFUSED_AT_MOST), default=0.05)
    )
    told = " ".join(f"{strength:g}:{found.mean():.3f}±{found.std():.3f}" for strength, found in losses.items())
    return (
        dict(zip(WEIGHTS, _fitted(rows, wanted, best).tolist(), strict=True)),
        refused,
        f"fin, perte mise de côté par force : {told} → {best:g} ; refus sous {refused:.2f}",
    )


def _held_out(rows, wanted, subjects, strength: float) -> np.ndarray:
    """The chance given to each question by weights fitted without its subject."""
    chances = np.empty(len(rows))
    for kept, out in GroupKFold(_FOLDS).split(rows, groups=subjects):
        chances[out] = 1 / (1 + np.exp(-(rows[out] @ _fitted(rows[kept], wanted[kept], strength))))
    return chances


def _losses(chances, wanted, subjects) -> np.ndarray:
    folds = GroupKFold(_FOLDS).split(chances, groups=subjects)
    importance = _importance(wanted)
    return np.array([log_loss(wanted[out], chances[out], sample_weight=importance[out]) for _, out in folds])


def _fitted(rows, wanted, strength: float) -> np.ndarray:
    if not strength:
        return np.array([START[name] for name in WEIGHTS])
    spread = rows.std(axis=0)
    spread[spread < _LEAST] = 1.0
    model = LogisticRegression(C=strength, fit_intercept=False, tol=1e-8, max_iter=10_000)
    return model.fit(rows / spread, wanted, sample_weight=_importance(wanted)).coef_[0] / spread


def _importance(wanted: np.ndarray) -> np.ndarray:
    return np.where(wanted, 1.0, _UNANSWERABLE_WEIGHT)


def _refusals(chances: np.ndarray, wanted: np.ndarray, threshold: float) -> float:
    return float((chances[wanted] < threshold).mean())
