"""What a visitor says of an answer, kept in a local file that `boussole feedback` lists."""

import streamlit as st

from assistant.answer.answers import Answer
from assistant.errors import BoussoleError
from assistant.feedback import USEFUL, WRONG, record
from assistant.ui import service, state
from assistant.ui.markup import label, tag

LONGEST = 500
MOST = 20  # opinions of one visitor; more is a machine


def of_answer(answer: Answer, number: int) -> None:
    """Offers to say that one answer is useful, or what is wrong with it; nothing where feedback is turned off."""
    if service.settings().feedback is None:
        return
    t = state.words()
    if st.button(label(t("feedback.useful")), icon=":material/thumb_up:", type="tertiary", key=f"useful-{number}"):
        _send(answer, USEFUL, "")
    with st.popover(label(t("feedback.title")), icon=":material/flag:", type="tertiary", key=f"feedback-{number}"):
        kind = st.pills(
            label(t("feedback.what")),
            WRONG,
            format_func=lambda one: label(t(f"feedback.{one}")),
            key=f"feedback-kind-{number}",
        )
        comment = st.text_area(
            label(t("feedback.comment")),
            max_chars=LONGEST,
            key=f"feedback-comment-{number}",
            placeholder=t("feedback.private"),
        )
        if st.button(label(t("feedback.send")), key=f"feedback-send-{number}", disabled=kind is None):
            _send(answer, str(kind), comment or "")


def _send(answer: Answer, kind: str, comment: str) -> None:
    t, path = state.words(), service.settings().feedback
    if path is None or state.counted("feedback") > MOST:
        return
    try:
        record(path, answer, kind=kind, comment=comment[:LONGEST])
    except BoussoleError as error:
        st.html(tag("p", str(error), class_="b-warning", role="alert"))
        return
    st.html(tag("p", t("feedback.thanks"), class_="b-note", role="status"))
