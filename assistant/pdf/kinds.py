"""What sort of passage a text is, by what it looks like and the titles it stands under."""

import re

from assistant.french import fold
from assistant.passages import PassageKind
from assistant.pdf.lines import CAPTION
from assistant.wordlists import pattern

_PERSONA = re.compile(r"\bpersona\s*(?:n[o°]\s*)?(\d+)")
_QUOTED = re.compile(r"[“«\"][^”»]{15,}[”»\"][.]?\s*(?:\([^)]{0,80}\)|[-–—].{0,80})?$", re.DOTALL)
_READING = r"{reading_note}\s?:|[Nn]\s?=\s?\d"


def figure_of(text: str) -> str | None:
    """Returns what a caption numbers: "12" for a figure, "tableau 4" for a table; nothing where there is none."""
    match = CAPTION.search(text)
    if not match:
        return None
    return f"tableau {match[1]}" if pattern(r"{table_caption}\b", re.IGNORECASE).match(match.group()) else match[1]


def kind_of(caption: str) -> PassageKind:
    """Returns the kind of a caption."""
    return "table" if pattern(r"{table_caption}\b", re.IGNORECASE).match(caption) else "figure"


def persona_of(section: tuple[str, ...]) -> int | None:
    """Returns the number of the persona whose card a section is."""
    found = [match for title in section if (match := _PERSONA.search(fold(title)))]
    return int(found[-1][1]) if found else None


def text_kind(text: str, section: tuple[str, ...], *, italic: bool, small: bool) -> PassageKind:
    """Returns the kind of a paragraph or list from its form, then from the titles above it.

    italic, small: whether all of it slants, or is set smaller than the body.
    """
    titles = [fold(title) for title in section]
    if any(pattern(r"^(?:\d+\.?\s*)?{back_matter}\b").search(title) for title in titles):
        return "note"
    if pattern(_READING, re.IGNORECASE).match(text):
        return "note"
    if _QUOTED.match(text.strip()) or (italic and not small and text[0] in "“«" and "\n" not in text):
        return "quote"
    if persona_of(section) is not None:
        return "persona"
    if any(pattern(r"\b{advice_title}\b").search(title) for title in titles):
        return "recommendation"
    if any(pattern(r"\b{method_title}\b").search(title) for title in titles):
        return "method"
    return "finding"
