"""Fits the weights of assistant/answer/endings.py on the development half of the exam; prints them to paste."""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

import sys

import numpy as np

from assistant.answer.endings import WEIGHTS
from assistant.engine import Assistant
from assistant.evaluation.exam import read_exam
from assistant.settings import PROJECT, Settings

_UNANSWERABLE = ("off_topic", "near_topic")
_UNANSWERABLE_WEIGHT = 2.5


def main() -> None:
    """Measures every development question, fits, and prints weights and error rates."""
    assistant = Assistant.open(Settings.from_environment())
    exam = read_exam(PROJECT / "tests" / "exam.toml", "dev")
    read = assistant.read_profile
    measured = [
        assistant.evidence(q.question, profile=read(q.profile).profile, history=q.history).signals for q in exam
    ]
    rows = np.array([[one[name] for name in WEIGHTS] for one in measured])
    wanted = np.array([question.kind not in _UNANSWERABLE for question in exam], float)
    fitted = _fit(rows, wanted)
    for name, weight in zip(WEIGHTS, fitted, strict=True):
        print(f'    "{name}": {weight:.3f},')
    likely = 1 / (1 + np.exp(-(rows @ fitted)))
    for threshold in (0.2, 0.25, 0.3, 0.4, 0.5, 0.6):
        rates = [np.mean(likely[[q.kind == kind for q in exam]] >= threshold) for kind in _UNANSWERABLE]
        refused = np.mean(likely[wanted == 1] < threshold)
        print(f"{threshold}: refused {refused:.3f}, off {rates[0]:.3f}, near {rates[1]:.3f}")
    if "--list" in sys.argv:
        for index in np.argsort(likely):
            if (wanted[index] == 1) == (likely[index] < 0.35):
                print(f"{likely[index]:.2f} {exam[index].kind} {exam[index].question}")


def _fit(rows: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    spread = rows.std(0) + 1e-9
    spread[spread < 1e-6] = 1.0
    scaled, weights = rows / spread, np.zeros(rows.shape[1])
    importance = np.where(wanted == 1, 1.0, _UNANSWERABLE_WEIGHT) / len(wanted)
    for _ in range(20_000):
        chances = 1 / (1 + np.exp(-(scaled @ weights)))
        weights -= 0.3 * (scaled.T @ ((chances - wanted) * importance) + 0.004 * weights)
    return weights / spread


if __name__ == "__main__":
    main()
