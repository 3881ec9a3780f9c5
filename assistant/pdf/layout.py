"""From lines strewn on a page to blocks in reading order.

A band across the page comes first, then its left column, then its right one, and so on inside each; the lines of a
column are gathered into blocks: a paragraph, a heading, an item of a list, a caption.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.pdf import tolerances as within
from assistant.pdf.lines import CAPTION, Block, Line, Role, most
from assistant.pdf.raw import Rule

_FINAL = re.compile(r"[.!?…:;][\"”»’')\]]*$")


def reading_order(lines: Sequence[Line], depth: int = 0) -> tuple[tuple[Line, ...], ...]:
    """Puts lines in reading order and returns them column by column, each column from top to bottom."""
    lines = sorted(lines, key=lambda line: (line.top, line.left))
    gutter = _gutter(lines) if depth < within.DEEPEST_COLUMNS and len(lines) >= within.FEWEST_LINES_IN_COLUMNS else None
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
            left, below = _tail(left, right)
            columns += reading_order(left, depth + 1) + reading_order(right, depth + 1)
            across += below
    columns += reading_order(across, depth + 1) if len(across) < len(lines) else (tuple(across),)
    return tuple(columns)


def _gutter(lines: list[Line]) -> float | None:
    """Returns where the best empty strip between two columns ends, if there is one."""
    best: tuple[float, float] | None = None
    for edge in sorted({round(line.left, 0) for line in lines})[1:]:
        gutter = edge - within.GUTTER_SIDE_POINTS
        score = 0
        for crosses, band in _bands(lines, gutter):
            if not crosses:
                left = sum(line.right <= gutter for line in band)
                score += min(left, len(band) - left)
        crossing = sum(line.left < gutter < line.right for line in lines)
        enough = within.CROSSED_GUTTER_SUPPORT if crossing else within.GUTTER_SUPPORT
        if score >= enough and (best is None or score > best[0]):
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
    beside = any(abs(other.top - line.top) < within.BESIDE_EM * line.size for other in lines if other is not line)
    aligned = abs(line.left - above.left) < within.EDGE_POINTS
    return not beside and aligned and line.top - above.top < within.TITLE_STEP_EM * line.size


def _shelves(band: list[Line], gutter: float) -> Iterator[list[Line]]:
    """Cuts a band of two columns where both open anew: aligned headings, or the ink turning from light to dark."""
    usual = most((_look(line), len(line.text)) for line in band)
    left = [line for line in band if line.right <= gutter]
    right = [line for line in band if line.right > gutter]
    cuts = [
        min(line.top, other.top)
        for line in _openings(left)
        for other in _openings(right)
        if abs(other.top - line.top) < within.OPENING_EM * line.size and _look(other) == _look(line) != usual
    ]
    tops = sorted((line.top, _is_light(line.ink)) for line in band)
    cuts += [top for (_, before), (top, light) in pairwise(tops) if before != light]
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


def _tail(left: list[Line], right: list[Line]) -> tuple[list[Line], list[Line]]:
    """Parts a left column from short lines that follow both columns: a heading or a gap just under the right one."""
    usual = most((_look(line), len(line.text)) for line in left)
    floor = max(line.bottom for line in right)
    for place in range(1, len(left)):
        above, line = left[place - 1], left[place]
        apart = _look(line) != usual or line.top - above.top > within.SECTION_STEP_EM * line.size
        if apart and line.top > floor and floor > above.bottom - within.TAIL_REACH_EM * above.size:
            return left[:place], left[place:]
    return left, []


def _openings(column: list[Line]) -> Iterator[Line]:
    """Yields the lines of a column that do not look like the one above."""
    for place, line in enumerate(column):
        if not place or _look(column[place - 1]) != _look(line):
            yield line


def _look(line: Line) -> tuple[bool, int, int]:
    return line.bold, line.ink, round(line.size)


def _is_light(ink: int) -> bool:
    return (ink >> 16) + (ink >> 8 & 255) + (ink & 255) > 3 * within.LIGHT_INK


def blocks_of(column: Sequence[Line], rules: Sequence[Rule] = ()) -> tuple[Block, ...]:
    """Gathers the lines of one column into blocks; large figures set beside the text come first."""
    beside = [line for line in column if _is_beside(line, column)]
    if beside and len(beside) < len(column):
        text = blocks_of([line for line in column if line not in beside], rules)
        return (*(Block((line,)) for line in beside), *text)
    lines = _whole_rows(column)
    if not lines:
        return ()
    right = sorted(line.right for line in lines)[int(within.RIGHT_EDGE_SHARE * (len(lines) - 1))]
    left = sorted(line.left for line in lines)[len(lines) // within.LEFT_EDGE_PART]
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


def _is_beside(line: Line, column: Sequence[Line]) -> bool:
    """Whether a line is a figure set large ("43%") beside lines of text that it is not part of."""
    if len(line.words) > within.LARGE_FIGURE_WORDS or not any(map(str.isdigit, line.text)):
        return False
    touch = within.TOUCH_POINTS
    level = [
        other
        for other in column
        if other is not line and other.top < line.bottom - touch and line.top < other.bottom - touch
    ]
    apart = all(other.left >= line.right or other.right <= line.left for other in level)
    return len(level) > 1 and apart and all(line.size >= within.LARGE_FIGURE_RATIO * other.size for other in level)


def _whole_rows(column: Sequence[Line]) -> list[Line]:
    """Joins what is left of a cut row where no gutter was found."""
    rows: list[Line] = []
    for line in column:
        last = rows[-1] if rows else None
        shared = min(last.bottom, line.bottom) - max(last.top, line.top) if last else 0
        if last and shared > within.ROW_OVERLAP_EM * min(last.size, line.size):
            rows[-1] = Line(tuple(sorted(last.words + line.words, key=lambda word: word.left)))
        else:
            rows.append(line)
    return rows


def _leading(lines: list[Line]) -> dict[int, float]:
    """Returns, for each size of type, the usual distance from one line to the next."""
    steps: dict[int, Counter[float]] = {}
    for above, below in pairwise(lines):
        step = below.top - above.top
        if round(above.size) == round(below.size) and 0 < step < within.LEADING_REACH_EM * below.size:
            steps.setdefault(round(above.size), Counter())[round(step)] += 1
    return {
        size: min(step for step, count in steps_.items() if count >= within.LEADING_SHARE * max(steps_.values()))
        for size, steps_ in steps.items()
    }


def _breaks(
    block: list[Line], line: Line, following: Line | None, edges: tuple[float, float], leading: dict[int, float]
) -> bool:
    above = block[-1]
    step = line.top - above.top
    usual = leading.get(round(above.size), within.USUAL_LEADING_EM * above.size)
    if CAPTION.match(line.text) or (line.is_item and not _is_aside(above, line, edges[1])):
        return True
    longest = within.BLOCK_STEP_RATIO * usual + within.BLOCK_STEP_POINTS
    if abs(line.size - above.size) > within.BLOCK_SIZE_EM * above.size or not 0 <= step <= longest:
        return True
    if _role(block[0]) == "caption" and abs(line.left - above.left) > line.size:
        centred = abs(line.left + line.right - above.left - above.right) < within.CENTRED_EM * line.size
        return not centred
    if _role(block[0]) == "item" and line.left < _item_text(block[0]) - within.ITEM_HANG_EM * line.size:
        full = above.right > edges[1] - within.ITEM_FULL_POINTS
        return not (line.left > block[0].left - within.ALIGNED_POINTS and not _FINAL.search(above.text) and full)
    if above.bold != line.bold and above.ink != line.ink and _one_style(above) and _one_style(line):
        return True
    indent = within.INDENT_EM * line.size
    opens_next = following is not None and following.left < line.left - indent
    hanging = len(block) < within.LONGEST_HANGING and not opens_next and _hangs(block)
    if line.left > block[0].left + indent and hanging:
        return False
    short = above.right < edges[1] - within.SHORT_LINE_SHARE * (edges[1] - edges[0])
    ended = bool(_FINAL.search(above.text))
    if (above.bold != line.bold or above.italic != line.italic or above.ink != line.ink) and (short or ended):
        return _one_style(above) and _one_style(line)
    if short and ended and not above.text.endswith((",", ";")) and not line.text[0].islower():
        return not block[0].is_item
    indented = line.left > above.left + indent and above.left <= edges[0] + within.PAGE_EDGE_POINTS
    return indented and opens_next and ended


def _is_aside(above: Line, line: Line, right: float) -> bool:
    """Whether a dash that opens a line stands inside a sentence, not before an item."""
    dash = line.words[0].text in ("-", "–", "—")
    full = (
        above.right > right - within.FULL_LINE_EM * above.size
        and not _FINAL.search(above.text)
        and not above.text.endswith(",")
    )
    return dash and full and abs(line.left - above.left) < within.PAGE_EDGE_POINTS and not above.is_item


def _hangs(block: list[Line]) -> bool:
    """Whether all the lines of a block but the first are indented, as in a bibliography."""
    return all(line.left > block[0].left + within.INDENT_EM * line.size for line in block[1:])


def _one_style(line: Line) -> bool:
    return len({(word.bold, word.italic, word.ink) for word in line.words if any(map(str.isalpha, word.text))}) == 1


def _item_text(line: Line) -> float:
    return line.words[1].left


def _ruled(above: Line, below: Line, rules: Sequence[Rule]) -> bool:
    """Whether a horizontal rule parts two lines."""
    for rule in rules:
        if rule.right - rule.left < within.RULE_FLATNESS * (rule.bottom - rule.top):
            continue
        if (above.top + above.bottom) / 2 < rule.top < (below.top + below.bottom) / 2:
            shared = min(rule.right, above.right, below.right) - max(rule.left, above.left, below.left)
            if shared > within.RULE_SHARED_SHARE * min(above.right - above.left, below.right - below.left):
                return True
    return False
