"""What a person wrote, matched to the published label it means."""

import re

from assistant.french import fold
from assistant.profile.questionnaire import Choice, ProfileQuestion
from assistant.wordlists import word_set

_SIGNS = ((r"\+\s*(?:de\s*)?(?=\d)|>\s*(?=\d)", "plus "), (r"(?<=\d)\s*\+", " plus"), (r"<\s*(?=\d)", "moins "))
_LONGEST = 300
_RANGED = frozenset({"etp", "annee"})


def labelled(value: object, question: ProfileQuestion) -> Choice | None:
    """Returns the choice that a value names, or nothing when it names none or several.

    Case, accents, plurals and small words do not matter; English and Dutch labels, yes and no as booleans, and a
    plain number for a size or a year are understood too.
    """
    if isinstance(value, bool):
        value = "oui" if value else "non"
    if isinstance(value, int | float):
        value = str(int(value)) if abs(value) < 1e6 and value == value else ""
    if not isinstance(value, str) or len(value) > _LONGEST:
        return None
    if (exact := question.choice(value.strip())) is not None:
        return exact
    if question.id in _RANGED and re.fullmatch(r"\s*\d{1,6}\s*", value):
        return _ranged(int(value), question)
    return _worded(_tokens(value), question)


def _worded(wanted: frozenset[str], question: ProfileQuestion) -> Choice | None:
    if not wanted:
        return None
    named = [(choice, [_tokens(text) for text in _texts(choice)]) for choice in question.choices]
    same = [choice for choice, forms in named if wanted in forms]
    if len(same) == 1:
        return same[0]
    within = [choice for choice, forms in named if any(wanted < form for form in forms) and not choice.hidden]
    return within[0] if len(within) == 1 and not same else None


def _texts(choice: Choice) -> tuple[str, ...]:
    return tuple(text for text in (choice.label, choice.plain, choice.en, choice.nl) if text)


def _tokens(text: str) -> frozenset[str]:
    folded = fold(text)
    for pattern, word in _SIGNS:
        folded = re.sub(pattern, word, folded)
    words = re.findall(r"[a-z]+|\d+", folded)
    return frozenset(_singular(word) for word in words if word not in word_set("label_link"))


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word


def _ranged(number: int, question: ProfileQuestion) -> Choice | None:
    """The label whose published range holds a number: 3 is "de 1 à 4", 1984 is "Entre 1981 et 2000"."""
    for choice in question.choices:
        bounds = [int(digits) for digits in re.findall(r"\d+", choice.label)]
        folded = fold(choice.label)
        inside = len(bounds) == 2 and bounds[0] <= number <= bounds[1]
        above = len(bounds) == 1 and folded.startswith("plus") and number >= bounds[0]
        below = len(bounds) == 1 and folded.startswith("avant") and number < bounds[0]
        if inside or above or below:
            return choice
    return None
