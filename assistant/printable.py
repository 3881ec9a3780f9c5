"""Texts from people and files, made fit to be printed, kept and exported."""

import unicodedata

# Controls, surrogates, unassigned (U+FFFF too), separators of lines and paragraphs: XML, TOML, terminals refuse some.
_UNFIT = frozenset(("Cc", "Cs", "Cn", "Zl", "Zp"))
# Marks that turn the order of a line round: what is read would not be what is written.
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def printable(text: str) -> str:
    """Returns the text with a space for every character that cannot be shown as it is; tabs and line feeds stay."""
    return "".join(sign if sign in "\t\n" or _fit(sign) else " " for sign in text)


def one_line(text: str) -> str:
    """Returns the text on one line, its blanks single, without what cannot be shown."""
    return " ".join(printable(text).split())


def _fit(sign: str) -> bool:
    return sign not in _TURNING and unicodedata.category(sign) not in _UNFIT
