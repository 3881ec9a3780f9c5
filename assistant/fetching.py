"""Brings the official files in: downloaded from their publisher, or copied from a folder.

A file is written beside its place under another name, verified, and only then renamed: an interrupted or refused
transfer never leaves half a file where a whole one is expected.
"""

import shutil
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from pathlib import Path

from filelock import FileLock

from assistant.corpus import Edition, Source, Version, git_blob, recognised
from assistant.errors import FetchError, why
from assistant.progress import Progress, silent

_CHUNK = 1 << 16
_LARGEST = 64 << 20
_EDGE = 2048  # bytes at each end of a PDF where its marks must stand
_PATIENCE = 30  # seconds without a byte before a server is given up
_RANGE_NOT_SATISFIABLE = 416


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
    return tuple(_fetch(source, folder, progress or silent) for source in edition.sources if source.urls or folder)


def _fetch(source: Source, folder: Path | None, progress: Progress) -> Fetched:
    partial = source.path.with_name(source.path.name + ".part")
    try:
        source.path.parent.mkdir(parents=True, exist_ok=True)
        # Two at once would write one partial file: the second waits, then finds the file there.
        with FileLock(source.path.with_name(f".{source.path.name}.lock")):
            here = source.version()
            if here:
                return Fetched(source, here, new=False)
            if folder:
                _copy(_found(source, folder), partial, progress)
            else:
                _download(source, partial, progress)
            _verify(source, partial)
            partial.replace(source.path)
    except OSError as error:
        raise FetchError(
            f"Impossible d'écrire {source.path} ({why(error)}). "
            "Vérifiez l'espace disque et les droits, puis relancez « boussole fetch » : rien n'a été remplacé."
        ) from error
    return Fetched(source, source.version(), new=True)


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
            _resume(url, source, partial, progress)
            return
        except (urllib.error.URLError, ValueError) as error:
            refusals.append(f"{url} ({getattr(error, 'reason', error)})")
    raise FetchError(
        "Le téléchargement n'a pas abouti : "
        + " ; ".join(refusals)
        + ". Vérifiez la connexion et relancez (le transfert reprendra), "
        "ou copiez les fichiers avec « boussole fetch --from DOSSIER »."
    )


def _resume(url: str, source: Source, partial: Path, progress: Progress) -> None:
    """Goes on with what an earlier try left; where that does not make a known version, starts again from nothing.

    What was left may be the beginning of another version: two halves of different files must never be kept.
    """
    if partial.is_file():
        try:
            _stream(url, partial, progress)
        except urllib.error.HTTPError as error:
            if error.code != _RANGE_NOT_SATISFIABLE:
                raise
        if recognised(partial, source.versions):
            return
        partial.unlink()
    _stream(url, partial, progress)


def _stream(url: str, partial: Path, progress: Progress) -> None:
    """Downloads to `partial`, from its end when there is one and the server allows it; raises URLError."""
    start = partial.stat().st_size if partial.is_file() else 0
    with _opened(url, start) as answer:
        resumed = answer.status == 206
        done = start if resumed else 0
        length = answer.headers.get("Content-Length")
        total = done + int(length) if length else None
        with partial.open("ab" if resumed else "wb") as stream:
            for chunk in _chunks(answer):
                stream.write(chunk)
                done += len(chunk)
                if done > _LARGEST:
                    raise FetchError(f"{url} dépasse {_LARGEST} octets : ce n'est pas le fichier attendu.")
                progress(partial.name.removesuffix(".part"), done, total)
    if total is not None and done != total:
        raise urllib.error.URLError(f"{done} octets reçus sur {total}")


def _opened(url: str, start: int) -> HTTPResponse:
    headers = {"User-Agent": "boussole", **({"Range": f"bytes={start}-"} if start else {})}
    try:
        return urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=_PATIENCE)
    except (TimeoutError, ConnectionError, HTTPException) as error:
        raise urllib.error.URLError(str(error) or type(error).__name__) from error


def _chunks(answer: HTTPResponse) -> Iterator[bytes]:
    """Yields what the server sends; a failure of the connection is a URLError, unlike a failure of the disk."""
    while True:
        try:
            chunk = answer.read(_CHUNK)
        except (OSError, HTTPException) as error:
            raise urllib.error.URLError(str(error) or type(error).__name__) from error
        if not chunk:
            return
        yield chunk


def _verify(source: Source, partial: Path) -> None:
    """Refuses what is not a whole file of the right type; a whole file of an unknown version is kept, and said."""
    if _whole(source, partial):
        return
    blob = git_blob(partial)
    partial.unlink()
    expected = "un PDF entier" if source.kind == "report" else "un classeur .xlsx entier"
    raise FetchError(
        f"Le fichier reçu pour {source.path.name} n'est pas {expected} (empreinte {blob[:12]}). "
        "Il n'a pas été gardé ; vérifiez l'adresse ou le dossier d'origine."
    )


def _whole(source: Source, path: Path) -> bool:
    if source.kind == "workbook":
        return zipfile.is_zipfile(path)
    with path.open("rb") as stream:
        head = stream.read(_EDGE)
        stream.seek(max(0, path.stat().st_size - _EDGE))
        return b"%PDF" in head and b"%%EOF" in stream.read()
