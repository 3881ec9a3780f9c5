"""The files of an index on disk: written so that a reader always finds a whole one.

<folder>/passages-<digest>.jsonl   passages, one line of JSON each
         vectors-<digest>.faiss    FAISS's own format
         words-<digest>.json       stems of each passage, with how many times it has them
         manifest.json             names both by their digests, says what they were made from

Data files are new files; the manifest is replaced last, in one step. Killed at any point, the previous index
is whole and serves. Two processes may build at once: the last manifest wins.
"""

import json
import os
import re
import secrets
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from assistant.errors import BoussoleError, StaleIndexError, why

# Raise it when these files change, or what is encoded of a passage (spans.py).
FORMAT = 4
MANIFEST = "manifest.json"
REBUILD = "Lancez « boussole index » pour le refaire."

_ENDINGS: dict[str, str] = {"passages": "jsonl", "vectors": "faiss", "words": "json"}
_PARTIAL = ".partial"
_DIGEST = re.compile("[0-9a-f]{64}")
# A file this old (seconds) that no manifest names was left by a process that ended; a younger one may be
# about to be named.
_LITTER_AGE = 600.0


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index holds and what it was made from; `source` is the caller's digest of its sources."""

    format: int
    encoder: str
    dimension: int
    source: str
    passages: int
    vectors: int
    recipe: str  # of the words: see lexical.py
    files: Mapping[str, str]  # "passages", "vectors" and "words" -> SHA-256


def digest(data: bytes) -> str:
    """Returns the SHA-256 of bytes, in hexadecimal."""
    return sha256(data).hexdigest()


def read_manifest(folder: Path) -> Manifest:
    """Reads what the index of a folder says of itself; raises StaleIndexError when there is none or it is damaged."""
    path = folder / MANIFEST
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        manifest = Manifest(**record)
        if manifest.format == FORMAT and not _names_files(manifest.files):
            raise ValueError("files")
    except FileNotFoundError:
        raise StaleIndexError(f"Aucun index dans {folder}. Lancez « boussole index » pour le faire.") from None
    except (OSError, ValueError, TypeError, RecursionError) as error:
        raise StaleIndexError(f"L'index de {folder} est illisible ({MANIFEST} : {error}). {REBUILD}") from error
    return manifest


def read_data(folder: Path, manifest: Manifest) -> dict[str, bytes]:
    """Reads the data files and holds them to their digests.

    Raises StaleIndexError when one is damaged, FileNotFoundError when one is not there.
    """
    contents: dict[str, bytes] = {}
    for kind, expected in manifest.files.items():
        name = _name(kind, expected)
        try:
            contents[kind] = (folder / name).read_bytes()
        except FileNotFoundError:
            raise
        except OSError as error:
            raise StaleIndexError(f"L'index de {folder} est illisible ({name} : {why(error)}). {REBUILD}") from error
        if digest(contents[kind]) != expected:
            raise StaleIndexError(f"L'index de {folder} est abîmé ({name} n'a pas l'empreinte attendue). {REBUILD}")
    return contents


def write(folder: Path, manifest: Manifest, contents: Mapping[str, bytes]) -> None:
    """Makes these files the index of the folder; raises BoussoleError, the old one intact, when that fails."""
    made: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for kind, expected in manifest.files.items():
            path = folder / _name(kind, expected)
            made += [] if path.exists() else [path]
            _replace(path, contents[kind])
        _replace(folder / MANIFEST, json.dumps(asdict(manifest), indent=2).encode())
    except OSError as error:
        # A full disk must not stay full of what could not be finished.
        for path in made:
            _remove(path)
        raise BoussoleError(
            f"L'index n'a pas pu être écrit dans {folder} ({why(error)}). Faites de la place ou "
            "vérifiez les droits du dossier, puis relancez « boussole index » ; l'index précédent est intact."
        ) from error
    _clear(folder, keep={MANIFEST, *(_name(kind, expected) for kind, expected in manifest.files.items())})


def _names_files(files: Mapping[str, Any]) -> bool:
    """Whether what a manifest calls its files is a digest for each kind of file; TypeError when it is no table."""
    return {*files} == {*_ENDINGS} and all(_DIGEST.fullmatch(expected) for expected in dict(files).values())


def _name(kind: str, expected: str) -> str:
    return f"{kind}-{expected[:16]}.{_ENDINGS[kind]}"


def _replace(path: Path, data: bytes) -> None:
    """Writes a file under another name, down to the disk, then gives it its name in one step."""
    # Not mkstemp, whose files nobody else may read: an index made by one user serves the others.
    partial = path.with_name(f"{path.name}-{secrets.token_hex(8)}{_PARTIAL}")
    try:
        with partial.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(path)
    except BaseException:
        # Also when interrupted: nothing half written is left behind.
        _remove(partial)
        raise


def _clear(folder: Path, keep: set[str]) -> None:
    """Removes what earlier builds left, once nobody can be about to need it."""
    limit = time.time() - _LITTER_AGE
    for kind, ending in _ENDINGS.items():
        for path in (*folder.glob(f"{kind}-*.{ending}"), *folder.glob(f"*{_PARTIAL}")):
            if path.name not in keep and _older(path, limit):
                _remove(path)


def _older(path: Path, limit: float) -> bool:
    try:
        return path.stat().st_mtime < limit
    except OSError:
        return False


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        # A disk that has become read-only, or on Windows a file that another process still reads: the next build
        # removes it, and what failed before is what must be told.
        return
