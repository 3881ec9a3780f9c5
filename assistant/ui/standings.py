"""The outcome of a profile as it is shown: personas, reasons, scores, practices compared, what to do first."""

from collections.abc import Sequence
from datetime import date

from assistant.answer.answers import Citation, Recommendation
from assistant.export.handouts import practice
from assistant.facts.personas import Persona
from assistant.profile.advice import Advice
from assistant.profile.matching import Reason
from assistant.profile.positioning import Comparison
from assistant.profile.questionnaire import DIMENSIONS
from assistant.profile.standing import Guide, Standing
from assistant.ui.answers import bar, chip, recommendation
from assistant.ui.catalogue import Catalogue
from assistant.ui.markup import Safe, join, tag


def name(persona: Persona, t: Catalogue) -> str:
    """Returns a persona's name in the visitor's language."""
    return {"fr": persona.name, "en": persona.name_en, "nl": persona.name_nl}[t.language]


def outcome(guide: Guide, standing: Standing, t: Catalogue) -> Safe:
    """Returns the card of the result: the persona resembled, the five shares, why, and what would change it."""
    found = standing.match
    if found.verdict == "insuffisant":
        parts = [
            tag("p", t("profile.not_enough_title"), class_="b-name"),
            tag("p", t("profile.not_enough", answered=found.answered)),
        ]
        return tag("section", *parts, class_="b-card", aria_live="polite")
    first = guide.personas[found.first]
    title = t("profile.mixed", first=name(first, t), second=name(guide.personas[found.ranked[1]], t))
    return tag(
        "section",
        tag("p", t("profile.nearest"), class_="b-small"),
        tag("h2", name(first, t) if found.verdict == "net" else title, class_="b-name"),
        tag("p", tag("span", t.shown(first.description), lang="fr"), " ", _chip(first.page, t))
        if found.verdict == "net"
        else None,
        tag("ul", *(_share(guide, standing, number, t) for number in found.ranked), class_="b-shares"),
        tag("p", t("profile.indicative"), class_="b-small"),
        _reasons(guide, found.reasons, t),
        _flip(guide, standing, t),
        class_="b-card",
        aria_live="polite",
    )


def _share(guide: Guide, standing: Standing, number: int, t: Catalogue) -> Safe:
    share = standing.match.share(number)
    return tag(
        "li",
        tag("span", name(guide.personas[number], t)),
        bar(share, f"b-p{number}"),
        tag("span", f"{share * 100:.0f}{_percent_sign(t)}", class_="b-value"),
        class_="b-first" if number == standing.match.first else None,
    )


def _percent_sign(t: Catalogue) -> str:
    return "\u202f%" if t.language == "fr" else "%"


def _reasons(guide: Guide, reasons: Sequence[Reason], t: Catalogue) -> Safe | None:
    if not reasons:
        return None
    rows = []
    for reason in reasons:
        question = guide.questionnaire.by_id[reason.question]
        asked = t.shown({"fr": question.fr, "en": question.en, "nl": question.nl}[t.language])
        choice = next((one for one in question.choices if one.label == reason.label), None)
        said = t.shown({"fr": choice.shown, "en": choice.en, "nl": choice.nl}[t.language]) if choice else reason.label
        answer = said if reason.said or question.kind == "single" else t("profile.not_ticked", label=said)
        rows.append(tag("li", asked, " ", tag("strong", answer)))
    return join(tag("h3", t("profile.why"), class_="b-label"), tag("ul", *rows, class_="b-plus"))


def _flip(guide: Guide, standing: Standing, t: Catalogue) -> Safe | None:
    flip = standing.match.flip
    if flip is None:
        return None
    question = guide.questionnaire.by_id[flip.question]
    choice = question.choice(flip.label)
    label = {"fr": choice.shown, "en": choice.en, "nl": choice.nl}[t.language] if choice else flip.label
    asked = {"fr": question.fr, "en": question.en, "nl": question.nl}[t.language]
    other = name(guide.personas[flip.persona], t)
    return tag("p", t("profile.flip", question=t.shown(asked), label=t.shown(label), persona=other), class_="b-note")


