"""An answer as it is shown: lead, findings with figure, bar and citations, what to do, notes, follow-ups."""

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.answer.answers import Answer, Citation, Finding, Recommendation
from assistant.ui.catalogue import Catalogue
from assistant.ui.markup import Safe, join, tag, text


def turn(answer: Answer, number: int, t: Catalogue, *, plain: str) -> Safe:
    """Returns one question and its answer; `plain` is the text that « copier » puts on the clipboard."""
    body = (
        _lead(answer, t, number),
        _findings(answer, t, number),
        _recommendations(answer.recommendations, t, number),
        _notes(answer.notes, t),
        _follow_ups(answer, t),
        _actions(t, plain),
    )
    return tag(
        "article",
        tag("h2", tag("span", t("answer.you_asked"), class_="b-hidden"), " ", answer.question, class_="b-question"),
        _understood(answer, t),
        tag("div", *body, class_=f"b-answer b-{answer.ending}", lang=answer.language),
        class_="b-turn",
    )


def citation_at(answer: Answer, place: str) -> Citation | None:
    """Returns the citation a chip stands for: "f0.1" is the second of the first finding, "r" a recommendation."""
    kind, _, rest = place.partition(":")
    row, _, position = rest.partition(".")
    holders: Mapping[str, Sequence[Finding | Recommendation]] = {"f": answer.findings, "r": answer.recommendations}
    try:
        return holders[kind][int(row)].citations[int(position)]
    except (KeyError, IndexError, ValueError):
        return None


def _understood(answer: Answer, t: Catalogue) -> Safe | None:
    """What the question was completed with, when it continued another one."""
    standalone = answer.understood.get("standalone") or answer.understood.get("question")
    if not isinstance(standalone, str) or standalone.strip() == answer.question.strip():
        return None
    return tag("p", t("answer.understood", question=standalone), class_="b-understood")


def _lead(answer: Answer, t: Catalogue, number: int) -> Safe:
    first = answer.findings[0] if answer.findings else None
    children: list[Safe | None] = []
    if answer.ending != "answered":
        children.append(tag("p", t(f"ending.{answer.ending}"), class_="b-ending"))
    if answer.premise_corrected:
        children.append(tag("p", t("answer.corrected"), class_="b-ending"))
    repeated = first is not None and _same(first.text, answer.lead)
    chips = _chips(first.citations, t, f"{number}:f:0") if first and repeated else None
    children.append(tag("p", t.shown(answer.lead), " " if chips else None, chips, class_="b-lead"))
    if first and repeated:
        children.append(_meter(first, t))
    return join(*children)


def _same(one: str, other: str) -> bool:
    return one.strip(" .").casefold() == other.strip(" .").casefold()


def _findings(answer: Answer, t: Catalogue, number: int) -> Safe | None:
    rows = [
        _finding(finding, t, f"{number}:f:{place}")
        for place, finding in enumerate(answer.findings)
        if place or not _same(finding.text, answer.lead)
    ]
    if not rows:
        return None
    title = "answer.nearest" if answer.ending in ("not_asked", "not_found") else "answer.findings"
    return tag("section", tag("h3", t(title)), tag("ul", *rows, class_="b-findings"))


def _finding(finding: Finding, t: Catalogue, key: str) -> Safe:
    figure = finding.figures[0] if finding.figures else ""
    sentence = t.shown(finding.text)
    if figure and sentence.startswith(t.shown(figure)):
        sentence = sentence[len(t.shown(figure)) :].lstrip()
    elif len(finding.figures) != 1:
        figure = ""
    return tag(
        "li",
        tag("span", t.shown(figure), class_="b-figure") if figure else None,
        tag(
            "div",
            tag("p", sentence, " ", _chips(finding.citations, t, key), class_="b-sentence"),
            _meter(finding, t),
            class_="b-said",
        ),
        class_="b-finding" if figure else "b-finding b-wordy",
    )


def _meter(finding: Finding, t: Catalogue) -> Safe | None:
    """A thin bar and the base; the figure itself stands in words, so the bar says nothing to a screen reader."""
    base = tag("span", t("answer.base", base=t.number(finding.base)), class_="b-base") if finding.base else None
    if finding.share is None:
        said = finding.base is None or str(finding.base) in finding.text
        return None if said else tag("p", base, class_="b-meter")
    return tag("p", bar(finding.share), base, class_="b-meter")


