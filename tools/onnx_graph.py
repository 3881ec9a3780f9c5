"""The ONNX graph of multilingual-e5-small over 4-bit weights that stand in a safetensors file.

The graph holds no weight: each initializer points to a place in `weights.safetensors`, so the same file
serves ONNX Runtime (through this graph) and the export to sentence-transformers.
"""

import json
import struct
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

_TYPES = {"U8": TensorProto.UINT8, "F16": TensorProto.FLOAT16, "F32": TensorProto.FLOAT}
_CONTRIB = "com.microsoft"


class Graph:
    """A graph under construction: nodes, constants, and weights found in a safetensors file."""

    def __init__(self, weights: Path, *, accuracy: int, tuned_from: int | None = None) -> None:
        self._file = weights.name
        self._accuracy = accuracy
        self._tuned_from = tuned_from
        with weights.open("rb") as stream:
            (length,) = struct.unpack("<Q", stream.read(8))
            header = json.loads(stream.read(length))
        self._places = {name: place for name, place in header.items() if name != "__metadata__"}
        self._base = 8 + length
        self._constants: dict[str, onnx.TensorProto] = {}
        self.nodes: list[onnx.NodeProto] = []

    @property
    def constants(self) -> list[onnx.TensorProto]:
        """All initializers used so far."""
        return list(self._constants.values())

    def weight(self, name: str, shape: Sequence[int] | None = None) -> str:
        """Returns the name of an initializer that points into the weights file."""
        place = self._places[name]
        start, end = place["data_offsets"]
        tensor = onnx.TensorProto(name=name, data_type=_TYPES[place["dtype"]], dims=shape or place["shape"])
        tensor.data_location = TensorProto.EXTERNAL
        for key, value in (("location", self._file), ("offset", self._base + start), ("length", end - start)):
            tensor.external_data.add(key=key, value=str(value))
        self._constants.setdefault(name, tensor)
        return name

    def constant(self, name: str, value: np.ndarray) -> str:
        """Returns the name of a small constant kept in the graph itself."""
        self._constants.setdefault(name, numpy_helper.from_array(value, name))
        return name

    def integers(self, *values: int) -> str:
        """Returns the name of a constant list of integers."""
        return self.constant("int_" + "_".join(map(str, values)), np.array(values, np.int64))

    def node(self, operator: str, *inputs: str, outputs: Sequence[str] = (), **attributes: object) -> str:
        """Adds a node and returns the name of its first output."""
        names = list(outputs) or [f"{operator}_{len(self.nodes)}"]
        self.nodes.append(helper.make_node(operator, list(inputs), names, name=names[0], **attributes))
        return names[0]

    def normalised(self, value: str, name: str) -> str:
        """Adds the layer normalisation of that name."""
        weights = self.weight(f"{name}.weight"), self.weight(f"{name}.bias")
        return self.node("LayerNormalization", value, *weights, epsilon=1e-12, axis=-1)

    def given(self, name: str, kind: int, shape: Sequence[int]) -> str:
        """Returns the name of an initializer that whoever opens the graph gives; it must point somewhere."""
        tensor = onnx.TensorProto(name=name, data_type=kind, dims=shape)
        tensor.data_location = TensorProto.EXTERNAL
        tensor.external_data.add(key="location", value=self._file)
        self._constants.setdefault(name, tensor)
        return name

    def linear(self, value: str, name: str) -> str:
        """Adds `value @ W.T + b` over a 4-bit W, or over 8 bits in a tuned layer."""
        rows, blocks, _ = self._places[f"{name}.nibbles"]["shape"]
        tuned = self._tuned_from is not None and int(name.split(".")[1]) >= self._tuned_from
        if tuned:
            codes = self.given(f"{name}.codes", TensorProto.UINT8, [rows, blocks, 32])
            held = self.given(f"{name}.bytes", TensorProto.FLOAT16, [rows * blocks])
        else:
            codes, held = self.weight(f"{name}.nibbles"), self.weight(f"{name}.scales", [rows * blocks])
        inputs = value, codes, self.node("Cast", held, to=TensorProto.FLOAT)
        bits = 8 if tuned else 4
        size = {"K": blocks * 32, "N": rows, "bits": bits, "block_size": 32, "accuracy_level": self._accuracy}
        product = self.node("MatMulNBits", *inputs, domain=_CONTRIB, **size)
        return self.node("Add", product, self.weight(f"{name}.bias"))


