"""A document as Markdown, to paste in a note; its texts are shown as they are written."""

import re

from assistant.answer.answers import Answer
from assistant.corpus import Edition
from assistant.export.documents import Block, Document, Heading, Items, Paragraph, conversation_document

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$])")
_ADDRESS = re.compile(r"https?://\S+")


def to_markdown(document: Document) -> str:
    """Returns a document as Markdown; the same document gives the same text."""
    return "\n\n".join(_block(block) for block in document.blocks) + "\n"


def answer_markdown(answer: Answer, edition: Edition | None = None, *, address: str = "") -> str:
    """Returns one answer as Markdown, with the citation of the study when an edition is given."""
    return to_markdown(conversation_document((answer,), edition, address))


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"{'#' * block.level} {_text(block.text)}"
    if isinstance(block, Paragraph):
        return f"**{_text(block.text)}**" if block.strong else _text(block.text)
    if isinstance(block, Items):
        return "\n".join(_item(place, item, block.numbered) for place, item in enumerate(block.items, start=1))
    lines = [block.header, tuple("---" for _ in block.header), *block.rows]
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
        parts += [_SPECIAL.sub(r"\\\1", line[end : match.start()]), match[0].replace("<", "%3C").replace(">", "%3E")]
        end = match.end()
    return "".join((*parts, _SPECIAL.sub(r"\\\1", line[end:])))
