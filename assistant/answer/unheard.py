"""Words of a question that what is searched does not have: nouns, and words misspelt."""

import difflib
import re
from collections.abc import Sequence

from assistant.french import fold, stem
from assistant.search.index import Index
from assistant.wordlists import word_set

TOKEN = re.compile(r"[\w'’-]+")
_ALIKE = 0.84  # a misspelt word is at least this much like a word of the corpus


def noun_marks(tokens: Sequence[str], before_noun: str = "before_noun") -> list[tuple[str, bool]]:
    """Returns the words of a text without their elided articles, each with whether it stands as a noun.

    A noun follows a word of that list, an elided article, or is written with a capital that opens no sentence.
    """
    found: list[tuple[str, bool]] = []
    for position, token in enumerate(tokens):
        bare = re.split(r"['’]", token)[-1]
        before = fold(tokens[position - 1]) if position else ""
        capital = (bare[:1].isupper() and position > 0) or bare[1:] != bare[1:].lower()
        found.append((bare, bare != token or capital or before in word_set(before_noun)))
    return found


def misspelt(word: str, index: Index) -> str | None:
    """Returns the known stem that an unknown word is a misspelling of, or nothing."""
    stemmed = stem(word)
    if len(stemmed) < 5 or index.lexicon.rarity(stemmed):
        return None
    close = difflib.get_close_matches(stemmed, index.lexicon.stems(stemmed[0]), n=1, cutoff=_ALIKE)
    return close[0] if close else None
