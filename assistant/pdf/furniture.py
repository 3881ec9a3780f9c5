"""What a page carries that is not its text: running heads, folios, footnotes.

A running head is a line met at the same height on many pages, whatever its digits. A folio is the number in it that
grows by one from page to page; it gives the page its printed label.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from assistant.french import fold
from assistant.pdf import tolerances as within
from assistant.pdf.lines import Block, Line
from assistant.pdf.raw import RawPage, Rule
from assistant.wordlists import pattern

_ROMAN = re.compile(r"(?=[ivxl])(?:x{0,3}|xl|l)(?:ix|iv|v?i{0,3})", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,4}")
_NOTE_NUMBER = re.compile(r"(\d{1,3}|\*{1,3}|[a-z])[.)]?$")


def running_lines(pages: Sequence[tuple[RawPage, tuple[Line, ...]]]) -> tuple[frozenset[int], ...]:
    """Returns, page by page, which lines (by place) are running heads or folios."""
    places: dict[str, list[tuple[int, int, float]]] = defaultdict(list)
    for index, (page, lines) in enumerate(pages):
        for place, line in enumerate(lines):
            if _at_edge(line, page) and not pattern(r"{kept_at_edge}\b", re.IGNORECASE).match(line.text):
                places[_masked(line.text)].append((index, place, line.top))
    found: list[set[int]] = [set() for _ in pages]
    for mask, seen in places.items():
        for index, place, top in seen:
            alike = {other for other, _, height in seen if abs(height - top) <= within.SAME_HEIGHT_POINTS}
            enough = max(within.REPEATED_PAGES, within.REPEATED_SHARE * len(pages))
            if len(alike) >= enough or (mask == "#" and _stands_alone(pages[index], place)):
                found[index].add(place)
    shift = _shift([[pages[index][1][place].text for place in places_] for index, places_ in enumerate(found)])[0]
    for index, place, _ in places["#"]:
        if pages[index][1][place].text == str(index + 1 + shift):
            found[index].add(place)
    return tuple(frozenset(places_) for places_ in found)


def _at_edge(line: Line, page: RawPage) -> bool:
    margin = within.PAGE_MARGIN_SHARE * page.height
    return line.bottom < margin or line.top > page.height - margin


def _masked(text: str) -> str:
    return "#" if _ROMAN.fullmatch(text) else re.sub(r"\d+", "#", fold(text))


def _stands_alone(page: tuple[RawPage, tuple[Line, ...]], place: int) -> bool:
    """Whether a bare number is the very first or last line of its page, in its outer tenth."""
    raw, lines = page
    line = lines[place]
    others = [other for other in lines if other is not line]
    margin, touch = within.FOLIO_MARGIN_SHARE * raw.height, within.TOUCH_POINTS
    last = all(other.bottom <= line.top + touch for other in others) and line.top > raw.height - margin
    first = all(other.top >= line.bottom - touch for other in others) and line.bottom < margin
    return last or first


def labels_of(
    pages: Sequence[tuple[RawPage, tuple[Line, ...]]], running: Sequence[frozenset[int]], declared: Sequence[str]
) -> tuple[str, ...]:
    """Returns the printed label of each page: its folio, else the label the file declares, else its rank."""
    heads = [[lines[place].text for place in places] for (_, lines), places in zip(pages, running, strict=True)]
    shift, support = _shift(heads)
    labels: list[str] = []
    for rank, texts in enumerate(heads, 1):
        roman = next((text for text in texts if _ROMAN.fullmatch(text)), "")
        if rank + shift in _numbers(texts):
            labels.append(str(rank + shift))
        elif roman:
            labels.append(roman)
        elif rank <= len(declared) and declared[rank - 1]:
            labels.append(declared[rank - 1])
        else:
            unnumbered = f"[{rank}]" if support >= within.FOLIOS_ENOUGH else str(rank)
            labels.append(str(rank + shift) if support >= within.FOLIOS_ENOUGH and rank + shift > 0 else unnumbered)
    return tuple(labels)


def _shift(heads: Sequence[Sequence[str]]) -> tuple[int, int]:
    """Returns what to add to the rank of a page to have its folio, and on how many pages that holds."""
    shifts = Counter(number - rank for rank, texts in enumerate(heads, 1) for number in _numbers(texts))
    return shifts.most_common(1)[0] if shifts else (0, 0)


def _numbers(texts: Sequence[str]) -> set[int]:
    return {int(number) for text in texts for number in _NUMBER.findall(text)}


def split_notes(
    lines: Sequence[Line], rules: Sequence[Rule], body: float, height: float
) -> tuple[tuple[Line, ...], tuple[Block, ...]]:
    """Parts the lines of a page into its text and its footnotes, each note a block with its number.

    body: the size of the document's text; height: of the page, in points.
    """
    notes: list[Line] = []
    for first in sorted(lines, key=lambda line: line.top):
        if first in notes or not _opens_notes(first, rules, body, height):
            continue
        column = [line for line in lines if line.right > first.left and line.left < first.right]
        below = [line for line in column if line.top >= first.top - 1 and line not in notes]
        if all(line.size < within.SMALL_TYPE_SHARE * body for line in below):
            notes += below
    kept = tuple(line for line in lines if line not in notes)
    return kept, _notes(sorted(notes, key=lambda line: (line.top, line.left)))


def _opens_notes(line: Line, rules: Sequence[Rule], body: float, height: float) -> bool:
    small = line.size < within.SMALL_TYPE_SHARE * body
    if not small or line.top < within.NOTES_FROM_SHARE * height or not _numbered(line):
        return False
    if _is_raised(line):
        return True
    over = [rule for rule in rules if rule.left < line.right and rule.right > line.left]
    return any(0 <= line.top - rule.bottom < within.NOTE_RULE_POINTS for rule in over)


def _is_raised(line: Line) -> bool:
    return line.words[0].height < within.NOTE_CALL_SHARE * line.size


def _numbered(line: Line) -> bool:
    return len(line.words) > 1 and bool(_NOTE_NUMBER.match(line.words[0].text))


def _notes(lines: Sequence[Line]) -> tuple[Block, ...]:
    groups: list[list[Line]] = []
    raised = any(_numbered(line) and _is_raised(line) for line in lines)
    for line in lines:
        opens = _numbered(line) and (not raised or _is_raised(line))
        if opens or not groups:
            groups.append([])
        groups[-1].append(line)
    return tuple(_note(group) for group in groups)


def _note(lines: list[Line]) -> Block:
    first = lines[0]
    if not _numbered(first):
        return Block(tuple(lines), "note")
    return Block((Line(first.words[1:]), *lines[1:]), "note", mark=first.words[0].text.rstrip(".)"))
