"""« Mon profil »: the questionnaire, and where the organisation stands as its answers change."""

from datetime import date

import streamlit as st

from assistant.answer.answers import Citation
from assistant.errors import ProfileError
from assistant.profile.profiles import NOBODY, Profile, dump_profile, parse_profile
from assistant.profile.standing import Guide, Standing
from assistant.profile.surroundings import Surroundings, surroundings
from assistant.ui import drawer, exports, groups, questionnaire, service, standings, state, surface
from assistant.ui.catalogue import Catalogue
from assistant.ui.markup import label, tag
from assistant.ui.state import Opened
from assistant.ui.surface import Event


def show() -> None:
    """Shows the questionnaire beside its outcome, then the comparisons and what to do first."""
    t, guide = state.words(), service.guide()
    st.title(label(t("profile.title")), anchor=False)
    if guide is None:
        st.html(tag("p", t("profile.none"), class_="b-note"))
        return
    with st.container(key="wide"):
        st.html(tag("p", t("profile.intro"), class_="b-promise"))
        _positioning(guide)


@st.fragment
def _positioning(guide: Guide) -> None:
    t = state.words()
    before = questionnaire.profile(guide.questionnaire)
    message = state.notice()
    if message:
        st.html(tag("p", message, class_="b-warning", role="alert"))
    left, right = st.columns([6, 7], gap="large")
    with left, st.container(key="no-print"):
        found = questionnaire.ask(guide.questionnaire, before, t)
    if found != before:
        questionnaire.keep(found, guide.questionnaire)
    standing = guide.standing(found)
    with right, st.container(key="outcome"):
        surface.show(standings.outcome(guide, standing, t), key="outcome-card", on_event=_pressed)
        _tools(standing, guide, t)
    _below(guide, standing, t)
    # Inside the fragment: a press in it runs nothing else.
    drawer.show_if_open()


def _below(guide: Guide, standing: Standing, t: Catalogue) -> None:
    """Shows what the outcome leads to, each part its own surface so that only what changed is drawn again."""
    parts = (
        ("advice", standings.advice(standing.advice[:5], t, date.today())),
        ("said", groups.said(_surroundings(guide, standing.profile), t)),
        ("scores", standings.scores(guide, standing, t)),
        ("compared", standings.comparisons(guide, standing.comparisons, t)),
    )
    for name, markup in parts:
        if markup is not None:
            surface.show(markup, key=f"profile-{name}-shown", on_event=_pressed)


def _surroundings(guide: Guide, profile: Profile) -> Surroundings:
    segments, passages = profile.segments(guide.questionnaire), service.assistant().index.passages
    return surroundings(segments, passages, guide.questionnaire, guide.results)


def _tools(standing: Standing, guide: Guide, t: Catalogue) -> None:
    found = standing.profile
    with st.container(horizontal=True, vertical_alignment="center", key="profile-tools"):
        if found:
            st.page_link(
                "assistant/ui/pages/conversation.py",
                label=label(t("profile.ask")),
                icon=":material/forum:",
                query_params={"q": t("profile.question")},
            )
            st.button(
                label(t("profile.restart")),
                icon=":material/refresh:",
                type="tertiary",
                on_click=_empty,
                args=(guide,),
                key="profile-empty",
            )
        if found:
            exports.of_standing(guide, standing)
        with st.popover(label(t("profile.save")), icon=":material/save:", type="tertiary", key="profile-files"):
            st.download_button(
                label(t("profile.download")),
                data=lambda: dump_profile(found).encode(),
                file_name="profil-boussole.json",
                mime="application/json",
                on_click="ignore",
                type="tertiary",
                key="profile-download",
                disabled=not found,
            )
            st.text_area(
                label(t("profile.paste")),
                key="profile-pasted",
                max_chars=8_000,
                placeholder='{"secteur": "bibliothèques"}',
            )
            st.button(label(t("profile.load")), on_click=_load, args=(guide,), key="profile-load")


def _empty(guide: Guide) -> None:
    questionnaire.keep(NOBODY, guide.questionnaire)
    questionnaire.refill(NOBODY, guide.questionnaire)


def _load(guide: Guide) -> None:
    """Reads a pasted profile: an upload would open the server's upload end point to everyone."""
    try:
        reading = parse_profile(str(state.widget_value("profile-pasted") or ""), guide.questionnaire)
    except ProfileError:
        state.leave_notice(state.words()("profile.unreadable"))
        return
    questionnaire.keep(reading.profile, guide.questionnaire)
    questionnaire.refill(reading.profile, guide.questionnaire)
    state.leave_notice(" ".join(reading.warnings[:3]))


def _pressed(event: Event) -> None:
    """Opens a citation: "p:66" is page 66, "a:2.0" what the third piece of advice rests on, "d:…" a passage."""
    guide = service.guide()
    kind, _, rest = event.value.partition(":")
    if event.kind != "cite" or guide is None:
        return
    page = rest.split(".")[0]
    if kind == "d":
        state.open_source(Opened(rest[:100]))
    if kind == "p" and page.isdecimal():
        state.open_source(Opened(page=int(page)))
    elif kind == "a" and page.isdecimal():
        found = guide.standing(questionnaire.profile(guide.questionnaire)).advice
        if int(page) < len(found):
            entry = found[int(page)].entry
            state.open_source(drawer.opened_by(Citation(entry.quote_page, entry.pages, entry.quote)))


show()
