"""The assistant that every visitor shares: opened once, read only."""

from functools import cache
from threading import Lock

from assistant.engine import Assistant
from assistant.errors import BoussoleError
from assistant.profile.standing import Guide
from assistant.settings import Settings
from assistant.ui.catalogue import Catalogue

_STARTERS = ("newsletter", "barriers", "website")


@cache
def settings() -> Settings:
    """The settings of this server."""
    return Settings.from_environment()


class Shared:
    """Opens the assistant for the first who asks, while the others wait; several seconds when the index must be built.

    opened: the assistant, or why the last attempt failed, or nothing yet: whoever must not wait looks there.
    """

    def __init__(self) -> None:
        self._opening = Lock()
        self.opened: Assistant | BoussoleError | None = None

    def __call__(self) -> Assistant:
        """Returns the assistant; raises BoussoleError when it cannot be opened, and tries again the next time."""
        if isinstance(self.opened, Assistant):
            return self.opened
        with self._opening:
            if not isinstance(self.opened, Assistant):
                try:
                    self.opened = Assistant.open(settings())
                except BoussoleError as error:
                    self.opened = error
                    raise
            return self.opened


assistant = Shared()


def guide() -> Guide | None:
    """What profiles are placed with, or nothing for an edition without personas."""
    return assistant().guide


def starters(t: Catalogue) -> tuple[str, ...]:
    """Returns the questions offered to begin with: the assistant's own, else ours where it answers this survey."""
    own = tuple(t(f"starters.{name}") for name in _STARTERS) if assistant().library.results else ()
    return assistant().starters(t.language)[:4] or own
