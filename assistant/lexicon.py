"""Finds known expressions in a text, whatever their inflection, accents or apostrophes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from assistant.french import Language, words


def singulars(text: str) -> tuple[str, ...]:
    """Returns the folded words of a text without plural marks or final e."""
    return tuple(_singular(word) for word in words(text))


def _singular(word: str) -> str:
    # "Mons" is a town and "mon" is not, "danse" an art and "dans" none: short words are kept whole.
    if len(word) > 4 and word[-1] in "sx":
        word = word[:-1]
    return word[:-1] if len(word) > 5 and word[-1] == "e" else word


@dataclass(frozen=True, slots=True)
class Mention:
    """An expression found in a text: what it stands for and which words (by position) say it."""

    id: str
    start: int
    end: int


class Vocabulary:
    """Expressions matched longest first, without overlap, whatever their accents, plural or final e.

    A search stem would be too bold here: it makes one word of "opéra" and "opérateur".
    """

    def __init__(self, expressions: Iterable[tuple[str, str]]) -> None:
        """Takes pairs (expression, id); one expression may stand for several ids."""
        self._by_stems: dict[tuple[str, ...], list[str]] = {}
        self._longest = 1
        for expression, identifier in expressions:
            key = singulars(expression)
            if key and identifier not in self._by_stems.setdefault(key, []):
                self._by_stems[key].append(identifier)
                self._longest = max(self._longest, len(key))

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """Returns the expressions of a text in order; positions count its folded words."""
        return tuple(self._scan(singulars(text)))

    def _scan(self, stems: tuple[str, ...]) -> Iterator[Mention]:
        position = 0
        while position < len(stems):
            for length in range(min(self._longest, len(stems) - position), 0, -1):
                found = self._by_stems.get(stems[position : position + length])
                if found:
                    yield from (Mention(identifier, position, position + length) for identifier in found)
                    position += length
                    break
            else:
                position += 1

    def __contains__(self, expression: str) -> bool:
        return singulars(expression) in self._by_stems


def vocabularies(entries: Iterable[Mapping[str, object]], ids: str = "id") -> dict[Language, Vocabulary]:
    """Builds one vocabulary a language from entries {ids, fr = [...], en = [...], nl = [...]}.

    A question in English or Dutch often keeps French names: every vocabulary holds the French words too.
    """
    pairs: dict[Language, list[tuple[str, str]]] = {"fr": [], "en": [], "nl": []}
    for entry in entries:
        value = entry[ids]
        names = value if isinstance(value, list) else [value]
        for language, collected in pairs.items():
            spoken = (language,) if language == "fr" else (language, "fr")
            for source in spoken:
                expressions = entry.get(source, [])
                if isinstance(expressions, list):
                    collected += [(str(expression), str(name)) for expression in expressions for name in names]
    return {language: Vocabulary(found) for language, found in pairs.items()}
