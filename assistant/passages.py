"""A passage: the unit of the report that is found, shown and cited."""

from dataclasses import dataclass
from typing import Literal

PassageKind = Literal["finding", "quote", "persona", "method", "recommendation", "figure", "table", "note"]
Origin = Literal["report", "digest", "results", "personas"]


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

    aliases: other words people use for what it speaks of, in any language; searched, never shown.
    """

    id: str
    edition: str
    text: str
    pages: tuple[int, ...]
    labels: tuple[str, ...]
    section: tuple[str, ...]
    kind: PassageKind
    origin: Origin
    sentences: tuple[Sentence, ...] = ()
    boxes: tuple[Box, ...] = ()
    figure: str | None = None
    segments: tuple[str, ...] = ()
    personas: tuple[int, ...] = ()
    results: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
