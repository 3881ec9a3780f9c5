"""Passages as JSON lines: written, and read back equal."""

import json
from collections.abc import Iterable
from dataclasses import fields
from typing import Any, cast

from assistant.passages import Box, Passage, Sentence

_NAMES = tuple(field.name for field in fields(Passage))


def to_line(passage: Passage) -> str:
    """Returns a passage as one line of JSON; a box is a list of five numbers."""
    record: dict[str, Any] = {name: getattr(passage, name) for name in _NAMES}
    record["boxes"] = [_numbers(box) for box in passage.boxes]
    record["sentences"] = [
        {"start": one.start, "end": one.end, "pages": one.pages, "boxes": [_numbers(box) for box in one.boxes]}
        for one in passage.sentences
    ]
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def from_line(line: str) -> Passage:
    """Reads a passage back; raises ValueError, KeyError or TypeError when the line is not one."""
    record: dict[str, Any] = json.loads(line)
    if set(record) != set(_NAMES):
        raise ValueError(f"unexpected fields: {sorted(set(record) ^ set(_NAMES))}")
    values: dict[str, Any] = {
        name: tuple(cast("list[Any]", value)) if isinstance(value, list) else value for name, value in record.items()
    }
    values["boxes"] = _boxes(record["boxes"])
    values["sentences"] = tuple(
        Sentence(one["start"], one["end"], tuple(one["pages"]), _boxes(one["boxes"])) for one in record["sentences"]
    )
    return Passage(**values)


def to_bytes(passages: Iterable[Passage]) -> bytes:
    """Returns passages as a UTF-8 file of JSON lines, the same bytes for equal passages."""
    return "".join(to_line(passage) + "\n" for passage in passages).encode("utf-8", "surrogatepass")


def from_bytes(data: bytes) -> tuple[Passage, ...]:
    """Reads a file of JSON lines; raises ValueError, KeyError or TypeError when it is not one."""
    # splitlines would also cut at U+2028, which JSON leaves as it is.
    return tuple(from_line(line) for line in data.decode("utf-8", "surrogatepass").split("\n") if line)


def _numbers(box: Box) -> list[float]:
    return [box.page, box.left, box.top, box.right, box.bottom]


def _boxes(records: Iterable[list[float]]) -> tuple[Box, ...]:
    return tuple(Box(int(page), left, top, right, bottom) for page, left, top, right, bottom in records)
