"""From pages of blocks to passages: what a reader would quote as one.

A paragraph cut by a page goes on over it; a list stays with the sentence that announces it; a caption, a note, a
table each stand alone; small fragments of one section are kept together.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.french import fold
from assistant.report.flow import Flow, Run, Sheet, flow_of, is_call
from assistant.report.kinds import figure_of, kind_of, persona_of, text_kind
from assistant.report.layout import BULLETS, Block, Line
from assistant.report.passages import Kind, Passage, Sentence
from assistant.report.reading import Document, Page
from assistant.report.sentences import sentence_spans

MAX_LIST = 1_400  # characters of a list with its announcement, beyond which it is cut between items
_MAX_INTRO = 400
_FINAL = re.compile(r"[.!?…][\"”»’')\]]*\s*(?:\d{1,3})?$")
_BULLET_FIRST = re.compile(rf"[{re.escape(BULLETS)}]$")

Shape = Literal["paragraph", "list", "caption", "table", "note", "fragments"]


@dataclass(frozen=True, slots=True)
class _Unit:
    """What becomes a passage: runs of lines, the section it stands in, and its shape."""

    shape: Shape
    runs: tuple[Run, ...]
    section: tuple[str, ...]
    block: Block

    @property
    def page(self) -> int:
        return self.runs[0].sheet.number

    @property
    def last(self) -> Line:
        return self.runs[-1].lines[-1]


def passages_of(document: Document, edition: str) -> tuple[Passage, ...]:
    """Returns the passages of a report in reading order, each with its sentences and the rectangles of its lines.

    An id is the first page and a digest of the text ("r29-1f3a9c04"): it survives any change elsewhere.
    """
    labels = {page.number: page.label for page in document.pages}
    units = _gathered(_continued(_units(document)))
    passages: dict[str, Passage] = {}
    for unit in (part for whole in units for part in _cut_list(whole, document)):
        flow = flow_of(unit.runs, document.vocabulary)
        if not any(map(str.isalpha, flow.text)):
            continue
        passage = _passage(unit, flow, edition, labels)
        double = 2
        while passage.id in passages:
            passage = replace(passage, id=f"{passage.id.split('.')[0]}.{double}")
            double += 1
        passages[passage.id] = passage
    return tuple(passages.values())


def _units(document: Document) -> Iterator[_Unit]:
    """Yields a unit a block, the notes of a page after its text."""
    section: list[tuple[int, str]] = []
    for page in document.pages:
        if page.role != "text":
            continue
        for block in page.blocks:
            if block.role == "heading":
                section = [(depth, title) for depth, title in section if depth < block.depth]
                section.append((block.depth, block.title))
            else:
                yield _unit(block, page, tuple(title for _, title in section))
        for note in page.notes:
            yield _unit(note, page, tuple(title for _, title in section))


def _unit(block: Block, page: Page, section: tuple[str, ...]) -> _Unit:
    if block.role == "table":
        return _Unit("table", tuple(_rows(block, page.sheet)), section, block)
    if block.role == "item":
        first = block.lines[0]
        if _BULLET_FIRST.match(first.words[0].text):
            lines = (Line(first.words[1:]), *block.lines[1:])
            return _Unit("list", (Run(lines, page.sheet, "\n- "),), section, block)
        return _Unit("list", (Run(block.lines, page.sheet, "\n"),), section, block)
    shapes: dict[str, Shape] = {"caption": "caption", "note": "note"}
    return _Unit(shapes.get(block.role, "paragraph"), (Run(block.lines, page.sheet),), section, block)


def _rows(block: Block, sheet: Sheet) -> Iterator[Run]:
    """Writes a table row by row: its first cell, a colon, the others."""
    for row in block.rows:
        before = "\n"
        for place, cell in enumerate(row):
            if not cell:
                continue
            lines = _without_bullets(cell)
            yield from (Run((line,), sheet, before if not rank else " ") for rank, line in enumerate(lines))
            before = " : " if not place else " ; "


def _without_bullets(lines: Sequence[Line]) -> tuple[Line, ...]:
    return tuple(
        Line(line.words[1:]) if line.is_item and _BULLET_FIRST.match(line.words[0].text) else line for line in lines
    )


def _continued(units: Iterable[_Unit]) -> list[_Unit]:
    """Joins what a column or a page cut: a sentence with its end, a list with its items, an item with its end."""
    done: list[_Unit] = []
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


def _open_place(done: list[_Unit], unit: _Unit) -> int | None:
    """Returns the place of the unit that this one goes on with, if any."""
    if unit.shape not in ("paragraph", "list"):
        return None
    for place in range(len(done) - 1, max(len(done) - 12, -1), -1):
        before = done[place]
        if before.section != unit.section or before.runs[-1].sheet.number < unit.page - 1:
            return None
        if before.shape in ("caption", "note", "table"):
            continue
        if unit.shape == "list":
            announced = before.shape == "paragraph" and before.last.text.rstrip().endswith(":")
            return place if before.shape == "list" or announced else None
        return place if _goes_on(before, unit) else None
    return None


def _goes_on(before: _Unit, unit: _Unit) -> bool:
    """Whether a paragraph is the end of what stands before it, in another column or page."""
    last, first = before.last, unit.runs[0].lines[0]
    if (
        _look(last) != _look(first)
        or before.runs[-1].sheet.number == unit.page
        and first.top > last.top - 1
        and (first.left < last.right and last.left < first.right)
    ):
        return False
    text = _text(last)
    if _FINAL.search(text) or text.endswith((":", "”", "»")):
        return False
    opening = first.words[0].text
    return (
        opening[0].islower() or not opening[0].isalpha() or before.runs[-1].sheet.number < unit.page and _full(before)
    )


def _look(line: Line) -> tuple[int, bool]:
    return round(line.size), line.italic


def _text(line: Line) -> str:
    return " ".join(word.text for place, word in enumerate(line.words) if not is_call(line, place))


def _full(unit: _Unit) -> bool:
    """Whether the last line of a unit reaches the right edge of its other lines."""
    edges = [line.right for run in unit.runs for line in run.lines]
    return unit.last.right > max(edges) - 4 * unit.last.size


def _gathered(units: Sequence[_Unit]) -> list[_Unit]:
    """Puts small fragments that follow one another in one section together."""
    done: list[_Unit] = []
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


def _same_place(one: _Unit, other: _Unit) -> bool:
    return one.section == other.section and one.page == other.page and abs(one.block.size - other.block.size) < 1


def _is_fragment(unit: _Unit) -> bool:
    if unit.shape != "paragraph" or len(unit.block.lines) > 3:
        return False
    text = unit.block.text
    return len(text.split()) <= 14 and not _FINAL.search(text) and text[0] not in "“«"


def _cut_list(unit: _Unit, document: Document) -> Iterator[_Unit]:
    """Cuts a long list between items, each part announced by the same sentence."""
    if unit.shape != "list" or len(flow_of(unit.runs, document.vocabulary).text) <= MAX_LIST:
        yield unit
        return
    starts = [place for place, run in enumerate(unit.runs) if run.before != " "]
    intro = unit.runs[: starts[0]] if starts else unit.runs
    items = [unit.runs[start:end] for start, end in zip(starts, [*starts[1:], len(unit.runs)], strict=True)]
    sizes = [sum(len(line.text) for run in item for line in run.lines) for item in items]
    length = sum(len(line.text) for run in intro for line in run.lines)
    if length > _MAX_INTRO and intro:
        yield replace(unit, shape="paragraph", runs=intro)
        intro = _last_sentence(intro, document)
        length = 0
    part: tuple[Run, ...] = ()
    taken = length
    for item, size in zip(items, sizes, strict=True):
        if part and taken + size > MAX_LIST:
            yield replace(unit, runs=intro + part)
            part, taken = (), length
        part += item
        taken += size
    yield replace(unit, runs=intro + part)


def _last_sentence(runs: tuple[Run, ...], document: Document) -> tuple[Run, ...]:
    """Returns the words of the last sentence of some runs (what announces a list)."""
    flow = flow_of(runs, document.vocabulary)
    spans = sentence_spans(flow.text)
    if not spans:
        return runs
    start = spans[-1][0]
    kept = [stretch.word for stretch in flow.stretches if stretch.end > start]
    ids = {id(word) for word in kept}
    result: list[Run] = []
    for run in runs:
        lines = [Line(words) for line in run.lines if (words := tuple(word for word in line.words if id(word) in ids))]
        if lines:
            result.append(replace(run, lines=tuple(lines)))
    return tuple(result)


def _passage(unit: _Unit, flow: Flow, edition: str, labels: dict[int, str]) -> Passage:
    pages = tuple(sorted({run.sheet.number for run in unit.runs}))
    digest = hashlib.sha256(" ".join(fold(flow.text).split()).encode()).hexdigest()[:8]
    persona = persona_of(unit.section)
    return Passage(
        id=f"r{pages[0]}-{digest}",
        edition=edition,
        text=flow.text,
        pages=pages,
        labels=tuple(labels[page] for page in pages),
        section=unit.section,
        kind=_kind(unit, flow),
        origin="report",
        sentences=tuple(_sentences(flow)),
        boxes=flow.boxes(0, len(flow.text)),
        figure=figure_of(flow.text) if unit.shape in ("caption", "table") else None,
        personas=(persona,) if persona else (),
    )


def _kind(unit: _Unit, flow: Flow) -> Kind:
    if unit.shape == "note":
        return "note"
    if unit.shape == "table":
        return "table"
    if unit.shape == "caption":
        return kind_of(flow.text)
    return text_kind(flow.text, unit.section, italic=all(line.italic for run in unit.runs for line in run.lines))


def _sentences(flow: Flow) -> Iterator[Sentence]:
    """Yields the sentences of a text; a line break, as between the items of a list, always ends one."""
    start = 0
    for part in flow.text.split("\n"):
        dash = 2 if part.startswith("- ") else 0
        for first, last in sentence_spans(part[dash:]):
            begin, end = start + dash + first, start + dash + last
            boxes = flow.boxes(begin, end)
            yield Sentence(begin, end, tuple(sorted({box.page for box in boxes})), boxes)
        start += len(part) + 1
