"""French (and English, Dutch) words on a copy made for searching.

What a person typed is kept as typed; everything here returns a new, folded text.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import snowballstemmer

Language = str  # "fr", "en" or "nl"

# l', d', qu', jusqu'… are cut off; "aujourd'hui" is a word.
_ELISION = re.compile(r"\b(?:[ldjmtscn]|qu|jusqu|lorsqu|puisqu|quoiqu|quelqu)'(?=\w)")
# opérateur·rice·s, opérateur.rice.s, opérateur(rice)s, opérateurs/rices -> opérateurs
_INCLUSIVE = re.compile(r"(?<=\w)(?:[·•]\w+(?:[·•]s)?|\.(?:rice|ice|trice|euse|ive|ne|e)(?:\.?s)?\b)")
# ont-elles, a-t-il, dit-on, est-ce: the pronoun that a question hangs on its verb is no word of the subject.
_CLITIC = re.compile(r"(?<=\w)-(?:t-)?(?:ils?|elles?|on|ce|nous|vous|je|tu|moi|lui|leur|les|la|le|y|en|la|ci)\b")
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'"})
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ﬁ": "fi", "ﬂ": "fl"})

STOP_WORDS: dict[Language, frozenset[str]] = {
    "fr": frozenset(
        "a ai ainsi alors apres au aucun aucune aussi autre autres aux avant avec avez avoir avons c ca car ce ceci "
        "cela celle celles celui ces cet cette ceux chaque chez ci comme comment d dans de depuis des donc dont du "
        "elle elles en encore entre es est et etaient etait ete etes etre eux faire fait faut font hors il ils j je "
        "jusque l la le les leur leurs lors lorsque lui m ma mais me mes mieux moi moins mon n ne ni non nos notre "
        "nous on ont ou par parce parmi pas peu peut peuvent plus plutot pour pourquoi puis puisque qu quand que "
        "quel quelle quelles quels qui quoi s sa sans se selon ses si soit son sont sous sur t ta te tel telle tes "
        "tous tout toute toutes tres tu un une va vers voici voila vont vos votre vous y".split()
    ),
    "en": frozenset(
        "a about after all also am an and any are as at be been but by can could did do does for from had has have "
        "how i if in into is it its just like many me more most much my no not of on or our ours out over she should "
        "so some such than that the their them then there these they this those to too us was we were what when "
        "where which who whom whose why will with would you your".split()
    ),
    "nl": frozenset(
        "aan al alle als bij dan dat de deze die dit doen door dus een en er haar had hebben heeft het hij hoe hoeveel "
        "hun ik in is je kan kunnen maar me meer men met mij mijn naar niet nog nu of om omdat onder ons onze ook op "
        "over te tegen toch tot u uit van veel voor waar waarom wat we welk welke wel werd wie wij worden wordt zal "
        "ze zich zij zijn zo zou".split()
    ),
}

# Words that give a question's language away; short lists decide most questions.
_TELLTALES: dict[Language, frozenset[str]] = {
    "fr": frozenset(
        "le la les de des du un une et est sont quel quelle quels quelles combien pourquoi comment que qui quoi dans "
        "pour avec nous notre nos organisations structures operateurs sur ont il elle ils elles ce cette aux au en par "
        "pas plus leur leurs faut faire peut sans".split()
    ),
    "en": frozenset(
        "the of and is are what which how many much why who do does did with for to in our we my organisations "
        "operators share percentage have has their from that than by on should can about libraries museums".split()
    ),
    "nl": frozenset(
        "de het een en is zijn wat welke welk hoe hoeveel waarom wie van voor met onze wij mijn in op organisaties "
        "operatoren heeft hebben aandeel percentage door naar bij niet geen worden wordt musea bibliotheken".split()
    ),
}


def fold(text: str) -> str:
    """Returns the text without case, accents, ligatures, typographic apostrophes or inclusive endings."""
    text = text.translate(_APOSTROPHES).translate(_LIGATURES)
    text = _INCLUSIVE.sub("", text)
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def words(text: str) -> tuple[str, ...]:
    """Returns the folded words of a text, elided articles and inverted pronouns cut off, in order."""
    return tuple(_words(_CLITIC.sub("", _ELISION.sub("", fold(text)))))


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
    stop = STOP_WORDS[language]
    return tuple(stem(word, language) for word in words(text) if word not in stop)


def language_of(text: str, default: Language = "fr") -> Language:
    """Guesses whether a short text is French, English or Dutch; a tie is the default."""
    found = words(text)
    votes = {language: sum(word in telltales for word in found) for language, telltales in _TELLTALES.items()}
    best = max(votes.values())
    winners = [language for language, vote in votes.items() if vote == best]
    return default if default in winners or best == 0 else winners[0]
