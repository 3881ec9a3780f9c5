"""How long work says how far it is: what is being done, how much of it, out of how much when that is known."""

from collections.abc import Callable

Progress = Callable[[str, int, int | None], None]
Steps = Callable[[int, int], None]  # of one task: done, total


def silent(task: str, done: int, total: int | None) -> None:
    """Shows nothing."""
