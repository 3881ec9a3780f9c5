"""What is exported, once, whatever the file: headings, paragraphs, lists and tables of plain text."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from assistant.answer.answers import Answer, Citation, Finding, Recommendation
from assistant.corpus import Edition
from assistant.language import Speech, spaced, speech
from assistant.printable import printable
from assistant.profile.positioning import Comparison
from assistant.profile.standing import Guide, Standing


@dataclass(frozen=True, slots=True)
class Heading:
    """A title; level 1 is the document's own."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `strong` is an answer's lead, `small` a note."""

    text: str
    strong: bool = False
    small: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A list; each item may have its own, one level down."""

    items: tuple[tuple[str, tuple[str, ...]], ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with its header row."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Part = Heading | Paragraph | Items | Grid


@dataclass(frozen=True, slots=True)
class Handout:
    """A document in one language, ready to be written as Markdown, Word or PDF."""

    title: str
    language: str
    parts: tuple[Part, ...]


_WORDS = Path(__file__).with_name("words.toml")
_GAPS, _ADVICE = 5, 3


def words_of(language: str) -> Mapping[str, str]:
    """Returns the titles of a language; an unknown one gives French."""
    every = _words()
    return every.get(language, every["fr"])


@cache
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads(_WORDS.read_text(encoding="utf-8"))


def _handout(title: str, language: str, parts: Sequence[Part]) -> Handout:
    """Makes a document of texts that every format can hold, whatever was typed or read."""
    fitted = (type(part)(*(_fit(getattr(part, one.name)) for one in fields(part))) for part in parts)
    return Handout(printable(title), language, tuple(fitted))


def _fit(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    return tuple(map(_fit, value)) if isinstance(value, tuple) else value


def conversation_handout(answers: Sequence[Answer], edition: Edition | None, address: str = "") -> Handout:
    """Returns one answer or a conversation; the same answers give the same handout."""
    language = answers[0].language if answers else "fr"
    title = answers[0].question if len(answers) == 1 else "Boussole"
    parts = [part for answer in answers for part in _answer(answer, 1 if len(answers) == 1 else 2)]
    first = () if len(answers) == 1 else (Heading("Boussole", 1),)
    return _handout(title, language, (*first, *parts, *_source(edition, language, address)))


def _answer(answer: Answer, level: int) -> Iterator[Part]:
    words = words_of(answer.language)
    yield Heading(answer.question, level)
    yield Paragraph(shown(answer.lead, answer.language), strong=True)
    if answer.findings:
        yield Heading(words["findings"], level + 1)
        yield Items(tuple((finding(one, answer.language), ()) for one in answer.findings))
    if answer.recommendations:
        yield Heading(words["do"], level + 1)
        yield Items(tuple(_recommendation(one, answer.language) for one in answer.recommendations), numbered=True)
    if answer.notes:
        yield Heading(words["notes"], level + 1)
        yield Items(tuple((shown(note, answer.language), ()) for note in answer.notes))


def finding(one: Finding, language: str) -> str:
    """Returns a finding on one line, with its base and its pages."""
    base = f" (n = {one.base})" if one.base and str(one.base) not in one.text else ""
    return f"{shown(one.text, language)}{base}{where(one.citations)}"


def _recommendation(one: Recommendation, language: str) -> tuple[str, tuple[str, ...]]:
    words = words_of(language)
    details = [f"{words['because']} : {reason}" for reason in one.because]
    named = (("first_step", one.first_step), ("effort", one.effort), ("who", one.who))
    details += [f"{words[name]} : {value}" for name, value in named if value]
    details += [f"{help_.get('title', '')} : {help_.get('url', '')}" for help_ in one.resources]
    return f"{shown(one.text, language)}{where(one.citations)}", tuple(shown(detail, language) for detail in details)


def where(citations: Sequence[Citation]) -> str:
    """Returns the pages of citations, each once: " [p. 39 ; p. 43, figure 23]"."""
    pages = dict.fromkeys(_pages(citation) for citation in citations)
    return f" [{' ; '.join(pages)}]" if pages else ""


def _pages(citation: Citation) -> str:
    pages = citation.pages or (citation.page,)
    place = f"p.\u00a0{pages[0]}" if len(pages) == 1 else f"p.\u00a0{pages[0]}-{pages[-1]}"
    return f"{place}, figure\u00a0{citation.figure}" if (citation.figure or "").isdigit() else place


def standing_handout(guide: Guide, standing: Standing, edition: Edition, language: str, address: str = "") -> Handout:
    """Returns the two-page sheet of a profile: persona, gaps, what to do first, and what it does not say."""
    words = words_of(language)
    parts: list[Part] = [Heading(words["sheet"], 1), Paragraph(edition.title, small=True)]
    parts += _personas(guide, standing, language)
    if standing.gaps:
        parts += [Heading(words["gaps"], 2), _gaps(guide, standing, language)]
    if standing.advice:
        parts += [Heading(words["first"], 2), Items(tuple(_advice(standing, language)), numbered=True)]
    parts += [Heading(words["limits"], 2), Paragraph(shown(words["limits_text"], language))]
    return _handout(words["sheet"], language, (*parts, *_source(edition, language, address)))


def _personas(guide: Guide, standing: Standing, language: str) -> Iterator[Part]:
    words, match = words_of(language), standing.match
    if match.verdict == "insuffisant":
        yield Paragraph(words["little"], strong=True)
        return
    named = {
        p.number: {"fr": p.name, "en": p.name_en, "nl": p.name_nl}.get(language, p.name) for p in guide.personas.all
    }
    title = words["nearest" if match.verdict == "net" else "mixed"]
    first = named[match.first] if match.verdict == "net" else f"{named[match.ranked[0]]} ; {named[match.ranked[1]]}"
    yield Paragraph(shown(f"{title} : {first}", language), strong=True)
    rows = tuple(
        (f"{number}. {named[number]}", speech_of(language).percent(round(match.share(number), 2)))
        for number in match.ranked
    )
    yield Grid((words["persona"], words["share"]), rows)
    yield Paragraph(shown(words["indicative"], language), small=True)


def practice(guide: Guide, compared: Comparison, language: str) -> str:
    """Returns the name of a practice compared: its question where that is answered by yes or no, else its label."""
    question = guide.questionnaire.by_id[compared.question]
    if question.kind == "single":
        return {"fr": question.fr, "en": question.en, "nl": question.nl}.get(language, question.fr)
    choice = next((one for one in question.choices if one.item == compared.item), None)
    named = {"en": choice.en, "nl": choice.nl}.get(language, compared.published_label) if choice else ""
    return (named or compared.published_label)[:1].upper() + (named or compared.published_label)[1:]


def _gaps(guide: Guide, standing: Standing, language: str) -> Grid:
    words, voice = words_of(language), speech_of(language)
    rows = []
    for gap in standing.gaps[:_GAPS]:
        if gap.everyone:
            base = f" (n = {gap.everyone.base})" if gap.everyone.base else ""
            rows.append(
                (
                    shown(practice(guide, gap, language), language),
                    voice.percent(gap.everyone.share) + base,
                    f"p.\u00a0{gap.everyone.page}",
                )
            )
    return Grid((words["practice"], words["all"], words["page"]), tuple(rows))


def _advice(standing: Standing, language: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    words, voice = words_of(language), speech_of(language)
    for one in standing.advice[:_ADVICE]:
        rests = [
            f"« {why.label} » : {voice.percent(why.result.share)} (p.\u00a0{why.result.page})" for why in one.because
        ]
        details = [one.entry.proposal, *(f"{words['because']} : {reason}" for reason in rests)]
        details += [f"{words['first_step']} : {one.entry.first_step}"]
        details += [f"{help_.title} : {help_.url}" for help_ in one.resources[:2]]
        pages = f" [p.\u00a0{one.entry.quote_page}]"
        yield shown(one.entry.title, language) + pages, tuple(shown(detail, language) for detail in details)


def _source(edition: Edition | None, language: str, address: str) -> tuple[Part, ...]:
    if edition is None:
        return ()
    described = edition.description
    parts = (described.citation or edition.title, described.handle, address)
    return (Paragraph(f"{words_of(language)['source']} : " + " ".join(part for part in parts if part), small=True),)


def shown(text: str, language: str) -> str:
    """Returns a text with the spaces its language wants."""
    return text if language in ("en", "nl") else spaced(text)


def speech_of(language: str) -> Speech:
    """Returns how a language writes numbers; an unknown one writes them in French."""
    return speech(language if language in ("en", "nl") else "fr")
