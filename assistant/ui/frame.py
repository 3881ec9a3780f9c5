"""The frame around every page: the document's language, and French names where Streamlit has only English ones."""

from functools import cache
from pathlib import Path

from streamlit.components.v2 import component

from assistant.ui.catalogue import Catalogue

_SCRIPT = Path(__file__).with_name("frame.js")
_NAMES = {
    "[data-testid=stChatInputSubmitButton]": "frame.send",
    "[role=dialog] button[aria-label=Close]": "frame.close",
    "nav[aria-label='App pages']": "frame.pages",
    "[data-testid=stExpandSidebarButton]": "frame.menu",
    "[data-testid=stSidebarCollapseButton] button": "frame.fold",
}
_TEXTS = {"Skip to main content": "frame.skip"}


def show(t: Catalogue) -> None:
    """Names the frame in the visitor's language."""
    names = {selector: t(key) for selector, key in _NAMES.items()}
    texts = {text: t(key) for text, key in _TEXTS.items()}
    frame = component("boussole_frame", js=_script(), isolate_styles=False)
    frame(key="frame", data={"language": t.language, "names": names, "texts": texts})


@cache
def _script() -> str:
    return _SCRIPT.read_text(encoding="utf-8")
