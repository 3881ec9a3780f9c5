"""Tables on a page: ruled grids, and rows of aligned numbers without rules."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from assistant.pdf import tolerances as within
from assistant.pdf.lines import Block, Line, lines_of
from assistant.pdf.raw import RawPage, Rule, Word

_NUMERIC = re.compile(r"[(<>≈~+–−-]*\d[\d\s.,]*\s?(?:%|€|pts?)?\)?$|^[–—-]$|^n\.?[ds]\.?$|^%$|^€$")

Cells = tuple[tuple[Line, ...], ...]


def tables_of(page: RawPage) -> tuple[Block, ...]:
    """Returns the tables of a page as blocks whose rows are filled, from top to bottom."""
    found = [table for grid in _grids(page.rules) if (table := _ruled(grid, page.words))]
    taken = {id(word) for block in found for line in block.lines for word in line.words}
    found += _aligned([word for word in page.words if id(word) not in taken])
    return tuple(sorted(found, key=lambda block: block.top))


def _grids(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Groups rules that touch."""
    groups: list[list[Rule]] = []
    for rule in rules:
        touched = [group for group in groups if any(_touch(rule, other) for other in group)]
        merged = [rule]
        for group in touched:
            merged += group
            groups.remove(group)
        groups.append(merged)
    return groups


def _touch(one: Rule, other: Rule) -> bool:
    return (
        one.left - within.CELL_POINTS <= other.right
        and other.left - within.CELL_POINTS <= one.right
        and one.top - within.CELL_POINTS <= other.bottom
        and other.top - within.CELL_POINTS <= one.bottom
    )


def _ruled(grid: list[Rule], words: Sequence[Word]) -> Block | None:
    upright = [rule for rule in grid if rule.bottom - rule.top > rule.right - rule.left]
    level = [rule for rule in grid if rule not in upright]
    across, down = _places(rule.left for rule in upright), _places(rule.top for rule in level)
    if min(len(across), len(down)) < within.FEWEST_BORDERS:
        return None
    rows: list[Cells] = []
    for top, bottom in pairwise(down):
        edges = [x for x in across if any(_covers(rule, x, (top + bottom) / 2) for rule in upright)]
        rows.append(tuple(_cell(words, left, top, right, bottom) for left, right in pairwise(edges)))
    rows = [row for row in rows if any(row)]
    lines = tuple(line for row in rows for cell in row for line in cell)
    filled = any(len([cell for cell in row if cell]) > 1 for row in rows)
    enough = within.FEWEST_ROWS if filled else within.FEWEST_ROWS_UNFILLED
    return Block(lines, "table", rows=tuple(rows)) if len(rows) >= enough else None


def _places(values: Iterable[float]) -> list[float]:
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > within.CELL_POINTS:
            places.append(value)
    return places


def _covers(rule: Rule, x: float, y: float) -> bool:
    return (
        abs(rule.left - x) <= within.CELL_POINTS
        and rule.top - within.CELL_POINTS <= y <= rule.bottom + within.CELL_POINTS
    )


def _cell(words: Sequence[Word], left: float, top: float, right: float, bottom: float) -> tuple[Line, ...]:
    held = [
        word
        for word in words
        if left <= (word.left + word.right) / 2 < right and top <= (word.top + word.bottom) / 2 < bottom
    ]
    return lines_of(held)


def _aligned(words: Sequence[Word]) -> list[Block]:
    """Finds runs of at least three rows that end in two or more numbers set in columns."""
    rows = _rows(words)
    blocks: list[Block] = []
    run: list[tuple[Line, list[Word]]] = []
    for row in [*rows, None]:
        tail = _tail(row) if row else []
        if row and len(tail) >= within.FEWEST_NUMBERS and (not run or _in_columns(run[-1][1], tail)):
            run.append((row, tail))
            continue
        labelled = sum(len(line.words) > len(numbers) for line, numbers in run)
        if len(run) >= within.FEWEST_ALIGNED_ROWS and labelled >= within.LABELLED_SHARE * len(run):
            blocks.append(_numeric(run))
        run = [(row, tail)] if row and len(tail) >= within.FEWEST_NUMBERS else []
    return blocks


def _rows(words: Sequence[Word]) -> list[Line]:
    rows: list[Line] = []
    for line in lines_of(words):
        last = rows[-1] if rows else None
        if last and abs(last.top - line.top) < within.TABLE_ROW_EM * line.size and last.right < line.left:
            rows[-1] = Line(last.words + line.words)
        else:
            rows.append(line)
    return rows


def _tail(row: Line) -> list[Word]:
    """Returns the last words of a row that are numbers set apart, a French group of thousands being one."""
    cells: list[Word] = []
    for word in reversed(row.words):
        if not _NUMERIC.match(word.text):
            break
        if cells and cells[-1].left - word.right < within.THOUSANDS_GAP_EM * word.height:
            joined = f"{word.text} {cells[-1].text}"
            right, bottom = cells[-1].right, cells[-1].bottom
            cells[-1] = Word(joined, word.left, word.top, right, bottom, word.bold, word.italic, word.ink)
        else:
            cells.append(word)
    return cells[::-1]


def _in_columns(one: list[Word], other: list[Word]) -> bool:
    """Whether most cells of the shorter row stand over cells of the other."""
    short, long = sorted((one, other), key=len)
    met = sum(any(a.left <= b.right and b.left <= a.right for b in long) for a in short)
    return met >= within.IN_COLUMN_SHARE * len(short) and len(short) >= within.ROW_LENGTH_SHARE * len(long)


def _numeric(run: list[tuple[Line, list[Word]]]) -> Block:
    rows: list[Cells] = []
    for line, tail in run:
        label = tuple(word for word in line.words if word.right <= tail[0].left)
        cells = [(Line(label),)] if label else [()]
        cells += [(Line((number,)),) for number in tail]
        rows.append(tuple(cells))
    return Block(tuple(line for line, _ in run), "table", rows=tuple(rows))
