"""The sentence that answers: yes or no, a figure, a rank, both sides and the verdict, or a reasoned "no"."""

from collections.abc import Sequence

from assistant.answer.answers import Finding
from assistant.answer.belonging import belonging, persona_named, placed
from assistant.answer.evidence import Evidence
from assistant.answer.grounds import Correction
from assistant.answer.verdicts import compared, verdict
from assistant.facts.library import Library
from assistant.facts.results import Result, SurveyQuestion
from assistant.facts.statements import named, population, predicate, statement, subject
from assistant.language import Speech

_PREMISE = {
    "figure": "premise", "rank": "premise_rank", "direction": "premise_direction", "personas": "premise_personas",
    "other": "premise_other",
}  # fmt: skip
_NEXT = 2  # rows named after the first of a ranking


def lead(evidence: Evidence, findings: Sequence[Finding], library: Library, said: Speech) -> str:
    """Returns the lead of an answer."""
    title = library.edition.short_title
    if evidence.ending == "outside":
        key = "greeting" if evidence.question.greeting else "outside"
        return said.say(f"answer.{'outside_report' if library.bare else key}", title=title)
    if evidence.ending == "not_asked":
        return _not_asked(evidence, findings, said)
    if evidence.correction:
        return _corrected(evidence.correction, library, said)
    if evidence.ending == "not_found" or not (findings or evidence.synthesis):
        if library.bare and evidence.unasked:
            return said.say("answer.silent_report", what=", ".join(evidence.unasked))
        return said.say("answer.not_found_report" if library.bare else "answer.not_found", title=title)
    caveat = _near(evidence, said) if library.bare else _caveat(evidence, library, said)
    return f"{caveat} {_told(evidence, findings, library, said)}".strip()


def _not_asked(evidence: Evidence, findings: Sequence[Finding], said: Speech) -> str:
    if evidence.unasked:
        return said.say("answer.not_asked", what=", ".join(evidence.unasked))
    return said.say("answer.not_asked_near" if findings else "answer.not_asked_plain")


def _corrected(correction: Correction, library: Library, said: Speech) -> str:
    if correction.kind == "personas" and library.personas:
        names = [persona_named(persona, said) for persona in library.personas.all]
        return said.say("answer.premise_personas", count=len(names), names=said.join(names))
    told = [f"{statement(row, library, said)}." for row in correction.results]
    if correction.unit:
        passage = correction.unit.passage
        told.append(library.said(passage.id, said.language) or passage.text)
    return said.say(f"answer.{_PREMISE[correction.kind]}", correction=" ".join(told))


def _told(evidence: Evidence, findings: Sequence[Finding], library: Library, said: Speech) -> str:
    if evidence.placed:
        told = placed(evidence.question, evidence.placed, library, said)
        return f"{told} {_written(evidence, library, said)}" if evidence.synthesis else told
    if evidence.belonging:
        return belonging(evidence.question, evidence.belonging, library, said)
    if evidence.synthesis:
        return _written(evidence, library, said)
    first = findings[0]
    if first.result is None:
        if library.bare:
            page = first.citations[0].page
            return said.say("answer.text_lead", text=first.text, page=page)
        answered = evidence.agreed
        return said.say(f"answer.{answered}", text=_lowered(first.text)) if answered else first.text
    rows = evidence.selection.rows
    if evidence.selection.summed:
        return _summed(evidence, library, said)
    if evidence.selection.ranking:
        return _ranking(evidence, library, said)
    others = [row for row in rows[1:] if row.question == rows[0].question and row.answer == rows[0].answer]
    if others and len(rows) == 1 + len(others):
        return _comparison(evidence, rows[0], others, library, said)
    answered = verdict(evidence.question, rows[0]) if len(rows) == 1 else ""
    return said.say(f"answer.{answered}", text=first.text) if answered else first.text


