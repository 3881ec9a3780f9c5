"""What to ask next: questions the study answers, near the one just asked."""

import re

from assistant.answer.evidence import Evidence
from assistant.answer.excerpts import tellable
from assistant.facts.library import Library
from assistant.facts.results import SurveyQuestion
from assistant.french import fold
from assistant.language import Speech
from assistant.wordlists import pattern, word_set

_MOST = 3
_NUMBER = re.compile(r"^(?:[IVX]+|[A-Z]|\d+(?:\.\d+)*)[.)]\s+|^\d+\s*/\s*")
_TITLE = re.compile(r"(?:[IVX\d.)/]+\s+)?[A-ZÀ-Ý«][^\n]{12,120}[^?:]$")


def follow_ups(evidence: Evidence, library: Library, said: Speech) -> tuple[str, ...]:
    """Returns up to three questions not asked yet: of the survey questions found, then of the same dimension."""
    if library.bare:
        return _of_titles(evidence, said)
    if not library.results:
        return ()
    told = evidence.selection.survey_question
    found = [c.passage.question or "" for c in evidence.candidates if c.passage.unit == "table"]
    rows = [result for c in evidence.candidates[:20] for result in c.passage.results if c.passage.origin == "results"]
    near = [*found, *(result.question for one in rows if (result := library.result(one)))]
    dimension = told.dimension if told else library.results.dimensions[0]
    ordered = [q for identifier in near if (q := library.question(identifier)) and _worth(q, dimension)]
    ordered += [q for q in library.results.questions.values() if q.dimension == dimension and _worth(q, dimension)]
    asked = [ask(question, said) for question in dict.fromkeys(ordered) if not told or question.id != told.id]
    asked = [evidence.meant, *asked]
    return tuple(dict.fromkeys(one for one in asked if one and one != evidence.question.text))[:_MOST]


def _worth(question: SurveyQuestion, dimension: str) -> bool:
    """Whether a survey question is worth proposing: not how the study was made, unless that was the subject."""
    return not question.named_by and (bool(question.dimension) or not dimension)


def ask(question: SurveyQuestion, said: Speech) -> str:
    """Returns a survey question as a person asks it, in their language."""
    return question.asked if said.language == "fr" else getattr(question, f"asked_{said.language}")


def _of_titles(evidence: Evidence, said: Speech) -> tuple[str, ...]:
    """Returns questions about the sections of a report where passages were found, other than those told from."""
    if evidence.ending not in ("answered", "partly"):
        return ()
    told = {candidate.passage.section[-1:] for candidate in evidence.texts}
    near = [c.passage for c in evidence.candidates if c.passage.section and c.passage.section[-1:] not in told]
    titles = (
        passage.section[-1].rstrip(" .:") for passage in near if any(tellable(passage, s) for s in passage.sentences)
    )
    asked = (
        said.say("answer.title_report", title=_NUMBER.sub("", one)) for one in dict.fromkeys(titles) if _names(one)
    )
    return tuple(one for one in asked if one != evidence.question.text)[:_MOST]


def _names(title: str) -> bool:
    """Whether a title names a subject: not a list of people, nor how to cite the report."""
    spoken = fold(title).split()
    linked = any(word in word_set("linking") or word.startswith(("l'", "d'")) for word in spoken)
    return linked and bool(_TITLE.match(title)) and 3 <= len(spoken) <= 16 and not pattern("{aside}").match(fold(title))
