"""Several figures asked in one message: "combien ont un site, une newsletter et une application ?"."""

import re
from collections.abc import Callable, Sequence

from assistant.answer.frames import Frame
from assistant.answer.read import QuestionReader
from assistant.answer.rows import Selection, names
from assistant.facts.library import Library
from assistant.wordlists import pattern

_BETWEEN = r"\s*(?:[,;]|\b{joining}\b)\s*"
_MOST = 4
_FIGURES = frozenset(("quantity", "number", "ranking", "comparison"))

Select = Callable[[Frame], Selection]


def asks(question: Frame, reader: QuestionReader) -> tuple[Frame, ...]:
    """Returns the questions a message asks, when it asks for several figures; nothing when it asks for one."""
    if question.follow_up or not question.cues & _FIGURES or question.segments or question.personas:
        return ()
    parts = [part for part in pattern(_BETWEEN, re.IGNORECASE).split(question.text) if re.search(r"\w{3}", part)]
    if not 2 <= len(parts) <= _MOST:
        return ()
    read = tuple(reader.read(part) for part in parts)
    # What only the first part says ("combien d'opérateurs ont") holds for the next ones.
    return tuple(
        Frame(
            text=part.text,
            standalone=part.text,
            language=question.language,
            kind="figure",
            cues=part.cues | {"quantity"},
            terms=part.terms,
            subject=part.subject,
            synonyms=part.synonyms,
        )
        for part in read
    )


def several(parts: Sequence[Frame], select: Select, library: Library) -> Selection | None:
    """Returns the results of every part together, or nothing unless each part names a row of its own."""
    chosen: list[Selection] = []
    for part in parts:
        if not part.subject:
            return None
        found = select(part)
        if found.ranking or len(found.rows) != 1 or not names(part, found.rows[0], library):
            return None
        chosen.append(found)
    rows = tuple(dict.fromkeys(selection.rows[0] for selection in chosen))
    if len(rows) < 2:
        return None
    return Selection(rows, chosen[0].survey_question)
