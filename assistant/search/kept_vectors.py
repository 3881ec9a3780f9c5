"""Vectors of committed texts, kept beside them in small integers, so that a first run encodes the report alone."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from assistant import tensors
from assistant.search.encoders import Encoder

_LEVELS = 127  # a unit vector's greatest coordinate is written as this


def save(path: Path, encoder: str, vectors: Mapping[str, np.ndarray]) -> None:
    """Writes unit vectors, float32 (d,), by their key, for an encoder's identity."""
    keys = sorted(vectors)
    rows = np.stack([vectors[one] for one in keys])
    scales = np.abs(rows).max(1) / _LEVELS
    names = np.frombuffer(bytes.fromhex("".join(keys)), np.uint8).reshape(len(keys), -1)
    codes = np.rint(rows / scales[:, None]).astype(np.int8)
    tensors.write(path, {"keys": names, "scales": scales.astype(np.float32), "rows": codes}, {"encoder": encoder})


def load(path: Path | None, encoder: str) -> dict[str, np.ndarray]:
    """Returns unit vectors, float32 (d,), by key; none where the file is missing or of another encoder.

    Raises CorpusError when the file is damaged.
    """
    if path is None or not path.is_file():
        return {}
    found, words = tensors.read(path)
    if words.get("encoder") != encoder:
        return {}
    vectors = found["rows"].astype(np.float32) * found["scales"][:, None]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return dict(zip((row.tobytes().hex() for row in found["keys"]), vectors, strict=True))


def key(text: str, *, question: bool = False) -> str:
    """Returns the key of a text: questions and texts are encoded differently."""
    prefix = "q" if question else "p"
    return hashlib.sha256(f"{prefix}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()[:24]


def encoded(
    texts: Sequence[str], encoder: Encoder, known: Mapping[str, np.ndarray], *, question: bool = False
) -> np.ndarray:
    """Returns unit rows, float32 (n, d), from the vectors kept where they are, encoded otherwise."""
    encode = encoder.encode_query if question else encoder.encode_document
    keys = [key(text, question=question) for text in texts]
    missing = [number for number, one in enumerate(keys) if one not in known]
    rows = np.empty((len(texts), encoder.dimension), np.float32)
    for number, one in enumerate(keys):
        if one in known:
            rows[number] = known[one]
    if missing:
        rows[missing] = encode([texts[number] for number in missing])
    return rows
