"""Files of numbers: what is written is read, the same bytes each time, and a damaged file is told in French."""

from pathlib import Path

import numpy as np
import pytest

from assistant import tensors
from assistant.errors import CorpusError

NUMBERS = {
    "rows": np.arange(12, dtype=np.float32).reshape(3, 4),
    "codes": np.array([[-127, 0, 127]], np.int8),
    "scales": np.array([0.5, 2], np.float16),
}


def test_tensors_and_words_are_read_as_they_were_written(tmp_path: Path):
    tensors.write(tmp_path / "a", NUMBERS, {"encoder": "é5"})
    found, words = tensors.read(tmp_path / "a")
    assert words == {"encoder": "é5"}
    assert found.keys() == NUMBERS.keys()
    for name, expected in NUMBERS.items():
        assert found[name].dtype == expected.dtype
        np.testing.assert_array_equal(found[name], expected)


def test_a_file_without_words_has_none(tmp_path: Path):
    tensors.write(tmp_path / "a", NUMBERS)
    assert tensors.read(tmp_path / "a")[1] == {}


def test_a_tensor_seen_from_another_side_is_written_in_its_own_order(tmp_path: Path):
    turned = NUMBERS["rows"].T
    tensors.write(tmp_path / "a", {"rows": turned})
    np.testing.assert_array_equal(tensors.read(tmp_path / "a")[0]["rows"], turned)


def test_the_same_tensors_give_the_same_bytes_in_a_file_that_anyone_may_read(tmp_path: Path):
    tensors.write(tmp_path / "a", NUMBERS, {"encoder": "e"})
    tensors.write(tmp_path / "b", dict(reversed(NUMBERS.items())), {"encoder": "e"})
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("content", [None, b"", b"abime", b"\xff" * 64])
def test_a_missing_or_damaged_file_is_told_in_french(tmp_path: Path, content: bytes | None):
    path = tmp_path / "kinds.safetensors"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CorpusError, match=r"kinds\.safetensors est illisible .* Rétablissez ce fichier"):
        tensors.read(path)
