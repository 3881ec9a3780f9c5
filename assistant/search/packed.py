"""Matrices in 4 bits: two values a byte, one scale a block of 32."""

from collections.abc import Mapping

import numpy as np

BLOCK = 32
_MIDDLE = 128  # of a byte


def matrix(tensors: Mapping[str, np.ndarray], name: str) -> np.ndarray:
    """Returns a 4-bit matrix, float32 (rows, columns): value = (nibble - 8) * scale."""
    nibbles, scales = tensors[f"{name}.nibbles"], tensors[f"{name}.scales"]
    values = np.stack([nibbles & 15, nibbles >> 4], axis=-1).reshape(*scales.shape, -1).astype(np.float32) - 8
    return (values * scales.astype(np.float32)[..., None]).reshape(len(nibbles), -1)


def in_bytes(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Returns codes, uint8 (rows, blocks, 32), and scales, float16 (rows * blocks): value = (code - 128) * scale."""
    blocks = values.reshape(len(values), -1, BLOCK)
    scales = (np.abs(blocks).max(-1) / (_MIDDLE - 1)).astype(np.float16)
    divisor = np.where(scales == 0, 1, scales).astype(np.float32)[..., None]
    codes = np.clip(np.rint(blocks / divisor) + _MIDDLE, 0, 2 * _MIDDLE - 1)
    return codes.astype(np.uint8), scales.reshape(-1)
