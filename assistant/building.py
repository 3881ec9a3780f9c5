"""Brings an edition's sources together into its index."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.corpus import Edition, git_blob, load_corpus, single_report
from assistant.facts.cards import cards
from assistant.facts.library import Library, load_library
from assistant.facts.segments import SegmentNames
from assistant.facts.syntheses import passage_of
from assistant.passages import Passage
from assistant.progress import Progress, silent
from assistant.search import index_cache, kept_vectors
from assistant.search.encoders import Encoder
from assistant.search.encoders import load as load_encoder
from assistant.search.index import Index
from assistant.settings import PROJECT, Settings, cache_folder

# Part of what an index is made from: raise it when passages are made differently from the same sources.
RECIPE = 5
_FACTS = (
    *("results.csv", "printed.csv", "questions.toml", "wording.csv"),
    *("personas.toml", "populations.toml", "lexicon.toml", "syntheses.jsonl"),
)


@dataclass(frozen=True, slots=True)
class Built:
    """An index just made, or found up to date."""

    folder: Path
    index: Index
    from_report: bool

    @property
    def summary(self) -> str:
        """One French sentence for the command line."""
        manifest = self.index.manifest
        source = "du rapport officiel" if self.from_report else "du résumé committé (le PDF officiel n'est pas là)"
        return f"Index prêt : {manifest.passages} passages {source}, {manifest.vectors} vecteurs, dans {self.folder}."


def edition_of(settings: Settings) -> Edition:
    """Returns the edition the settings choose: a PDF alone, or an entry of the manifest."""
    if settings.report:
        return single_report(settings.report)
    return load_corpus(settings.corpus).edition(settings.edition)


def encoder_of(settings: Settings, edition: Edition) -> Encoder:
    """Returns the encoder the settings choose, with the edition's own tuned layers where it has some."""
    return load_encoder(settings.encoder, tuned=edition.fact("tuned.safetensors"))


def index_folder(settings: Settings, edition: Edition) -> Path:
    """Returns where the index of an edition is kept: the folder chosen, else for a report alone the person's cache."""
    kept = cache_folder() / index_cache.NAME if settings.report else PROJECT / "index"
    return (settings.index or kept) / edition.id


def source_digest(edition: Edition) -> str:
    """Returns the digest of everything an index is made from: recipe, report and facts."""
    digest = hashlib.sha256(f"{RECIPE}".encode())
    report = edition.report()
    facts = [path for path in (*edition.digests, *map(edition.fact, _FACTS)) if path]
    for path in (*([report] if report else []), *facts):
        digest.update(f"{path.name} {git_blob(path)}\n".encode())
    return digest.hexdigest()


def build_index(
    settings: Settings, *, encoder: Encoder | None = None, progress: Progress | None = None, force: bool = False
) -> Built:
    """Makes the index of an edition, or returns the one there when nothing changed."""
    edition = edition_of(settings)
    encoder = encoder or encoder_of(settings, edition)
    folder, source = index_folder(settings, edition), source_digest(edition)
    shown = progress or silent
    index = None if force else opened(folder, encoder, source)
    if index is None:
        passages = all_passages(load_library(edition, settings.corpus), progress)
        index = Index.build(
            passages,
            encoder,
            folder,
            source=source,
            kept=kept_vectors.load(edition.fact("vectors.safetensors"), encoder.identity),
            progress=lambda done, total: shown("Passages encodés", done, total),
        )
    if settings.report and not settings.index:
        index_cache.use(folder)
    return Built(folder, index, edition.report() is not None)


def opened(folder: Path, encoder: Encoder, source: str) -> Index | None:
    """Returns the index of a folder when it is sound and made from these sources."""
    from assistant.errors import StaleIndexError

    try:
        return Index.open(folder, encoder.identity, source=source)
    except StaleIndexError:
        return None


def all_passages(library: Library, progress: Progress | None = None) -> tuple[Passage, ...]:
    """Returns everything searchable of an edition: the report's passages, the digest's, and the published results."""
    found = (*report_passages(library.edition, progress), *unit_passages(library))
    return tuple(tagged(passage, library.names) for passage in unique(found))


def unit_passages(library: Library) -> tuple[Passage, ...]:
    """Returns what an edition can tell by itself: its digest, its published results and its written answers."""
    from assistant.facts.digest import read_digest

    edition = library.edition
    written = (passage_of(synthesis, edition.id) for synthesis in library.syntheses.values())
    return (*read_digest(edition.digests, edition.id), *cards(library), *written)


def report_passages(edition: Edition, progress: Progress | None = None) -> tuple[Passage, ...]:
    """Reads the edition's PDF when it is here; the known official file is read faster, in this very process."""
    from assistant.pdf.assembling import passages_of
    from assistant.pdf.reading import read_report

    report, source = edition.report(), edition.source("report")
    if not report or not source:
        return ()
    shown = progress or silent
    document = read_report(
        report,
        isolated=source.version() is None,
        progress=lambda done, total: shown("Pages lues", done, total),
    )
    return passages_of(document, edition.id)


def unique(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    """Returns the passages, each id once, the first kept."""
    kept: dict[str, Passage] = {}
    for passage in passages:
        kept.setdefault(passage.id, passage)
    return tuple(kept.values())


def tagged(passage: Passage, names: SegmentNames) -> Passage:
    """Returns a passage with the segments its text or section names."""
    if passage.origin == "results":
        return passage
    found = names.in_text(" . ".join((*passage.section[-1:], passage.text)))
    return replace(passage, segments=tuple(dict.fromkeys((*passage.segments, *found))))
