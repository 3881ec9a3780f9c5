"""The report: its contents, a search with filters, and each page beside its passages."""

from collections.abc import Callable, Iterable, Sequence

import streamlit as st

from assistant.facts.segments import Segment
from assistant.passages import Passage
from assistant.search.hits import search
from assistant.ui import pictures, service, state, surface
from assistant.ui.catalogue import Catalogue
from assistant.ui.markup import Safe, join, label, tag
from assistant.ui.surface import Event

_SHOWN = 25
_DIMENSIONS = ("secteur", "etp", "province")


def show() -> None:
    """Shows contents or search results beside the page that is chosen."""
    t = state.words()
    state.leave_source()
    st.title(label(t("report.title")), anchor=False)
    with st.container(key="wide"):
        left, right = st.columns([6, 7], gap="large")
        passages = _passages()
        with left:
            typed = st.text_input(
                label(t("report.search")), placeholder=t("report.example"), key="report-search", max_chars=200
            )
            kept = _filtered(passages, t)
            if typed or len(kept) < len(passages):
                _results(_found(typed or "", kept), t)
            else:
                surface.show(_contents(passages, t), key="contents", on_event=_pressed)
        with right:
            _page(passages, t)


def _passages() -> tuple[Passage, ...]:
    """Returns the passages of the report, or of the digest where the report is not installed."""
    assistant = service.assistant()
    origin = "report" if assistant.uses_report else "digest"
    return tuple(one for one in assistant.index.passages if one.origin == origin)


def _filtered(passages: Sequence[Passage], t: Catalogue) -> list[Passage]:
    """Shows the filters, whose values stand in the address, and returns the passages that pass them."""
    kept = list(passages)
    with st.expander(label(t("report.filters")), icon=":material/tune:"):
        section = _filter("section", list(dict.fromkeys(one.section[0] for one in passages if one.section)), t)
        if section:
            kept = [one for one in kept if one.section and one.section[0] == section]
        kind = _filter("kind", list(dict.fromkeys(one.kind for one in passages)), t, lambda one: t(f"kind.{one}"))
        if kind:
            kept = [one for one in kept if one.kind == kind]
        personas = sorted({str(number) for one in passages for number in one.personas})
        persona = _filter("persona", personas, t)
        if persona:
            kept = [one for one in kept if int(persona) in one.personas]
        for dimension in _DIMENSIONS:
            ids = {segment for one in passages for segment in one.segments if segment.startswith(f"{dimension}:")}
            chosen = _filter(dimension, sorted(Segment.of(one).label for one in ids), t)
            if chosen:
                kept = [one for one in kept if f"{dimension}:{chosen}" in one.segments]
    return kept


def _filter(name: str, options: list[str], t: Catalogue, named: Callable[[str], str] | None = None) -> str | None:
    """Shows one filter and keeps its value in the address; a value of the address that no passage has is ignored."""
    if not options:
        return None
    key, asked = f"report-{name}", state.asked(name)
    if state.widget_value(key) is None and asked in options and state.first_time(key):
        state.set_widget(key, asked)
    chosen = st.selectbox(
        label(t(f"report.{name}")),
        options,
        index=None,
        key=key,
        placeholder=t("report.any"),
        format_func=named or t.shown,
    )
    state.write_address(**{name: chosen or ""})
    return chosen


def _found(typed: str, kept: Sequence[Passage]) -> list[Passage]:
    """Returns the passages that answer what was typed, best first; all of them when nothing was typed."""
    if not typed.strip():
        return list(kept)
    assistant, allowed = service.assistant(), {one.id for one in kept}
    hits = search(assistant.index, assistant.encoder, typed[:500], limit=400)
    return [hit.passage for hit in hits if hit.passage.id in allowed]


def _results(found: Sequence[Passage], t: Catalogue) -> None:
    if not found:
        st.html(tag("p", t("report.nothing"), class_="b-note"))
        return
    head = tag("p", t.count("report.found", len(found)), class_="b-small", role="status")
    rows = [_row(one, one.id == state.asked("passage"), t) for one in found[:_SHOWN]]
    surface.show(join(head, *rows), key="report-results", on_event=_pressed)


