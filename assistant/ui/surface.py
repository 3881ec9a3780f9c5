"""The one component that shows answers, passages and charts: markup made in Python, clicks sent back.

Citations stand inside sentences, where Streamlit's own buttons cannot. The markup is made by `assistant.ui.markup`,
which escapes every text; the script only places it and reports which `data-event` was pressed.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from streamlit.components.v2 import component

from assistant.ui import state
from assistant.ui.markup import Safe

_SCRIPT = Path(__file__).with_name("surface.js")


@dataclass(frozen=True, slots=True)
class Event:
    """What was pressed: a kind ("cite", "ask"...) and its value."""

    kind: str
    value: str


def show(
    markup: Safe,
    *,
    key: str,
    on_event: Callable[[Event], None] | None = None,
    scroll: bool = False,
    announce: str = "",
) -> None:
    """Shows markup; `scroll` brings its top under the header once, `announce` is said once to a screen reader."""
    digest = hashlib.sha256(markup.encode()).hexdigest()[:16]
    data = {"html": str(markup), "digest": digest, "scroll": scroll, "announce": announce}

    def pressed() -> None:
        event = _read(state.component_value(key, "event"))
        if event and on_event:
            on_event(event)

    _component()(key=key, data=data, on_event_change=pressed)


def _read(value: Any) -> Event | None:
    """Reads what the page sent; it comes from a browser, so anything may be in it."""
    if not isinstance(value, dict):
        return None
    kind, content = value.get("kind"), value.get("value")
    return Event(kind, content) if isinstance(kind, str) and isinstance(content, str) else None


@cache
def _script() -> str:
    return _SCRIPT.read_text(encoding="utf-8")


def _component() -> Any:
    # Declared at each run: Streamlit keeps components by runtime, and a test starts several in one process.
    return component("boussole_surface", js=_script(), isolate_styles=False)
