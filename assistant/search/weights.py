"""The embedded encoder's weights as a standard sentence-transformers folder.

Made only when somebody asks for it: questions are encoded from the packed files as they are (embedded.py). The
folder is made once, kept by digest in the user's cache, and opened with `SentenceTransformer(path)`.
"""

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from assistant.errors import EncoderError, why
from assistant.search import embedded
from assistant.search.packed import matrix
from assistant.settings import cache_folder
from assistant.tensors import Tensors, read

_PROMPTS = {"query": "query: ", "document": "passage: "}
_PARTS = {
    "attention.output": "attention.output.dense",
    "up": "intermediate.dense",
    "down": "output.dense",
    "attention.norm": "attention.output.LayerNorm",
    "norm": "output.LayerNorm",
}
_LAYERS = 12
_HEADS = 12
_PACKAGE = "sentence_transformers.models"


def standard_folder(cache: Path | None = None) -> Path:
    """Returns the sentence-transformers folder of the embedded encoder, made on the first call (about 1 s, 180 MB).

    Several processes may call it at once. Raises EncoderError when it cannot be written.
    """
    cache = cache_folder() if cache is None else cache
    target = cache / embedded.identity()
    if target.is_dir():
        return target
    partial: Path | None = None
    try:
        cache.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(prefix=f"{target.name}-", suffix=".partial", dir=cache))
        write(partial)
        partial.chmod(0o755)
        _rename(partial, target)
    except OSError as error:
        raise EncoderError(
            f"Le modèle n'a pas pu être écrit dans {cache} ({why(error)}). Faites de la place, ou "
            "indiquez un autre dossier par la variable BOUSSOLE_CACHE."
        ) from error
    finally:
        if partial is not None:
            shutil.rmtree(partial, ignore_errors=True)
    return target


def _rename(partial: Path, target: Path) -> None:
    try:
        partial.rename(target)
    except OSError:
        # Another process has made the same folder in the meantime: theirs serves.
        if not target.is_dir():
            raise


def write(folder: Path) -> None:
    """Writes the model into a folder, as sentence-transformers would save it; raises OSError."""
    from safetensors.numpy import save

    tensors = {
        name: np.ascontiguousarray(tensor, np.float32)
        for name, tensor in _bert(read(embedded.FOLDER / "weights.safetensors")[0]).items()
    }
    (folder / "model.safetensors").write_bytes(save(tensors, metadata={"format": "pt"}))
    shutil.copyfile(embedded.FOLDER / "tokenizer.json", folder / "tokenizer.json")
    for name, content in _descriptions(tensors).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, indent=2, ensure_ascii=False), encoding="utf-8")


def _bert(packed: Tensors) -> Tensors:
    """Returns the tensors under the names of transformers' BertModel."""
    words = matrix(packed, "word")
    width = words.shape[1]
    tensors = {
        "embeddings.word_embeddings.weight": words,
        # The type vector, the same for every token, has been added to the positions.
        "embeddings.position_embeddings.weight": packed["positions"],
        "embeddings.token_type_embeddings.weight": np.zeros((2, width), np.float32),
        # Unused, but transformers warns and draws it at random when it is missing.
        "pooler.dense.weight": np.zeros((width, width), np.float32),
        "pooler.dense.bias": np.zeros(width, np.float32),
    }
    tensors |= _pair(packed["embedding.norm.weight"], packed["embedding.norm.bias"], "embeddings.LayerNorm")
    for layer in range(_LAYERS):
        old, new = f"layer.{layer}", f"encoder.layer.{layer}"
        joined = np.split(matrix(packed, f"{old}.attention.input"), 3)
        biases = np.split(packed[f"{old}.attention.input.bias"], 3)
        for part, rows, bias in zip(("query", "key", "value"), joined, biases, strict=True):
            tensors |= _pair(rows, bias, f"{new}.attention.self.{part}")
        for short, long in _PARTS.items():
            name = f"{old}.{short}"
            weight = packed[f"{name}.weight"] if f"{name}.weight" in packed else matrix(packed, name)
            tensors |= _pair(weight, packed[f"{name}.bias"], f"{new}.{long}")
    return tensors


def _pair(weight: np.ndarray, bias: np.ndarray, name: str) -> Tensors:
    return {f"{name}.weight": weight, f"{name}.bias": bias}


def _descriptions(tensors: Tensors) -> dict[str, dict[str, Any] | list[dict[str, Any]]]:
    """Returns the small files of a sentence-transformers folder."""
    vocabulary, width = tensors["embeddings.word_embeddings.weight"].shape
    marks = {"bos_token": "<s>", "eos_token": "</s>", "cls_token": "<s>", "sep_token": "</s>"}
    others = {"pad_token": "<pad>", "unk_token": "<unk>", "mask_token": "<mask>"}
    modules = [("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize")]
    return {
        "config.json": {
            "model_type": "bert",
            "architectures": ["BertModel"],
            "hidden_size": width,
            "num_hidden_layers": _LAYERS,
            "num_attention_heads": _HEADS,
            "intermediate_size": len(tensors["encoder.layer.0.intermediate.dense.bias"]),
            "hidden_act": "gelu",
            "vocab_size": vocabulary,
            "max_position_embeddings": len(tensors["embeddings.position_embeddings.weight"]),
            "type_vocab_size": 2,
            "layer_norm_eps": 1e-12,
            "pad_token_id": 1,
            "dtype": "float32",
        },
        "tokenizer_config.json": {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": 512}
        | marks
        | others,
        "modules.json": [
            {"idx": number, "name": str(number), "path": path, "type": f"{_PACKAGE}.{kind}"}
            for number, (path, kind) in enumerate(modules)
        ],
        "sentence_bert_config.json": {"max_seq_length": 512, "do_lower_case": False},
        "config_sentence_transformers.json": {"prompts": _PROMPTS, "similarity_fn_name": "cosine"},
        "1_Pooling/config.json": {"word_embedding_dimension": width, "pooling_mode_mean_tokens": True},
        "2_Normalize/config.json": {},
    }
