"""The source drawer: the quote, its section, the page with the passage marked, its neighbours, an address to share."""

from collections.abc import Sequence

import streamlit as st

from assistant.answer.answers import Citation
from assistant.passages import Box, Passage
from assistant.ui import pictures, service, state, surface
from assistant.ui.catalogue import Catalogue
from assistant.ui.markup import Safe, join, label, tag, text
from assistant.ui.state import Opened

EXPLORE = "assistant/ui/pages/report.py"


def opened_by(citation: Citation) -> Opened:
    """Returns what a citation opens: its passage and span, the passage that holds its quote, or its page."""
    if citation.passage:
        start, end = citation.span or (0, 0)
        return Opened(citation.passage, start, end, citation.page)
    return _holding(citation.quote, citation.page) or Opened(page=citation.page)


def _holding(quote: str, page: int) -> Opened | None:
    """Returns the passage of a page whose text holds a quote, word for word."""
    wanted = quote.strip("«» .\u00a0\u202f")
    for passage in service.assistant().index.passages if wanted else ():
        if passage.origin == "report" and page in passage.pages:
            start = passage.text.replace("’", "'").find(wanted.replace("’", "'"))
            if start >= 0:
                return Opened(passage.id, start, start + len(wanted), page)
    return None


def show_if_open() -> None:
    """Opens the drawer when a source is open, in the session or in the address."""
    if state.opened() is None:
        return
    t = state.words()
    st.dialog(
        t("source.title"), width=600, position="right", icon=":material/menu_book:", on_dismiss=state.close_source
    )(_content)()


def _content() -> None:
    t, source = state.words(), state.opened()
    if source is None:
        st.rerun()
    passage = service.assistant().passage(source.passage) if source.passage else None
    if source.passage and passage is None:
        st.html(tag("p", t("source.unknown"), class_="b-warning"))
        return
    page = passage.pages[0] if passage else source.page
    if passage:
        _quote(passage, source, t)
    else:
        st.html(tag("p", _where(t, (page,)), class_="b-small"))
    _explore(source, page, t)
    _page(passage, source, page, t)
    if passage:
        _neighbours(passage, t)
    surface.show(_share(_address(source, t), t), key="drawer-share")


def _quote(passage: Passage, source: Opened, t: Catalogue) -> None:
    start, end = valid_span(passage, source)
    own = passage.origin == "digest"
    shown = passage.text[start:end].strip()
    head = tag(
        "p",
        join(_where(t, passage.pages), " · " if passage.section else "", " › ".join(passage.section)),
        class_="b-small",
    )
    quote = (
        tag("p", shown, class_="b-restated") if own else tag("blockquote", "« ", text(shown), " »", class_="b-quote")
    )
    around = None
    if (start, end) != (0, len(passage.text)):
        around = tag(
            "details",
            tag("summary", t("source.whole")),
            tag("p", passage.text[:start], tag("mark", passage.text[start:end]), passage.text[end:], class_="b-whole"),
        )
    said = tag("p", t("source.restated"), class_="b-small") if own else None
    french = tag("p", t("source.in_french"), class_="b-small") if t.language != "fr" else None
    st.html(join(head, tag("div", quote, around, lang="fr"), said, french))


def valid_span(passage: Passage, source: Opened) -> tuple[int, int]:
    """Returns the sentences to show, those that the span asked for touches: what is quoted is what is marked.

    It is the whole passage when the span is not inside its text.
    """
    start, end = source.start, source.end
    if not 0 <= start < end <= len(passage.text):
        return 0, len(passage.text)
    covered = [one for one in passage.sentences if one.start < end and start < one.end]
    return (covered[0].start, covered[-1].end) if covered else (start, end)


def _where(t: Catalogue, pages: Sequence[int]) -> str:
    edition = service.assistant().edition
    shown = str(pages[0]) if len(pages) == 1 else f"{pages[0]}-{pages[-1]}"
    return f"{edition.short_title}, {t('source.page', page=shown)}"


def _explore(source: Opened, page: int, t: Catalogue) -> None:
    passage = {"passage": source.passage} if source.passage else {}
    st.page_link(
        EXPLORE,
        label=label(t("source.explore")),
        icon=":material/travel_explore:",
        query_params={"page": str(page), **passage, "lang": t.language},
    )


def _address(source: Opened, t: Catalogue) -> str:
    from urllib.parse import urlencode

    base = (st.context.url or "").split("?")[0].rstrip("/")
    for page in ("/profil", "/chiffres"):
        base = base.removesuffix(page)
    return f"{base}/?{urlencode({**source.address(), **({'lang': t.language} if t.language != 'fr' else {})})}"


def _share(address: str, t: Catalogue) -> Safe:
    copy = tag(
        "button", t("source.copy"), type="button", class_="b-quiet", data_event="copy", data_value=address,
        data_done=t("answer.copied"),
    )  # fmt: skip
    return tag("details", tag("summary", t("source.share")), tag("p", address, class_="b-address"), copy)


def _page(passage: Passage | None, source: Opened, page: int, t: Catalogue) -> None:
    report = service.assistant().edition.source("report")
    if report is None or not report.present:
        st.html(tag("p", t("source.no_report"), class_="b-note"))
        return
    found = pictures.shown(report, page, *marks(passage, source))
    if not found.pictures:
        st.html(tag("p", t("source.no_picture", page=page), class_="b-note"))
    for number, picture in zip(found.pages, found.pictures, strict=False):
        st.html(pictures.markup(picture, t("source.alt_marked" if found.marked else "source.alt", page=number)))


def marks(passage: Passage | None, source: Opened) -> tuple[tuple[Box, ...], str]:
    """Returns the rectangles to mark for a source, with the text they must hold; none where it has none."""
    if passage is None or passage.origin != "report":
        return (), ""
    return pictures.marks_of(passage, valid_span(passage, source))


def _neighbours(passage: Passage, t: Catalogue) -> None:
    before, after = _around(passage)
    with st.container(horizontal=True, horizontal_alignment="distribute", key="drawer-neighbours"):
        for name, icon, neighbour in (("before", "arrow_back", before), ("after", "arrow_forward", after)):
            st.button(
                label(t(f"source.{name}")),
                key=f"drawer-{name}",
                icon=f":material/{icon}:",
                icon_position="left" if name == "before" else "right",
                type="tertiary",
                disabled=neighbour is None,
                on_click=_go,
                args=(neighbour,),
            )


def _go(neighbour: Passage | None) -> None:
    if neighbour:
        state.open_source(Opened(neighbour.id))


def _around(passage: Passage) -> tuple[Passage | None, Passage | None]:
    """Returns the passages before and after one, among those of the same origin."""
    same = [one for one in service.assistant().index.passages if one.origin == passage.origin]
    place = next((number for number, one in enumerate(same) if one.id == passage.id), -1)
    if place < 0:
        return None, None
    return (same[place - 1] if place else None), (same[place + 1] if place + 1 < len(same) else None)