def bar(share: float, tone: str = "") -> Safe:
    """Returns a horizontal bar for a share 0-1, hidden from screen readers: its figure is always beside it in words."""
    width = f"width:{min(max(share, 0), 1) * 100:.1f}%"
    return tag("span", tag("i", style=width), class_=f"b-bar {tone}".strip(), aria_hidden="true")


def _chips(citations: Sequence[Citation], t: Catalogue, key: str) -> Safe:
    return join(*(chip(citation, t, f"{key}.{place}") for place, citation in enumerate(citations)))


def chip(citation: Citation, t: Catalogue, key: str) -> Safe:
    """Returns the button of one citation, a page; its name starts with the words it shows."""
    shown = t("source.page", page=citation.page)
    name = t("source.open", shown=shown, quote=citation.quote[:120]) if citation.quote else t("source.see", shown=shown)
    return tag(
        "button", shown, type="button", class_="b-chip", data_event="cite", data_value=key, data_key=key,
        aria_label=name, title=t.shown(citation.quote[:300]) or None,
    )  # fmt: skip


def _recommendations(recommendations: Sequence[Recommendation], t: Catalogue, number: int) -> Safe | None:
    if not recommendations:
        return None
    rows = [recommendation(one, t, f"{number}:r:{place}") for place, one in enumerate(recommendations)]
    return tag("section", tag("h3", t("answer.do")), tag("ol", *rows, class_="b-todo"))


def recommendation(one: Recommendation, t: Catalogue, key: str, proposal: str = "") -> Safe:
    """Returns one thing to do: what the report proposes, what it rests on, the first step, and who can help."""
    reasons = [tag("li", t.shown(reason)) for reason in one.because]
    facts = [
        tag("div", tag("dt", t(f"do.{name}")), tag("dd", t.shown(value)))
        for name, value in (("first_step", one.first_step), ("effort", one.effort), ("who", one.who))
        if value
    ]
    return tag(
        "li",
        tag("p", t.shown(one.text), " ", _chips(one.citations, t, key), class_="b-do"),
        tag("p", t.shown(proposal), class_="b-sentence") if proposal else None,
        tag("p", t("do.because"), class_="b-label") if reasons else None,
        tag("ul", *reasons, class_="b-because") if reasons else None,
        tag("dl", *facts, class_="b-facts") if facts else None,
        _resources(one.resources, t),
    )


def _resources(resources: Sequence[Mapping[str, Any]], t: Catalogue) -> Safe | None:
    if not resources:
        return None
    rows = [_resource({name: str(value) for name, value in one.items() if value}, t) for one in resources]
    return tag("details", tag("summary", t.count("do.help", len(rows))), tag("ul", *rows, class_="b-resources"))


def _resource(one: Mapping[str, str], t: Catalogue) -> Safe:
    url, title = one.get("url", ""), one.get("title", "")
    link = tag("a", title, href=url, target="_blank", rel="noopener noreferrer") if _is_web(url) else text(title)
    age = one.get("age_note") or one.get("note", "")
    said = " · ".join(
        part for part in (one.get("source", ""), t("do.seen", day=one["seen"]) if "seen" in one else "", age) if part
    )
    return tag(
        "li", link,
        tag("p", t.shown(one.get("offers", ""))) if one.get("offers") else None,
        tag("p", t.shown(one["caution"]), class_="b-caution") if one.get("caution") else None,
        tag("p", t.shown(said), class_="b-small") if said else None,
    )  # fmt: skip


def _is_web(url: str) -> bool:
    return url.startswith(("https://", "http://"))


def _notes(notes: Sequence[str], t: Catalogue) -> Safe | None:
    if not notes:
        return None
    rows = [tag("li", t.shown(note)) for note in notes]
    return tag("section", tag("h3", t("answer.notes")), tag("ul", *rows, class_="b-notes"))


def _actions(t: Catalogue, plain: str) -> Safe:
    copy = tag(
        "button", t("answer.copy"), type="button", class_="b-quiet", data_event="copy", data_value=plain,
        data_done=t("answer.copied"),
    )  # fmt: skip
    return tag("p", copy, class_="b-actions")


def _follow_ups(answer: Answer, t: Catalogue) -> Safe | None:
    if not answer.follow_ups:
        return None
    chips = [
        tag("button", t.shown(one), type="button", class_="b-next", data_event="ask", data_value=one)
        for one in answer.follow_ups
    ]
    return tag("section", tag("h3", t("answer.next")), tag("div", *chips, class_="b-nexts"))
