"""What is encoded: each passage whole, and each of its sentences."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.passages import Passage


@dataclass(frozen=True, slots=True)
class Unit:
    """A span of the passage of that number."""

    passage: int
    start: int
    end: int


def units_of(passages: Sequence[Passage]) -> tuple[Unit, ...]:
    """Returns the units of the passages, in order: the whole one, then its sentences when it has several.

    Blank passages and sentences have none.
    """
    units: list[Unit] = []
    for number, passage in enumerate(passages):
        whole = Unit(number, 0, len(passage.text))
        spans = [Unit(number, one.start, one.end) for one in passage.sentences] if len(passage.sentences) > 1 else []
        units.extend(unit for unit in (whole, *spans) if passage.text[unit.start : unit.end].strip())
    return tuple(units)


def text_of(unit: Unit, passages: Sequence[Passage]) -> str:
    """Returns the text that is encoded for a unit: the whole passage after its title, a sentence alone.

    The nearest title says what a passage does not repeat; those above it made passages of a chapter look alike.
    """
    passage = passages[unit.passage]
    text = passage.text[unit.start : unit.end].strip()
    whole = (unit.start, unit.end) == (0, len(passage.text))
    return f"{passage.section[-1]}. {text}" if whole and passage.section else text
