"""The titles of a document and where they stand: from its outline, its printed contents, or the look of its lines."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.french import fold
from assistant.pdf import tolerances as within
from assistant.pdf.lines import Block, Line, opens_item
from assistant.wordlists import pattern

_ENTRY = re.compile(r"(?P<title>.*?\S)\s*(?P<leader>[.…·_\s]{3,}|\s)(?P<page>\d{1,4}|[ivxlc]{1,6})$", re.IGNORECASE)
_LEADER = re.compile(r"[.…·_]{3,}\s*(?:\d{1,4}|[ivxlc]{1,6})$", re.IGNORECASE)
_NUMBERED = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2})*)[.)]?\s+(?=\D)")
_ENDS = re.compile(r"[.;,:!…]\s*$")


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A title with its depth (0 is the highest) and the page it is announced on (1-based)."""

    title: str
    depth: int
    page: int


@dataclass(frozen=True, slots=True)
class Look:
    """How the body of a document is set: size in points, bold, colour."""

    size: float
    bold: bool
    ink: int


def body_look(lines: Sequence[Line]) -> Look:
    """Returns the look that most letters have."""
    counts: Counter[Look] = Counter()
    for line in lines:
        counts[Look(line.size, line.bold, line.ink)] += len(line.text)
    return counts.most_common(1)[0][0] if counts else Look(within.DEFAULT_BODY_POINTS, False, 0)


def _opens_contents(text: str) -> bool:
    return bool(pattern("{contents_title}$").match(fold(text).strip()))


def is_contents(lines: Sequence[Line], *, after_contents: bool = False) -> bool:
    """Whether the lines of a page are a printed table of contents.

    after_contents: whether the page before it is one, so that the title need not be printed again.
    """
    rows = _whole(lines)
    leaders = sum(bool(_LEADER.search(row.text)) for row in rows)
    if leaders >= max(within.LEADERS, within.LEADERS_SHARE * len(rows)):
        return True
    titled = any(_opens_contents(row.text) for row in rows[: within.CONTENTS_TITLE_LINES])
    pages = [int(match["page"]) for row in rows if (match := _ENTRY.match(row.text)) and match["page"].isdigit()]
    rising = sum(one <= other for one, other in pairwise(pages)) >= within.RISING_SHARE * (len(pages) - 1)
    enough = len(pages) >= max(within.CONTENTS_ENTRIES, within.CONTENTS_SHARE * len(rows))
    return (titled or after_contents) and enough and rising


def _whole(lines: Sequence[Line]) -> list[Line]:
    """Puts the page number that stands at the end of a row with the title at its start."""
    rows: list[Line] = []
    for line in sorted(lines, key=lambda line: (round(line.top / within.CONTENTS_ROW_POINTS), line.left)):
        last = rows[-1] if rows else None
        if last and abs(line.top - last.top) < within.CONTENTS_ROW_EM * line.size:
            rows[-1] = Line(tuple(sorted(last.words + line.words, key=lambda word: word.left)))
        else:
            rows.append(line)
    return rows


def contents_entries(pages: Sequence[Sequence[Line]], labels: Sequence[str]) -> tuple[OutlineEntry, ...]:
    """Reads the entries of the pages of a printed table of contents.

    labels: the printed label of each page of the document; an entry whose page is not among them is left out.
    """
    numbers = {label.casefold(): place for place, label in reversed(tuple(enumerate(labels, 1)))}
    found: list[tuple[str, float, int]] = []
    for lines in pages:
        pending: list[Line] = []
        for line in _whole(lines):
            match = _ENTRY.match(line.text)
            if _opens_contents(line.text):
                pending = []
            elif not match or match["page"].casefold() not in numbers:
                pending = [*pending, line] if pending and _close(pending[-1], line) else [line]
            else:
                lead = pending if pending and pending[0].left <= line.left + 1 and _close(pending[-1], line) else []
                title = " ".join([*(part.text for part in lead), match["title"].rstrip(" .…·_")])
                found.append((title, (lead or [line])[0].left, numbers[match["page"].casefold()]))
                pending = []
    depths = _depths([left for _, left, _ in found])
    entries = [OutlineEntry(title, depth, page) for (title, _, page), depth in zip(found, depths, strict=True)]
    return tuple(entry for entry in entries if any(map(str.isalpha, entry.title)))


