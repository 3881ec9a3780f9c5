"""The check run on an edition and its official files: what `boussole check` does."""

from dataclasses import replace
from pathlib import Path

from assistant.checking.bank import check_bank
from assistant.checking.discrepancies import Report
from assistant.checking.proof import check
from assistant.corpus import Edition, SourceKind, load_corpus
from assistant.errors import CorpusError
from assistant.facts.library import load_library
from assistant.pdf.isolation import isolated_pages
from assistant.pdf.raw import RawPage
from assistant.settings import Settings


def check_edition(settings: Settings, *, folder: Path | None = None) -> Report:
    """Proves an edition's facts against its workbook and, when it is here, its report, looked for in `folder` first.

    Raises CorpusError when there is no workbook to prove them against.
    """
    edition = load_corpus(settings.corpus).edition(settings.edition)
    workbook, report = _found(edition, "workbook", folder), _found(edition, "report", folder)
    if workbook is None:
        where = folder or edition.folder / "official"
        raise CorpusError(
            f"Le classeur officiel n'est pas dans {where}. "
            "Lancez « boussole fetch », ou donnez son dossier avec --from."
        )
    pages = page_texts(report) if report else None
    proven = check(edition.folder, workbook, pages)
    return replace(proven, findings=(*proven.findings, *check_bank(load_library(edition, settings.corpus), pages)))


def _found(edition: Edition, kind: SourceKind, folder: Path | None) -> Path | None:
    source = edition.source(kind)
    if source is None:
        return None
    places = [folder / name for name in (*source.names, source.path.name)] if folder else [source.path]
    return next((place for place in places if place.is_file()), None)


def page_texts(report: Path) -> dict[int, str]:
    """Returns the words of each page of a PDF, by its rank from 1; raises ReadingError when it cannot be read."""
    _, pages = isolated_pages(report)
    return {page.number: _text(page) for page in pages}


def _text(page: RawPage) -> str:
    return "".join(word.text if word.glued else f" {word.text}" for word in page.words)
