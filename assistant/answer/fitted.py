"""The weights and the threshold fitted on questions, read from fitted.toml, which only tools/fit.py writes."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

import msgspec

from assistant.errors import CorpusError

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
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Fitted)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise CorpusError(
            f"Les poids {path} ne peuvent pas être lus : {error}. Refaites-les par « make fit »."
        ) from error


FITTED = load_fitted(PATH)
