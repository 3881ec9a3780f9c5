"""The weights and the threshold fitted on questions, read from fitted.toml, which only tools/fit.py writes."""

from dataclasses import dataclass
from pathlib import Path

from assistant.entries import read_toml

PATH = Path(__file__).with_name("fitted.toml")


@dataclass(frozen=True, slots=True)
class Fitted:
    """What was fitted: weights by measure, thresholds 0-1 by name; encoder: whose vectors were measured.

    relevance orders the units of a question; answers: how likely the best of them answers; astray: how likely the
    question is of another subject.
    """

    encoder: str
    relevance: dict[str, float]
    answers: dict[str, float]
    astray: dict[str, float]
    thresholds: dict[str, float]


def load_fitted(path: Path) -> Fitted:
    """Reads the fitted numbers; raises CorpusError where the file is missing or is not what the tool writes."""
    return read_toml(path, Fitted)


FITTED = load_fitted(PATH)