def build(
    weights: Path, *, width: int, layers: int, heads: int, accuracy: int, tuned_from: int | None = None
) -> onnx.ModelProto:
    """Returns the graph: `input_ids` (batch, tokens) int64 -> `vectors` (batch, width) unit rows.

    There is no attention mask: texts of one batch have the same number of tokens. On a processor a batch is not
    faster than its texts one by one, and a text alone has the same vector whatever its neighbours. tuned_from: the
    first layer whose matrices are given in 8 bits by whoever opens the graph.
    """
    graph = Graph(weights, accuracy=accuracy, tuned_from=tuned_from)
    state = _embedded(graph, width)
    for layer in range(layers):
        attended = _attention(graph, state, f"layer.{layer}", width=width, heads=heads)
        state = graph.normalised(graph.node("Add", state, attended), f"layer.{layer}.attention.norm")
        inner = graph.node("Gelu", graph.linear(state, f"layer.{layer}.up"))
        outer = graph.linear(inner, f"layer.{layer}.down")
        state = graph.normalised(graph.node("Add", state, outer), f"layer.{layer}.norm")
    mean = graph.node("ReduceMean", state, graph.integers(1), keepdims=0)
    graph.node("LpNormalization", mean, outputs=["vectors"], axis=1, p=2)
    return _model(graph, width)


def _embedded(graph: Graph, width: int) -> str:
    """Gathers the words' 4-bit rows, unpacks only those, and adds the positions."""
    nibbles = graph.node("Gather", graph.weight("word.nibbles"), "input_ids")
    scales = graph.node("Cast", graph.node("Gather", graph.weight("word.scales"), "input_ids"), to=TensorProto.FLOAT)
    low = graph.node("BitwiseAnd", nibbles, graph.constant("fifteen", np.uint8(15)))
    high = graph.node("BitShift", nibbles, graph.constant("four", np.uint8(4)), direction="RIGHT")
    pair = [graph.node("Unsqueeze", half, graph.integers(-1)) for half in (low, high)]
    values = graph.node("Reshape", graph.node("Concat", *pair, axis=-1), graph.integers(0, 0, 0, 32))
    values = graph.node("Sub", graph.node("Cast", values, to=TensorProto.FLOAT), graph.constant("eight", np.float32(8)))
    values = graph.node("Mul", values, graph.node("Unsqueeze", scales, graph.integers(-1)))
    words = graph.node("Reshape", values, graph.integers(0, 0, width))
    length = graph.node("Shape", "input_ids", start=1, end=2)
    positions = graph.node("Slice", graph.weight("positions"), graph.integers(0), length, graph.integers(0))
    return graph.normalised(graph.node("Add", words, positions), "embedding.norm")


def _attention(graph: Graph, state: str, name: str, *, width: int, heads: int) -> str:
    size = width // heads
    joined = graph.linear(state, f"{name}.attention.input")
    names = [f"{name}.{part}" for part in ("query", "key", "value")]
    graph.node("Split", joined, outputs=names, axis=-1, num_outputs=3)
    orders = ([0, 2, 1, 3], [0, 2, 3, 1], [0, 2, 1, 3])
    query, key, value = (
        graph.node("Transpose", graph.node("Reshape", part, graph.integers(0, 0, heads, size)), perm=order)
        for part, order in zip(names, orders, strict=True)
    )
    query = graph.node("Mul", query, graph.constant("scale", np.float32(size**-0.5)))
    shares = graph.node("Softmax", graph.node("MatMul", query, key), axis=-1)
    mixed = graph.node("Transpose", graph.node("MatMul", shares, value), perm=[0, 2, 1, 3])
    return graph.linear(graph.node("Reshape", mixed, graph.integers(0, 0, width)), f"{name}.attention.output")


def _model(graph: Graph, width: int) -> onnx.ModelProto:
    inputs = [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "tokens"])]
    outputs = [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["batch", width])]
    body = helper.make_graph(graph.nodes, "multilingual-e5-small", inputs, outputs, graph.constants)
    # Opset 20 has Gelu; IR 9 is what the oldest onnxruntime we accept reads.
    opsets = [helper.make_opsetid("", 20), helper.make_opsetid(_CONTRIB, 1)]
    return helper.make_model(body, opset_imports=opsets, ir_version=9)
