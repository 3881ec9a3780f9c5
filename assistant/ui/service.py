"""The assistant that every visitor shares: opened once, read only."""

from functools import cache

from assistant.engine import Assistant
from assistant.profile.standing import Guide
from assistant.settings import Settings
from assistant.ui.catalogue import Catalogue

_STARTERS = ("newsletter", "barriers", "website")


@cache
def settings() -> Settings:
    """The settings of this server."""
    return Settings.from_environment()


@cache
def assistant() -> Assistant:
    """Opens the assistant the first time; several seconds when the index must be built."""
    return Assistant.open(settings())


def guide() -> Guide | None:
    """What profiles are placed with, or nothing for an edition without personas."""
    return assistant().guide


def starters(t: Catalogue) -> tuple[str, ...]:
    """Returns the questions offered to begin with: the assistant's own, else ours where it answers this survey."""
    own = tuple(t(f"starters.{name}") for name in _STARTERS) if assistant().library.results else ()
    return assistant().starters(t.language)[:4] or own
