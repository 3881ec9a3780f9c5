"""Every published figure: find a question of the survey, see its chart, download its data."""

import csv
import io
from collections.abc import Sequence

import streamlit as st

from assistant.facts.results import Result, Results, SurveyQuestion
from assistant.french import fold
from assistant.ui import charts, drawer, service, state, surface
from assistant.ui.catalogue import Catalogue
from assistant.ui.markup import join, label, tag
from assistant.ui.state import Opened
from assistant.ui.surface import Event


def show() -> None:
    """Shows the list of questions beside the one that is chosen."""
    t, results = state.words(), service.assistant().library.results
    st.title(label(t("results.title")), anchor=False)
    if results is None:
        st.html(tag("p", t("results.none"), class_="b-note"))
        return
    with st.container(key="wide"):
        st.html(tag("p", t("results.intro"), class_="b-promise"))
        left, right = st.columns([5, 8], gap="large")
        with left:
            found = _found(results, t)
            _list(found, t)
        with right:
            chosen = results.questions.get(state.asked("figure")) or (found[0] if found else None)
            if chosen:
                _chosen(chosen, results, t)
    drawer.show_if_open()


def _found(results: Results, t: Catalogue) -> list[SurveyQuestion]:
    """Returns the questions whose words hold everything typed."""
    typed = st.text_input(
        label(t("results.search")), placeholder=t("results.example"), key="figures-search", max_chars=100
    )
    wanted = fold(typed or "").split()
    answers: dict[str, list[str]] = {}
    for row in results.by_id.values():
        answers.setdefault(row.question, []).append(row.answer)
    return [
        question
        for question in sorted(results.questions.values(), key=lambda one: one.page)
        if question.id in answers and all(word in fold(_words(question, answers[question.id])) for word in wanted)
    ]


def _title(part: str, t: Catalogue) -> str:
    """The name of a dimension; one that we have no words for keeps its own."""
    return t(f"part.{part or 'profil'}") if f"part.{part or 'profil'}" in t.phrases else part


def _words(question: SurveyQuestion, answers: Sequence[str]) -> str:
    titles = (question.title_fr, question.title_en, question.title_nl, question.asked)
    return " ".join((*titles, *question.concepts, *answers, f"figure {question.figure}"))


def _list(found: Sequence[SurveyQuestion], t: Catalogue) -> None:
    rows = []
    current = state.asked("figure") or (found[0].id if found else "")
    results = service.assistant().library.results
    for part in (*results.dimensions, "") if results else ():  # the report's order, the profile and the method last
        mine = [question for question in found if question.dimension == part]
        if mine:
            items = [tag("li", _choice(question, question.id == current, t)) for question in mine]
            rows.append(tag("section", tag("h2", _title(part, t), class_="b-h3"), tag("ul", *items, class_="b-list")))
    if not rows:
        st.html(tag("p", t("results.nothing"), class_="b-note"))
        return
    with st.container(height=560, border=False, key="figures-list"):
        surface.show(join(*rows), key="figures-choice", on_event=_pressed)


def _choice(question: SurveyQuestion, current: bool, t: Catalogue) -> str:
    return tag(
        "button", charts.title(question, t), tag("span", t("source.page", page=question.page), class_="b-small"),
        type="button", class_="b-choice", data_event="figure", data_value=question.id,
        aria_current="true" if current else None,
    )  # fmt: skip


def _pressed(event: Event) -> None:
    if event.kind == "figure":
        state.write_address(figure=event.value[:100])
    elif event.kind == "cite" and event.value.isdecimal():
        state.open_source(Opened(page=int(event.value)))


def _chosen(question: SurveyQuestion, results: Results, t: Catalogue) -> None:
    rows = results.of_question(question.id)
    everyone = [row for row in rows if not row.population]
    others: dict[str, list[Result]] = {}
    for row in rows:
        if row.population:
            others.setdefault(row.population, []).append(row)
    parts = [
        tag("h2", charts.title(question, t), class_="b-section"),
        tag("p", _about(question, t), " ", _page(question.page, t), class_="b-small"),
        charts.chart(question, everyone, t) if everyone else None,
        *(
            tag("section", tag("h3", _population(name, t), class_="b-h3"), charts.chart(question, group, t))
            for name, group in others.items()
        ),
        _errata(results, rows, t),
    ]
    surface.show(join(*parts), key="figures-chosen", on_event=_pressed)
    st.download_button(
        label(t("results.csv")),
        data=lambda: as_csv(rows),
        file_name=f"boussole-{question.id}.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        type="tertiary",
        key="figures-csv",
    )


def _about(question: SurveyQuestion, t: Catalogue) -> str:
    number = t("results.figure", number=question.figure) if question.figure.isdigit() else ""
    several = t("results.several") if question.kind == "multiple" else ""
    return " · ".join(part for part in (number, t.shown(question.asked) if t.language == "fr" else "", several) if part)


def _page(page: int, t: Catalogue) -> str:
    return tag(
        "button", t("source.page", page=page), type="button", class_="b-chip", data_event="cite", data_value=str(page),
        data_key=f"page-{page}", aria_label=t("source.see", shown=t("source.page", page=page)),
    )  # fmt: skip


def _population(name: str, t: Catalogue) -> str:
    kind, _, shown = name.partition(":")
    return t("results.persona", number=shown) if kind == "persona" else t.shown(shown[:1].upper() + shown[1:])


def _errata(results: Results, rows: Sequence[Result], t: Catalogue) -> str | None:
    noted = dict.fromkeys(row.erratum for row in rows if row.erratum)
    notes = [results.errata[name].note for name in noted if name in results.errata]
    if not notes:
        return None
    items = [tag("li", "* ", t.shown(note), lang="fr") for note in notes]
    return tag("section", tag("h3", t("results.errata"), class_="b-h3"), tag("ul", *items, class_="b-notes"))


def as_csv(rows: Sequence[Result]) -> bytes:
    """Returns rows as CSV that a spreadsheet opens with its accents."""
    text = io.StringIO()
    names = ("id", "figure", "page", "question", "answer", "option", "population", "count", "base", "share", "erratum")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([_cell(getattr(row, name)) for name in names] for row in rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _cell(value: object) -> str:
    """A label that begins like a formula is quoted, so that a spreadsheet does not run it."""
    shown = "" if value is None else str(value)
    return f"'{shown}" if shown.startswith(("=", "+", "@", "-")) else shown


show()
