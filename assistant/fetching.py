"""Brings the official files in: downloaded from their publisher, or copied from a folder.

A file is written beside its place under another name, verified, and only then renamed: an interrupted or refused
transfer never leaves half a file where a whole one is expected.
"""

import shutil
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from assistant.corpus import Edition, Source, Version, git_blob, recognised
from assistant.errors import FetchError

Progress = Callable[[str, int, int | None], None]
_CHUNK = 1 << 16
_LARGEST = 64 << 20
_MAGIC = {"report": b"%PDF", "workbook": b"PK\x03\x04"}


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file now in its place: its source, which published version it is (None when unknown), and whether it is new."""

    source: Source
    version: Version | None
    new: bool


def fetch(edition: Edition, *, folder: Path | None = None, progress: Progress | None = None) -> tuple[Fetched, ...]:
    """Brings in every official file of an edition, from a folder or from its published addresses.

    A file already here in a known version is kept. Raises FetchError when one cannot be had.
    """
    return tuple(_fetch(source, folder, progress or _silent) for source in edition.sources if source.urls or folder)


def _silent(name: str, done: int, total: int | None) -> None:
    """Shows nothing."""


def _fetch(source: Source, folder: Path | None, progress: Progress) -> Fetched:
    here = source.version()
    if here:
        return Fetched(source, here, new=False)
    source.path.parent.mkdir(parents=True, exist_ok=True)
    partial = source.path.with_name(source.path.name + ".part")
    try:
        if folder:
            _copy(_found(source, folder), partial, progress)
        else:
            _download(source, partial, progress)
        _verify(source, partial)
        partial.replace(source.path)
    except OSError as error:
        raise FetchError(
            f"Impossible d'écrire {source.path} ({error.strerror or error}). "
            "Vérifiez l'espace disque et les droits, puis relancez « boussole fetch » : rien n'a été remplacé."
        ) from error
    return Fetched(source, recognised(source.path, source.versions), new=True)


def _found(source: Source, folder: Path) -> Path:
    for name in (*source.names, source.path.name):
        if (folder / name).is_file():
            return folder / name
    expected = " ou ".join((*source.names, source.path.name))
    raise FetchError(f"Le dossier {folder} ne contient pas {expected}. Vérifiez le chemin donné à --from.")


def _copy(origin: Path, partial: Path, progress: Progress) -> None:
    size = origin.stat().st_size
    if size > _LARGEST:
        raise FetchError(
            f"{origin} pèse {size} octets ; au plus {_LARGEST} sont attendus. Ce n'est pas le bon fichier."
        )
    shutil.copyfile(origin, partial)
    progress(origin.name, size, size)


def _download(source: Source, partial: Path, progress: Progress) -> None:
    refusals = []
    for url in source.urls:
        try:
            _stream(url, partial, progress)
            return
        except (urllib.error.URLError, TimeoutError, ConnectionError) as error:
            refusals.append(f"{url} ({getattr(error, 'reason', error)})")
    raise FetchError(
        "Le téléchargement n'a pas abouti : "
        + " ; ".join(refusals)
        + ". Vérifiez la connexion et relancez (le transfert reprendra), "
        "ou copiez les fichiers avec « boussole fetch --from DOSSIER »."
    )


def _stream(url: str, partial: Path, progress: Progress) -> None:
    """Downloads to `partial`, resuming where an earlier try stopped when the server allows it."""
    start = partial.stat().st_size if partial.is_file() else 0
    request = urllib.request.Request(url, headers={"User-Agent": "boussole", **_range(start)})
    with urllib.request.urlopen(request, timeout=30) as answer:
        resumed = answer.status == 206
        done = start if resumed else 0
        length = answer.headers.get("Content-Length")
        total = done + int(length) if length else None
        with partial.open("ab" if resumed else "wb") as stream:
            while chunk := answer.read(_CHUNK):
                stream.write(chunk)
                done += len(chunk)
                if done > _LARGEST:
                    raise FetchError(f"{url} dépasse {_LARGEST} octets : ce n'est pas le fichier attendu.")
                progress(partial.name.removesuffix(".part"), done, total)
    if total is not None and done != total:
        raise urllib.error.URLError(f"{done} octets reçus sur {total}")


def _range(start: int) -> dict[str, str]:
    return {"Range": f"bytes={start}-"} if start else {}


def _verify(source: Source, partial: Path) -> None:
    """Refuses what is not even of the right type; an unknown version of the right type is kept, and said."""
    with partial.open("rb") as stream:
        head = stream.read(1024)
    if _MAGIC[source.kind] not in head:
        blob = git_blob(partial)
        partial.unlink()
        expected = "un PDF" if source.kind == "report" else "un classeur .xlsx"
        raise FetchError(
            f"Le fichier reçu pour {source.path.name} n'est pas {expected} (empreinte {blob[:12]}). "
            "Il n'a pas été gardé ; vérifiez l'adresse ou le dossier d'origine."
        )
