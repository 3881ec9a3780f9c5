"""Files of numbers: safetensors, with the words that say what they were made for."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from assistant.errors import CorpusError

Tensors = dict[str, np.ndarray]


def read(path: Path) -> tuple[Tensors, dict[str, str]]:
    """Returns the tensors of a file by name, and its words; raises CorpusError where it is missing or damaged."""
    import safetensors  # its functions have no types

    opening: Any = safetensors
    try:
        with opening.safe_open(path, "np") as opened:
            return {name: opened.get_tensor(name) for name in opened.keys()}, dict(opened.metadata() or {})  # noqa: SIM118
    except (opening.SafetensorError, OSError) as error:
        raise CorpusError(f"{path} est illisible ({error}). Rétablissez ce fichier.") from error


def write(path: Path, tensors: Mapping[str, np.ndarray], words: Mapping[str, str] | None = None) -> None:
    """Writes tensors and words to a file that anyone may read."""
    from safetensors import numpy

    library: Any = numpy  # it has no types
    library.save_file({name: np.ascontiguousarray(tensors[name]) for name in sorted(tensors)}, path, dict(words or {}))
    path.chmod(0o644)
