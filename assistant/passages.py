"""A passage: the unit of the report that is found, shown and cited."""

from dataclasses import dataclass
from typing import Literal

PassageKind = Literal["finding", "quote", "persona", "method", "recommendation", "figure", "table", "note"]
# What a passage is: a published result or a question of the survey with its results, a sentence of our restatement, a
# fact of a persona, a passage of the report itself, an answer written for an open question.
Unit = Literal["row", "table", "statement", "persona", "passage", "synthesis"]
Origin = Literal["report", "digest", "results"]
_ORIGINS: dict[Unit, Origin] = {
    "row": "results", "table": "results", "statement": "digest", "persona": "digest", "passage": "report",
    "synthesis": "digest",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Box:
    """The rectangle of one line of text, as fractions of its page, origin at the top left."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Sentence:
    """A span of a passage's text, with the pages it stands on and the lines that hold it."""

    start: int
    end: int
    pages: tuple[int, ...]
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph, list, caption, card field or figure row, with all that citing it needs.

    id: a stable name, which nobody reads; question: the survey question that a row or a table belongs to;
    aliases: other words people use for what it speaks of, in any language; searched, never shown.
    """

    id: str
    edition: str
    text: str
    pages: tuple[int, ...]
    labels: tuple[str, ...]
    section: tuple[str, ...]
    kind: PassageKind
    unit: Unit
    sentences: tuple[Sentence, ...] = ()
    boxes: tuple[Box, ...] = ()
    figure: str | None = None
    segments: tuple[str, ...] = ()
    personas: tuple[int, ...] = ()
    results: tuple[str, ...] = ()
    question: str | None = None
    aliases: tuple[str, ...] = ()

    @property
    def origin(self) -> Origin:
        """Where it comes from: the report, our restatement of it, or the published results."""
        return _ORIGINS[self.unit]
