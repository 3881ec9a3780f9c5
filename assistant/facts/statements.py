"""How a published result is said in one sentence, in each language."""

import re
from collections.abc import Sequence

from assistant.facts.library import Library
from assistant.facts.populations import Population, parsed
from assistant.facts.results import Result, SurveyQuestion
from assistant.facts.segments import Segment
from assistant.language import Speech


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
    if result.population and not of_something_else(question):
        return population(result.whose, library, speech)
    # A share of everyone, worked out of a question that was put to some.
    narrowed = question.base if question else None
    of_all = narrowed is not None and result.base == library.edition.respondents != narrowed
    return speech.say("answer.subject") if of_all or not base else base


def of_something_else(question: SurveyQuestion | None) -> bool:
    """Returns whether the shares of a question are of points or answers, not of operators: its base says so."""
    return (
        question is not None
        and question.base is None
        and bool(question.base_fr)
        and "opérateurs" not in question.base_fr
    )


def population(whose: Population, library: Library, speech: Speech) -> str:
    """Names the population of a result, with the article that follows a percentage."""
    if whose.persona and library.personas:
        persona = library.personas[whose.persona]
        return speech.say("answer.persona_subject", number=persona.number, name=persona.called(speech.language))
    if whose.other:
        known = library.others.get(whose.other)
        return known.said(speech.language) if known else f"« {whose.other} »"
    return segments_subject(whose.segments, library, speech)


def segments_subject(identifiers: Sequence[str], library: Library, speech: Speech) -> str:
    """Names the operators of some segments, as they follow a percentage."""
    first = Segment.of(identifiers[0])
    if len(identifiers) == 1 and first.dimension == "secteur":
        return speech.say("answer.sector_subject", label=first.label)
    if len(identifiers) == 1 and first.dimension == "province":
        return speech.say("answer.province_subject", label=first.label)
    return speech.say("answer.segments_subject", groups=named(identifiers, library, speech))


def named(identifiers: Sequence[str], library: Library, speech: Speech) -> str:
    """Names segments for a person, labels of one dimension together: "le secteur « bibliothèques » et 1 à 4 ETP"."""
    by_dimension: dict[str, list[str]] = {}
    personas = [whose.persona for one in identifiers if (whose := parsed(one)).persona]
    for identifier in dict.fromkeys(one for one in identifiers if not parsed(one).persona):
        segment = Segment.of(identifier)
        by_dimension.setdefault(segment.dimension, []).append(segment.label)
    groups = [_group(dimension, labels, library, speech) for dimension, labels in by_dimension.items()]
    groups += [speech.say("group.persona", number=number) for number in personas]
    return speech.join(groups)


def _group(dimension: str, labels: list[str], library: Library, speech: Speech) -> str:
    if dimension == "annee":
        fieldwork = library.edition.description.fieldwork
        return _years(labels, speech, fieldwork.end.year if fieldwork else None)
    if dimension == "etp" and len(labels) > 1:
        first = re.findall(r"\d+", labels[0])[0]
        last = re.findall(r"\d+", labels[-1])[-1]
        open_ended = labels[-1].startswith("plus")
        return speech.say("group.etp_from" if open_ended else "group.etp_range", first=first, last=last)
    key = f"group.{dimension}"
    told = speech.join(label.replace("/", " – ") if "/" in label and " / " not in label else label for label in labels)
    return speech.say(key, label=told) if speech.knows(key) else told


def _years(labels: list[str], speech: Speech, last: int | None) -> str:
    """Several periods of creation as one: "créés avant 1981", "créés depuis 2001"."""
    years = [int(year) for label in labels for year in re.findall(r"\d{4}", label)]
    if any(label.startswith("Avant") for label in labels):
        return speech.say("group.annee_before", year=max(years) + (1 if len(labels) > 1 else 0))
    if last is not None and max(years) >= last:
        return speech.say("group.annee_since", year=min(years))
    return speech.say("group.annee", first=min(years), last=max(years))
