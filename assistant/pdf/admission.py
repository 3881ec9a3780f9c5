"""What a file must be before it is read, and what it says of itself: the part of reading that pypdf does.

pypdf opens the document, its outline, labels and metadata; it is kept away from the text, which PDFium reads better.
"""

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.corpus import LARGEST
from assistant.errors import ReadingError, why
from assistant.pdf.headings import OutlineEntry

_HEAD = 1024  # bytes in which a PDF says that it is one
_DEEPEST = 8  # levels of an outline that are kept
MAX_PAGES = 3_000
MAX_SIDE = 14_400  # points
MAX_STREAM = 50_000_000  # bytes of drawing orders on one page, once unpacked
MAX_ENTRIES = 5_000


@dataclass(frozen=True, slots=True)
class Facts:
    """What a document declares: title, outline, page labels ("" when it has none), and what was odd in it."""

    title: str
    outline: tuple[OutlineEntry, ...]
    labels: tuple[str, ...]
    warnings: tuple[str, ...]


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEAD)


def check_file(path: Path) -> None:
    """Refuses, without opening it, what cannot be a PDF.

    Raises:
        ReadingError: the file is absent, empty, too large, or does not begin as a PDF does.
    """
    try:
        size = path.stat().st_size
        # Not opened when it cannot be a PDF: reading a pipe or a device would never end.
        head = _head(path) if path.is_file() and 0 < size <= LARGEST else b""
    except OSError as error:
        raise ReadingError(
            f"Le fichier « {path.name} » ne peut pas être ouvert ({why(error)}). "
            "Un fichier PDF lisible est attendu : vérifiez son emplacement et vos droits."
        ) from error
    if not size:
        raise ReadingError(f"Le fichier « {path.name} » est vide. Un PDF est attendu : téléchargez-le à nouveau.")
    if size > LARGEST:
        raise ReadingError(
            f"Le fichier « {path.name} » est trop gros ({size // 1_000_000} Mo). "
            f"La limite est de {LARGEST // 1_000_000} Mo : fournissez une version allégée."
        )
    if b"%PDF" not in head:
        raise ReadingError(
            f"Le fichier « {path.name} » n'est pas un PDF, malgré son nom. "
            "Un document qui commence par « %PDF » est attendu : vérifiez le téléchargement."
        )


def facts_of(path: Path, *, thorough: bool) -> Facts:
    """Reads what a document declares; what pypdf cannot read is left empty, with a warning.

    thorough: also unpacks the drawing orders of every page, so that a trapped file is refused cheaply.

    Raises:
        ReadingError: the document needs a password, has no page or too many, or a page is out of proportion.
    """
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(path)
        locked = reader.is_encrypted and not reader.decrypt("")
        count = 0 if locked else len(reader.pages)
    except Exception as error:
        # pypdf lets plain Python errors out on broken files; PDFium may still open them, and the warning says so.
        return Facts("", (), (), (f"La structure du fichier est abîmée ({type(error).__name__}) : plan ignoré.",))
    if locked:
        raise ReadingError(
            f"Le fichier « {path.name} » est protégé par un mot de passe. "
            "Un PDF ouvert est attendu : enregistrez-en une copie sans protection."
        )
    check_count(path, count)
    if thorough:
        _check_streams(path, reader)
    warnings: list[str] = []
    title = _attempt(lambda: str((reader.metadata and reader.metadata.title) or ""), "", "titre", warnings)
    outline = _attempt(lambda: tuple(_entries(reader, reader.outline, 0)), (), "plan", warnings)
    labels = _attempt(lambda: _labels(reader), (), "numéros de page", warnings)
    return Facts(title.strip(), outline[:MAX_ENTRIES], labels, tuple(warnings))


def check_count(path: Path, count: int) -> None:
    """Refuses a document without pages or with too many."""
    if not 0 < count <= MAX_PAGES:
        found = "n'a aucune page" if not count else f"a {count} pages"
        raise ReadingError(
            f"Le fichier « {path.name} » {found}. De 1 à {MAX_PAGES} pages sont attendues : "
            "fournissez un document complet, ou découpé en parties."
        )


def _check_streams(path: Path, reader: Any) -> None:
    """Unpacks each page's drawing orders within pypdf's limits."""
    from pypdf.errors import LimitReachedError

    for number, page in enumerate(reader.pages, 1):
        try:
            contents = page.get_contents()
            size = len(contents.get_data()) if contents is not None else 0
        except LimitReachedError:
            size = MAX_STREAM + 1
        except Exception:  # a page broken in its own way is left to PDFium, which shows it empty at worst
            size = 0
        if size > MAX_STREAM:
            raise ReadingError(
                f"La page {number} du fichier « {path.name} » est démesurée une fois décompressée. "
                "Un document ordinaire est attendu : ce fichier est peut-être piégé."
            )


def _attempt(read: Any, default: Any, what: str, warnings: list[str]) -> Any:
    try:
        return read()
    except Exception as error:  # any error of a broken file: the part is left out, and said to be
        warnings.append(f"Le fichier ne laisse pas lire son élément « {what} » ({type(error).__name__}) : ignoré.")
        return default


def _entries(reader: Any, items: Any, depth: int) -> Any:
    if depth > _DEEPEST:
        return
    for item in items:
        if isinstance(item, list):
            yield from _entries(reader, item, depth + 1)
            continue
        page = reader.get_destination_page_number(item)
        if item.title and page is not None and page >= 0:
            yield OutlineEntry(" ".join(str(item.title).split()), depth, page + 1)


def _labels(reader: Any) -> tuple[str, ...]:
    declared = "/PageLabels" in reader.trailer["/Root"]
    return tuple(reader.page_labels) if declared else ()
