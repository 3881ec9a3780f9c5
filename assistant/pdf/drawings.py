"""What is drawn on a page rather than written: rules, and the dots that stand for bullets."""

import ctypes
from collections.abc import Iterator, Sequence
from typing import Any

from assistant.pdf import tolerances as within
from assistant.pdf.raw import Mapping, Rule, Word

MAX_OBJECTS = 8_000  # beyond, a page is a drawing and its rules mean nothing


def shapes_of(page: Any, mapping: Mapping) -> tuple[Rule, ...]:
    """Returns the rectangles around what is drawn, not written, on a page; none where a page is all drawing."""
    import pypdfium2.raw as raw

    count = raw.FPDFPage_CountObjects(page)
    found: list[Rule] = []
    if count > MAX_OBJECTS:
        return ()
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    for index in range(count):
        item = raw.FPDFPage_GetObject(page, index)
        if raw.FPDFPageObj_GetType(item) != raw.FPDF_PAGEOBJ_PATH:
            continue
        if raw.FPDFPageObj_GetBounds(item, left, bottom, right, top):
            found.append(Rule(*mapping.rectangle(left.value, bottom.value, right.value, top.value)))
    return tuple(found)


def is_rule(shape: Rule) -> bool:
    """Whether a shape is a thin line."""
    wide, high = shape.right - shape.left, shape.bottom - shape.top
    return min(wide, high) <= within.RULE_THICKNESS_POINTS and max(wide, high) >= within.RULE_LENGTH_POINTS


def drawn_bullets(words: Sequence[Word], shapes: Sequence[Rule]) -> Iterator[Word]:
    """Yields a bullet for each dot drawn, not written, just before a word."""
    for dot in shapes:
        wide, high = dot.right - dot.left, dot.bottom - dot.top
        if not (_between(wide, within.DOT_POINTS) and _between(wide / max(high, 0.1), within.DOT_ROUNDNESS)):
            continue
        middle = (dot.top + dot.bottom) / 2
        level = [word for word in words if word.top < middle < word.bottom]
        after = min((word for word in level if word.left > dot.right - 1), key=lambda word: word.left, default=None)
        if after is None or after.left - dot.right > within.DOT_REACH_EM * after.height:
            continue
        if not _between(high / after.height, within.DOT_HEIGHT_EM):
            continue
        if not any(0 < dot.left - word.right < within.DOT_REACH_EM * after.height for word in level):
            yield Word("•", dot.left, after.top, dot.right, after.bottom, ink=after.ink)


def _between(value: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= value <= bounds[1]