def scores(guide: Guide, standing: Standing, t: Catalogue) -> Safe | None:
    """Returns the four dimensions as dots: the five personas of Table 3 and the operator's indicative score."""
    if not any(value is not None for value in standing.scores.values()):
        return None
    heads = (t("profile.dimension"), t("profile.scale"), t("profile.you"), *(str(p.number) for p in guide.personas.all))
    rows = []
    for dimension in DIMENSIONS:
        mine = standing.scores[dimension]
        published = [persona.scores[dimension] for persona in guide.personas.all]
        dots = [_dot(score, f"b-p{number}") for number, score in enumerate(published, start=1)]
        own = _dot(mine, "b-you") if mine is not None else None
        cells = [tag("td", _score(score, t), class_="b-n b-wide-only") for score in published]
        rows.append(
            tag(
                "tr",
                tag("th", t(f"theme.{dimension}"), scope="row"),
                tag("td", tag("span", *dots, own, class_="b-dots", aria_hidden="true"), class_="b-dots-cell"),
                tag("td", _score(mine, t) if mine is not None else "–", class_="b-value"),
                *cells,
            )
        )
    legend = [tag("span", name(p, t), style=f"--tone:var(--b-{p.number})") for p in guide.personas.all]
    head = [tag("th", text, scope="col", class_="b-wide-only" if at > 2 else None) for at, text in enumerate(heads)]
    table = tag(
        "table",
        tag("caption", t("profile.scores_caption")),
        tag("thead", tag("tr", *head)),
        tag("tbody", *rows),
        class_="b-chart",
    )
    return join(
        tag("h2", t("profile.scores"), class_="b-section"),
        tag(
            "p",
            *legend,
            tag("span", t("profile.you"), style="--tone:var(--b-ink)"),
            class_="b-legend",
            aria_hidden="true",
        ),
        table,
        tag("p", _chip(66, t), " ", t("profile.scores_note"), class_="b-small"),
    )


def _dot(score: float, tone: str) -> Safe:
    return tag("i", class_=tone, style=f"left:{score * 100:.1f}%")


def _score(score: float, t: Catalogue) -> str:
    shown = f"{score * 100:.1f}"
    return shown if t.language == "en" else shown.replace(".", ",")


def comparisons(guide: Guide, rows: Sequence[Comparison], t: Catalogue) -> Safe | None:
    """Returns the practices answered beside everyone's and the persona's; a shade is words, never a percentage."""
    if not rows:
        return None
    persona = rows[0].persona
    heads = [t("profile.practice"), t("profile.you"), t("profile.all")]
    if persona:
        heads.append(name(guide.personas[persona], t))
    body = [_comparison(guide, row, bool(persona), t) for row in rows]
    table = tag(
        "table",
        tag("caption", t("profile.compared_caption")),
        tag("thead", tag("tr", *(tag("th", head, scope="col") for head in heads))),
        tag("tbody", *body),
        class_="b-chart b-compared",
    )
    return join(tag("h2", t("profile.compared"), class_="b-section"), table)


def _comparison(guide: Guide, row: Comparison, with_persona: bool, t: Catalogue) -> Safe:
    everyone: list[Safe | str] = ["–"]
    if row.everyone:
        base = (
            tag("span", t("answer.base", base=t.number(row.everyone.base)), class_="b-base")
            if row.everyone.base
            else ""
        )
        everyone = [
            bar(row.everyone.share),
            tag("span", t.percent(row.everyone.share), " ", base, " ", _chip(row.everyone.page, t)),
        ]
    return tag(
        "tr",
        tag("th", t.shown(practice(guide, row, t.language)), scope="row"),
        tag("td", t("profile.yes" if row.mine else "profile.no"), class_="b-value"),
        tag("td", *everyone, data_label=t("profile.all")),
        tag("td", *_of_persona(row, t), data_label=name(guide.personas[row.persona], t)) if with_persona else None,
    )


def _of_persona(row: Comparison, t: Catalogue) -> list[Safe | str]:
    if row.card:
        return [
            bar(row.card.affirmed, f"b-p{row.persona}"),
            tag("span", t.percent(row.card.affirmed), " ", _chip(row.card.page, t)),
        ]
    if row.level and row.trait:
        return [tag("span", row.level, lang="fr", class_="b-small"), " ", _chip(row.trait.page, t)]
    return ["–"]


def advice(found: Sequence[Advice], t: Catalogue, today: date) -> Safe | None:
    """Returns what to do first, as in an answer: what it rests on, the first step, who can help."""
    if not found:
        return None
    rows = [
        recommendation(_recommendation(one, t, today), t, f"a:{place}", one.entry.proposal)
        for place, one in enumerate(found)
    ]
    return join(tag("h2", t("profile.first"), class_="b-section"), tag("ol", *rows, class_="b-todo", lang="fr"))


def _recommendation(one: Advice, t: Catalogue, today: date) -> Recommendation:
    entry = one.entry
    because = tuple(
        t("profile.rests", label=reason.label, share=t.percent(reason.result.share), page=reason.result.page)
        for reason in one.because
    )
    resources = tuple(
        {"title": r.title, "offers": r.offers, "url": r.url, "source": r.source, "seen": r.seen.isoformat(),
         "caution": r.caution, "age_note": r.age_note(today)}
        for r in one.resources
    )  # fmt: skip
    cited = (Citation(page=entry.quote_page, pages=entry.pages, quote=entry.quote),)
    return Recommendation(
        text=entry.title, because=because, citations=cited, resources=resources,
        first_step=entry.first_step, effort=entry.effort, who=entry.who,
    )  # fmt: skip


def _chip(page: int, t: Catalogue) -> Safe:
    return chip(Citation(page=page, pages=(page,)), t, f"p:{page}")
