"""The personas of the survey: size, scores, card figures, and the shades of Table 4."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from assistant.entries import Count, Name, Page, Share, read_toml
from assistant.french import Language

SHADES = ("#D6FAF3", "#BAFFF1", "#6BDCC5", "#3D9B88", "#066E59")  # Table 4, lightest to darkest


@dataclass(frozen=True, slots=True)
class CardFigure:
    """A figure printed on a persona's page; `fr`, `en`, `nl` follow "85 % des opérateurs de ce persona …".

    `negated` says that the figure is the share of those who do NOT have the trait or belong to the segments.
    """

    id: Name
    share: Share
    printed: str
    page: Page
    fr: str
    en: str
    nl: str
    persona: int = 0
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
    name: Name
    name_en: Name
    name_nl: Name
    count: Count
    share: Share
    printed_share: str
    scores: Mapping[str, Share]
    page: Page
    pages: tuple[Page, ...]
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

    def called(self, language: Language) -> str:
        """Returns its name in a language."""
        return {"fr": self.name, "en": self.name_en, "nl": self.name_nl}[language]


@dataclass(frozen=True, slots=True)
class Trait:
    """One row of Table 4: the shade of each persona, 0 lightest to 4 darkest.

    A shade orders the personas within its row; the same shade need not mean the same rate in two rows.
    """

    id: Name
    label: str
    theme: str
    page: Page
    levels: tuple[int, ...]
    results: tuple[str, ...] = ()
    note: str = ""

    def level(self, persona: int) -> int:
        """Returns the shade of one persona, by its number."""
        return self.levels[persona - 1]

    def level_words(self, persona: int) -> str:
        """Says where a persona stands in this row, in French, without any percentage."""
        low, high, mine = min(self.levels), max(self.levels), self.level(persona)
        if low == high:
            return "même niveau pour tous les personas"
        if mine == high:
            return "parmi les plus élevés des personas"
        return "parmi les plus bas des personas" if mine == low else "niveau intermédiaire"


@dataclass(frozen=True)
class Personas:
    """The personas, in the order of their numbers, and the rows of Table 4."""

    all: tuple[Persona, ...]
    traits: tuple[Trait, ...]

    def __getitem__(self, number: int) -> Persona:
        """Returns a persona by its number, from 1."""
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


@dataclass(frozen=True, slots=True)
class _Cards:
    persona: tuple[Persona, ...]
    trait: tuple[Trait, ...]

    def __post_init__(self) -> None:
        if [persona.number for persona in self.persona] != [*range(1, len(self.persona) + 1)]:
            raise ValueError("les personas ne se suivent pas ; attendu : numérotés à partir de 1, dans l'ordre")
        for trait in self.trait:
            if len(trait.levels) != len(self.persona) or not set(trait.levels) <= set(range(len(SHADES))):
                expected = f"un niveau de 0 à {len(SHADES) - 1} pour chaque persona"
                raise ValueError(f"le trait « {trait.id} » vaut « {trait.levels} » ; attendu : {expected}")


def load_personas(path: Path) -> Personas:
    """Reads personas.toml; raises CorpusError when it is missing, damaged or incomplete."""
    read = read_toml(path, _Cards, unique={"trait": "id"})
    return Personas(tuple(_numbered(persona) for persona in read.persona), read.trait)


def _numbered(persona: Persona) -> Persona:
    return replace(persona, figures=tuple(replace(one, persona=persona.number) for one in persona.figures))
