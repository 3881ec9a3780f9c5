"""Written answers: sentences for open questions that no single figure answers, each resting on units of the study."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from assistant.entries import Name, Page, read_lines
from assistant.errors import CorpusError
from assistant.french import Language
from assistant.passages import Passage, Sentence
from assistant.sentences import sentence_spans


@dataclass(frozen=True, slots=True)
class Fact:
    """What a written answer rests on: a unit by its id, or a sentence on a page where no unit says it."""

    page: Page
    unit: str = ""
    text: str = ""

    def __post_init__(self) -> None:
        if bool(self.unit) == bool(self.text):
            raise ValueError("un fait a soit « unit », soit « text »")


@dataclass(frozen=True, slots=True)
class Synthesis:
    """A written answer in each language, what it rests on, and what the report does not say of it.

    persona, theme: the persona whose challenges, or advice, it gives.
    """

    id: Name
    fr: Name
    pages: tuple[Page, ...]
    facts: tuple[Fact, ...]
    en: str = ""
    nl: str = ""
    unsaid_fr: str = ""
    unsaid_en: str = ""
    unsaid_nl: str = ""
    persona: int = 0
    theme: Literal["", "challenges", "advice"] = ""

    def said(self, language: Language) -> str:
        """Returns the answer in a language; empty where it is not translated."""
        return {"fr": self.fr, "en": self.en, "nl": self.nl}[language]

    def unsaid(self, language: Language) -> str:
        """Returns what the report does not say, in a language."""
        return {"fr": self.unsaid_fr, "en": self.unsaid_en, "nl": self.unsaid_nl}[language]


def load_syntheses(path: Path) -> dict[str, Synthesis]:
    """Reads syntheses.jsonl, by id; raises CorpusError with the line."""
    found: dict[str, Synthesis] = {}
    for one in read_lines(path, Synthesis):
        if found.setdefault(one.id, one) is not one:
            raise CorpusError(f"{path.name} : « {one.id} » est déjà pris. Corrigez {path}.")
    return found


def passage_of(synthesis: Synthesis, edition: str) -> Passage:
    """Returns a written answer as what is searched."""
    return Passage(
        id=synthesis.id,
        edition=edition,
        text=synthesis.fr,
        pages=synthesis.pages,
        labels=tuple(map(str, synthesis.pages)),
        section=(),
        kind="finding",
        unit="synthesis",
        sentences=tuple(Sentence(start, end, synthesis.pages) for start, end in sentence_spans(synthesis.fr)),
    )
