"""Misspelt words, spelt as the questions of the bank do: repaired when sure, proposed when not."""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from assistant.french import fold, stem
from assistant.search.lexical import Lexicon

_LETTERS = re.compile(r"[^\W\d_]+")
_SHORT, _USUAL = 5, 4  # letters of a word that is not repaired; times that a word is used when it is no slip
_SURE, _LIKELY = 0.84, 0.7  # how like a usual word (0-1) a misspelt one is, to be repaired, and to be asked about
_NEAR = 2  # letters by which the two may differ in length


@dataclass(frozen=True)
class Speller:
    """Spells words by those that the questions of a bank use, and that what is searched has."""

    used: Mapping[str, int]
    lexicon: Lexicon

    def repaired(self, text: str) -> str:
        """Returns a text with its misspelt words as the bank spells the one each is most like; sure ones only."""
        return _LETTERS.sub(lambda match: self._spelt(match.group(), _SURE), text)

    def proposed(self, text: str) -> str:
        """Returns a text with what may be misspelt repaired too; nothing where that changes nothing."""
        meant = _LETTERS.sub(lambda match: self._spelt(match.group(), _LIKELY), text)
        return meant if meant != text else ""

    def _spelt(self, word: str, alike: float) -> str:
        folded = fold(word)
        if len(folded) <= _SHORT or self.used.get(folded, 0) >= _USUAL:
            return word
        same = [one for one in self._usual if one[0] == folded[0] and abs(len(one) - len(folded)) <= _NEAR]
        near = difflib.get_close_matches(folded, same, n=1, cutoff=alike)
        # A word that what is searched has is spelt right, unless it only shares its stem with the usual one.
        right = not near or (self.lexicon.rarity(stem(folded)) and stem(near[0]) != stem(folded))
        return word if right else near[0]

    @cached_property
    def _usual(self) -> tuple[str, ...]:
        """The longer words that the bank's questions use more than a few times, which none misspells."""
        return tuple(sorted(word for word, times in self.used.items() if times >= _USUAL and len(word) > _SHORT))
