"""The editions that can be answered from, and the state of their official files."""

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta

from assistant.entries import Name, read_toml
from assistant.errors import CorpusError, why

SourceKind = Literal["report", "workbook"]
LARGEST = 200_000_000  # bytes of a file that is read at all; our report has 3.4 million


@dataclass(frozen=True, slots=True)
class Version:
    """A published state of a file, recognised by its git blob id."""

    label: str
    git_blob: Name
    sha256: str = ""
    bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One official file: where it is kept here, where it is published, and its known versions."""

    kind: SourceKind
    path: Path
    names: tuple[str, ...]
    urls: tuple[str, ...]
    versions: tuple[Version, ...]

    @property
    def present(self) -> bool:
        """Whether the file is here."""
        return self.path.is_file()

    def version(self) -> Version | None:
        """Returns the published version the file here is, or nothing when it is none of them."""
        return recognised(self.path, self.versions)


@dataclass(frozen=True, slots=True)
class Fieldwork:
    """The first and the last day on which answers were received."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Description:
    """What the manifest says of an edition beside its files; everything but the title may be unknown."""

    title: Name
    short_title: str = ""
    publisher: str = ""
    year: int | None = None
    fieldwork: Fieldwork | None = None
    respondents: Annotated[int, Meta(ge=1, description="un nombre d'opérateurs")] | None = None
    questions: int | None = None
    language: str = "fr"
    licence: str = ""
    citation: str = ""
    handle: str = ""
    site: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """One report with its facts: a folder, a description and official files."""

    id: str
    folder: Path
    title: str
    short_title: str
    description: "Description"
    sources: tuple[Source, ...]

    @property
    def respondents(self) -> int | None:
        """How many answered the survey, where the manifest says so."""
        return self.description.respondents

    def source(self, kind: SourceKind) -> Source | None:
        """Returns the official file of that kind, whether it is here or not."""
        return next((source for source in self.sources if source.kind == kind), None)

    def report(self) -> Path | None:
        """Returns the path of the report's PDF when it is here."""
        source = self.source("report")
        return source.path if source and source.present else None

    @property
    def digests(self) -> tuple[Path, ...]:
        """The files that restate the report, in order."""
        return tuple(sorted(self.folder.glob("digest*.md")))

    def fact(self, name: str) -> Path | None:
        """Returns the path of a committed facts file ("results.csv") when the edition has it."""
        path = self.folder / name
        return path if path.is_file() else None


@dataclass(frozen=True, slots=True)
class Corpus:
    """All editions of a corpus folder."""

    folder: Path
    editions: tuple[Edition, ...]

    def edition(self, identifier: str = "") -> Edition:
        """Returns an edition by id, the first one by default; raises CorpusError when there is none."""
        for edition in self.editions:
            if identifier in ("", edition.id):
                return edition
        known = ", ".join(edition.id for edition in self.editions) or "aucune"
        raise CorpusError(f"L'édition « {identifier} » n'est pas dans le corpus. Éditions connues : {known}.")


@dataclass(frozen=True, slots=True)
class _Source:
    kind: SourceKind
    file: Name
    names: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    version: tuple[Version, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry(Description):
    id: Annotated[str, Meta(pattern=r"^\w[\w.-]{0,79}$", description="des lettres, chiffres, points et tirets")]
    folder: str = ""
    source: tuple[_Source, ...] = ()


@dataclass(frozen=True, slots=True)
class _Manifest:
    edition: tuple[_Entry, ...]


def load_corpus(folder: Path) -> Corpus:
    """Reads manifest.toml; raises CorpusError when it is missing or malformed."""
    manifest = folder / "manifest.toml"
    if not manifest.is_file():
        raise CorpusError(f"Le corpus {folder} n'a pas de manifest.toml. Indiquez son dossier avec --corpus.")
    entries = read_toml(manifest, _Manifest, unique={"edition": "id"}).edition
    return Corpus(folder, tuple(_edition(folder, entry) for entry in entries))


def single_report(report: Path) -> Edition:
    """Returns an edition made of one PDF alone, for a report that is in no manifest."""
    if not report.is_file():
        raise CorpusError(f"Le fichier {report} n'existe pas ou n'en est pas un. Indiquez le chemin d'un rapport PDF.")
    size = report.stat().st_size
    if not 0 < size <= LARGEST:
        found = f"pèse {size // 1_000_000} Mo" if size else "est vide"
        expected = f"un PDF de {LARGEST // 1_000_000} Mo au plus est attendu : vérifiez le téléchargement"
        raise CorpusError(f"Le fichier « {report.name} » {found} ; {expected}.")
    source = Source("report", report, (report.name,), (), ())
    try:
        identifier = f"{report.stem[:40]}-{git_blob(report)[:8]}"
    except OSError as error:
        raise CorpusError(f"Le fichier {report} ne peut pas être lu ({why(error)}). Vérifiez ses droits.") from error
    return Edition(
        identifier,
        report.parent / ".boussole-sans-faits",
        report.stem,
        report.stem,
        Description(report.stem),
        (source,),
    )


def _edition(folder: Path, entry: _Entry) -> Edition:
    home = (folder / (entry.folder or entry.id)).resolve()
    sources = tuple(
        Source(one.kind, home / "official" / Path(one.file).name, one.names, one.urls, one.version)
        for one in entry.source
    )
    if not any(source.kind == "report" for source in sources):
        sources += (Source("report", home / "official" / "report.pdf", (), (), ()),)
    return Edition(entry.id, home, entry.title, entry.short_title or entry.title, entry, sources)


def git_blob(path: Path) -> str:
    """Returns the git blob id of a file, as `git hash-object` prints it."""
    digest = hashlib.sha1(f"blob {path.stat().st_size}\0".encode(), usedforsecurity=False)
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def recognised(path: Path, versions: tuple[Version, ...]) -> Version | None:
    """Returns the version a file is, or nothing when it is missing or unknown."""
    if not path.is_file() or not 0 < path.stat().st_size <= LARGEST:
        return None
    blob = git_blob(path)
    return next((version for version in versions if version.git_blob == blob), None)
