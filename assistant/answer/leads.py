"""The sentence that answers: a figure, a ranking, a correction, what comes nearest, or a reasoned "no"."""

from collections.abc import Sequence

from assistant.answer.answers import Finding
from assistant.answer.evidence import Evidence
from assistant.answer.findings import rows_lead
from assistant.answer.premises import Correction
from assistant.facts.library import Library
from assistant.facts.results import Result, SurveyQuestion
from assistant.facts.segments import Segment
from assistant.facts.statements import named, predicate, statement
from assistant.language import Speech

_PREMISE = {"figure": "premise", "rank": "premise_rank", "direction": "premise_direction", "sample": "premise_sample"}
_NEXT = 2  # rows named after the first of a ranking


def lead(evidence: Evidence, findings: Sequence[Finding], library: Library, said: Speech) -> str:
    """Returns the lead of an answer."""
    title = library.edition.short_title
    if evidence.ending == "outside":
        key = "greeting" if evidence.question.greeting else "outside"
        return said.say(f"answer.{'outside_report' if library.bare else key}", title=title)
    if evidence.ending == "not_asked":
        what = ", ".join(evidence.unasked)
        return said.say("answer.not_asked" if what else "answer.not_asked_plain", what=what)
    if evidence.correction:
        return _corrected(evidence.correction, library, said)
    if evidence.ending == "not_found" or not findings:
        if library.bare and evidence.unasked:
            return said.say("answer.silent_report", what=", ".join(evidence.unasked))
        return said.say("answer.not_found_report" if library.bare else "answer.not_found", title=title)
    caveat = _near(evidence, said) if library.bare else _caveat(evidence, library, said)
    return f"{caveat} {_told(evidence, findings, library, said)}".strip()


def _corrected(correction: Correction, library: Library, said: Speech) -> str:
    told = " ".join(f"{statement(row, library, said)}." for row in correction.results)
    respondents = library.edition.respondents
    return said.say(f"answer.{_PREMISE[correction.kind]}", correction=told, base=respondents)


def _told(evidence: Evidence, findings: Sequence[Finding], library: Library, said: Speech) -> str:
    first = findings[0]
    if evidence.standing and evidence.standing.persona and _of_a_persona(first) and library.personas:
        persona = library.personas[evidence.standing.persona]
        name = persona.called(said.language)
        return said.say("answer.persona_match", number=persona.number, name=name) + f" {first.text}"
    if evidence.facts and evidence.facts[0].field == "share" and library.personas:
        names = said.join(f"{persona.number}. {persona.called(said.language)}" for persona in library.personas.all)
        return said.say("answer.personas_lead", count=len(library.personas.all), names=names)
    if evidence.facts and _of_a_persona(first) and not evidence.question.personas:
        numbers = said.join(str(number) for number in dict.fromkeys(fact.persona.number for fact in evidence.facts))
        told = (*evidence.question.segments, *evidence.question.profile)
        groups = named([one for one in told if Segment.of(one).dimension == "secteur"], library, said)
        return said.say("answer.sector_personas", groups=groups, personas=numbers)
    if first.result is None:
        page = first.citations[0].page
        return said.say("answer.fact_lead" if first.population else "answer.text_lead", text=first.text, page=page)
    if evidence.selection.ranking and rows_lead(evidence):
        return _ranking(evidence, library, said)
    return first.text


def _ranking(evidence: Evidence, library: Library, said: Speech) -> str:
    selection = evidence.selection
    first, *others = selection.rows
    question = selection.survey_question
    told = [
        said.say(
            "answer.ranking_item",
            label=_short(row, question, library, said),
            percent=said.percent(row.share),
        )
        for row in others[:_NEXT]
    ]
    key = "answer.ranking_least" if "least" in evidence.question.cues else "answer.ranking_lead"
    return said.say(key, first=statement(first, library, said, counted=False), others=said.join(told))


def _near(evidence: Evidence, said: Speech) -> str:
    """What a report alone lacks of what was asked."""
    if evidence.ending != "partly":
        return ""
    terms = ", ".join(evidence.unasked)
    return said.say("answer.partly_report", terms=terms) if terms else said.say("answer.near_report")


def _short(row: Result, question: SurveyQuestion | None, library: Library, said: Speech) -> str:
    """How a row is named in a list: its published label in French, what it says elsewhere."""
    if said.language != "fr" and not (question and row.id in question.view):
        return predicate(row, library, said)
    return question.label(row) if question else row.answer


def _caveat(evidence: Evidence, library: Library, said: Speech) -> str:
    if evidence.ending != "partly":
        return ""
    if evidence.unasked:
        return said.say("answer.partly_terms", terms=", ".join(evidence.unasked))
    if evidence.missing:
        return said.say("answer.partly_segment", segments=named(evidence.missing, library, said))
    return said.say("answer.partly_years", year=_year(library)) if "evolution" in evidence.question.cues else ""


def _of_a_persona(finding: Finding) -> bool:
    """Whether a finding is a fact of a persona: the only one that is of somebody without being a result."""
    return finding.result is None and bool(finding.population)


def _year(library: Library) -> int | str:
    """The year of the survey: of its fieldwork where that is known, else of its title."""
    described = library.edition.description
    return described.fieldwork.end.year if described.fieldwork else described.year or ""
