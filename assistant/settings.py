"""The settings of one run, made once by an entry point and passed on."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are and which parts are chosen.

    corpus: folder of the editions' facts; index: folder of built indexes, or none chosen (`assistant.building` says
    where they go); encoder: a name of `assistant.search.encoders`, or the name or path of a sentence-transformers
    model on this machine; edition: the id in the manifest; report: a PDF to answer from alone, in place of an edition;
    feedback: the file of opinions, or nowhere; hosts: the public names the server answers to, this machine's aside.
    """

    corpus: Path = PROJECT / "corpus"
    index: Path | None = None
    edition: str = ""
    report: Path | None = None
    encoder: str = "e5"
    feedback: Path | None = PROJECT / "feedback" / "avis.jsonl"
    hosts: tuple[str, ...] = ()

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Reads BOUSSOLE_CORPUS, _INDEX, _EDITION, _REPORT, _ENCODER, _FEEDBACK ("non": none) and _HOSTS (commas)."""
        default = cls()
        index, report = environment.get("BOUSSOLE_INDEX"), environment.get("BOUSSOLE_REPORT")
        feedback, hosts = environment.get("BOUSSOLE_FEEDBACK"), environment.get("BOUSSOLE_HOSTS", "")
        return cls(
            corpus=Path(environment.get("BOUSSOLE_CORPUS") or default.corpus),
            index=Path(index) if index else None,
            edition=environment.get("BOUSSOLE_EDITION", default.edition),
            encoder=environment.get("BOUSSOLE_ENCODER") or default.encoder,
            report=Path(report) if report else None,
            feedback=default.feedback if feedback is None else None if feedback in ("", "non") else Path(feedback),
            hosts=tuple(name.strip() for name in hosts.lower().split(",") if name.strip()),
        )

    def as_environment(self) -> dict[str, str]:
        """Returns the variables from which another process makes the same settings."""
        chosen = {
            "BOUSSOLE_CORPUS": self.corpus.resolve(),
            "BOUSSOLE_INDEX": self.index.resolve() if self.index else "",
            "BOUSSOLE_EDITION": self.edition,
            "BOUSSOLE_REPORT": self.report.resolve() if self.report else "",
            "BOUSSOLE_ENCODER": Path(self.encoder).resolve() if Path(self.encoder).is_dir() else self.encoder,
            "BOUSSOLE_FEEDBACK": self.feedback.resolve() if self.feedback else "non",
            "BOUSSOLE_HOSTS": ",".join(self.hosts),
        }
        return {name: str(value) for name, value in chosen.items()}


def cache_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Returns the folder for files that can be made again: BOUSSOLE_CACHE, or the platform's own place."""
    if environment.get("BOUSSOLE_CACHE"):
        return Path(environment["BOUSSOLE_CACHE"])
    if sys.platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "boussole"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "boussole"
    return Path(environment.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "boussole"
