"""A document as Markdown, to paste in a note; its texts are shown as they are written."""

import re

from assistant.answer.answers import Answer
from assistant.corpus import Edition
from assistant.export.handouts import Handout, Heading, Items, Paragraph, Part, conversation_handout

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$])")
_ADDRESS = re.compile(r"https?://\S+")
_IN_ADDRESS = re.compile(r"[\\`*{}\[\]<>|$!]")  # what Markdown would read inside an address


def to_markdown(handout: Handout) -> str:
    """Returns a document as Markdown; the same document gives the same text."""
    return "\n\n".join(_part(part) for part in handout.parts) + "\n"


def answer_markdown(answer: Answer, edition: Edition | None = None, *, address: str = "") -> str:
    """Returns one answer as Markdown, with the citation of the study when an edition is given."""
    return to_markdown(conversation_handout((answer,), edition, address))


def _part(part: Part) -> str:
    if isinstance(part, Heading):
        return f"{'#' * part.level} {_text(part.text)}"
    if isinstance(part, Paragraph):
        return f"**{_text(part.text)}**" if part.strong else _text(part.text)
    if isinstance(part, Items):
        return "\n".join(_item(place, item, part.numbered) for place, item in enumerate(part.items, start=1))
    lines = [part.header, tuple("---" for _ in part.header), *part.rows]
    return "\n".join(
        "| " + " | ".join(cell if cell == "---" else _text(cell) for cell in line) + " |" for line in lines
    )


def _item(place: int, item: tuple[str, tuple[str, ...]], numbered: bool) -> str:
    mark = f"{place}." if numbered else "-"
    return "\n".join((f"{mark} {_text(item[0])}", *(f"{' ' * (len(mark) + 1)}- {_text(detail)}" for detail in item[1])))


def _text(text: str) -> str:
    """Returns a text on one line that Markdown shows as it is; addresses stay whole."""
    line = re.sub(r"[ \t\r\n]+", " ", text).strip()
    parts, end = [], 0
    for match in _ADDRESS.finditer(line):
        parts += [_SPECIAL.sub(r"\\\1", line[end : match.start()]), _IN_ADDRESS.sub(_encoded, match[0])]
        end = match.end()
    return "".join((*parts, _SPECIAL.sub(r"\\\1", line[end:])))


def _encoded(sign: re.Match[str]) -> str:
    return f"%{ord(sign[0]):02X}"
