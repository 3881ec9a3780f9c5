"""An encoder without a model: the words of a text hashed into 256 places."""

import hashlib
from collections.abc import Iterator, Sequence

import numpy as np

from assistant.french import terms
from assistant.search.guard import clean

_DIMENSION = 256
_GRAM = 4


class HashingEncoder:
    """Encodes the stems of a text and their beginnings; the same everywhere, with no file to load."""

    identity = "hashing-256-v1"
    dimension = _DIMENSION

    def encode_query(self, texts: Sequence[str]) -> np.ndarray:
        """Returns unit rows, float32 (n, 256)."""
        return self.encode_document(texts)

    def encode_document(self, texts: Sequence[str]) -> np.ndarray:
        """Returns unit rows, float32 (n, 256)."""
        rows = np.zeros((len(texts), _DIMENSION), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for feature in _features(clean(text)):
                # Signed, so that words which fall on one place cancel out on average rather than add up.
                place, sign = _hashed(feature)
                row[place] += sign
        # A text without words still needs a direction.
        rows[~rows.any(axis=1), 0] = 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def _features(text: str) -> Iterator[str]:
    for term in terms(text):
        yield term
        # A common beginning is the only nearness known here: "communiquer" and "communication" share it.
        yield term[:_GRAM] + "-"


def _hashed(feature: str) -> tuple[int, float]:
    digest = hashlib.blake2b(feature.encode(), digest_size=4).digest()
    return int.from_bytes(digest[:3]) % _DIMENSION, 1.0 if digest[3] & 1 else -1.0
