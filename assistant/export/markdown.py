"""Answers and conversations as Markdown, to paste in a note: every figure with its page."""

import re
from collections.abc import Sequence

from assistant.answer.answers import Answer, Citation, Finding, Recommendation
from assistant.corpus import Edition
from assistant.language import spaced, speech

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$])")
_TITLES = {
    "fr": ("Ce que dit l'enquête", "Ce que vous pouvez faire", "À savoir", "Source", "parce que", "Premier pas"),
    "en": ("What the survey says", "What you can do", "Good to know", "Source", "because", "First step"),
    "nl": ("Wat het onderzoek zegt", "Wat u kunt doen", "Goed om te weten", "Bron", "omdat", "Eerste stap"),
}


def conversation_markdown(answers: Sequence[Answer], edition: Edition, *, address: str = "") -> str:
    """Returns a conversation as one Markdown document; the same answers give the same text."""
    parts = [f"# Boussole — {_text(edition.short_title)}"]
    parts += [_body(answer, level=2) for answer in answers]
    return "\n\n".join((*parts, _source(edition, answers[-1].language if answers else "fr", address))) + "\n"


def answer_markdown(answer: Answer, edition: Edition | None = None, *, address: str = "") -> str:
    """Returns one answer as Markdown, with the citation of the study when an edition is given."""
    parts = [_body(answer, level=1)]
    if edition:
        parts.append(_source(edition, answer.language, address))
    return "\n\n".join(parts) + "\n"


def _body(answer: Answer, *, level: int) -> str:
    titles = _titles(answer.language)
    mark = "#" * level
    lines = [f"{mark} {_text(answer.question)}", f"**{_text(_shown(answer.lead, answer.language))}**"]
    if answer.findings:
        lines += [f"{mark}# {titles[0]}", "\n".join(_finding(one, answer.language) for one in answer.findings)]
    if answer.recommendations:
        numbered = enumerate(answer.recommendations, start=1)
        lines.append(f"{mark}# {titles[1]}")
        lines.append("\n".join(_recommendation(place, one, answer.language) for place, one in numbered))
    if answer.notes:
        lines += [f"{mark}# {titles[2]}", "\n".join(f"- {_text(_shown(n, answer.language))}" for n in answer.notes)]
    return "\n\n".join(lines)


def _finding(finding: Finding, language: str) -> str:
    base = f" (n = {finding.base})" if finding.base and f"n = {finding.base}" not in finding.text else ""
    return f"- {_text(_shown(finding.text, language))}{base}{where(finding.citations)}"


def _recommendation(place: int, one: Recommendation, language: str) -> str:
    titles = _titles(language)
    lines = [f"{place}. {_text(_shown(one.text, language))}{where(one.citations)}"]
    lines += [f"   - {titles[4]} : {_text(_shown(reason, language))}" for reason in one.because]
    if one.first_step:
        lines.append(f"   - {titles[5]} : {_text(_shown(one.first_step, language))}")
    lines += [f"   - {_text(str(one_of.get('title', '')))} : <{one_of.get('url', '')}>" for one_of in one.resources]
    return "\n".join(lines)


def where(citations: Sequence[Citation]) -> str:
    """Returns the pages of citations, each once: " [p. 39 ; p. 43]"."""
    pages = dict.fromkeys(pages_of(citation) for citation in citations)
    return f" [{' ; '.join(pages)}]" if pages else ""


def pages_of(citation: Citation) -> str:
    """Returns the pages of one citation, with its figure: "p. 39, figure 23"."""
    pages = citation.pages or (citation.page,)
    shown = f"p.\u00a0{pages[0]}" if len(pages) == 1 else f"p.\u00a0{pages[0]}-{pages[-1]}"
    return f"{shown}, figure\u00a0{citation.figure}" if (citation.figure or "").isdigit() else shown


def _source(edition: Edition, language: str, address: str) -> str:
    described = edition.description
    lines = [str(described.get("citation") or edition.title), str(described.get("handle", "")), address]
    return f"---\n\n{_titles(language)[3]} : " + " ".join(line for line in lines if line)


def _titles(language: str) -> tuple[str, ...]:
    return _TITLES.get(language, _TITLES["fr"])


def _shown(text: str, language: str) -> str:
    return spaced(text) if speech(language).language == "fr" else text  # type: ignore[arg-type]


def _text(text: str) -> str:
    """Returns a text on one line that Markdown shows as it is."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split(" ")).replace("\n", " "))
