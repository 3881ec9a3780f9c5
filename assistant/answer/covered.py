"""Which of the groups and personas asked for the units found speak of, and which they leave out."""

from collections.abc import Sequence

from assistant.answer.frames import Frame
from assistant.answer.judge import Candidate
from assistant.answer.rows import Selection, counted_of, names
from assistant.facts.library import Library
from assistant.facts.populations import Population
from assistant.facts.segments import family
from assistant.passages import Passage

NEAR = 0.8  # in log-odds, how far below the best unit another is still told
SAME_PAGE = 1.6  # and one of the same page, which is rarely beside the question
_FIRST = 3  # units among which a figure of the group asked for makes an answer sure
_SPOKEN = 8  # units that may speak of a group
_COUNTED = 0.5  # a chance of asking for a figure


def published(question: Frame, candidates: Sequence[Candidate], library: Library) -> bool:
    """Returns whether a figure of the very groups that a question names is among the units nearest to it."""
    if not question.crossed or question.personas:
        return False
    near = [one.passage for one in candidates[:_FIRST] if one.relevance >= candidates[0].relevance - SAME_PAGE]
    rows = [passage for passage in near if passage.unit == "row"]
    first = library.result(rows[0].results[0]) if rows and rows[0] is near[0] else None
    # Nothing else is asked of a group than how many it counts.
    plain = first is not None and (not question.subject or names(question, first, library))
    counted = [_counted(passage, library, best=plain and passage is near[0]) for passage in rows]
    return any(all(one & {*family(name)} for name in question.crossed) for one in counted)


def missing_groups(
    question: Frame, candidates: Sequence[Candidate], selection: Selection, library: Library
) -> tuple[str, ...]:
    """Returns the groups asked for that nothing found on the subject speaks of; all of them where they are crossed."""
    asked = question.crossed or (question.profile if question.mine and question.subject else ())
    # "Les entreprises en Wallonie" are compared with, and name no group of operators.
    unspoken = [Population.of_persona(number).written for number in _unspoken(question, candidates)]
    if not asked or not candidates or question.populations:
        return tuple(unspoken)
    about = [{*passage.segments} | _counted(passage, library) for passage in _spoken(candidates)]
    about += [counted_of(row, library) for row in selection.rows]
    covered = {name for name in asked if any(one & {*family(name)} for one in about)}
    return (*(name for name in asked if name not in covered), *unspoken)


def _spoken(candidates: Sequence[Candidate]) -> list[Passage]:
    """The units on the subject, near enough to the best that a group they leave out is published nowhere."""
    return [one.passage for one in candidates[:_SPOKEN] if one.relevance >= candidates[0].relevance - 2 * NEAR]


def _unspoken(question: Frame, candidates: Sequence[Candidate]) -> tuple[int, ...]:
    """The personas asked for of which nothing found on the subject speaks, where a figure of theirs is asked."""
    if question.wants.get("count", 0.0) < _COUNTED or not candidates:
        return ()
    spoken = {number for passage in _spoken(candidates) for number in passage.personas}
    return tuple(number for number in question.personas if number not in spoken)


def _counted(passage: Passage, library: Library, *, best: bool = False) -> set[str]:
    """The groups that a unit's figure is of; those that it counts among the respondents, where it is the best unit."""
    rows = [row for one in passage.results if (row := library.result(one))]
    if best:
        return {name for row in rows for name in counted_of(row, library)}
    return {name for row in rows for name in row.whose.segments}
