"""Whom a result is of, parsed once from how results.csv writes it."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.entries import Name, read_toml
from assistant.french import Language


@dataclass(frozen=True, slots=True)
class Population:
    """Everyone asked (nothing named), operators of some segments, those of a persona, or others than the operators."""

    segments: tuple[str, ...] = ()
    persona: int | None = None
    other: str = ""

    @classmethod
    def of_persona(cls, number: int) -> "Population":
        """Returns the operators of a persona."""
        return cls(persona=number)

    @property
    def written(self) -> str:
        """The population as results.csv and the JSON contract write it."""
        if self.persona is not None:
            return f"persona:{self.persona}"
        return f"externe:{self.other}" if self.other else " | ".join(self.segments)


@cache
def parsed(written: str) -> Population:
    """Reads a population; raises ValueError, in French, when it is none of the four kinds."""
    kind, _, name = written.partition(":")
    if not written:
        return Population()
    if kind == "persona" and name.isdecimal():
        return Population(persona=int(name))
    if kind == "externe" and name:
        return Population(other=name)
    segments = tuple(written.split(" | "))
    if all(re.fullmatch(r"(?!persona:|externe:)[a-z]+:\S.*", one) for one in segments):
        return Population(segments)
    expected = "des segments séparés par « | », « persona:N » ou « externe:nom »"
    raise ValueError(f"« population » vaut « {written} » ; attendu : {expected}")


@dataclass(frozen=True, slots=True)
class Other:
    """A population that the report compares with: how it follows a percentage, and who it holds."""

    id: Name
    fr: Name
    en: Name
    nl: Name
    holds: tuple[str, ...] = ()

    def said(self, language: Language) -> str:
        """Returns how it follows a percentage in a language."""
        return {"fr": self.fr, "en": self.en, "nl": self.nl}[language]


@dataclass(frozen=True, slots=True)
class _Others:
    population: tuple[Other, ...]


def load_others(path: Path) -> dict[str, Other]:
    """Reads populations.toml, by id; raises CorpusError where an entry is not complete."""
    return {one.id: one for one in read_toml(path, _Others, unique={"population": "id"}).population}
