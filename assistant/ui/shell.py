"""What every page stands in: title, style, menu and language choice."""

from pathlib import Path

import streamlit as st

from assistant.errors import BoussoleError
from assistant.language import LANGUAGES
from assistant.ui import frame, service, state
from assistant.ui.markup import label, tag

_STATIC = Path(__file__).resolve().parents[2] / "static"
_STYLE = Path(__file__).with_name("style.css")
_PAGES = (
    ("conversation", "", ":material/forum:"),
    ("profile", "profil", ":material/person_search:"),
    ("report", "explorer", ":material/menu_book:"),
    ("results", "chiffres", ":material/bar_chart:"),
    ("about", "a-propos", ":material/info:"),
)


def show() -> None:
    """Shows the page that the address names."""
    st.set_page_config(page_title="Boussole", page_icon=str(_STATIC / "icon.svg"), layout="centered")
    _language()
    t = state.words()
    st.logo(str(_STATIC / "logo.svg"), size="large")
    pages = [
        st.Page(f"assistant/ui/pages/{name}.py", title=t(f"menu.{name}"), icon=icon, url_path=path, default=not path)
        for name, path, icon in _PAGES
    ]
    page = st.navigation(pages, position="top")
    st.html(_STYLE)
    _theme()
    try:
        service.assistant()
    except BoussoleError as error:
        # Without its corpus nothing can be answered: the page says what is missing, in place of every page.
        st.html(tag("p", str(error), class_="b-warning", role="alert"))
        return
    page.run()
    with st.container(key="around"):
        frame.show(t)


def _theme() -> None:
    """Tells the parts that Streamlit draws outside the page (drawer, menus) which theme is on."""
    dark = st.context.theme.type == "dark"
    st.html(tag("style", ":root{color-scheme:dark}" if dark else ":root{color-scheme:light}"))


def _language() -> None:
    """Shows the language choice, before the menu so that both speak the same language."""
    if state.widget_value("language-choice") is None:
        state.set_widget("language-choice", state.language())
    with st.container(key="language"):
        st.segmented_control(
            label(state.words()("menu.language")),
            LANGUAGES,
            format_func=str.upper,
            key="language-choice",
            label_visibility="collapsed",
            required=True,
            on_change=_chosen,
        )


def _chosen() -> None:
    state.choose_language(state.widget_value("language-choice"))
