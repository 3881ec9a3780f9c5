"""Export buttons: the file is made only when it is asked for."""

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from assistant.answer.answers import Answer
from assistant.export.markdown import conversation_markdown
from assistant.ui import service, state
from assistant.ui.markup import label

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def of_answer(answer: Answer, number: int) -> None:
    """Offers one answer as a file."""
    _offer((answer,), f"answer-{number}", state.words()("export.answer"))


def of_conversation(answers: Sequence[Answer]) -> None:
    """Offers the whole conversation as a file, once it has several answers."""
    if len(answers) > 1:
        _offer(answers, "conversation", state.words()("export.conversation"))


def _offer(answers: Sequence[Answer], key: str, title: str) -> None:
    with st.popover(label(title), icon=":material/download:", type="tertiary", key=f"export-{key}"):
        for kind, (mime, make) in _kinds().items():
            st.download_button(
                label(state.words()(f"export.{kind}")),
                data=partial(make, tuple(answers)),
                file_name=f"boussole-{key}.{kind}",
                mime=mime,
                key=f"download-{key}-{kind}",
                on_click="ignore",
                type="tertiary",
            )


def _kinds() -> dict[str, tuple[str, Callable[[tuple[Answer, ...]], bytes]]]:
    return {"pdf": ("application/pdf", _pdf), "docx": (_WORD, _docx), "md": ("text/markdown", _markdown)}


def _markdown(answers: tuple[Answer, ...]) -> bytes:
    return conversation_markdown(answers, service.assistant().edition).encode()


def _docx(answers: tuple[Answer, ...]) -> bytes:
    from assistant.export.docx import conversation_docx

    return conversation_docx(answers, service.assistant().edition)


def _pdf(answers: tuple[Answer, ...]) -> bytes:
    from assistant.export.pdf import conversation_pdf

    return conversation_pdf(answers, service.assistant().edition)
