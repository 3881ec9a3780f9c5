"""An answer as people and programs receive it: the contract of the command line."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Ending = Literal["answered", "partly", "outside", "not_found", "not_asked"]


@dataclass(frozen=True, slots=True)
class Citation:
    """Where something stands: pages of the report, the quote when there is one, the figure and sheet when it has them.

    `passage` is the id of the passage that holds the quote, with its span there, for the page picture.
    """

    page: int
    pages: tuple[int, ...]
    quote: str = ""
    figure: str | None = None
    sheet: str | None = None
    passage: str | None = None
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the study says: a sentence, the figures it shows, their base, and where they stand.

    share is 0-1, the value a bar is drawn from; label is the short published name of what is measured.
    """

    text: str
    figures: tuple[str, ...] = ()
    base: int | None = None
    citations: tuple[Citation, ...] = ()
    share: float | None = None
    label: str = ""
    population: str = ""
    result: str | None = None


@dataclass(frozen=True, slots=True)
class Recommendation:
    """Something to do, what it rests on, and who can help."""

    text: str
    because: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    resources: tuple[Mapping[str, Any], ...] = ()
    first_step: str = ""
    effort: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """A passage as ranked for the question."""

    id: str
    pages: tuple[int, ...]
    section: tuple[str, ...]
    kind: str
    text: str
    score: float
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question, with everything it rests on."""

    question: str
    ending: Ending
    lead: str
    findings: tuple[Finding, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    notes: tuple[str, ...] = ()
    follow_ups: tuple[str, ...] = ()
    passages: tuple[RankedPassage, ...] = ()
    premise_corrected: bool = False
    understood: Mapping[str, Any] = field(default_factory=dict[str, Any])
    ms: Mapping[str, float] = field(default_factory=dict[str, float])
    id: str = ""
    language: str = "fr"

    def as_json(self) -> dict[str, Any]:
        """Returns the answer as plain JSON values, keys in the order of the contract."""
        plain = asdict(self)
        order = (
            "id", "question", "language", "ending", "premise_corrected", "lead", "findings", "recommendations", "notes",
            "follow_ups", "passages", "understood", "ms",
        )  # fmt: skip
        return {key: plain[key] for key in order}
