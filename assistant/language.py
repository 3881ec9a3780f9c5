"""What is said to a person, in their language: phrases, numbers and lists."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from assistant.french import Language
from assistant.numerals import percent, rounded

_PHRASES = Path(__file__).parent / "phrases"
LANGUAGES: tuple[Language, ...] = ("fr", "en", "nl")


@dataclass(frozen=True, slots=True)
class Speech:
    """The phrases of one language and its way of writing numbers."""

    language: Language
    phrases: Mapping[str, str]

    def say(self, key: str, **values: object) -> str:
        """Returns the phrase "section.key" with its {names} filled in."""
        return self.phrases[key].format(**values)

    def knows(self, key: str) -> bool:
        """Whether the phrase exists."""
        return key in self.phrases

    def percent(self, share: float) -> str:
        """Writes a share 0-1 with one decimal: "39,9 %" in French, "39.9%" in English, "39,9%" in Dutch."""
        if self.language == "fr":
            return percent(share)
        written = f"{rounded(share)}%"
        return written if self.language == "en" else written.replace(".", ",")

    def day(self, value: date) -> str:
        """Writes a day: "24 août 2023"."""
        return f"{value.day} {self.phrases['date.months'].split()[value.month - 1]} {value.year}"

    def those(self, subject: str) -> str:
        """Turns the subject that follows a percentage ("des opérateurs qui…") into a group ("les opérateurs qui…")."""
        partitive, group = {"fr": ("des ", "les "), "en": ("of ", ""), "nl": ("van ", "")}[self.language]
        return group + subject.removeprefix(partitive) if subject.startswith(partitive) else subject

    def join(self, parts: Iterable[str]) -> str:
        """Writes a list: "a, b et c"."""
        items = list(parts)
        if len(items) < 2:
            return "".join(items)
        return ", ".join(items[:-1]) + self.phrases["answer.and"] + items[-1]


@lru_cache(maxsize=8)
def speech(language: Language) -> Speech:
    """Returns the phrases of a language; an unknown one speaks French."""
    chosen = language if language in LANGUAGES else "fr"
    data = tomllib.loads((_PHRASES / f"{chosen}.toml").read_text(encoding="utf-8"))
    return Speech(chosen, {f"{section}.{key}": text for section, texts in data.items() for key, text in texts.items()})


def spaced(text: str) -> str:
    """Returns French text with no-break spaces where a line must not break: before ; : ! ? % and inside « »."""
    for sign in ";!?%":
        text = text.replace(f" {sign}", f"\u202f{sign}")
    return text.replace(" :", "\u00a0:").replace("« ", "«\u00a0").replace(" »", "\u00a0»")
