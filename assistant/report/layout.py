"""From words strewn on a page to blocks in reading order.

Words are set in rows, rows cut into lines where a gutter parts them, lines put in order (a band across the page, then
its left column, then its right one, and so on inside each), and lines gathered into blocks: a paragraph, a heading,
an item of a list, a caption.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeVar

from assistant.report.characters import Rule, Word

Value = TypeVar("Value")
Role = Literal["text", "heading", "item", "caption", "note", "table"]

BULLETS = "•●▪■◦○□–—-➢➤►▶✓✔❖*‣∙·"
_BULLET = re.compile(rf"[{re.escape(BULLETS)}]$")
_ENUMERATOR = re.compile(r"(?:\d{1,2}|[a-z])[.)]$|\((?:\d{1,2}|[a-z])\)$")
_FINAL = re.compile(r"[.!?…:;][\"”»’')\]]*$")
CAPTION = re.compile(
    r"(?:Figure|Fig\.|Tableau|Graphique|Carte|Encadré|Illustration|Schéma|Table)\s+(?:n[o°]\s*)?(\d+[a-z]?|[IVX]+)\s?[:.–—-]"
)


@dataclass(frozen=True)
class Line:
    """Words on one baseline of one column, from left to right; points, origin at the top left."""

    words: tuple[Word, ...]

    @cached_property
    def left(self) -> float:
        return min(word.left for word in self.words)

    @cached_property
    def right(self) -> float:
        return max(word.right for word in self.words)

    @cached_property
    def top(self) -> float:
        return min(word.top for word in self.words if word.height >= 0.8 * self.size)

    @cached_property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words if word.height >= 0.8 * self.size)

    @cached_property
    def size(self) -> float:
        """The size of most of its letters."""
        return _most((round(word.height, 1), len(word.text)) for word in self.words)

    @cached_property
    def bold(self) -> bool:
        """Whether nearly all its letters are bold."""
        return _share(self.words, lambda word: word.bold) > 0.9

    @cached_property
    def italic(self) -> bool:
        """Whether nearly all its letters slant."""
        return _share(self.words, lambda word: word.italic) > 0.85

    @cached_property
    def ink(self) -> int:
        """The colour of most of its letters."""
        return _most((word.ink, len(word.text)) for word in self.words)

    @cached_property
    def text(self) -> str:
        return "".join(("" if word.glued or not place else " ") + word.text for place, word in enumerate(self.words))

    @property
    def is_item(self) -> bool:
        """Whether it opens an item of a list."""
        return len(self.words) > 1 and opens_item(self.words[0].text)


@dataclass(frozen=True)
class Block:
    """Lines that are read as one: a paragraph, a heading, an item of a list, a caption, a note, a table.

    `mark` is the number of a note; `rows` are the rows of a table, each a tuple of cells, each a tuple of lines;
    a heading has a `title` (as announced, where it is) and a `depth` (0 is the highest).
    """

    lines: tuple[Line, ...]
    role: Role = "text"
    mark: str = ""
    title: str = ""
    depth: int = 0
    rows: tuple[tuple[tuple[Line, ...], ...], ...] = ()

    @cached_property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)

    @property
    def top(self) -> float:
        return self.lines[0].top

    @property
    def left(self) -> float:
        return min(line.left for line in self.lines)

    @cached_property
    def size(self) -> float:
        return _most((line.size, len(line.text)) for line in self.lines)

    @cached_property
    def ink(self) -> int:
        return _most((line.ink, len(line.text)) for line in self.lines)

    @property
    def bold(self) -> bool:
        return all(line.bold for line in self.lines)

    @property
    def italic(self) -> bool:
        return all(line.italic for line in self.lines)

    @property
    def is_item(self) -> bool:
        return self.lines[0].is_item


def opens_item(word: str) -> bool:
    """Whether a word is a bullet or the number of an item ("3.", "b)")."""
    return bool(_BULLET.match(word) or _ENUMERATOR.match(word))


def _most(weighted: Iterable[tuple[Value, int]]) -> Value:
    counts: Counter[Value] = Counter()
    for value, weight in weighted:
        counts[value] += weight
    return counts.most_common(1)[0][0]


def _share(words: Sequence[Word], holds) -> float:
    letters = [(len(word.text), holds(word)) for word in words if any(sign.isalnum() for sign in word.text)]
    total = sum(length for length, _ in letters)
    return sum(length for length, held in letters if held) / total if total else 0.0


def lines_of(words: Sequence[Word]) -> tuple[Line, ...]:
    """Sets words in lines, from top to bottom; a row that a gutter crosses gives several lines."""
    rows = [sorted(row, key=lambda word: word.left) for row in _rows(words)]
    lines: list[Line] = []
    for place, row in enumerate(rows):
        neighbours = [rows[near] for near in (place - 1, place + 1) if 0 <= near < len(rows)]
        lines += _cut(row, neighbours)
    return tuple(lines)


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    rows: list[list[Word]] = []
    anchors: list[Word] = []
    for word in sorted(words, key=lambda word: (word.top + word.bottom) / 2):
        for near in range(len(rows) - 1, max(len(rows) - 4, -1), -1):
            anchor = anchors[near]
            if _level(anchor, word):
                rows[near].append(word)
                if word.height > 1.25 * anchor.height:
                    anchors[near] = word
                break
        else:
            rows.append([word])
            anchors.append(word)
    return rows


def _level(one: Word, other: Word) -> bool:
    """Whether two words stand on one line; a smaller one (a note call) may be raised."""
    low, high = sorted((one.height, other.height))
    if high > 1.25 * low:
        return min(one.bottom, other.bottom) - max(one.top, other.top) > 0.5 * low
    return abs(one.top + one.bottom - other.top - other.bottom) < 0.5 * low


def _cut(row: list[Word], neighbours: list[list[Word]]) -> Iterator[Line]:
    start = 0
    for place in range(1, len(row)):
        last, word = row[place - 1], row[place]
        gap, unit = word.left - last.right, max(last.height, word.height)
        if gap < unit or (place == start + 1 and opens_item(last.text)):
            continue
        if gap > 2.5 * unit or any(_shares_gap(near, last.right, word.left, unit) for near in neighbours):
            yield Line(tuple(row[start:place]))
            start = place
    yield Line(tuple(row[start:]))


def _shares_gap(row: list[Word], left: float, right: float, unit: float) -> bool:
    """Whether a neighbouring row leaves the same room between two of its words."""
    before = max((word.right for word in row if word.left < (left + right) / 2), default=None)
    after = min((word.left for word in row if word.left >= (left + right) / 2), default=None)
    return before is not None and after is not None and min(after, right) - max(before, left) > 0.8 * unit


def reading_order(lines: Sequence[Line], depth: int = 0) -> tuple[tuple[Line, ...], ...]:
    """Puts lines in reading order and returns them column by column, each column from top to bottom."""
    lines = sorted(lines, key=lambda line: (line.top, line.left))
    gutter = _gutter(lines) if depth < 5 and len(lines) > 3 else None
    if gutter is None:
        return (tuple(lines),) if lines else ()
    columns: list[tuple[Line, ...]] = []
    across: list[Line] = []
    for crosses, band in _bands(lines, gutter):
        if crosses:
            across += band
            continue
        for shelf in _shelves(band, gutter):
            left = [line for line in shelf if line.right <= gutter]
            right = [line for line in shelf if line.right > gutter]
            if not left or not right:
                across += shelf
                continue
            columns += reading_order(across, depth + 1)
            across = []
            columns += reading_order(left, depth + 1) + reading_order(right, depth + 1)
    columns += reading_order(across, depth + 1) if len(across) < len(lines) else (tuple(across),)
    return tuple(columns)


def _gutter(lines: list[Line]) -> float | None:
    """Returns where the best empty strip between two columns ends, if there is one."""
    best: tuple[float, float] | None = None
    for edge in sorted({round(line.left, 0) for line in lines})[1:]:
        gutter = edge - 0.5
        score = 0
        for crosses, band in _bands(lines, gutter):
            if not crosses:
                left = sum(line.right <= gutter for line in band)
                score += min(left, len(band) - left)
        crossing = sum(line.left < gutter < line.right for line in lines)
        if score >= (2 if not crossing else 3) and (best is None or score > best[0]):
            best = (score, gutter)
    return best[1] if best else None


def _bands(lines: list[Line], gutter: float) -> Iterator[tuple[bool, list[Line]]]:
    """Parts lines, from top to bottom, into runs that cross the gutter and runs that do not."""
    run: list[Line] = []
    crossing = False
    for place, line in enumerate(lines):
        crosses = line.left < gutter < line.right or (crossing and _ends_title(lines, place, gutter))
        if run and crosses != crossing:
            yield crossing, run
            run = []
        crossing = crosses
        run.append(line)
    if run:
        yield crossing, run


def _ends_title(lines: list[Line], place: int, gutter: float) -> bool:
    """Whether a short line is the last of a title or paragraph whose line above crosses the gutter."""
    line, above = lines[place], lines[place - 1]
    if not above.left < gutter < above.right or line.right > gutter or _look(line) != _look(above):
        return False
    beside = any(abs(other.top - line.top) < 0.7 * line.size for other in lines if other is not line)
    return not beside and abs(line.left - above.left) < 3 and line.top - above.top < 1.7 * line.size


def _shelves(band: list[Line], gutter: float) -> Iterator[list[Line]]:
    """Cuts a band of two columns where both open anew: aligned headings, or the ink turning from light to dark."""
    usual = _most((_look(line), len(line.text)) for line in band)
    left = [line for line in band if line.right <= gutter]
    right = [line for line in band if line.right > gutter]
    cuts = [
        min(line.top, other.top)
        for line in _openings(left)
        for other in _openings(right)
        if abs(other.top - line.top) < 0.3 * line.size and _look(other) == _look(line) != usual
    ]
    tops = sorted((line.top, _is_light(line.ink)) for line in band)
    cuts += [top for (_, before), (top, light) in zip(tops, tops[1:], strict=False) if before != light]
    shelf: list[Line] = []
    pending = sorted(cuts)
    for line in band:
        while pending and line.top >= pending[0] - 1:
            pending.pop(0)
            if shelf:
                yield shelf
            shelf = []
        shelf.append(line)
    yield shelf


def _openings(column: list[Line]) -> Iterator[Line]:
    """Yields the lines of a column that do not look like the one above."""
    for place, line in enumerate(column):
        if not place or _look(column[place - 1]) != _look(line):
            yield line


def _look(line: Line) -> tuple[bool, int, int]:
    return line.bold, line.ink, round(line.size)


def _is_light(ink: int) -> bool:
    return (ink >> 16) + (ink >> 8 & 255) + (ink & 255) > 3 * 160


def blocks_of(column: Sequence[Line], rules: Sequence[Rule] = ()) -> tuple[Block, ...]:
    """Gathers the lines of one column into blocks."""
    lines = _whole_rows(column)
    if not lines:
        return ()
    right = sorted(line.right for line in lines)[int(0.8 * (len(lines) - 1))]
    left = sorted(line.left for line in lines)[len(lines) // 5]
    leading = _leading(lines)
    blocks: list[list[Line]] = [[lines[0]]]
    for place in range(1, len(lines)):
        following = lines[place + 1] if place + 1 < len(lines) else None
        if _breaks(blocks[-1], lines[place], following, (left, right), leading) or _ruled(
            lines[place - 1], lines[place], rules
        ):
            blocks.append([])
        blocks[-1].append(lines[place])
    return tuple(Block(tuple(block), _role(block[0])) for block in blocks)


def _role(first: Line) -> Role:
    if CAPTION.match(first.text):
        return "caption"
    return "item" if first.is_item else "text"


def _whole_rows(column: Sequence[Line]) -> list[Line]:
    """Joins what is left of a cut row where no gutter was found."""
    rows: list[Line] = []
    for line in column:
        last = rows[-1] if rows else None
        if last and min(last.bottom, line.bottom) - max(last.top, line.top) > 0.5 * min(last.size, line.size):
            rows[-1] = Line(tuple(sorted(last.words + line.words, key=lambda word: word.left)))
        else:
            rows.append(line)
    return rows


def _leading(lines: list[Line]) -> dict[int, float]:
    """Returns, for each size of type, the usual distance from one line to the next."""
    steps: dict[int, Counter[float]] = {}
    for above, below in zip(lines, lines[1:], strict=False):
        if round(above.size) == round(below.size) and 0 < below.top - above.top < 3 * below.size:
            steps.setdefault(round(above.size), Counter())[round(below.top - above.top)] += 1
    return {
        size: min(step for step, count in steps_.items() if count >= 0.34 * max(steps_.values()))
        for size, steps_ in steps.items()
    }


def _breaks(
    block: list[Line], line: Line, following: Line | None, edges: tuple[float, float], leading: dict[int, float]
) -> bool:
    above = block[-1]
    step = line.top - above.top
    usual = leading.get(round(above.size), 1.35 * above.size)
    if line.is_item or CAPTION.match(line.text):
        return True
    if abs(line.size - above.size) > 0.12 * above.size or step > 1.28 * usual + 1 or step < 0:
        return True
    if _role(block[0]) == "item" and line.left < _item_text(block[0]) - 0.5 * line.size:
        return not (line.left > block[0].left - 1 and not _FINAL.search(above.text) and above.right > edges[1] - 40)
    short = above.right < edges[1] - 0.12 * (edges[1] - edges[0])
    ended = bool(_FINAL.search(above.text))
    if (above.bold != line.bold or above.italic != line.italic or above.ink != line.ink) and (short or ended):
        return _one_style(above) and _one_style(line)
    if short and ended and not above.text.endswith((",", ";")) and not line.text[0].islower():
        return not block[0].is_item
    indented = line.left > above.left + 0.8 * line.size and above.left <= edges[0] + 2
    return indented and following is not None and following.left < line.left - 0.8 * line.size and ended


def _one_style(line: Line) -> bool:
    return len({(word.bold, word.italic, word.ink) for word in line.words if any(map(str.isalpha, word.text))}) == 1


def _item_text(line: Line) -> float:
    return line.words[1].left


def _ruled(above: Line, below: Line, rules: Sequence[Rule]) -> bool:
    """Whether a horizontal rule parts two lines."""
    for rule in rules:
        if rule.right - rule.left < 3 * (rule.bottom - rule.top):
            continue
        if (above.top + above.bottom) / 2 < rule.top < (below.top + below.bottom) / 2:
            shared = min(rule.right, above.right, below.right) - max(rule.left, above.left, below.left)
            if shared > 0.3 * min(above.right - above.left, below.right - below.left):
                return True
    return False