def _close(above: Line, below: Line) -> bool:
    one, other = above.words[0], below.words[0]
    alike = abs(one.height - other.height) < within.TITLE_SIZE_EM * one.height and one.bold == other.bold
    return below.top - above.top < within.TITLE_LINE_EM * below.size and alike


def _depths(lefts: Sequence[float]) -> list[int]:
    steps: list[float] = []
    for left in sorted(lefts):
        if not steps or left - steps[-1] > within.DEPTH_POINTS:
            steps.append(left)
    return [max(place for place, step in enumerate(steps) if step <= left + within.ROUNDING_POINTS) for left in lefts]


def key(title: str) -> str:
    """Returns the letters and figures of a title, folded, for comparing."""
    return re.sub(r"[\W_]+", "", fold(title))


def keys_of(title: str) -> tuple[str, ...]:
    """Returns the ways a title may be printed: whole, without its number, and after its colon."""
    plain = _NUMBERED.sub("", title, count=1)
    after = title.split(":", 1)[1] if ":" in title else ""
    return tuple(
        dict.fromkeys(found for found in (key(title), key(plain), key(after)) if len(found) >= within.SHORTEST_KEY)
    )


def place_entry(entry: OutlineEntry, blocks: Sequence[Block]) -> tuple[int, int] | None:
    """Finds the block that opens with the title of an entry; returns its place and how many lines the title takes."""
    wanted = keys_of(entry.title)
    for strict in (True, False):
        for place, block in enumerate(blocks):
            if block.role in ("table", "caption"):
                continue
            for count in range(1, min(within.TITLE_LINES, len(block.lines)) + 1):
                printed = " ".join(line.text for line in block.lines[:count])
                heads = (key(printed),) if strict else keys_of(_without_call(printed))
                if any(head in wanted for head in heads):
                    return place, count
    return None


def _without_call(text: str) -> str:
    return re.sub(r"\s*\d{1,2}$", "", text)


def styled(block: Block, body: Look) -> bool:
    """Whether a block looks like a heading: short, set apart by size, weight, colour or capitals."""
    text = block.text
    short = len(block.lines) <= within.TITLE_LINES and len(text) <= within.TITLE_CHARACTERS
    if block.role not in ("text", "item") or not short or _ENDS.search(text):
        return False
    if opens_item(text.split(" ", 1)[0]) and not _NUMBERED.match(text):
        return False
    letters = [sign for sign in text if sign.isalpha()]
    enough = max(within.TITLE_LETTERS, within.TITLE_LETTERS_SHARE * len(text.replace(" ", "")))
    if len(letters) < enough or text[0].islower():
        return False
    words = len(text.split())
    if text[0] in '“«"' or words > within.TITLE_WORDS:
        return False
    larger = block.size >= within.LARGER_RATIO * body.size
    heavier = block.bold and not body.bold
    shouted = text.upper() == text and len(letters) > within.SHOUTED_LETTERS
    coloured = block.ink != body.ink and block.size >= within.COLOURED_RATIO * body.size
    signs = sum((larger, heavier, coloured, shouted and words < within.SHOUTED_WORDS))
    return (larger or heavier or signs > 1) and words <= (within.TITLE_WORDS if signs == 1 else within.SURE_TITLE_WORDS)


def styled_depths(blocks: Sequence[Block]) -> dict[tuple[float, bool, bool, int], int]:
    """Ranks the looks of headings: the larger, then the bolder, the higher."""
    looks = sorted({look_of(block) for block in blocks}, key=lambda look: (-look[0], not look[1], not look[2]))
    return {look: min(depth, within.DEEPEST_TITLE) for depth, look in enumerate(looks)}


def look_of(block: Block) -> tuple[float, bool, bool, int]:
    """Returns what ranks a heading: size, bold, capitals, colour."""
    return round(block.size), block.bold, block.text.upper() == block.text, block.ink


def titled(block: Block, count: int, title: str, depth: int) -> tuple[Block, ...]:
    """Parts the title lines of a block from the text below them."""
    head = replace(block, lines=block.lines[:count], role="heading", title=title, depth=depth)
    rest = block.lines[count:]
    return (head, replace(block, lines=rest)) if rest else (head,)


def numbered_depth(title: str, default: int) -> int:
    """Returns the depth that the number of a title gives it ("2.1 Budget" is 1), else the default."""
    match = _NUMBERED.match(title)
    return match["number"].count(".") if match else default
