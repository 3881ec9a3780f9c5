"""Numbers in few bits: each is read back as it was written, to within half a step of its block."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from assistant.search import embedded
from assistant.search.packed import BLOCK, in_bytes, matrix
from assistant.tensors import read

ROWS, BLOCKS = 3, 2
_SUBNORMAL = 4e-6  # below it a float16 scale has few digits left
MATRICES = arrays(np.float32, (ROWS, BLOCKS * BLOCK), elements=st.floats(-8, 8, width=32))


def restored(codes: np.ndarray, scales: np.ndarray) -> np.ndarray:
    return ((codes.astype(np.float32) - 128) * scales.astype(np.float32).reshape(*codes.shape[:2], 1)).reshape(ROWS, -1)


@given(MATRICES)
def test_a_matrix_in_bytes_is_itself_to_half_a_step_of_each_block(values: np.ndarray):
    error = np.abs(restored(*in_bytes(values)) - values).reshape(ROWS, BLOCKS, BLOCK)
    greatest = np.abs(values).reshape(ROWS, BLOCKS, BLOCK).max(-1, keepdims=True)
    assert (error <= 0.501 * greatest / 127 + _SUBNORMAL).all()


@given(MATRICES)
def test_a_matrix_in_bytes_has_one_code_a_value_and_one_scale_a_block(values: np.ndarray):
    codes, scales = in_bytes(values)
    assert (codes.dtype, codes.shape) == (np.uint8, (ROWS, BLOCKS, BLOCK))
    assert (scales.dtype, scales.shape) == (np.float16, (ROWS * BLOCKS,))


def test_a_block_of_zeros_stays_zero():
    codes, scales = in_bytes(np.zeros((ROWS, BLOCKS * BLOCK), np.float32))
    assert (restored(codes, scales) == 0).all()


@given(
    arrays(np.uint8, (ROWS, BLOCKS, BLOCK), elements=st.integers(0, 15)),
    arrays(np.float16, (ROWS, BLOCKS), elements=st.floats(-4, 4, width=16)),
)
def test_two_neighbours_share_a_byte_the_first_in_its_low_half(codes: np.ndarray, scales: np.ndarray):
    packed = {"w.nibbles": codes[..., 0::2] | (codes[..., 1::2] << 4), "w.scales": scales}
    expected = (codes.astype(np.float32) - 8) * scales.astype(np.float32)[..., None]
    np.testing.assert_array_equal(matrix(packed, "w"), expected.reshape(ROWS, -1))


def test_the_committed_weights_are_read_as_matrices_of_the_model_s_width():
    tensors, _ = read(embedded.FOLDER / "weights.safetensors")
    rows = matrix(tensors, "layer.0.attention.output")
    assert rows.shape == (384, 384)
    assert np.isfinite(rows).all()
    assert rows.std() > 0
