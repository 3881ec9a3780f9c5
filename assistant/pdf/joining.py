"""Blocks joined into units, each of which becomes a passage.

A paragraph cut by a page goes on over it; a list stays with the sentence that announces it; a table with its caption;
small fragments of one section are kept together.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.pdf.characters import HYPHEN
from assistant.pdf.flow import Run, Sheet, flow_of, is_call
from assistant.pdf.kinds import figure_of, kind_of
from assistant.pdf.lines import BULLETS, Block, Line
from assistant.pdf.reading import Document, Page

_FINAL = re.compile(r"[.!?…][\"”»’')\]]*\s*(?:\d{1,3})?$")
_FAR = 120  # units: how far back the beginning of a text is looked for
_BULLET_FIRST = re.compile(rf"[{re.escape(BULLETS)}]$")

Shape = Literal["paragraph", "list", "caption", "table", "note", "fragments"]


@dataclass(frozen=True, slots=True)
class Unit:
    """What becomes a passage: runs of lines, the section it stands in, and its shape."""

    shape: Shape
    runs: tuple[Run, ...]
    section: tuple[str, ...]
    block: Block

    @property
    def page(self) -> int:
        """The page it begins on."""
        return self.runs[0].sheet.number

    @property
    def last(self) -> Line:
        """Its last line."""
        return self.runs[-1].lines[-1]


def units_of(document: Document) -> list[Unit]:
    """Returns the units of a document in reading order, the notes of a page after its text."""
    units = _captioned(_gathered(_continued(_units(document))))
    return _labelled(units, document.body.size)


def _units(document: Document) -> Iterator[Unit]:
    """Yields a unit a block, the notes of a page after its text."""
    section: list[tuple[int, str]] = []
    for page in document.pages:
        if page.role != "text":
            continue
        for block in page.blocks:
            if block.role == "heading":
                section = [(depth, title) for depth, title in section if depth < block.depth]
                section.append((block.depth, _title(block, page, document)))
            else:
                yield _unit(block, page, tuple(title for _, title in section))
        for note in page.notes:
            yield _unit(note, page, tuple(title for _, title in section))


def _title(block: Block, page: Page, document: Document) -> str:
    """Returns a title as announced, or as printed with its break hyphens mended."""
    printed = block.title == block.text
    return flow_of((Run(block.lines, page.sheet),), document.vocabulary).text if printed else block.title


def _unit(block: Block, page: Page, section: tuple[str, ...]) -> Unit:
    if block.role == "table":
        return Unit("table", tuple(_rows(block, page.sheet)), section, block)
    if block.role == "item":
        first = block.lines[0]
        if _BULLET_FIRST.match(first.words[0].text):
            lines = (Line(first.words[1:]), *block.lines[1:])
            return Unit("list", (Run(lines, page.sheet, "\n- "),), section, block)
        return Unit("list", (Run(block.lines, page.sheet, "\n"),), section, block)
    shapes: dict[str, Shape] = {"caption": "caption", "note": "note"}
    return Unit(shapes.get(block.role, "paragraph"), (Run(block.lines, page.sheet),), section, block)


def _rows(block: Block, sheet: Sheet) -> Iterator[Run]:
    """Writes a table row by row: its first cell, a colon, the others."""
    for row in block.rows:
        before = "\n"
        for place, cell in enumerate(row):
            if not cell:
                continue
            for rank, line in enumerate(cell):
                bulleted = line.is_item and bool(_BULLET_FIRST.match(line.words[0].text))
                shown = Line(line.words[1:]) if bulleted else line
                yield Run((shown,), sheet, before if not rank else " ; " if bulleted else " ")
            before = " : " if not place else " ; "


def _continued(units: Iterable[Unit]) -> list[Unit]:
    """Joins what a column or a page cut: a sentence with its end, a list with its items, an item with its end."""
    done: list[Unit] = []
    for unit in units:
        place = _open_place(done, unit)
        if place is None:
            done.append(unit)
            continue
        before = done[place]
        runs = unit.runs
        if unit.shape == "paragraph":
            runs = (replace(runs[0], before=" "), *runs[1:])
        shape: Shape = "list" if "list" in (before.shape, unit.shape) else before.shape
        done[place] = replace(before, runs=before.runs + runs, shape=shape)
    return done


def _open_place(done: list[Unit], unit: Unit) -> int | None:
    """Returns the place of the unit that this one goes on with, if any.

    Captions, notes and labels of charts may stand between; so may a title inside a chart, when the words before it
    stop short and those after it open without a capital.
    """
    if unit.shape not in ("paragraph", "list"):
        return None
    for place in range(len(done) - 1, max(len(done) - _FAR, -1), -1):
        before = done[place]
        if before.runs[-1].sheet.number < unit.page - 1:
            return None
        if before.shape in ("caption", "note", "table") or (unit.shape == "paragraph" and _is_label(before)):
            continue
        if before.section != unit.section and not (unit.shape == "paragraph" and _is_cut(before, unit)):
            if unit.shape == "list":
                return None
            continue
        if unit.shape == "list":
            announced = before.shape == "paragraph" and before.last.text.rstrip().endswith(":")
            return place if before.shape == "list" or announced else None
        if _goes_on(before, unit):
            return place
        if not unit.runs[0].lines[0].text[0].islower():
            return None
    return None


def _is_cut(before: Unit, unit: Unit) -> bool:
    """Whether a text plainly goes on: it stops without a full stop, or inside a word, and opens without a capital."""
    opening = unit.runs[0].lines[0].words[0].text
    return not _FINAL.search(_text(before.last)) and opening[0].islower() and len(before.block.text.split()) > 14


def _is_label(unit: Unit) -> bool:
    return _is_fragment(unit) and len(unit.block.text.split()) <= 8 and not unit.last.text.endswith((":", "-", HYPHEN))


def _goes_on(before: Unit, unit: Unit) -> bool:
    """Whether a paragraph is the end of what stands before it, in another column or page."""
    last, first = before.last, unit.runs[0].lines[0]
    if last.italic != first.italic or abs(last.size - first.size) > 0.1 * last.size:
        return False
    text, opening = _text(last), first.words[0].text
    if text.endswith(":") and opening.startswith(("http", "www.")):
        return True
    if _FINAL.search(text) or text.endswith((":", "”", "»")):
        return False
    elsewhere = before.runs[-1].sheet.number < unit.page
    if not elsewhere and first.top >= last.top and first.left < last.right and last.left < first.right:
        return False  # one under the other: the layout parted them on purpose
    return opening[0].islower() or not opening[0].isalpha() or (elsewhere and _full(before))


def _text(line: Line) -> str:
    return " ".join(word.text for place, word in enumerate(line.words) if not is_call(line, place))


def _full(unit: Unit) -> bool:
    """Whether the last line of a unit reaches the right edge of its other lines."""
    edges = [line.right for run in unit.runs for line in run.lines]
    return unit.last.right > max(edges) - 4 * unit.last.size


def _gathered(units: Sequence[Unit]) -> list[Unit]:
    """Puts small fragments that follow one another in one section together."""
    done: list[Unit] = []
    for unit in units:
        last = done[-1] if done else None
        if (
            last
            and _is_fragment(unit)
            and _same_place(last, unit)
            and (last.shape == "fragments" or _is_fragment(last))
        ):
            runs = (replace(unit.runs[0], before="\n"), *unit.runs[1:])
            done[-1] = replace(last, shape="fragments", runs=last.runs + runs)
        else:
            done.append(unit)
    return done


def _captioned(units: Sequence[Unit]) -> list[Unit]:
    """Puts a table with its caption, printed above or below, and with its rows on the next page."""
    done: list[Unit] = []
    for unit in units:
        last = done[-1] if done else None
        if last is None or last.section != unit.section or unit.page - last.runs[-1].sheet.number > 1:
            done.append(unit)
        elif last.shape == "table" and _is_table_caption(unit) and not _opens_with_caption(last):
            first = replace(last.runs[0], before="\n")
            done[-1] = replace(last, runs=(*unit.runs, first, *last.runs[1:]))
        elif unit.shape == "table" and (_is_table_caption(last) or (last.shape == "table" and unit.page > last.page)):
            done[-1] = replace(last, shape="table", runs=last.runs + unit.runs)
        else:
            done.append(unit)
    return done


def _is_table_caption(unit: Unit) -> bool:
    return unit.shape == "caption" and kind_of(unit.block.text) == "table"


def _opens_with_caption(unit: Unit) -> bool:
    return figure_of(unit.runs[0].lines[0].text) is not None


def _same_place(one: Unit, other: Unit) -> bool:
    return one.section == other.section and one.page == other.page and abs(one.block.size - other.block.size) < 1


def _is_fragment(unit: Unit) -> bool:
    if unit.shape != "paragraph" or len(unit.block.lines) > 3:
        return False
    text = unit.block.text
    return len(text.split()) <= 14 and not _FINAL.search(text) and text[0] not in "“«"


def _labelled(units: Sequence[Unit], body: float) -> list[Unit]:
    """Puts the labels of a chart, which mean nothing alone, under the nearest caption of their page.

    Figures without a label are left out: nobody could say what they measure.
    """
    captions = [place for place, unit in enumerate(units) if unit.shape == "caption" and not _is_table_caption(unit)]
    extra: dict[int, tuple[Run, ...]] = {}
    done: list[Unit | None] = list(units)
    for place, unit in enumerate(units):
        near = [caption for caption in captions if units[caption].page == unit.page]
        if near and _is_chart_text(unit, body):
            caption = min(near, key=lambda other: abs(other - place))
            worded = [line for run in unit.runs for line in run.lines if any(map(str.isalpha, line.text))]
            runs = tuple(Run((line,), unit.runs[0].sheet, "\n") for line in worded)
            extra[caption] = extra.get(caption, ()) + runs
            done[place] = None
    return [replace(unit, runs=unit.runs + extra.get(place, ())) for place, unit in enumerate(done) if unit is not None]


def _is_chart_text(unit: Unit, body: float) -> bool:
    if unit.shape != "fragments" and not _is_fragment(unit):
        return False
    text = " ".join(line.text for run in unit.runs for line in run.lines)
    figures = sum(any(sign.isdigit() for sign in word) for word in text.split())
    lines = sum(len(run.lines) for run in unit.runs)
    return len(text.split()) <= 8 * lines and (unit.block.size < 0.95 * body or 3 * figures >= len(text.split()))
