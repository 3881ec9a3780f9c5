"""Packs what tuning added to the last layers of the embedded encoder: 4 bits by blocks of 32, one scale a block.

What it adds to a weight is smaller than a step of the weight's own 4 bits, which would round it away: the difference is
kept instead, and read with the weight in 8 bits (assistant/search/embedded.py).
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from assistant.search import embedded
from assistant.search.packed import BLOCK, matrix
from assistant.settings import PROJECT
from assistant.tensors import read
from assistant.tensors import write as write_file

TARGET = PROJECT / "corpus" / "tuned.safetensors"
LAYERS = 4  # of 12, from the top; all twelve cost 25 s a step for no more (shared/notes/tuning.md)
_LINEAR = {
    "attention.output": "attention.output.dense",
    "up": "intermediate.dense",
    "down": "output.dense",
}
_NORMS = {"attention.norm": "attention.output.LayerNorm", "norm": "output.LayerNorm"}


def write(layers: Any, *, first: int) -> None:
    """Writes the layers, the first of which has that number in the encoder."""
    before, _ = read(embedded.FOLDER / "weights.safetensors")
    tensors: dict[str, np.ndarray] = {}
    for number, layer in enumerate(layers, start=first):
        state = {name: value.detach().float().numpy() for name, value in layer.state_dict().items()}
        new = f"layer.{number}"
        joined = np.concatenate([state[f"attention.self.{part}.weight"] for part in ("query", "key", "value")])
        tensors |= _packed(joined, f"{new}.attention.input", before)
        bias = [state[f"attention.self.{part}.bias"] for part in ("query", "key", "value")]
        tensors[f"{new}.attention.input.bias"] = np.concatenate(bias)
        for short, long in _LINEAR.items():
            tensors |= _packed(state[f"{long}.weight"], f"{new}.{short}", before)
            tensors[f"{new}.{short}.bias"] = state[f"{long}.bias"]
        for short, long in _NORMS.items():
            tensors |= {f"{new}.{short}.{part}": state[f"{long}.{part}"] for part in ("weight", "bias")}
    write_file(TARGET, tensors)


def _packed(tuned: np.ndarray, name: str, before: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Returns nibbles (rows, blocks, 16) and scales (rows, blocks): value = (nibble - 8) * scale.

    Of a few scales around the one that reaches the greatest weight of a block, the one with the least squared error.
    """
    blocks = (tuned - matrix(before, name)).reshape(len(tuned), -1, BLOCK)
    peak = np.take_along_axis(blocks, np.abs(blocks).argmax(-1)[..., None], -1)[..., 0]
    best = np.full(peak.shape, np.inf, np.float32)
    scales = np.zeros(peak.shape, np.float16)
    codes = np.full(blocks.shape, 8, np.uint8)
    for steps in np.arange(6.5, 9.01, 0.25):
        tried = (-peak / steps).astype(np.float16)
        divisor = np.where(tried == 0, 1, tried).astype(np.float32)[..., None]
        code = np.clip(np.rint(blocks / divisor) + 8, 0, 15)
        error = (((code - 8) * divisor - blocks) ** 2).sum(-1)
        better = error < best
        best, scales = np.where(better, error, best), np.where(better, tried, scales)
        codes = np.where(better[..., None], code.astype(np.uint8), codes)
    nibbles = codes[..., 0::2] | (codes[..., 1::2] << 4)
    return {f"{name}.nibbles": nibbles.astype(np.uint8), f"{name}.scales": scales}
