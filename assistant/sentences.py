"""Where the sentences of a French text begin and end."""

import re
from collections.abc import Iterator

from assistant.wordlists import word_set

Bounds = tuple[int, int]

_END = re.compile(r"(?P<stop>\.{2,}|[.!?…]+)(?P<closing>[\s]?[»”]|[\"')\]]|\s?\))*(?=\s|$)")
_ITEM = re.compile(r"\n[ \t]*(?=\n|[-–—•●▪◦*][ \t]|\d{1,2}[.)][ \t])")
_LAST_WORD = re.compile(r"(?:^|[\s(«“\"'’\[/])((?:[^\W\d_]|[.-])+)$")
_ORDINAL = re.compile(r"\s*(?:[-–—•●▪◦*]\s*)?(?:\d{1,2}|[A-Za-z])\Z")
_OPENING = re.compile(r"\s*[«“\"'(\[‘’–—•●▪-]*\s*(?P<first>\S)?")
_PAIRS = {"«": "»", "“": "”", "(": ")"}
# A quotation left open, or longer than this, must not swallow the sentences that follow.
_LONGEST_HELD = 400


def sentence_spans(text: str) -> tuple[Bounds, ...]:
    """Returns the spans of the sentences of a French text, in order, without their surrounding blanks.

    No sentence ends inside a short quotation or parenthesis, after an abbreviation or an initial, or within a number.
    An item of a list begins a sentence. The spans cover everything that is not blank and never overlap.
    """
    spans: list[Bounds] = []
    start = 0
    for end in (*_ends(text), len(text)):
        trimmed = _trimmed(text, start, end)
        if trimmed is not None:
            spans.append(trimmed)
        start = end
    return tuple(spans)


def _ends(text: str) -> Iterator[int]:
    held = _held(text)
    items = {match.start() for match in _ITEM.finditer(text)}
    stops = {match.end(): match for match in _END.finditer(text)}
    start = 0
    for end in sorted(items | stops.keys()):
        if end not in items and not _closes(text, stops[end], start=start, held=held):
            continue
        yield end
        start = end


def _closes(text: str, stop: re.Match[str], *, start: int, held: tuple[Bounds, ...]) -> bool:
    at, end = stop.start("stop"), stop.end()
    if any(opened < at and end < closed for opened, closed in held):
        return False
    first = _following(text, end)
    if first is None:
        return True
    if not (first.isupper() or first.isdigit()):
        return False
    return stop["stop"] != "." or not _abbreviates(text[start:at])


def _following(text: str, end: int) -> str | None:
    """Returns the first character of the next sentence, its opening quotes and dashes aside."""
    match = _OPENING.match(text, end)
    return match["first"] if match else None


def _abbreviates(before: str) -> bool:
    if _ORDINAL.match(before):
        return True
    match = _LAST_WORD.search(before)
    if match is None:
        return False
    word = match[1]
    return word.lower() in word_set("abbreviation") or (len(word.rsplit(".", 1)[-1]) == 1 and word[-1].isupper())


def _held(text: str) -> tuple[Bounds, ...]:
    """Returns the short quotations and parentheses, from their opening sign to after their closing one."""
    held: list[Bounds] = []
    for opening, closing in _PAIRS.items():
        opened: list[int] = []
        for position, character in enumerate(text):
            if character == opening:
                opened.append(position)
            elif character == closing and opened:
                start = opened.pop()
                if position - start <= _LONGEST_HELD:
                    held.append((start, position + 1))
    return tuple(held)


def _trimmed(text: str, start: int, end: int) -> Bounds | None:
    part = text[start:end]
    if not part.strip():
        return None
    return start + len(part) - len(part.lstrip()), start + len(part.rstrip())
