"""The editions that can be answered from, and the state of their official files."""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from assistant.errors import CorpusError, why

SourceKind = Literal["report", "workbook"]
LARGEST = 200_000_000  # bytes of a file that is read at all; our report has 3.4 million
_IDENTIFIER = re.compile(r"\w[\w.-]{0,79}")  # it names a folder of the index


@dataclass(frozen=True, slots=True)
class Version:
    """A published state of a file, recognised by its git blob id."""

    label: str
    git_blob: str
    sha256: str = ""


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
class Edition:
    """One report with its facts: a folder, a description and official files."""

    id: str
    folder: Path
    title: str
    short_title: str
    description: Mapping[str, Any]
    sources: tuple[Source, ...]

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


def load_corpus(folder: Path) -> Corpus:
    """Reads manifest.toml; raises CorpusError when it is missing or malformed."""
    manifest = folder / "manifest.toml"
    try:
        entries = tomllib.loads(manifest.read_text(encoding="utf-8"))["edition"]
        editions = tuple(_edition(folder, entry) for entry in entries)
    except OSError as error:
        raise CorpusError(
            f"Le corpus {folder} n'a pas de manifest.toml lisible ({why(error)}). "
            "Indiquez son dossier avec --corpus ou BOUSSOLE_CORPUS."
        ) from error
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise CorpusError(
            f"Le fichier {manifest} est mal formé ({error!r}) : chaque [[edition]] demande un id (lettres, chiffres, "
            "points et tirets) et un title, chaque [[edition.source]] un kind (report ou workbook) et un file."
        ) from error
    if len({edition.id for edition in editions}) < len(editions):
        raise CorpusError(f"Le fichier {manifest} décrit deux éditions du même id. Donnez un id à chacune.")
    return Corpus(folder, editions)


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
    return Edition(identifier, report.parent / ".boussole-sans-faits", report.stem, report.stem, {}, (source,))


def _edition(folder: Path, entry: Mapping[str, Any]) -> Edition:
    if not _IDENTIFIER.fullmatch(entry["id"]):
        raise ValueError(f"id = {entry['id']!r}")
    home = (folder / entry.get("folder", entry["id"])).resolve()
    sources = tuple(_source(home, source) for source in entry.get("source", ()))
    if not any(source.kind == "report" for source in sources):
        sources += (Source("report", home / "official" / "report.pdf", (), (), ()),)
    described = {key: value for key, value in entry.items() if key != "source"}
    title = str(entry["title"])
    return Edition(entry["id"], home, title, str(entry.get("short_title", title)), described, sources)


def _source(home: Path, entry: Mapping[str, Any]) -> Source:
    versions = tuple(
        Version(version["label"], version["git_blob"], version.get("sha256", ""))
        for version in entry.get("version", ())
    )
    if entry["kind"] not in get_args(SourceKind):
        raise ValueError(f"kind = {entry['kind']!r}")
    path = home / "official" / Path(entry["file"]).name
    return Source(entry["kind"], path, tuple(entry.get("names", ())), tuple(entry.get("urls", ())), versions)


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