def _written(evidence: Evidence, library: Library, said: Speech) -> str:
    """The written answer, after the persona that the asker resembles when it is chosen for that."""
    assert evidence.synthesis
    text = evidence.synthesis.said(said.language) or evidence.synthesis.fr
    standing = evidence.standing
    if standing and standing.persona and standing.persona == evidence.synthesis.persona and library.personas:
        persona = library.personas[standing.persona]
        name = persona.called(said.language)
        return said.say("answer.persona_match", number=persona.number, name=name) + f" {text}"
    return text


def _comparison(evidence: Evidence, first: Result, others: Sequence[Result], library: Library, said: Speech) -> str:
    """Both sides and the verdict: "Oui : 33,6 % des opérateurs …, contre 15 % des entreprises wallonnes."""
    sides = said.join(f"{said.percent(row.share)} {subject(row, library, said)}" for row in others)
    text = said.say("answer.against", first=statement(first, library, said), others=sides)
    answered = compared(evidence.question, first, others[0], library)
    if answered:
        return said.say(f"answer.{answered}", text=text)
    if len(others) == 1 and not first.population and others[0].whose.other:
        return said.say("answer.more" if first.share > others[0].share else "answer.less", text=text)
    return text


def _summed(evidence: Evidence, library: Library, said: Speech) -> str:
    """Bands of a list told as one: their counts are added, and each is named."""
    rows, survey = evidence.selection.rows, evidence.selection.survey_question
    counted, base = sum(row.count or 0 for row in rows), rows[0].base or 1
    told = [
        said.say("answer.ranking_item", label=_short(row, survey, library, said), percent=said.percent(row.share))
        for row in rows
    ]
    share = said.percent(round(counted / base, 3))
    whose = subject(rows[0], library, said)
    return said.say("answer.summed", percent=share, subject=whose, count=counted, base=base, items=said.join(told))


def _ranking(evidence: Evidence, library: Library, said: Speech) -> str:
    selection, question = evidence.selection, evidence.question
    rows = selection.rows
    ranks = [rank for rank in question.ranks if 1 < rank <= len(rows)]
    if ranks:
        told = [said.say("answer.nth", rank=n, text=statement(rows[n - 1], library, said)) for n in ranks]
        return " ".join(told)
    first, *others = rows
    most = len(rows) if question.listed and not question.most else max(_NEXT, question.most - 1)
    told = [
        said.say(
            "answer.ranking_item",
            label=_short(row, selection.survey_question, library, said),
            percent=said.percent(row.share),
        )
        for row in others[:most]
    ]
    key = "answer.ranking_least" if "least" in question.cues else "answer.ranking_lead"
    return said.say(key, first=statement(first, library, said, counted=False), others=said.join(told))


def _near(evidence: Evidence, said: Speech) -> str:
    """What a report alone lacks of what was asked."""
    if evidence.ending != "partly":
        return ""
    terms = ", ".join(evidence.unasked)
    return said.say("answer.partly_report", terms=terms) if terms else said.say("answer.near_report")


def _short(row: Result, question: SurveyQuestion | None, library: Library, said: Speech) -> str:
    """How a row is named in a list: its published label in French, what it says elsewhere."""
    if row.whose.persona and library.personas:
        return persona_named(library.personas[row.whose.persona], said)
    if row.population:
        return population(row.whose, library, said)
    if said.language != "fr" and not (question and row.id in question.view):
        return predicate(row, library, said)
    return question.label(row) if question else row.answer


def _lowered(text: str) -> str:
    """Returns a sentence as it follows a colon; an acronym keeps its capitals."""
    return text if text[1:2].isupper() or text[:1].isdigit() else text[:1].lower() + text[1:]


def _caveat(evidence: Evidence, library: Library, said: Speech) -> str:
    if evidence.ending != "partly":
        return ""
    if evidence.missing:
        return said.say("answer.partly_segment", segments=named(evidence.missing, library, said))
    if "both" in evidence.question.cues:
        return said.say("answer.partly_both")
    return said.say("answer.partly_years", year=_year(library)) if "evolution" in evidence.question.cues else ""


def _year(library: Library) -> int | str:
    """The year of the survey: of its fieldwork where that is known, else of its title."""
    described = library.edition.description
    return described.fieldwork.end.year if described.fieldwork else described.year or ""
