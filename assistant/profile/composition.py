"""Who each persona is made of: the share of every sector, size, age, subsidy and activity label within it.

Only the margins (the survey's own distribution and the persona sizes) and a few card figures are published. The table
between them is the one closest to a soft prior that meets them all (iterative proportional fitting). The prior is our
assumption, its strength below: it is never shown as a figure.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.facts.personas import Personas
from assistant.facts.segments import family

Array = NDArray[np.float64]
Shares = tuple[float, ...]  # one number a persona, in their order

MAIN_SECTOR = 2.0  # a sector named on a card is twice as likely there, before the margins are met
LEANING = 1.5  # log odds between the first and the last label of a figure, per unit of leaning
_ROUNDS = 2_000
_SETTLED = 1e-10


def composition(personas: Personas, margins: Mapping[str, Sequence[tuple[str, float]]]) -> dict[str, Shares]:
    """Returns P(segment | persona) for every segment id, five numbers each.

    `margins` gives for each dimension ("etp") its (segment id, count) pairs in published order.
    """
    found: dict[str, Shares] = {}
    sizes = np.array([persona.count for persona in personas.all], float)
    for dimension, labels in margins.items():
        segments = [segment for segment, _ in labels]
        counts = np.array([count for _, count in labels], float)
        table = _fitted(_prior(personas, dimension, segments), sizes, counts, _cards(personas, segments))
        shares = table / table.sum(axis=1, keepdims=True)
        found |= {segment: tuple(shares[:, column].tolist()) for column, segment in enumerate(segments)}
    return found


def _prior(personas: Personas, dimension: str, segments: Sequence[str]) -> Array:
    """The starting table: main sectors doubled, and the card's words of size, age or subsidy as a slope."""
    places = np.linspace(0, 1, len(segments))
    # Who does not know stands at neither end: the words of a card must not pull it.
    places[[segment.endswith("e sait pas") for segment in segments]] = 0.5
    if dimension == "activite":
        places = np.array([float(segment == "activite:uniquement physique") for segment in segments])
    prior = np.empty((len(personas.all), len(segments)))
    for row, persona in enumerate(personas.all):
        main = {wider for segment in persona.sector_segments for wider in family(segment)}
        prior[row] = np.exp(LEANING * persona.leaning.get(dimension, 0) * places)
        prior[row] *= [MAIN_SECTOR if segment in main else 1.0 for segment in segments]
    return prior


def _cards(personas: Personas, segments: Sequence[str]) -> list[tuple[int, list[int], float]]:
    """The card figures about these segments: persona row, columns, share of that persona."""
    columns = {segment: column for column, segment in enumerate(segments)}
    return [
        (figure.persona - 1, [columns[segment] for segment in figure.segments], figure.affirmed)
        for figure in personas.figures
        if figure.segments and figure.segments[0] in columns
    ]


def _fitted(prior: Array, sizes: Array, counts: Array, cards: Iterable[tuple[int, list[int], float]]) -> Array:
    """Scales the prior until rows, columns and card cells all agree with what is published."""
    cards = list(cards)
    counts = counts * sizes.sum() / counts.sum()
    table = prior * np.outer(sizes, counts)
    for _ in range(_ROUNDS):
        before = table.copy()
        table *= (counts / table.sum(axis=0))[None, :]
        table *= (sizes / table.sum(axis=1))[:, None]
        for row, columns, share in cards:
            _meet(table[row], columns, share)
        if np.abs(table - before).max() < _SETTLED:
            break
    return table


def _meet(row: Array, columns: list[int], share: float) -> None:
    """Scales one persona's row in place so that the named columns hold the share its card prints."""
    total, named = row.sum(), row[columns].sum()
    rest = total - named
    inside = np.zeros(len(row), bool)
    inside[columns] = True
    row[inside] *= share * total / named
    row[~inside] *= (1 - share) * total / rest
