"""Export buttons: the file is made only when it is asked for."""

from collections.abc import Callable, Sequence

import streamlit as st

from assistant.answer.answers import Answer
from assistant.export.docx import to_docx
from assistant.export.handouts import Handout, conversation_handout, standing_handout
from assistant.export.markdown import to_markdown
from assistant.export.pdf import to_pdf
from assistant.profile.standing import Guide, Standing
from assistant.ui import service, state
from assistant.ui.markup import label

_KINDS: dict[str, tuple[str, Callable[[Handout], bytes]]] = {
    "pdf": ("application/pdf", to_pdf),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", to_docx),
    "md": ("text/markdown", lambda document: to_markdown(document).encode()),
}


def of_answer(answer: Answer, number: int) -> None:
    """Offers one answer as a file."""
    _offer(lambda: _conversation((answer,)), f"answer-{number}", state.words()("export.answer"), "reponse")


def of_conversation(answers: Sequence[Answer]) -> None:
    """Offers the whole conversation as a file, once it has several answers."""
    if len(answers) > 1:
        _offer(lambda: _conversation(answers), "conversation", state.words()("export.conversation"), "conversation")


def of_standing(guide: Guide, standing: Standing) -> None:
    """Offers the two-page sheet of a profile."""
    edition, language = service.assistant().edition, state.language()
    _offer(
        lambda: standing_handout(guide, standing, edition, language), "sheet", state.words()("export.sheet"), "fiche"
    )


def _conversation(answers: Sequence[Answer]) -> Handout:
    return conversation_handout(answers, service.assistant().edition)


def _offer(make: Callable[[], Handout], key: str, title: str, name: str) -> None:
    with st.popover(label(title), icon=":material/download:", type="tertiary", key=f"export-{key}"):
        for kind, (mime, write) in _KINDS.items():
            st.download_button(
                label(state.words()(f"export.{kind}")),
                data=_when_asked(make, write),
                file_name=f"boussole-{name}.{kind}",
                mime=mime,
                key=f"download-{key}-{kind}",
                on_click="ignore",
                type="tertiary",
            )


def _when_asked(make: Callable[[], Handout], write: Callable[[Handout], bytes]) -> Callable[[], bytes]:
    return lambda: write(make())
