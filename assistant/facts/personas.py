"""The five personas of the survey: size, scores, card figures, and the shades of Table 4."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from assistant.errors import CorpusError
from assistant.facts.results import Result

SHADES = ("#D6FAF3", "#BAFFF1", "#6BDCC5", "#3D9B88", "#066E59")  # Table 4, lightest to darkest


@dataclass(frozen=True, slots=True)
class CardFigure:
    """A figure printed on a persona's page; `fr`, `en`, `nl` follow "85 % des opérateurs de ce persona …".

    `negated` says that the figure is the share of those who do NOT have the trait or belong to the segments.
    """

    id: str
    persona: int
    share: float
    printed: str
    page: int
    fr: str
    en: str
    nl: str
    trait: str = ""
    segments: tuple[str, ...] = ()
    negated: bool = False

    @property
    def affirmed(self) -> float:
        """The share of those who have the trait or belong to the segments."""
        return round(1 - self.share, 4) if self.negated else self.share


@dataclass(frozen=True, slots=True)
class Persona:
    """One persona as published; text fields are in our words, names and figures as printed."""

    number: int
    name: str
    name_en: str
    name_nl: str
    count: int
    share: float
    printed_share: str
    scores: Mapping[str, float]
    page: int
    pages: tuple[int, ...]
    size: str
    leaning: Mapping[str, float]
    description: str
    sectors: tuple[str, ...]
    sector_segments: tuple[str, ...]
    profile: tuple[str, ...]
    challenges: tuple[str, ...]
    ideas: tuple[str, ...]
    quote: str
    figures: tuple[CardFigure, ...]


@dataclass(frozen=True, slots=True)
class Trait:
    """One row of Table 4: the shade of each persona, 0 lightest to 4 darkest.

    A shade orders the personas within its row; the same shade need not mean the same rate in two rows.
    """

    id: str
    label: str
    theme: str
    page: int
    levels: tuple[int, ...]
    results: tuple[str, ...] = ()
    note: str = ""

    def level(self, persona: int) -> int:
        """Returns the shade of one persona (1-5)."""
        return self.levels[persona - 1]

    def level_words(self, persona: int) -> str:
        """Says where a persona stands in this row, in French, without any percentage."""
        low, high, mine = min(self.levels), max(self.levels), self.level(persona)
        if low == high:
            return "même niveau pour les cinq personas"
        if mine == high:
            return "parmi les plus élevés des cinq personas"
        return "parmi les plus bas des cinq personas" if mine == low else "niveau intermédiaire"


@dataclass(frozen=True)
class Personas:
    """The five personas and the 39 rows of Table 4."""

    all: tuple[Persona, ...]
    traits: tuple[Trait, ...]

    def __getitem__(self, number: int) -> Persona:
        """Returns persona 1-5."""
        return self.all[number - 1]

    @cached_property
    def by_trait(self) -> Mapping[str, Trait]:
        """The rows of Table 4 by id."""
        return {trait.id: trait for trait in self.traits}

    @cached_property
    def figures(self) -> tuple[CardFigure, ...]:
        """Every card figure, persona after persona."""
        return tuple(figure for persona in self.all for figure in persona.figures)

    def card(self, number: int, trait: str) -> CardFigure | None:
        """Returns what a persona's page prints about a trait."""
        return next((figure for figure in self[number].figures if figure.trait == trait), None)


def card_results(personas: Personas) -> tuple[Result, ...]:
    """Returns the card figures as published results of population "persona:N"; no base is printed with them."""
    return tuple(
        Result(
            id=figure.id,
            source="carte",
            sheet="",
            cell="",
            figure="",
            page=figure.page,
            question="",
            answer=figure.fr,
            option="",
            population=f"persona:{figure.persona}",
            count=None,
            base=None,
            share=figure.share,
            workbook_share=None,
            printed=figure.printed,
            printed_page=figure.page,
            erratum="",
        )
        for figure in personas.figures
    )


def load_personas(path: Path) -> Personas:
    """Reads personas.toml; raises CorpusError when it is missing, damaged or incomplete."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        personas = tuple(_persona(entry) for entry in data["persona"])
        traits = tuple(Trait(**_frozen(entry)) for entry in data["trait"])
        _check(personas, traits)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise CorpusError(
            f"Le fichier des personas {path} est illisible ({error}) : il lui faut cinq [[persona]] et des [[trait]] "
            "complets. Rétablissez le fichier d'origine."
        ) from error
    return Personas(personas, traits)


def _persona(entry: Mapping[str, Any]) -> Persona:
    fields = dict(entry)
    figures = tuple(CardFigure(persona=fields["number"], **_frozen(figure)) for figure in fields.pop("figure"))
    return Persona(figures=figures, **_frozen(fields))


def _frozen(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}


def _check(personas: tuple[Persona, ...], traits: tuple[Trait, ...]) -> None:
    if [persona.number for persona in personas] != [1, 2, 3, 4, 5]:
        raise ValueError("les personas doivent être numérotés de 1 à 5")
    for persona in personas:
        if any(not 0 <= share <= 1 for share in (*persona.scores.values(), *(f.share for f in persona.figures))):
            raise ValueError(f"persona {persona.number} : une part doit être comprise entre 0 et 1")
    for trait in traits:
        if len(trait.levels) != 5 or not all(level in range(len(SHADES)) for level in trait.levels):
            raise ValueError(f"trait {trait.id} : cinq niveaux de 0 à {len(SHADES) - 1} sont attendus")
