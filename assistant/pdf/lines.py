"""Words of a page set in lines, and lines held together in blocks.

A row of words gives several lines where a gutter between columns crosses it.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeVar

from assistant.pdf import tolerances as within
from assistant.pdf.raw import Word

Value = TypeVar("Value")
Role = Literal["text", "heading", "item", "caption", "note", "table"]

BULLETS = "•●▪■◦○□–—-➢➤►▶✓✔❖*‣∙·"
_BULLET = re.compile(rf"[{re.escape(BULLETS)}]$")
_ENUMERATOR = re.compile(r"(?:\d{1,2}|[a-z])[.)]$|\((?:\d{1,2}|[a-z])\)$")
CAPTION = re.compile(
    r"(?:Figure|Fig\.|Tableau|Graphique|Carte|Encadré|Illustration|Schéma|Table)\s+(?:n[o°]\s*)?(\d+[a-z]?|[IVX]+)\s?[:.–—-]"
)


@dataclass(frozen=True)
class Line:
    """Words on one baseline of one column, from left to right; points, origin at the top left."""

    words: tuple[Word, ...]

    @cached_property
    def left(self) -> float:
        """Its left edge."""
        return min(word.left for word in self.words)

    @cached_property
    def right(self) -> float:
        """Its right edge."""
        return max(word.right for word in self.words)

    @cached_property
    def top(self) -> float:
        """Its top, raised note calls left out."""
        return min(word.top for word in self.words if word.height >= within.LINE_BODY_SHARE * self.size)

    @cached_property
    def bottom(self) -> float:
        """Its bottom."""
        return max(word.bottom for word in self.words if word.height >= within.LINE_BODY_SHARE * self.size)

    @cached_property
    def size(self) -> float:
        """The size of most of its letters."""
        return most((round(word.height, 1), len(word.text)) for word in self.words)

    @cached_property
    def bold(self) -> bool:
        """Whether nearly all its letters are bold."""
        return _share(self.words, lambda word: word.bold) > within.BOLD_LETTERS_SHARE

    @cached_property
    def italic(self) -> bool:
        """Whether nearly all its letters slant."""
        return _share(self.words, lambda word: word.italic) > within.ITALIC_LETTERS_SHARE

    @cached_property
    def ink(self) -> int:
        """The colour of most of its letters."""
        return most((word.ink, len(word.text)) for word in self.words)

    @cached_property
    def text(self) -> str:
        """Its words, a space between those that are not glued."""
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
        """Its lines on one."""
        return " ".join(line.text for line in self.lines)

    @property
    def top(self) -> float:
        """The top of its first line."""
        return self.lines[0].top

    @property
    def left(self) -> float:
        """Its left edge."""
        return min(line.left for line in self.lines)

    @cached_property
    def size(self) -> float:
        """The size of most of its letters."""
        return most((line.size, len(line.text)) for line in self.lines)

    @cached_property
    def ink(self) -> int:
        """The colour of most of its letters."""
        return most((line.ink, len(line.text)) for line in self.lines)

    @property
    def bold(self) -> bool:
        """Whether all its lines are bold."""
        return all(line.bold for line in self.lines)

    @property
    def italic(self) -> bool:
        """Whether all its lines slant."""
        return all(line.italic for line in self.lines)

    @property
    def is_item(self) -> bool:
        """Whether it opens an item of a list."""
        return self.lines[0].is_item


def opens_item(word: str) -> bool:
    """Whether a word is a bullet or the number of an item ("3.", "b)")."""
    return bool(_BULLET.match(word) or _ENUMERATOR.match(word))


def most(weighted: Iterable[tuple[Value, int]]) -> Value:
    """Returns the value that weighs most."""
    counts: Counter[Value] = Counter()
    for value, weight in weighted:
        counts[value] += weight
    return counts.most_common(1)[0][0]


def _share(words: Sequence[Word], holds: Callable[[Word], bool]) -> float:
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
        for near in range(len(rows) - 1, max(len(rows) - within.ROWS_LOOKED_BACK - 1, -1), -1):
            anchor = anchors[near]
            if _level(anchor, word) and _among(rows[near], word):
                rows[near].append(word)
                if word.height > within.SAME_TYPE_RATIO * anchor.height:
                    anchors[near] = word
                break
        else:
            rows.append([word])
            anchors.append(word)
    return rows


def _among(row: Sequence[Word], word: Word) -> bool:
    """Whether a word is level with the words of its own size in a row: a tall figure beside two lines is no reason."""
    peers = [other for other in row if _same_type(other.height, word.height)]
    return not peers or any(_level(other, word) for other in peers)


def _same_type(one: float, other: float) -> bool:
    return max(one, other) <= within.SAME_TYPE_RATIO * min(one, other)


def _level(one: Word, other: Word) -> bool:
    """Whether two words stand on one line; a smaller one (a note call) may be raised."""
    low, high = sorted((one.height, other.height))
    if not _same_type(low, high):
        return min(one.bottom, other.bottom) - max(one.top, other.top) > within.LEVEL_EM * low
    return abs(one.top + one.bottom - other.top - other.bottom) < within.LEVEL_EM * low


def _cut(row: list[Word], neighbours: list[list[Word]]) -> Iterator[Line]:
    start = 0
    for place in range(1, len(row)):
        last, word = row[place - 1], row[place]
        gap, unit = word.left - last.right, max(last.height, word.height)
        if gap < unit or (place == start + 1 and opens_item(last.text)):
            continue
        other_size = unit >= within.COLUMN_SIZE_RATIO * min(last.height, word.height)
        wide = gap > within.COLUMN_GAP_EM * unit
        if wide or other_size or any(_shares_gap(near, last.right, word.left, unit) for near in neighbours):
            yield Line(tuple(row[start:place]))
            start = place
    yield Line(tuple(row[start:]))


def _shares_gap(row: list[Word], left: float, right: float, unit: float) -> bool:
    """Whether a neighbouring row leaves the same room between two of its words."""
    before = max((word.right for word in row if word.left < (left + right) / 2), default=None)
    after = min((word.left for word in row if word.left >= (left + right) / 2), default=None)
    return (
        before is not None and after is not None and min(after, right) - max(before, left) > within.SHARED_GAP_EM * unit
    )
