"""The question bank: what people ask, in their words, and the units that answer it.

A wrong answer is mended by a line here: the encoder is tuned on the bank, its questions stand for their units when
something is searched, and the judge is fitted on it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from assistant.entries import Kind, Name, Page, read_lines

# The kind of answer that a question wants; "open" is answered by a synthesis, whatever its form.
AskedKind = Literal["count", "yesno", "which", "who", "why", "compare", "barrier", "advice", "standing", "what", "open"]
Spoken = Literal["fr", "en", "nl"]
NegativeKind = Literal["near", "crosstab", "off", "meta"]


@dataclass(frozen=True, slots=True)
class BankQuestion:
    """A question, the ids of the units that answer it, best first, and the kind of answer it wants.

    verdict: how a yes-or-no question is rightly answered: "y", "n", or "p" where neither is fair.
    """

    q: Name
    lang: Spoken
    ids: tuple[str, ...]
    style: Name
    kind: AskedKind
    verdict: Literal["y", "n", "p", ""] = ""


@dataclass(frozen=True, slots=True)
class Negative:
    """A question that the study does not answer; nearest: the nearest thing that it does publish, in French."""

    q: Name
    lang: Spoken
    kind: NegativeKind
    topic: str = ""
    nearest: str | None = None


@dataclass(frozen=True, slots=True)
class Premise:
    """A question that takes something for granted, whether the study bears it out, and what it says, with its page."""

    q: Name
    lang: Spoken
    premise: Literal["false", "true"]
    fact: Name
    page: Page
    figure: str | None = None


@dataclass(frozen=True, slots=True)
class Bank:
    """Every question of the bank, in the order of its files."""

    questions: tuple[BankQuestion, ...] = ()
    negatives: tuple[Negative, ...] = ()
    premises: tuple[Premise, ...] = ()


def load_bank(folder: Path) -> Bank:
    """Reads the bank of an edition, empty where it has none; raises CorpusError, with file and line."""
    return Bank(
        tuple(_all(folder, "questions-*.jsonl", BankQuestion)),
        tuple(_all(folder, "negatives-*.jsonl", Negative)),
        tuple(_all(folder, "premises.jsonl", Premise)),
    )


def _all(folder: Path, names: str, kind: type[Kind]) -> Iterator[Kind]:
    for path in sorted(folder.glob(names)):
        yield from read_lines(path, kind)
