"""How one answer is marked: what it found, cited and stated, and how it ended."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assistant.evaluation.exam import ENDINGS, ExamQuestion
from assistant.evaluation.published import Published, stated
from assistant.french import fold, language_of
from assistant.numerals import Numeral, NumeralUnit, numerals

FIRST = 5
REFUSALS = ("outside", "not_found", "not_asked")
ENOUGH_PASSAGES = 10
# A tuple becomes a list when the answer is written; in the process it is still a tuple.
_CONTRACT: dict[str, type | tuple[type, ...]] = {
    "id": str,
    "ending": str,
    "premise_corrected": bool,
    "lead": str,
    "findings": (list, tuple),
    "recommendations": (list, tuple),
    "notes": (list, tuple),
    "follow_ups": (list, tuple),
    "passages": (list, tuple),
    "understood": Mapping,
    "ms": Mapping,
}


@dataclass(frozen=True, slots=True)
class Mark:
    """What one answer was worth; None where the question does not ask it.

    `figure_first` says that the first number told is the one asked for, where one figure is asked;
    `wrong` are numbers that nothing published supports or that answer another question,
    `miscited` percentages that are published, but on none of the pages their finding cites; `lead_right` that the lead
    says what it must, `spoken_right` that it is in the question's language; `beside` how many of the `findings` stand
    on no page of the subject; `words` how long lead and findings are together.
    """

    question: ExamQuestion
    ending: str
    page_found: bool | None
    page_cited: bool | None
    figure_given: bool | None
    figure_first: bool | None
    wrong: tuple[str, ...]
    miscited: tuple[str, ...]
    false_answer: bool | None
    false_refusal: bool | None
    premise_corrected: bool | None
    false_correction: bool | None
    ending_right: bool
    lead_right: bool | None
    spoken_right: bool
    findings: int
    beside: int
    words: int
    breaches: tuple[str, ...]
    milliseconds: float | None


def marked(question: ExamQuestion, answer: Mapping[str, Any], published: Published) -> Mark:
    """Marks one answer of the JSON contract against its question."""
    ending = str(answer.get("ending"))
    corrected = answer.get("premise_corrected") is True
    expects_page, expects_figure = bool(question.pages), bool(question.figures)
    # A correction may begin with the figure that it corrects.
    expects_first = len(question.figures) == 1 and not question.premise
    return Mark(
        question=question,
        ending=ending,
        page_found=_page_found(question, answer) if expects_page else None,
        page_cited=_page_cited(question, answer) if expects_page else None,
        figure_given=_figure_given(question, answer) if expects_figure else None,
        figure_first=_figure_first(question, answer) if expects_first else None,
        wrong=tuple(dict.fromkeys(_wrong(question, answer, published))),
        miscited=tuple(dict.fromkeys(_miscited(answer, published))),
        false_answer=_false_answer(question, ending),
        false_refusal=ending in REFUSALS if question.answerable else None,
        premise_corrected=corrected if question.premise else None,
        false_correction=corrected if question.answerable else None,
        ending_right=ending in question.endings,
        lead_right=_lead_right(question, answer) if question.lead else None,
        spoken_right=answer.get("language") == question.language and _language(answer) in ("", question.language),
        findings=len(_items(answer, "findings")) if expects_page else 0,
        beside=_beside(question, answer) if expects_page else 0,
        words=_words(answer),
        breaches=breaches(answer, question.id),
        milliseconds=_milliseconds(answer.get("ms")),
    )


def breaches(answer: Mapping[str, Any], identifier: str) -> tuple[str, ...]:
    """Returns how an answer departs from the JSON contract, in French; nothing where it keeps it."""
    found = [
        f"« {key} » absent ou d'un autre type que prévu"
        for key, kind in _CONTRACT.items()
        if not isinstance(answer.get(key), kind)
    ]
    if answer.get("id") != identifier:
        found.append("l'identifiant n'est pas celui de la question")
    if answer.get("ending") not in ENDINGS:
        found.append(f"fin inconnue « {answer.get('ending')} »")
    if any(not finding.get("citations") for finding in _items(answer, "findings")):
        found.append("un constat sans citation")
    if any(not (item.get("because") or item.get("citations")) for item in _items(answer, "recommendations")):
        found.append("un conseil qui ne repose sur rien")
    passages = len(_items(answer, "passages"))
    if answer.get("ending") not in REFUSALS and passages < ENOUGH_PASSAGES:
        found.append(f"{passages} passages au lieu de {ENOUGH_PASSAGES} au moins")
    return tuple(found)


def _false_answer(question: ExamQuestion, ending: str) -> bool | None:
    if question.kind == "off_topic":
        return ending not in REFUSALS
    return ending == "answered" if question.kind == "near_topic" else None


def _page_found(question: ExamQuestion, answer: Mapping[str, Any]) -> bool:
    first = _items(answer, "passages")[:FIRST]
    return any(page in question.pages for passage in first for page in passage.get("pages", ()))


def _page_cited(question: ExamQuestion, answer: Mapping[str, Any]) -> bool:
    """Says whether a gold page is cited; advice is cited by recommendations, everything else by findings."""
    blocks = _items(answer, "findings")
    if question.kind in ("recommendation", "dialogue"):
        blocks = [*blocks, *_items(answer, "recommendations")]
    return any(page in question.pages for block in blocks for page in _cited_pages(block))


def _figure_given(question: ExamQuestion, answer: Mapping[str, Any]) -> bool:
    findings = [[_worded(finding), finding.get("base")] for finding in _items(answer, "findings")]
    texts = _texts([answer.get("lead"), findings])
    given = _keys(numeral for text in texts for numeral in numerals(text))
    return all(any(_key(one) in given for one in alternatives) for alternatives in question.expected)


def _figure_first(question: ExamQuestion, answer: Mapping[str, Any]) -> bool:
    [alternatives] = question.expected
    units = {one.unit for one in alternatives}
    told = stated(_texts([answer.get("lead"), [finding.get("text") for finding in _items(answer, "findings")]]))
    first = next((numeral for numeral in told if numeral.unit in units), None)
    return first is not None and _key(first) in _keys(alternatives)


def _lead_right(question: ExamQuestion, answer: Mapping[str, Any]) -> bool:
    """Says whether the lead says everything it must, whatever its accents, capitals and spaces before a sign."""
    lead = _plain(str(answer.get("lead")))
    return all(any(_plain(one) in lead for one in group.split("|")) for group in question.lead)


def _plain(text: str) -> str:
    folded = re.sub(r"(?<=\d)[.,](?=\d)", ",", fold(text).replace("’", "'"))
    return re.sub(r"\s+(?=[%;:?!])", "", re.sub(r"\s+", " ", folded))


def _language(answer: Mapping[str, Any]) -> str:
    """Returns the language of the lead without what it quotes, nothing where it is too short to tell."""
    lead = re.sub(r"«[^»]*»|“[^”]*”|\"[^\"]*\"", "", str(answer.get("lead")))
    return language_of(lead) if len(lead.split()) > 7 else ""


def _beside(question: ExamQuestion, answer: Mapping[str, Any]) -> int:
    subject = {*question.pages, *question.related}
    return sum(not subject & {*_cited_pages(finding)} for finding in _items(answer, "findings"))


def _words(answer: Mapping[str, Any]) -> int:
    lead = str(answer.get("lead"))
    others = [str(one.get("text")) for one in _items(answer, "findings")]
    return len(" ".join((lead, *(one for one in others if one.rstrip(".") not in lead))).split())


def _wrong(question: ExamQuestion, answer: Mapping[str, Any], published: Published) -> Iterator[str]:
    findings = _items(answer, "findings")
    head = _texts([answer.get("lead"), [_worded(finding) for finding in findings[:1]]])
    forbidden = _keys(question.refused)
    yield from (numeral.text for numeral in stated(head) if _key(numeral) in forbidden)

    allowed = _quoted(answer) | _echoed(question, answer)
    advice = [[item.get("text"), item.get("because")] for item in _items(answer, "recommendations")]
    body = _texts([answer.get("lead"), [_worded(finding) for finding in findings], advice])
    unknown = [numeral for numeral in stated(body) if not published.holds(numeral)]
    # A note tells of an error of the report, so it may state the number in error.
    noted = [numeral for numeral in stated(_texts(answer.get("notes"))) if not published.holds(numeral)]
    unknown += [numeral for numeral in noted if numeral.value not in published.disputed]
    yield from (numeral.text for numeral in unknown if _key(numeral) not in allowed)


def _worded(finding: Mapping[str, Any]) -> list[object]:
    return [finding.get("text"), finding.get("figures")]


def _key(numeral: Numeral) -> tuple[NumeralUnit, Decimal]:
    return numeral.unit, numeral.value


def _keys(found: Iterable[Numeral]) -> set[tuple[NumeralUnit, Decimal]]:
    return {_key(numeral) for numeral in found}


def _quoted(answer: Mapping[str, Any]) -> set[tuple[NumeralUnit, Decimal]]:
    blocks = [*_items(answer, "findings"), *_items(answer, "recommendations")]
    return _keys(numeral for block in blocks for text in _quotes(block) for numeral in numerals(text))


def _echoed(question: ExamQuestion, answer: Mapping[str, Any]) -> set[tuple[NumeralUnit, Decimal]]:
    """Returns the numbers to repeat from the question: its bounds, and a percentage that is corrected or refused."""
    refuted = answer.get("premise_corrected") is True or answer.get("ending") in REFUSALS
    asked = [numeral for text in (question.question, *question.history) for numeral in numerals(text)]
    return _keys(numeral for numeral in asked if refuted or numeral.unit != "percent")


def _miscited(answer: Mapping[str, Any], published: Published) -> Iterator[str]:
    for finding in _items(answer, "findings"):
        quoted = {numeral.value for text in _quotes(finding) for numeral in numerals(text)}
        cited = set(_cited_pages(finding))
        for numeral in stated(_texts(finding.get("text"))):
            pages = published.pages.get(numeral.value, frozenset())
            if numeral.unit == "percent" and pages and not pages & cited and numeral.value not in quoted:
                yield numeral.text


def _items(answer: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    value = answer.get(key)
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list | tuple) else []


def _cited_pages(block: Mapping[str, Any]) -> Iterator[int]:
    for citation in _items(block, "citations"):
        yield from (page for page in (citation.get("page"), *(citation.get("pages") or ())) if isinstance(page, int))


def _quotes(block: Mapping[str, Any]) -> Iterator[str]:
    for citation in _items(block, "citations"):
        yield from _texts(citation.get("quote"))


def _texts(node: object) -> list[str]:
    """Returns every text of a JSON value; a number counts as its digits."""
    if isinstance(node, str):
        return [node]
    if isinstance(node, bool) or node is None:
        return []
    if isinstance(node, int | float):
        return [str(node)]
    children: Iterable[object] = (
        node.values() if isinstance(node, Mapping) else node if isinstance(node, Iterable) else ()
    )
    return [text for child in children for text in _texts(child)]


def _milliseconds(parts: object) -> float | None:
    if not isinstance(parts, Mapping) or not parts:
        return None
    total = parts.get("total", sum(parts.values()))
    return float(total)
