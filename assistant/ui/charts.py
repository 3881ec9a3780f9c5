"""Published figures as tables whose cells hold bars: the chart and its text alternative are one thing."""

from collections.abc import Mapping, Sequence

from assistant.facts.results import Result, Sense, SurveyQuestion
from assistant.ui.answers import bar
from assistant.ui.catalogue import Catalogue
from assistant.ui.markup import Safe, join, tag

_TONES: Mapping[Sense, str] = {
    "agree": "b-agree", "neutral": "b-neutral", "disagree": "b-against",
    "yes": "b-agree", "no": "b-against", "unsure": "b-unsure",
    "inside": "b-agree", "both": "b-neutral", "outside": "b-against",
}  # fmt: skip


def chart(question: SurveyQuestion, rows: Sequence[Result], t: Catalogue) -> Safe:
    """Returns the results of one question: stacked where each answer has options, bars elsewhere."""
    options: dict[str, Sense] = {row.option: row.sense for row in rows if row.option and row.sense != "total"}
    caption = t("results.caption", title=title(question, t), page=question.page)
    if len(options) > 1:
        return _stacked(rows, options, caption, t)
    return _bars(_ordered(question, rows), caption, t)


def title(question: SurveyQuestion, t: Catalogue) -> str:
    """Returns what a question is about, in the visitor's language."""
    return {"fr": question.title_fr, "en": question.title_en, "nl": question.title_nl}[t.language]


def _ordered(question: SurveyQuestion, rows: Sequence[Result]) -> list[Result]:
    """Several answers allowed: the commonest first. One answer: the published order, which is often a scale."""
    return sorted(rows, key=lambda row: -row.share) if question.kind == "multiple" else list(rows)


def _bars(rows: Sequence[Result], caption: str, t: Catalogue) -> Safe:
    head = tag("thead", tag("tr", *(tag("th", t(f"results.{name}"), scope="col") for name in ("answer", "share", "n"))))
    body = [
        tag(
            "tr",
            tag("th", _name(row, t), bar(row.share), scope="row", lang="fr"),
            tag("td", t.percent(row.share), class_="b-value"),
            tag("td", _count(row, t), class_="b-n"),
        )
        for row in rows
    ]
    return tag("table", tag("caption", caption, class_="b-hidden"), head, tag("tbody", *body), class_="b-chart")


def _name(row: Result, t: Catalogue) -> Safe:
    flag = tag("span", " *", title=t("results.erratum")) if row.erratum else None
    return join(t.shown(row.answer), flag)


def _count(row: Result, t: Catalogue) -> str:
    if row.count is not None and row.base:
        return t("results.of", count=t.number(row.count), base=t.number(row.base))
    return t("answer.base", base=t.number(row.base)) if row.base else "–"


def _stacked(rows: Sequence[Result], options: Mapping[str, Sense], caption: str, t: Catalogue) -> Safe:
    answers: dict[str, dict[str, Result]] = {}
    for row in rows:
        answers.setdefault(row.answer, {})[row.option] = row
    first = next(iter(options))
    ordered = sorted(answers.items(), key=lambda pair: -(pair[1][first].share if first in pair[1] else 0))
    head = tag(
        "thead",
        tag("tr", tag("th", t("results.answer"), scope="col"),
            *(tag("th", t.shown(option), scope="col", lang="fr") for option in options), tag("th", "n", scope="col")),
    )  # fmt: skip
    body = [_stack(found, options, t) for _, found in ordered]
    table = tag("table", tag("caption", caption, class_="b-hidden"), head, tag("tbody", *body), class_="b-chart")
    return join(_legend(options), table)


def _legend(options: Mapping[str, Sense]) -> Safe:
    swatches = [
        tag("span", tag("i", class_=f"b-dot {_tone(sense, at)}"), option, class_="b-plain")
        for at, (option, sense) in enumerate(options.items())
    ]
    return tag("p", *swatches, class_="b-legend b-swatches", lang="fr", aria_hidden="true")


def _tone(sense: Sense, place: int) -> str:
    return _TONES.get(sense, ("b-agree", "b-neutral", "b-against", "b-unsure")[place % 4])


def _stack(found: Mapping[str, Result], options: Mapping[str, Sense], t: Catalogue) -> Safe:
    parts = [
        tag("i", class_=_tone(sense, place), style=f"width:{found[option].share * 100:.1f}%")
        for place, (option, sense) in enumerate(options.items())
        if option in found
    ]
    base = next((row.base for row in found.values() if row.base), None)
    one = next(iter(found.values()))
    return tag(
        "tr",
        tag("th", _name(one, t), tag("span", *parts, class_="b-stack", aria_hidden="true"), scope="row", lang="fr"),
        *(tag("td", t.percent(found[o].share) if o in found else "–", class_="b-value") for o in options),
        tag("td", t.number(base) if base else "–", class_="b-n"),
    )