def _row(passage: Passage, current: bool, t: Catalogue) -> Safe:
    where = t("source.page", page=passage.pages[0])
    return tag(
        "article",
        tag("p", " › ".join(passage.section), class_="b-crumb", lang="fr"),
        tag("p", passage.text, lang="fr"),
        tag(
            "button", where, type="button", class_="b-chip", data_event="passage", data_value=passage.id,
            data_key=passage.id, aria_label=t("report.show", shown=where),
        ),
        class_="b-passage b-on" if current else "b-passage",
    )  # fmt: skip


def _contents(passages: Iterable[Passage], t: Catalogue) -> Safe:
    """Returns the contents: parts that open on their sections, each with its first page."""
    tree: dict[str, dict[str, int]] = {}
    for one in passages:
        if one.section:
            part = tree.setdefault(one.section[0], {})
            part.setdefault(one.section[1] if len(one.section) > 1 else "", one.pages[0])
    rows = []
    for title, sections in tree.items():
        entries = [tag("li", _entry(name or title, page, t)) for name, page in sections.items()]
        rows.append(tag("details", tag("summary", title), tag("ul", *entries, class_="b-list"), open=not rows))
    return tag(
        "nav",
        tag("h2", t("report.contents"), class_="b-h3"),
        *rows,
        aria_label=t("report.contents"),
        class_="b-contents",
        lang="fr",
    )


def _entry(title: str, page: int, t: Catalogue) -> Safe:
    shown = tag("span", t("source.page", page=page), class_="b-small")
    return tag("button", title, shown, type="button", class_="b-choice", data_event="page", data_value=str(page))


def _pressed(event: Event) -> None:
    if event.kind == "page" and event.value.isdecimal():
        _turn(int(event.value))
    elif event.kind == "passage":
        passage = service.assistant().passage(event.value)
        if passage:
            state.write_address(passage=passage.id, page=str(passage.pages[0]))


def _turn(page: int) -> None:
    state.write_address(page=str(page), passage="")


def _page(passages: Sequence[Passage], t: Catalogue) -> None:
    last = max((page for one in passages for page in one.pages), default=1)
    chosen = service.assistant().passage(state.asked("passage"))
    asked = state.asked("page")
    page = int(asked) if asked.isdecimal() and len(asked) < 4 else (chosen.pages[0] if chosen else 1)
    page = min(max(page, 1), last)
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="page-turner"
    ):
        st.button(
            label(t("report.before")),
            icon=":material/arrow_back:",
            type="tertiary",
            disabled=page <= 1,
            on_click=_turn,
            args=(page - 1,),
            key="page-before",
        )
        st.html(tag("p", t("report.page_of", page=page, last=last), class_="b-small", role="status"), width="content")
        st.button(
            label(t("report.after")),
            icon=":material/arrow_forward:",
            icon_position="right",
            type="tertiary",
            disabled=page >= last,
            on_click=_turn,
            args=(page + 1,),
            key="page-after",
        )
    _picture(page, chosen, t)
    mine = [one for one in passages if page in one.pages]
    if mine:
        title = tag("h2", t("report.passages", page=page), class_="b-h3")
        rows = [_row(one, chosen is not None and one.id == chosen.id, t) for one in mine]
        surface.show(join(title, *rows), key="page-passages", on_event=_pressed)


def _picture(page: int, chosen: Passage | None, t: Catalogue) -> None:
    source = service.assistant().edition.source("report")
    if source is None or not source.present:
        st.html(tag("p", t("source.no_report"), class_="b-note"))
        return
    marks, quote = (
        (chosen.boxes, chosen.text) if chosen and chosen.origin == "report" and page in chosen.pages else ((), "")
    )
    found = pictures.shown(source, page, marks, quote, whole=False)
    if not found.pictures:
        st.html(tag("p", t("source.no_picture", page=page), class_="b-note"))
    for picture in found.pictures:
        st.image(picture, alt=t("source.alt_marked" if found.marked else "source.alt", page=page), width="stretch")


show()
