"""The words of the interface, in the visitor's language."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from assistant.french import Language
from assistant.language import LANGUAGES, Speech, spaced, speech

_FOLDER = Path(__file__).parent / "phrases"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The phrases of one language, by "section.key", and its way of writing numbers."""

    language: Language
    phrases: Mapping[str, str]
    speech: Speech

    def __call__(self, key: str, **values: object) -> str:
        """Returns a phrase with its {names} filled in, spaced as its language wants."""
        phrase = self.phrases[key].format(**values)
        return spaced(phrase) if self.language == "fr" else phrase

    def count(self, key: str, number: int) -> str:
        """Returns the singular or plural of a phrase ("key.one", "key.other") for a number."""
        single = number < 2 if self.language == "fr" else number == 1
        return self(f"{key}_{'one' if single else 'other'}", count=self.number(number))

    def percent(self, share: float) -> str:
        """Writes a share 0-1."""
        return self.speech.percent(share)

    def number(self, value: int) -> str:
        """Writes a whole number with the thousands apart."""
        separator = {"fr": "\u202f", "en": ",", "nl": "."}[self.language]
        return f"{value:,}".replace(",", separator)

    def shown(self, text: str) -> str:
        """Returns a text of the assistant with the spaces its language wants."""
        return spaced(text) if self.language == "fr" else text


@lru_cache(maxsize=8)
def catalogue(language: Language) -> Catalogue:
    """Returns the phrases of a language; an unknown one gives French."""
    chosen = language if language in LANGUAGES else "fr"
    data = tomllib.loads((_FOLDER / f"{chosen}.toml").read_text(encoding="utf-8"))
    phrases = {f"{section}.{key}": text for section, texts in data.items() for key, text in texts.items()}
    return Catalogue(chosen, phrases, speech(chosen))
