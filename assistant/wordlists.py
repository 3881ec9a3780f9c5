"""The words that the program goes by, in three languages: the lists of phrases/lexicon.toml, read when first used."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from assistant.entries import Name, Share, read_toml
from assistant.errors import CorpusError

_FILE = Path(__file__).parent / "phrases" / "lexicon.toml"
_NAMED = re.compile(r"\{([a-z_]+)\}")
_BLANK = re.compile(r"\\?[ -]")


@dataclass(frozen=True, slots=True)
class _Lists:
    words: Mapping[str, Name | tuple[Name, ...]]
    cardinal: Mapping[str, int]
    ordinal: Mapping[str, int]
    about: Mapping[str, int]
    fraction: Mapping[str, Share]
    # Read by those who read any report's lexicon.
    segment: Any = ()
    population: Any = ()
    generic: Any = ()
    cue: Any = ()
    concept: Any = ()


@cache
def _lists() -> _Lists:
    return read_toml(_FILE, _Lists)


@cache
def listed(name: str) -> tuple[str, ...]:
    """Returns the words of a list, in the file's order; raises CorpusError when the file has no such list."""
    if name in ("cardinal", "ordinal", "about", "fraction"):
        return tuple(numbers(name))
    found = _lists().words.get(name)
    if found is None:
        raise CorpusError(f"{_FILE} n'a pas de liste « {name} » dans [words]. Rétablissez le fichier d'origine.")
    return tuple(found.split()) if isinstance(found, str) else found


@cache
def word_set(name: str) -> frozenset[str]:
    """Returns the words of a list, to look one up."""
    return frozenset(listed(name))


def numbers(name: str) -> Mapping[str, float]:
    """Returns what the number words are worth: the "cardinal", "ordinal" or "about" ones, or "fraction", as shares."""
    return getattr(_lists(), name)


@cache
def pattern(shape: str, flags: int = 0) -> re.Pattern[str]:
    """Returns a regular expression in which {name} stands for any word of a list, the longest first."""
    return re.compile(_NAMED.sub(lambda match: _any(listed(match[1])), shape), flags)


def _any(words: tuple[str, ...]) -> str:
    escaped = (re.escape(word).replace(r"\*", r"\w*").replace("'", "['’]") for word in sorted(words, key=len)[::-1])
    return "(?:" + "|".join(_BLANK.sub("[ \u00a0\u202f\u2009-]", one) for one in escaped) + ")"
