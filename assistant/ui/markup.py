"""Markup that cannot be injected into: every text is escaped, only `tag` makes elements.

Text of the report, of the visitor and of the address passes through here, or through `label` where Streamlit reads
Markdown (buttons, titles). Nothing else turns a text into something shown.
"""

import html
import re

from assistant.language import spaced

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_JOINER = "\u2060"  # invisible, without width: it only keeps Markdown from making a link or an arrow
_VOID = frozenset(("img", "br", "hr", "input"))


class Safe(str):
    """Markup made here."""

    __slots__ = ()


Child = str | Safe | None


def text(value: str) -> Safe:
    """Escapes a text as it was written."""
    return Safe(html.escape(value, quote=True))


def french(value: str) -> Safe:
    """Escapes a French text, with its no-break spaces."""
    return Safe(html.escape(spaced(value), quote=True))


def tag(name: str, *children: Child, **attributes: str | int | float | bool | None) -> Safe:
    """Returns an element; a child that is not Safe is escaped, `class_` is class and `data_page` is data-page.

    An attribute that is None or False is left out, one that is True stands without a value.
    """
    written = "".join(_attribute(key, value) for key, value in attributes.items() if value is not None)
    if name in _VOID:
        return Safe(f"<{name}{written}>")
    return Safe(f"<{name}{written}>{join(*children)}</{name}>")


def join(*children: Child) -> Safe:
    """Returns the children one after the other."""
    return Safe("".join(child if isinstance(child, Safe) else text(child) for child in children if child is not None))


def _attribute(key: str, value: str | int | float | bool | None) -> str:
    if value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{html.escape(str(value), quote=True)}"'


def label(value: str) -> str:
    """Returns a text that Streamlit's Markdown shows literally, for buttons, titles and options."""
    line = " ".join(value.split(" ")).replace("\n", " ").replace("\t", " ").strip()
    line = re.sub(r"://|@|\bwww\.", _apart, line, flags=re.IGNORECASE)
    line = re.sub(r"(?<=[-<>~=])(?=[-<>=])", _JOINER, line)
    return _PUNCTUATION.sub(r"\\\1", line)


def _apart(match: re.Match[str]) -> str:
    found = match[0]
    return found[0] + _JOINER + found[1:] if len(found) > 1 else _JOINER + found + _JOINER
