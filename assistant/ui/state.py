"""The visitor's session and address: language, conversation, profile and open source.

The only module that touches `st.session_state`; nothing of a visitor is kept anywhere else.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any, cast

import streamlit as st

from assistant.answer.conversation import Conversation
from assistant.french import Language
from assistant.language import LANGUAGES
from assistant.ui.catalogue import Catalogue, catalogue

LONGEST_ADDRESS = 4_000


@dataclass(frozen=True, slots=True)
class Opened:
    """The source shown in the drawer: a passage and the span cited in its text, or a page alone."""

    passage: str = ""
    start: int = 0
    end: int = 0
    page: int = 0

    def address(self) -> dict[str, str]:
        """Returns the query of an address that opens the same source."""
        if not self.passage:
            return {"page": str(self.page)}
        span = {"de": f"{self.start}-{self.end}"} if self.end else {}
        return {"source": self.passage, **span}


def component_value(key: str, name: str) -> Any:
    """Returns what a component sent; it comes from a browser and may be anything."""
    return getattr(st.session_state.get(key), name, None)


def widget_value(key: str) -> Any:
    """Returns the value of a widget by its key."""
    return st.session_state.get(key)


def set_widget(key: str, value: Any) -> None:
    """Gives a widget its value before it is shown."""
    st.session_state[key] = value


def language() -> Language:
    """The visitor's language: the one chosen, else the address's, else French."""
    chosen = st.session_state.get("language") or asked("lang").lower()
    return cast(Language, chosen) if chosen in LANGUAGES else "fr"


def choose_language(chosen: Language) -> None:
    """Speaks another language from now on, and says so in the address."""
    st.session_state["language"] = chosen
    st.query_params["lang"] = chosen


def words() -> Catalogue:
    """The phrases of the visitor's language."""
    return catalogue(language())


def conversation() -> Conversation:
    """The conversation so far, about the visitor's organisation."""
    return st.session_state.get("conversation") or Conversation()


def keep_conversation(value: Conversation) -> None:
    """Keeps the conversation for the rest of the session."""
    st.session_state["conversation"] = value


def asked(name: str) -> str:
    """Returns a value of the address, cut to a sane length."""
    return st.query_params.get(name, "")[:LONGEST_ADDRESS]


def write_address(**values: str) -> None:
    """Writes values into the address; an empty one is taken out."""
    for name, value in values.items():
        if value:
            st.query_params[name] = value
        elif name in st.query_params:
            del st.query_params[name]


def first_time(name: str) -> bool:
    """Whether this is the first call of the session under that name."""
    seen = st.session_state.setdefault("seen", set())
    new = name not in seen
    seen.add(name)
    return new


def counted(name: str) -> int:
    """Counts the calls of the session under that name, this one included."""
    counts = st.session_state.setdefault("counts", Counter[str]())
    counts[name] += 1
    return counts[name]


def opened() -> Opened | None:
    """The source that is open, from this session or from the address."""
    if "opened" in st.session_state:
        return st.session_state["opened"]
    source, page = asked("source"), asked("page")
    if source:
        start, _, end = asked("de").partition("-")
        span = (int(start), int(end)) if start.isdecimal() and end.isdecimal() else (0, 0)
        return Opened(source, *span)
    return Opened(page=int(page)) if page.isdecimal() and len(page) < 5 else None


def open_source(source: Opened) -> None:
    """Opens a source and makes the address lead to it."""
    st.session_state["opened"] = source
    write_address(**{"source": "", "de": "", "page": "", **source.address()})


def close_source() -> None:
    """Closes the drawer and cleans the address."""
    st.session_state["opened"] = None
    write_address(source="", de="", page="")


def leave_source() -> None:
    """Forgets the open source without touching the address: another page shows it."""
    st.session_state["opened"] = None


def notice() -> str:
    """Returns a message to show once, and forgets it."""
    return st.session_state.pop("notice", "")


def leave_notice(message: str) -> None:
    """Leaves a message for the next display."""
    st.session_state["notice"] = message
