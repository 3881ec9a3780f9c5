"""The conversation: what Boussole is, a question box, and answers with their sources."""

import streamlit as st

from assistant.corpus import Description
from assistant.errors import BoussoleError
from assistant.export.markdown import answer_markdown
from assistant.ui import answers, drawer, exports, feedback, service, state, surface
from assistant.ui.catalogue import Catalogue
from assistant.ui.markup import label, tag
from assistant.ui.surface import Event

LONGEST = 2_000


def show() -> None:
    """Shows the landing or the conversation, and the source that is open."""
    asked = state.asked("q")
    if asked and state.first_time(f"q:{asked}") and not state.conversation().turns:
        _answer(asked)
    # The source that was asked for comes first: what stands behind it is already on the screen.
    drawer.show_if_open()
    if state.conversation().turns:
        _conversation()
    else:
        _landing()


def _answer(question: str) -> bool:
    """Asks the assistant; what it refuses is said on the page and the conversation stays."""
    try:
        conversation = service.assistant().ask(state.conversation(), question)
    except BoussoleError as error:
        state.leave_notice(str(error))
        return False
    state.keep_conversation(conversation)
    return True


def _ask(question: str) -> None:
    """Asks a new question: the address leads to it, and no source is open any more."""
    if _answer(question):
        state.write_address(q=question[:500])
        state.first_time(f"q:{state.asked('q')}")
        state.close_source()


def _typed(key: str) -> None:
    question = state.widget_value(key)
    if question:
        _ask(question)


def _restart() -> None:
    state.keep_conversation(type(state.conversation())(profile=state.conversation().profile))
    state.write_address(q="")


def _notice() -> None:
    message = state.notice()
    if message:
        st.html(tag("p", message, class_="b-warning", role="alert"))


def _study(described: Description, t: Catalogue) -> str:
    """What the answers come from; of a document that is no survey, its title alone."""
    title = described.short_title or described.title
    if not described.respondents or not described.fieldwork:
        return title
    publisher, year = described.publisher.split(",")[0], described.fieldwork.end.year
    return t("home.study", title=title, respondents=described.respondents, year=year, publisher=publisher)


def _landing() -> None:
    t, assistant = state.words(), service.assistant()
    st.html(tag("p", _study(assistant.edition.description, t), class_="b-eyebrow"))
    st.title(label(t("home.title")), anchor=False)
    st.html(tag("p", t("home.promise"), class_="b-promise"))
    _notice()
    with st.container(key="landing-box"):
        st.chat_input(
            t("ask.placeholder"), key="first-question", max_chars=LONGEST, on_submit=_typed, args=("first-question",)
        )
    starters = service.starters(t)
    if starters:
        st.html(tag("h2", t("home.starters"), class_="b-h2"))
        with st.container(key="starters"):
            for place, question in enumerate(starters):
                st.button(
                    label(t.shown(question)), key=f"starter-{place}", width="stretch", on_click=_ask, args=(question,)
                )
    with st.container(horizontal=True, vertical_alignment="center", key="landing-more"):
        st.page_link("assistant/ui/pages/profile.py", label=t("home.with_profile"), icon=":material/person_search:")
        st.page_link("assistant/ui/pages/report.py", label=t("home.explore"), icon=":material/menu_book:")
    if not assistant.uses_report:
        st.html(tag("p", t("home.digest"), class_="b-note"))


def _conversation() -> None:
    t, turns = state.words(), state.conversation().turns
    with st.container(key="turns"):
        for number, turn in enumerate(turns):
            answer, last = turn.answer, number == len(turns) - 1
            markup = answers.turn(answer, number, t, plain=answer_markdown(answer))
            announced = t("answer.announced", lead=answer.lead) if last else ""
            surface.show(markup, key=f"turn-{number}", on_event=_pressed, scroll=last, announce=announced)
            with st.container(horizontal=True, key=f"tools-{number}"):
                exports.of_answer(answer, number)
                feedback.of_answer(answer, number)
    _notice()
    with st.container(horizontal=True, key="conversation-tools"):
        exports.of_conversation([turn.answer for turn in turns])
        st.button(
            label(t("answer.restart")), key="restart", icon=":material/refresh:", type="tertiary", on_click=_restart
        )
    # Not at the root of the page, where Streamlit would scroll to the end of the conversation at every change.
    with st.container(key="next-box"):
        st.chat_input(
            t("ask.placeholder_next"),
            key="next-question",
            max_chars=LONGEST,
            on_submit=_typed,
            args=("next-question",),
        )
        st.html(tag("p", t("ask.reminder"), class_="b-reminder"))


def _pressed(event: Event) -> None:
    """Follows a press in an answer: a citation, a follow-up question."""
    if event.kind == "ask":
        _ask(event.value[:LONGEST])
        return
    turn, _, place = event.value.partition(":")
    turns = state.conversation().turns
    if event.kind == "cite" and turn.isdecimal() and int(turn) < len(turns):
        citation = answers.citation_at(turns[int(turn)].answer, place)
        if citation:
            state.open_source(drawer.opened_by(citation))


show()
