"""A page of a PDF before any reading: its words, its rules, and how its own space shows on the displayed page."""

import ctypes
from dataclasses import dataclass
from typing import Any

from assistant.pdf import tolerances as within

_UNIT = 1_000_000  # device units across a page when its own mapping is read


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters without space; points, origin at the top left of the page as displayed.

    `height` is the size of its type, `glued` says that no space parts it from the word before, `ink` is its colour
    (red, green, blue in one integer).
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    bold: bool = False
    italic: bool = False
    ink: int = 0
    glued: bool = False

    @property
    def height(self) -> float:
        """The size of its type, in points."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line drawn on the page (the border of a cell, the bar above notes); points, as for a word."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class RawPage:
    """A page before any reading: its displayed size in points, its words in file order, its rules."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    rules: tuple[Rule, ...] = ()


class Mapping:
    """From the page's own space to points of the page as displayed (rotation and crop box included)."""

    def __init__(self, page: Any, width: float, height: float) -> None:
        import pypdfium2.raw as raw

        def shown(x: float, y: float) -> tuple[float, float]:
            across, down = ctypes.c_int(), ctypes.c_int()
            raw.FPDF_PageToDevice(page, 0, 0, _UNIT, _UNIT, 0, x, y, across, down)
            return across.value * width / _UNIT, down.value * height / _UNIT

        self.origin = shown(0, 0)
        far = 1000.0
        self.across = tuple((there - here) / far for there, here in zip(shown(far, 0), self.origin, strict=True))
        self.down = tuple((there - here) / far for there, here in zip(shown(0, far), self.origin, strict=True))

        self.plain = self.across[0] > 0 > self.down[1] and abs(self.across[1]) + abs(self.down[0]) < 1e-6

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Returns where a point shows."""
        return (
            self.origin[0] + x * self.across[0] + y * self.down[0],
            self.origin[1] + x * self.across[1] + y * self.down[1],
        )

    def rectangle(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """Returns where a rectangle shows: left, top, right, bottom."""
        if self.plain:  # most pages are not turned: two products an axis are enough
            x, y, across, down = *self.origin, self.across[0], self.down[1]
            return x + left * across, y + top * down, x + right * across, y + bottom * down
        one, other = self.point(left, bottom), self.point(right, top)
        return min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1])

    def upright(self, x: float, y: float) -> bool:
        """Whether text advancing along this direction reads from left to right on the displayed page."""
        right = x * self.across[0] + y * self.down[0]
        fall = x * self.across[1] + y * self.down[1]
        return right > 0 and abs(fall) < within.UPRIGHT_SHARE * right
