"""The weights and the threshold fitted on questions, read from fitted.toml, which only tools/fit.py writes."""

from dataclasses import dataclass
from pathlib import Path

from assistant.entries import read_toml

PATH = Path(__file__).with_name("fitted.toml")


@dataclass(frozen=True, slots=True)
class Fitted:
    """What was fitted: weights by feature, thresholds 0-1 by name; exam: SHA-256 of the questions it was fitted on."""

    exam: str
    relevance: dict[str, float]
    ending: dict[str, float]
    thresholds: dict[str, float]


def load_fitted(path: Path) -> Fitted:
    """Reads the fitted numbers; raises CorpusError where the file is missing or is not what the tool writes."""
    return read_toml(path, Fitted)


FITTED = load_fitted(PATH)
