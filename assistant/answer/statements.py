"""How a published result is said in one sentence, in each language."""

import re

from assistant.language import Speech
from assistant.library import Library
from assistant.survey.results import Question, Result
from assistant.survey.segments import Segment

# "médias/radio" is a part of a sector; "arts de la scène / arts vivants" is one sector's whole name.
_NESTED = re.compile(r"(?<! )/(?! )")


def statement(result: Result, library: Library, speech: Speech, *, counted: bool = True) -> str:
    """Returns the sentence that states a result: "77,6 % des opérateurs utilisent … (311 sur 401)".

    Falls back on the published labels, between quotes, where the result has no wording.
    """
    values: dict[str, object] = {
        "percent": speech.percent(result.share),
        "subject": subject(result, library, speech),
        "predicate": predicate(result, library, speech),
    }
    if counted and result.count is not None and result.base is not None:
        return speech.say("answer.figure_counted", count=result.count, base=result.base, **values)
    return speech.say("answer.figure", **values)


def predicate(result: Result, library: Library, speech: Speech) -> str:
    """Returns what the share does: "utilisent une newsletter"."""
    wording = library.wording(result.id)
    said = getattr(wording, speech.language) if wording else ""
    return said or f"« {result.answer}{f' : {result.option}' if result.option else ''} »"


def subject(result: Result, library: Library, speech: Speech) -> str:
    """Returns whom the share is of: everyone asked, those of a narrower base, a segment, or another population."""
    question = library.question(result.question)
    base = getattr(question, f"base_{speech.language}", "") if question else ""
    if result.population and not _of_something_else(question):
        return population(result.population, library, speech)
    return base or speech.say("answer.subject")


def _of_something_else(question: Question | None) -> bool:
    """Whether a question's shares are not of operators at all, but of points or answers: its base says of what."""
    return (
        question is not None
        and question.base is None
        and bool(question.base_fr)
        and "opérateurs" not in question.base_fr
    )


def population(identifier: str, library: Library, speech: Speech) -> str:
    """Names the population of a result, with the article that follows a percentage."""
    if identifier.startswith("persona:") and library.personas:
        persona = library.personas[int(identifier.removeprefix("persona:"))]
        name = persona.name if speech.language == "fr" else getattr(persona, f"name_{speech.language}")
        return speech.say("answer.persona_subject", number=persona.number, name=name)
    if identifier.startswith("externe:"):
        known = f"population.{identifier}"
        return speech.say(known) if speech.knows(known) else f"« {identifier.removeprefix('externe:')} »"
    return segments_subject(identifier.split(" | "), speech)


def segments_subject(identifiers: list[str], speech: Speech) -> str:
    """Names the operators of some segments."""
    first = Segment.of(identifiers[0])
    if len(identifiers) == 1 and first.dimension == "secteur":
        return speech.say("answer.sector_subject", label=first.label)
    if len(identifiers) == 1 and first.dimension == "province":
        brussels = first.label.startswith("Région")
        return speech.say("answer.brussels_subject" if brussels else "answer.province_subject", label=first.label)
    return speech.say("answer.segment_subject", label=named(identifiers, speech))


def named(identifiers: list[str], speech: Speech) -> str:
    """Returns the labels of segments as a list for a person; several labels of one kind become a range."""
    return speech.join(_NESTED.sub(" : ", Segment.of(identifier).label) for identifier in identifiers)
