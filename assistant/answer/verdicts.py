"""How a question that is answered by yes or no begins: only where the published share decides it."""

from typing import Literal

from assistant.answer.frames import Frame
from assistant.answer.rows import covers
from assistant.facts.library import Library
from assistant.facts.results import Result
from assistant.french import fold
from assistant.wordlists import pattern

Agreement = Literal["", "yes", "no", "minority"]

_ASKED = 0.5  # a chance of asking for yes or no, above which it is given
_HALF, _MOST, _FEW, _RARE = 0.5, 0.6, 0.4, 0.3  # shares
_OTHER = 0.02  # by which a share that is stated is another one
_ALIKE = 0.85  # a cosine with a question of the bank, above which both ask the same, the same way round
_WORD = r"\b{%s}\b"


def verdict(question: Frame, row: Result) -> Agreement:
    """Returns how the answer to a question about one share begins; nothing where it would not be fair."""
    if question.wants.get("yesno", 0.0) < _ASKED or "negation" in question.cues or row.whose.persona:
        return ""
    told = fold(question.text)
    # A share that is stated and is another, or a restriction ("ne … plus que"), is never agreed with.
    stated = [one.share for one in question.premises if one.share is not None]
    if (stated and all(abs(one - row.share) > _OTHER for one in stated)) or _says(told, "restricting"):
        return ""
    if _says(told, "asks_some"):
        return "yes" if row.share > 0 else "no"
    if _says(told, "claims_most") or _says(told, "asks_most"):
        return "yes" if row.share >= _HALF else "no"
    if _says(told, "asks_often"):
        return "yes" if row.share >= _HALF else "no" if row.share < _RARE else ""
    return "yes" if row.share >= _MOST else "minority" if row.share < _FEW else ""


def learned(question: Frame, answered: str, cosine: float) -> Agreement:
    """Returns how a question begins to be answered when the bank has one so near that what answers it holds here."""
    if question.wants.get("yesno", 0.0) < _ASKED or cosine < _ALIKE:
        return ""
    return {"y": "yes", "n": "no"}.get(answered, "")  # pyright: ignore[reportReturnType]


def compared(question: Frame, ours: Result, other: Result, library: Library) -> Agreement:
    """Returns whether what a comparison asks holds: "les entreprises font-elles mieux que nous ?"."""
    if question.wants.get("yesno", 0.0) + question.wants.get("compare", 0.0) < _ASKED or "?" not in question.text:
        return ""
    told = fold(question.text)
    more, less = _says(told, "more"), _says(told, "less")
    if more == less or ours.share == other.share or pattern(r"\b{asks_which}\b").search(told):
        return ""
    first, second = (other, ours) if leads(question, other, library) else (ours, other)
    return "yes" if (first.share > second.share) == more else "no"


def leads(question: Frame, other: Result, library: Library) -> bool:
    """Returns whether a comparison begins with a population: it is the subject of its sentence."""
    return any(covers(other, name, library) for name in question.leading)


def _says(told: str, name: str) -> bool:
    return pattern(_WORD % name).search(told) is not None
