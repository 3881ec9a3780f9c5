"""What the encoder is tuned on: the units of an edition, and the questions of its bank."""

from dataclasses import dataclass
from random import Random

import numpy as np

from assistant.building import edition_of, unit_passages
from assistant.entries import Kind, read_lines
from assistant.facts.bank import BankQuestion, Negative
from assistant.facts.library import load_library
from assistant.search.spans import Span, text_of
from assistant.settings import PROJECT, Settings

BANK = PROJECT / "corpus" / "bank"
# Every third line of these files of the bank is held out: the judge is fitted on them.
HELD = {"questions": (0, 4, 5, 6, *range(8, 15)), "negatives": (2, 3, 4, 6, 7)}
HELD_EVERY = 3
BATCH, NOTHING, HARD, TWINS = 24, 12, 12, 12
_NEAREST, _NEAR_NOTHING = 20, 4
_SEED = "boussole"


@dataclass(frozen=True, slots=True)
class Material:
    """Texts of the units; questions with the numbers of the units that answer them; questions nothing answers."""

    units: list[str]
    learned: list[tuple[str, tuple[int, ...]]]
    held: list[tuple[str, tuple[int, ...]]]
    nothing: list[tuple[str, str]]
    held_nothing: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Step:
    """What one step compares, by number: the unit of question i is units[i].

    also_right: (asked, units + 1) where another unit drawn is right too; twins: a place among the questions, and
    another question of the same unit; same_unit: (twins, twins) where another twin is right too.
    """

    questions: list[int]
    nothing: list[int]
    units: list[int]
    also_right: np.ndarray
    twins: list[tuple[int, int]]
    same_unit: np.ndarray


def collect() -> Material:
    """Reads the units and the bank."""
    settings = Settings()
    library = load_library(edition_of(settings), settings.corpus)
    passages = unit_passages(library)
    numbers = {passage.id: number for number, passage in enumerate(passages)}
    units = [text_of(Span(n, 0, len(p.text)), passages) for n, p in enumerate(passages)]
    learned, held = parted("questions", BankQuestion)
    nothing, held_nothing = parted("negatives", Negative)
    return Material(
        units=units,
        learned=[(one.q, tuple(numbers[i] for i in one.ids)) for one in learned],
        held=[(one.q, tuple(numbers[i] for i in one.ids)) for one in held],
        nothing=[(one.q, one.kind) for one in nothing],
        held_nothing=[(one.q, one.kind) for one in held_nothing],
    )


def parted(name: str, kind: type[Kind]) -> tuple[list[Kind], list[Kind]]:
    """Returns the lines of the bank that the encoder learns from, and those held out."""
    learned: list[Kind] = []
    held: list[Kind] = []
    for path in sorted(BANK.glob(f"{name}-*.jsonl")):
        parts = int(path.stem.rsplit("-", 1)[1]) in HELD[name]
        for number, line in enumerate(read_lines(path, kind)):
            (held if parts and number % HELD_EVERY == 0 else learned).append(line)
    return learned, held


def drawn(material: Material, units: np.ndarray, number: int) -> Step:
    """Draws a step by its number; units: the vectors of the units at the last checkpoint, for those that look alike."""
    chance = Random(f"{_SEED} {number}")
    questions = _batch(material, number)
    right = [material.learned[one][1] for one in questions]
    answers = [chance.choice(known) for known in right]
    nothing = chance.sample(range(len(material.nothing)), NOTHING)
    hard: list[int] = []
    for known, answer in list(zip(right, answers, strict=True))[:HARD]:
        near = np.argsort(-(units[answer] @ units.T))[1:_NEAREST]
        hard.append(int(chance.choice([one for one in near if one not in known])))
    hard += chance.sample(range(len(units)), _NEAR_NOTHING)
    shown = answers + hard
    also = np.zeros((len(questions) + len(nothing), len(shown) + 1), bool)
    for row, known in enumerate(right):
        also[row, : len(shown)] = [column != row and unit in known for column, unit in enumerate(shown)]
    return Step(questions, nothing, shown, also, *_twins(material, questions, answers, chance))


def _batch(material: Material, number: int) -> list[int]:
    """The questions of a step: each epoch goes once through all of them, in an order of its own."""
    epoch, place = divmod(number, len(material.learned) // BATCH)
    order = Random(f"{_SEED} epoch {epoch}").sample(range(len(material.learned)), len(material.learned))
    return order[place * BATCH : (place + 1) * BATCH]


def _twins(
    material: Material, questions: list[int], answers: list[int], chance: Random
) -> tuple[list[tuple[int, int]], np.ndarray]:
    by_unit: dict[int, list[int]] = {}
    for one, (_, known) in enumerate(material.learned):
        for unit in known:
            by_unit.setdefault(unit, []).append(one)
    twins: list[tuple[int, int]] = []
    for place, (question, answer) in enumerate(zip(questions, answers, strict=True)):
        others = [one for one in by_unit[answer] if one != question]
        if others and len(twins) < TWINS:
            twins.append((place, chance.choice(others)))
    known = [{*material.learned[other][1]} for _, other in twins]
    pairs = range(len(known))
    same = [[row != column and bool(known[row] & known[column]) for column in pairs] for row in pairs]
    return twins, np.array(same, bool).reshape(len(twins), len(twins))
