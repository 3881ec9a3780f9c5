"""Any sentence-transformers model as an encoder."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.errors import EncoderError
from assistant.search.guard import clean

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


class SentenceModel:
    """Encodes with a SentenceTransformer and its own prompts for questions and texts."""

    def __init__(self, model: "SentenceTransformer", name: str) -> None:
        dimension = model.get_embedding_dimension()
        if dimension is None:
            raise EncoderError(f"Le modèle « {name} » ne dit pas la taille de ses vecteurs : choisissez-en un autre.")
        self._model: Any = model
        self.dimension = dimension
        self.identity = f"{Path(name).name}-{_digest(model)}"

    def encode_query(self, texts: Sequence[str]) -> np.ndarray:
        """Returns unit rows, float32 (n, dimension)."""
        return self._rows(self._model.encode_query(_cleaned(texts), normalize_embeddings=True, show_progress_bar=False))

    def encode_document(self, texts: Sequence[str]) -> np.ndarray:
        """Returns unit rows, float32 (n, dimension)."""
        cleaned = _cleaned(texts)
        return self._rows(self._model.encode_document(cleaned, normalize_embeddings=True, show_progress_bar=False))

    def _rows(self, vectors: object) -> np.ndarray:
        return np.asarray(vectors, np.float32).reshape(-1, self.dimension)


def load(name: str, *, download: bool = False) -> SentenceModel:
    """Loads a model by name or path, from this machine unless `download`; takes 5 to 10 s.

    Raises EncoderError when there is no such model here, or sentence-transformers is not installed.
    """
    try:
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging
    except ImportError as error:
        raise EncoderError(
            f"L'encodeur « {name} » a besoin de sentence-transformers, qui n'est pas installé. "
            "Lancez « pip install sentence-transformers », ou choisissez l'encodeur « e5 »."
        ) from error
    # Bars and advice meant for people who train models would cover ours.
    logging.disable_progress_bar()
    logging.set_verbosity_error()
    try:
        model = SentenceTransformer(name, device="cpu", local_files_only=not download)
    # A name that does not exist, a folder that is not a model: each layer below has its own error.
    except (OSError, ValueError, KeyError, RuntimeError, TypeError, AttributeError) as error:
        raise EncoderError(
            f"L'encodeur « {name} » est inconnu ou ne se charge pas ({type(error).__name__}). Choisissez « e5 », "
            "« hashing », ou le chemin ou le nom d'un modèle sentence-transformers présent sur cette machine."
        ) from error
    return SentenceModel(model, name)


def _cleaned(texts: Sequence[str]) -> list[str]:
    return [clean(text) for text in texts]


def _digest(model: "SentenceTransformer") -> str:
    """Returns a digest of the weights and prompts: what the vectors depend on, wherever the model was found.

    The pooler of a BERT is left out: sentence-transformers does not use it, and where a model lacks it, it is
    random at each loading.
    """
    state = hashlib.sha256(repr(sorted(model.prompts.items())).encode())
    for name, tensor in sorted(model.state_dict().items()):
        if ".pooler." in name:
            continue
        state.update(name.encode())
        state.update(tensor.detach().cpu().float().numpy().tobytes())
    return state.hexdigest()[:16]
