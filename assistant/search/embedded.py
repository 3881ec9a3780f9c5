"""The embedded encoder: multilingual-e5-small on ONNX Runtime, from files that come with the program.

`assistant/models` holds the tokenizer, 4-bit weights and the graph that reads them (see its README); they are
used as they are, so nothing is derived, cached or downloaded before the first question. An edition may bring its own
last layers, tuned on its question bank (tools/tune.py): `model-tuned.onnx` is the same graph with those in 8 bits.
"""

import hashlib
import importlib
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant import tensors
from assistant.errors import EncoderError
from assistant.search.guard import clean
from assistant.search.packed import in_bytes, matrix

if TYPE_CHECKING:
    from tokenizers import Tokenizer

FOLDER = Path(__file__).parents[1] / "models" / "multilingual-e5-small-fr-en-nl"
FILES = ("model.onnx", "model-tuned.onnx", "tokenizer.json", "weights.safetensors")
DIGESTS = "SHA256SUMS"

_DIMENSION = 384
_LONGEST = 512  # pieces the model reads, its two marks included
_WORKERS = min(4, os.cpu_count() or 1)


class EmbeddedEncoder:
    """Encodes French, English and Dutch; thread-safe, one thread per question."""

    dimension = _DIMENSION

    def __init__(self, session: Any, tokenizer: "Tokenizer", *, identity: str, kept: Sequence[Any] = ()) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self.identity = identity
        self._kept = kept  # the session reads the tuned layers where they are: they must live as long as it

    def encode_query(self, texts: Sequence[str]) -> np.ndarray:
        """Returns unit rows, float32 (n, 384); the model's prompt "query: " is added."""
        return self._encode([f"query: {clean(text)}" for text in texts])

    def encode_document(self, texts: Sequence[str]) -> np.ndarray:
        """Returns unit rows, float32 (n, 384); the model's prompt "passage: " is added."""
        return self._encode([f"passage: {clean(text)}" for text in texts])

    def _encode(self, texts: list[str]) -> np.ndarray:
        pieces = [encoding.ids for encoding in self._tokenizer.encode_batch_fast(texts)]
        if len(pieces) == 1:
            return self._vector(pieces[0])
        # The session has one thread and releases the interpreter: several texts at once share the cores. Texts are
        # never joined in a batch, which is no faster here and would make a vector depend on its neighbours.
        with ThreadPoolExecutor(_WORKERS) as pool:
            return np.concatenate([np.empty((0, _DIMENSION), np.float32), *pool.map(self._vector, pieces)])

    def _vector(self, pieces: list[int]) -> np.ndarray:
        (vectors,) = self._session.run(["vectors"], {"input_ids": np.array([pieces], np.int64)})
        return np.asarray(vectors)


def load(folder: Path = FOLDER, *, tuned: Path | None = None) -> EmbeddedEncoder:
    """Opens the embedded encoder in about 0.2 s, with the tuned layers of an edition where it has some.

    Raises EncoderError when a file of it is missing or damaged, or ONNX Runtime is not installed.
    """
    try:
        onnxruntime: Any = importlib.import_module("onnxruntime")  # it has no types
        tokenizers: Any = importlib.import_module("tokenizers")  # nor has that
    except ImportError as error:
        raise EncoderError(
            f"L'encodeur « e5 » a besoin du paquet « {error.name} », qui n'est pas installé. "
            "Lancez « pip install onnxruntime tokenizers », ou choisissez l'encodeur « hashing »."
        ) from error
    # Windows' own event log is another road than the one that assistant.environment closes; nothing may leave.
    onnxruntime.disable_telemetry_events()
    try:
        model = identity(folder, tuned)
        tokenizer = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
        options, layers = _options(onnxruntime), _layers(folder, tuned) if tuned else {}
        kept = [onnxruntime.OrtValue.ortvalue_from_numpy(layer) for layer in layers.values()]
        options.add_external_initializers(list(layers), kept)
        graph = folder / ("model-tuned.onnx" if tuned else "model.onnx")
        session = onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
    # Both libraries raise bare Exception or their own undocumented classes on a damaged file.
    except Exception as error:
        raise EncoderError(
            f"L'encodeur « e5 » ne se charge pas depuis {folder} : un fichier manque ou est abîmé ({error}). "
            "Réinstallez Boussole, ou choisissez l'encodeur « hashing »."
        ) from error
    tokenizer.enable_truncation(_LONGEST)
    tokenizer.no_padding()
    return EmbeddedEncoder(session, tokenizer, identity=model, kept=kept)


def _layers(folder: Path, tuned: Path) -> dict[str, np.ndarray]:
    """Returns the tuned tensors as the graph reads them.

    What tuning adds to a weight is smaller than a step of its 4 bits: the file holds the difference, in 4 bits of its
    own, and the sum is read in 8.
    """
    added, before = tensors.read(tuned)[0], tensors.read(folder / "weights.safetensors")[0]
    layers = {name: one for name, one in added.items() if not name.endswith((".nibbles", ".scales"))}
    for name in added:
        if name.endswith(".nibbles"):
            short = name.removesuffix(".nibbles")
            layers[f"{short}.codes"], layers[f"{short}.bytes"] = in_bytes(matrix(before, short) + matrix(added, short))
    return layers


def _options(onnxruntime: Any) -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return options


def identity(folder: Path = FOLDER, tuned: Path | None = None) -> str:
    """Names the model by the digests written beside it, which a test holds to the files, and by its tuned layers."""
    digests = (folder / DIGESTS).read_bytes() + (tuned.read_bytes() if tuned else b"")
    return f"{folder.name}-{hashlib.sha256(digests).hexdigest()[:16]}"
