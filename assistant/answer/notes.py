"""What a reader should know beside an answer: errata, bases, what is missing, where passages come from."""

from collections.abc import Iterator, Sequence

from assistant.answer.answers import Finding
from assistant.answer.evidence import Evidence
from assistant.facts.library import Library
from assistant.facts.results import Result
from assistant.facts.statements import named
from assistant.language import Speech

_SMALL_BASE = 35
_NOTED = 2  # findings whose errata are worth a note: the first ones are what is read


def notes(
    evidence: Evidence,
    findings: Sequence[Finding],
    library: Library,
    said: Speech,
    *,
    uses_report: bool,
    withheld: bool = False,
) -> Iterator[str]:
    """Yields the notes of an answer, most important first."""
    if evidence.meant:
        yield said.say("notes.meant", question=evidence.meant)
    if withheld:
        yield said.say("notes.withheld")
    told = [row for finding in findings if finding.result and (row := library.result(finding.result))]
    first = [row for row in told if any(row.id == finding.result for finding in findings[:_NOTED])]
    yield from _whose(evidence, findings, library, said)
    yield from _base(evidence, first, library, said)
    yield from _errata(first, library, said)
    question = evidence.selection.survey_question
    if evidence.selection.ranking and question and question.kind == "multiple" and len(told) > 1:
        yield said.say("notes.multiple")
    fieldwork = library.edition.description.fieldwork
    if "evolution" in evidence.question.cues and fieldwork:
        yield said.say("notes.years", start=said.day(fieldwork.start), end=said.day(fieldwork.end))
    if findings and not uses_report and library.restated:
        yield said.say("notes.digest")


def _whose(evidence: Evidence, findings: Sequence[Finding], library: Library, said: Speech) -> Iterator[str]:
    """Says which groups the answer could not take into account."""
    question = evidence.question
    if not question.mine or not findings:
        return
    if not question.profile and not question.segments:
        yield said.say("notes.no_profile")
    elif evidence.missing and evidence.ending == "answered":
        yield said.say("notes.uncrossed", segments=named(evidence.missing, library, said))


def _base(evidence: Evidence, rows: Sequence[Result], library: Library, said: Speech) -> Iterator[str]:
    """Says whom the first shares are of, when it is not everyone asked."""
    for row in rows[:1]:
        question = library.question(row.question)
        respondents = library.edition.respondents
        if not question or not row.base or row.population or row.base == respondents:
            continue
        base = getattr(question, f"base_{said.language}")
        if base and base != said.say("answer.subject"):
            yield said.say("notes.base", base=said.those(base), count=row.base, respondents=respondents)
        if row.base <= _SMALL_BASE:
            yield said.say("notes.small_base", base=row.base)


def _errata(rows: Sequence[Result], library: Library, said: Speech) -> Iterator[str]:
    """The note of each erratum that touches the first figures; they are written in French."""
    if not library.results:
        return
    found = (library.results.errata.get(row.erratum) for row in rows if row.erratum)
    for erratum in dict.fromkeys(one for one in found if one):
        yield erratum.note if said.language == "fr" else said.say("notes.in_french", text=erratum.note)
