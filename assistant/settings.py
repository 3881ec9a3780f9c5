"""The settings of one run, made once by an entry point and passed on."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are and which parts are chosen.

    corpus: folder of the editions' facts; index: folder of built indexes; encoder: a name of
    `assistant.search.encoders` or a sentence-transformers name or path; edition: the id in the manifest;
    report: a PDF to answer from alone, in place of an edition; feedback: the file of opinions, or nowhere.
    """

    corpus: Path = PROJECT / "corpus"
    index: Path = PROJECT / "index"
    edition: str = ""
    report: Path | None = None
    encoder: str = "e5"
    feedback: Path | None = PROJECT / "feedback" / "avis.jsonl"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Reads BOUSSOLE_CORPUS, _INDEX, _EDITION, _REPORT, _ENCODER and _FEEDBACK ("non" turns feedback off)."""
        default = cls()
        feedback, report = environment.get("BOUSSOLE_FEEDBACK"), environment.get("BOUSSOLE_REPORT")
        return cls(
            corpus=Path(environment.get("BOUSSOLE_CORPUS") or default.corpus),
            index=Path(environment.get("BOUSSOLE_INDEX") or default.index),
            edition=environment.get("BOUSSOLE_EDITION", default.edition),
            encoder=environment.get("BOUSSOLE_ENCODER") or default.encoder,
            report=Path(report) if report else None,
            feedback=default.feedback if feedback is None else None if feedback in ("", "non") else Path(feedback),
        )

    def as_environment(self) -> dict[str, str]:
        """Returns the variables from which another process makes the same settings."""
        chosen = {
            "BOUSSOLE_CORPUS": self.corpus.resolve(),
            "BOUSSOLE_INDEX": self.index.resolve(),
            "BOUSSOLE_EDITION": self.edition,
            "BOUSSOLE_REPORT": self.report.resolve() if self.report else "",
            "BOUSSOLE_ENCODER": Path(self.encoder).resolve() if Path(self.encoder).is_dir() else self.encoder,
            "BOUSSOLE_FEEDBACK": self.feedback.resolve() if self.feedback else "non",
        }
        return {name: str(value) for name, value in chosen.items()}
