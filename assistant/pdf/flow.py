"""Lines written out as running text, with the place of every word kept.

Break hyphens are repaired, note calls taken out, and each stretch of the text remembers the page and rectangle of the
words it comes from: a quotation cut from the text can be marked on the page.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.french import fold
from assistant.passages import Box
from assistant.pdf import tolerances as within
from assistant.pdf.characters import HYPHEN
from assistant.pdf.lines import Line
from assistant.pdf.raw import Word
from assistant.wordlists import word_set

_CALL = re.compile(r"[(\[]?(?:\d{1,3}(?:,\d{1,3})*|\*{1,3})[)\]]?$")
_CLOSING = (".", ",", ")", "]")
_FRACTION = ("⁄", "/")
_ADDRESS = re.compile(r"(?:https?://|www\.|\S+@\S+\.)\S*$")
_ADDRESS_REST = re.compile(r"[\w%~#?&=+./_-]*[/_=.#-][\w%~#?&=+./_-]*$|[b-xz]$")
_HYPHENATED = re.compile(r"\w+(?:-\w+)+")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A word's span in the text, its line (a running number), and its rectangle as fractions of its page."""

    start: int
    end: int
    line: int
    box: Box
    word: Word


@dataclass(frozen=True, slots=True)
class Flow:
    """A text and where its words stand."""

    text: str
    stretches: tuple[Stretch, ...]

    def boxes(self, start: int, end: int) -> tuple[Box, ...]:
        """Returns the rectangles that a span of the text covers, one a line."""
        lines: dict[int, Box] = {}
        for stretch in self.stretches:
            if stretch.start < end and start < stretch.end:
                known = lines.get(stretch.line)
                lines[stretch.line] = _around(known, stretch.box) if known else stretch.box
        return tuple(lines.values())


def _around(one: Box, other: Box) -> Box:
    return Box(
        one.page,
        min(one.left, other.left),
        min(one.top, other.top),
        max(one.right, other.right),
        max(one.bottom, other.bottom),
    )


@dataclass(frozen=True, slots=True)
class Sheet:
    """The number and displayed size (points) of the page a line stands on."""

    number: int
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Run:
    """Lines of one page written after what is before, with a separator (a space, a line break and a dash)."""

    lines: tuple[Line, ...]
    sheet: Sheet
    before: str = " "


@dataclass(frozen=True, slots=True)
class Spellings:
    """The words of a document, folded: those written with a hyphen, and the others."""

    hyphenated: frozenset[str]
    plain: frozenset[str]

    def keeps_hyphen(self, first: str, second: str) -> bool:
        """Whether "first-" at the end of a line and "second" on the next are one word with a true hyphen."""
        first, second = first.rsplit(" ", 1)[-1], second.split(" ", 1)[0]
        if _ADDRESS.search(first) or not second[:1].islower() or first[-1:].isdigit():
            return True
        before, after = re.findall(r"[\w-]+$", fold(first)), re.findall(r"^\w+(?:-\w+)*", fold(second))
        if not before or not after:
            return True
        joined, parted = before[0] + after[0], f"{before[0]}-{after[0]}"
        if parted in self.hyphenated:
            return True
        return joined not in self.plain and after[0] in word_set("after_hyphen")


def spellings_of(lines: Iterable[Line]) -> Spellings:
    """Gathers the words that stand whole inside lines; a word that a line end breaks is left out."""
    hyphenated: set[str] = set()
    plain: set[str] = set()
    for line in lines:
        text = fold(" ".join(word.text for word in line.words[:-1]))
        hyphenated.update(_HYPHENATED.findall(text))
        plain.update(re.findall(r"\w+", text))
        last = fold(line.words[-1].text)
        if not last.endswith(("-", HYPHEN)):
            hyphenated.update(_HYPHENATED.findall(last))
            plain.update(re.findall(r"\w+", last))
    return Spellings(frozenset(hyphenated), frozenset(plain))


def flow_of(runs: Sequence[Run], vocabulary: Spellings) -> Flow:
    """Writes out runs of lines as one text."""
    writer = _Writer(vocabulary)
    for run in runs:
        for place, line in enumerate(run.lines):
            writer.write(line, run.sheet, run.before if not place else " ")
    return Flow(writer.text, tuple(writer.stretches))


class _Writer:
    def __init__(self, vocabulary: Spellings) -> None:
        self.text = ""
        self.stretches: list[Stretch] = []
        self._vocabulary = vocabulary
        self._line = 0

    def write(self, line: Line, sheet: Sheet, before: str) -> None:
        words = [word for place, word in enumerate(line.words) if not is_call(line, place)]
        if not words:
            return
        self._line += 1
        self._join(before, words[0].text)
        for place, word in enumerate(words):
            if place and not word.glued and word.text not in _CLOSING:
                self.text += " "
            self._add(word, sheet, last=place == len(words) - 1)

    def _join(self, before: str, following: str) -> None:
        """Writes what parts the text so far from its next line, or mends the word that the line end broke."""
        if not self.text:
            self.text = before.strip("\n") if before.endswith("- ") else ""
            return
        if before != " ":
            self.text = self.text.rstrip(HYPHEN) + before
        elif self.text.endswith((HYPHEN, "-")) and len(self.text) > 1 and self.text[-2].isalnum():
            stem = self.text[:-1]
            kept = self._vocabulary.keeps_hyphen(stem, following)
            self.text = stem + ("-" if kept else "")
        elif not (_ADDRESS.search(self.text) and _ADDRESS_REST.match(following) and not self.text.endswith((".", ")"))):
            self.text += " "

    def _add(self, word: Word, sheet: Sheet, *, last: bool) -> None:
        text = word.text if last else word.text.replace(HYPHEN, "-" if word.text.endswith(HYPHEN) else "")
        if last:
            text = text[:-1].replace(HYPHEN, "") + text[-1:]
        start = len(self.text)
        self.text += text
        box = Box(
            sheet.number,
            round(word.left / sheet.width, within.BOX_DECIMALS),
            round(word.top / sheet.height, within.BOX_DECIMALS),
            round(word.right / sheet.width, within.BOX_DECIMALS),
            round(word.bottom / sheet.height, within.BOX_DECIMALS),
        )
        self.stretches.append(Stretch(start, len(self.text), self._line, box, word))


def is_call(line: Line, place: int) -> bool:
    """Whether a word of a line is the call of a note: small raised figures that are no fraction or unit."""
    word = line.words[place]
    if word.height > within.CALL_HEIGHT_SHARE * line.size or not _CALL.match(word.text) or len(line.words) == 1:
        return False
    peers = [other for other in line.words if other.height >= within.CALL_PEER_SHARE * line.size]
    if not peers or (word.top + word.bottom) / 2 > (peers[0].top + peers[0].bottom) / 2:
        return False
    before = line.words[place - 1].text if place else ""
    after = line.words[place + 1].text if place + 1 < len(line.words) else ""
    if before.endswith(_FRACTION) or after.startswith(_FRACTION):
        return False
    return fold(re.sub(r"^\W+|\W+$", "", before)) not in word_set("measure")
