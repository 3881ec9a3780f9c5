"""Encoders: texts to unit vectors, behind the interface of sentence-transformers.

"e5"        the embedded default: multilingual-e5-small, French, English and Dutch pieces, 4-bit weights
"hashing"   words hashed into 256 places: no model, for tests and for degraded machines
anything else is the name or the path of a sentence-transformers model.

Adding an encoder: one function returning an Encoder, one line of `_LOADERS`.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from assistant.search import embedded, hashing


class Encoder(Protocol):
    """What the index and the search ask of an encoder; any two encoders of one identity give the same vectors."""

    @property
    def identity(self) -> str:
        """Name and digest of the weights: an index made with another identity is stale."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    def encode_query(self, texts: Sequence[str]) -> np.ndarray:
        """Returns one unit row per question, float32 (n, dimension)."""
        ...

    def encode_document(self, texts: Sequence[str]) -> np.ndarray:
        """Returns one unit row per text of the report, float32 (n, dimension)."""
        ...


_LOADERS: dict[str, Callable[[Path | None], Encoder]] = {
    "e5": lambda tuned: embedded.load(tuned=tuned),
    "hashing": lambda _: hashing.HashingEncoder(),
}


def load(name: str = "e5", *, tuned: Path | None = None, download: bool = False) -> Encoder:
    """Loads an encoder by name; tuned: the layers an edition has for the embedded one.

    A sentence-transformers name is looked for on this machine only, unless `download` allows the network.
    Raises EncoderError when there is no such encoder or it cannot be loaded.
    """
    if name in _LOADERS:
        return _LOADERS[name](tuned)
    from assistant.search import sentence_models

    return sentence_models.load(name, download=download)


def names() -> tuple[str, ...]:
    """Returns the names of the encoders that need nothing more than this program."""
    return tuple(_LOADERS)
