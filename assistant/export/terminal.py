"""An answer as the command line prints it: readable at 80 columns, without colours to survive a pipe."""

import textwrap
from collections.abc import Iterator

from assistant.answer.answers import Answer, Finding, Recommendation
from assistant.export.handouts import where
from assistant.language import spaced

_WIDTH = 88
_ENDINGS = {
    "partly": "Réponse partielle",
    "outside": "Hors du sujet",
    "not_found": "Pas trouvé dans les passages consultés",
    "not_asked": "Question non posée par l'enquête",
}


def in_terminal(answer: Answer) -> str:
    """Returns an answer for a person to read in a terminal."""
    return "\n".join(_lines(answer))


def _lines(answer: Answer) -> Iterator[str]:
    if answer.ending in _ENDINGS:
        yield f"[{_ENDINGS[answer.ending]}]"
    yield from _wrapped(answer.lead)
    rows = [one for one in answer.findings if one.text.strip() != answer.lead.strip() or len(answer.findings) == 1]
    for finding in rows:
        yield from _finding(finding)
    if answer.recommendations:
        yield from ("", "Ce que vous pouvez faire")
        for number, recommendation in enumerate(answer.recommendations, start=1):
            yield from _recommendation(number, recommendation)
    if answer.notes:
        yield from ("", "À savoir")
        for note in answer.notes:
            yield from _wrapped(note, "- ", "  ")
    if answer.follow_ups:
        yield from ("", "Pour continuer")
        for follow_up in answer.follow_ups:
            yield from _wrapped(follow_up, "> ", "  ")


def _finding(finding: Finding) -> Iterator[str]:
    base = f" (n = {finding.base})" if finding.base and f"n = {finding.base}" not in finding.text else ""
    yield from _wrapped(f"{finding.text}{base}{where(finding.citations)}", "  • ", "    ")
    quote = next((citation.quote for citation in finding.citations if citation.quote), "")
    if quote and quote.strip() != finding.text.strip():
        yield from _wrapped(f"« {quote} »", "    ", "    ")


def _recommendation(number: int, one: Recommendation) -> Iterator[str]:
    yield from _wrapped(f"{one.text}{where(one.citations)}", f"  {number}. ", "     ")
    for reason in one.because:
        yield from _wrapped(f"parce que : {reason}", "     ", "     ")
    for name, value in (("premier pas", one.first_step), ("effort", one.effort), ("qui", one.who)):
        if value:
            yield from _wrapped(f"{name} : {value}", "     ", "     ")
    for resource in one.resources:
        yield from _wrapped(f"{resource.get('title', '')} : {resource.get('url', '')}", "     → ", "       ")


def _wrapped(text: str, first: str = "", rest: str = "") -> list[str]:
    return textwrap.wrap(
        spaced(text),
        _WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
