"""What a question takes for granted, held against what is published."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer.questions import Question
from assistant.answer.relevance import Candidate
from assistant.answer.selection import Selection
from assistant.library import Library
from assistant.numerals import Numeral, numerals, worded
from assistant.survey.results import Result


@dataclass(frozen=True, slots=True)
class Correction:
    """A premise that the published results contradict, and the result or passage that does."""

    kind: str
    claimed: str
    result: Result | None = None
    candidate: Candidate | None = None


def correction(
    question: Question, selection: Selection, texts: Sequence[Candidate], library: Library
) -> Correction | None:
    """Returns the first premise of the question that is contradicted, or nothing."""
    for premise in question.premises:
        if premise.share is None:
            continue
        contradicting = _contradicting(premise, selection.rows, texts)
        if contradicting:
            return Correction("figure", premise.text, contradicting)
    return None


def _contradicting(premise: Numeral, rows: Sequence[Result], texts: Sequence[Candidate]) -> Result | None:
    share = premise.share
    if share is None or not rows:
        return None
    tolerance = 0.005 if premise.decimals else 0.06 if premise.unit == "ratio" else 0.015
    if any(abs(row.share - share) <= tolerance for row in rows):
        return None
    told = [n.share for c in texts for n in (*numerals(c.passage.text), *worded(c.passage.text)) if n.share is not None]
    if any(abs(other - share) <= tolerance for other in told):
        return None
    return rows[0]
