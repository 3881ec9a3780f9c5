"""French (and English, Dutch) words on a copy made for searching.

What a person typed is kept as typed; everything here returns a new, folded text.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import snowballstemmer

from assistant.wordlists import pattern, word_set

Language = str  # "fr", "en" or "nl"

# l', d', qu', jusqu'… are cut off; "aujourd'hui" is a word.
_ELISION = r"\b{elided}'(?=\w)"
# opérateur·rice·s, opérateur.rice.s, opérateur(rice)s, opérateurs/rices -> opérateurs
_INCLUSIVE = r"(?<=\w)(?:[·•]\w+(?:[·•]s)?|\.{inclusive}(?:\.?s)?\b)"
# ont-elles, a-t-il, dit-on, est-ce: the pronoun that a question hangs on its verb is no word of the subject.
_CLITIC = r"(?<=\w)-(?:t-)?{inverted}\b"
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'"})
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ﬁ": "fi", "ﬂ": "fl"})


def stop_words(language: Language) -> frozenset[str]:
    """Returns the folded words of a language that carry no subject."""
    return word_set(f"stop_{language}")


def fold(text: str) -> str:
    """Returns the text without case, accents, ligatures, typographic apostrophes or inclusive endings."""
    text = text.translate(_APOSTROPHES).translate(_LIGATURES)
    text = pattern(_INCLUSIVE).sub("", text)
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def flat(text: str) -> str:
    """Returns the text folded letter by letter: as long as it was, so that places in it are places in the text."""
    return "".join(unicodedata.normalize("NFD", one)[0].lower()[:1] or one for one in text.translate(_APOSTROPHES))


@lru_cache(maxsize=16_384)
def words(text: str) -> tuple[str, ...]:
    """Returns the folded words of a text, elided articles and inverted pronouns cut off, in order.

    Remembered: the labels of a list are read for each claim that may name one of them.
    """
    return tuple(_words(pattern(_CLITIC).sub("", pattern(_ELISION).sub("", fold(text)))))


def _words(folded: str) -> Iterator[str]:
    for match in _WORD.finditer(folded):
        word = match.group()
        yield word
        if "-" in word:
            yield from word.split("-")


@lru_cache(maxsize=65_536)
def stem(word: str, language: Language = "fr") -> str:
    """Returns the Snowball stem of one folded word.

    Numbers and words of one or two letters are returned as they are.
    """
    if len(word) < 3 or not word.isalpha():
        return word
    return _stemmer(language).stemWord(_singular(word) if language == "fr" else word)


def _singular(word: str) -> str:
    """Cuts the endings that Snowball keeps: "utilisent" like "utilise", "utilisées" (folded) like "utilisé"."""
    if len(word) > 5 and word.endswith("ent") and not word.endswith("ment"):
        return word[:-2]
    return word.removesuffix("s").removesuffix("e") if word.endswith(("ee", "ees")) else word


@lru_cache(maxsize=4)
def _stemmer(language: Language) -> Any:
    names = {"fr": "french", "en": "english", "nl": "dutch"}
    return snowballstemmer.stemmer(names[language])


def terms(text: str, language: Language = "fr") -> tuple[str, ...]:
    """Returns the search terms of a text: folded, elided, without stop words, stemmed."""
    stop = stop_words(language)
    return tuple(stem(word, language) for word in words(text) if word not in stop)


def language_of(text: str, default: Language = "fr") -> Language:
    """Guesses whether a short text is French, English or Dutch; a tie is the default."""
    found = words(text)
    votes = {one: sum(word in word_set(f"telltale_{one}") for word in found) for one in ("fr", "en", "nl")}
    best = max(votes.values())
    winners = [language for language, vote in votes.items() if vote == best]
    return default if default in winners or best == 0 else winners[0]
