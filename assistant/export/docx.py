"""A document as a Word file: real headings and lists, in its language, the same bytes each time."""

import io
import zipfile
from datetime import datetime
from typing import Any

from assistant.export.handouts import Handout, Heading, Items, Paragraph, Part

_DAY = datetime(2000, 1, 1)  # a fixed day, so that the same document gives the same file
_TITLE = 250  # characters; Word refuses properties of more than 255
_TAGS = {"fr": "fr-BE", "en": "en-GB", "nl": "nl-BE"}


def to_docx(handout: Handout) -> bytes:
    """Returns a document as the bytes of a .docx file."""
    import docx

    file = docx.Document()
    properties = file.core_properties
    properties.title, properties.author, properties.language = handout.title[:_TITLE], "Boussole", handout.language
    properties.created = properties.modified = _DAY
    _speak(file, _TAGS.get(handout.language, "fr-BE"))
    for part in handout.parts:
        _add(file, part)
    written = io.BytesIO()
    file.save(written)
    return _undated(written.getvalue())


def _speak(file: Any, tag: str) -> None:
    """Says the language of the text, for spelling and screen readers."""
    from docx.oxml.ns import qn

    properties = file.styles["Normal"].element.get_or_add_rPr()
    language = properties.makeelement(qn("w:lang"), {qn("w:val"): tag})
    properties.append(language)
    file.styles["Normal"].font.name = "Calibri"


def _add(file: Any, part: Part) -> None:
    if isinstance(part, Heading):
        file.add_heading(part.text, level=min(part.level, 4))
    elif isinstance(part, Paragraph):
        run = file.add_paragraph().add_run(part.text)
        run.bold, run.italic = part.strong, False
        if part.small:
            from docx.shared import Pt

            run.font.size = Pt(9)
    elif isinstance(part, Items):
        style = "List Number" if part.numbered else "List Bullet"
        for text, details in part.items:
            file.add_paragraph(text, style=style)
            for detail in details:
                file.add_paragraph(detail, style="List Bullet 2")
    else:
        _table(file, (part.header, *part.rows))


def _table(file: Any, lines: tuple[tuple[str, ...], ...]) -> None:
    table = file.add_table(rows=len(lines), cols=len(lines[0]), style="Light List Accent 1")
    for row, line in zip(table.rows, lines, strict=True):
        for cell, text in zip(row.cells, line, strict=True):
            cell.text = text


def _undated(content: bytes) -> bytes:
    """Writes the archive again with one date: the clock must not change the bytes."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _DAY.timetuple()[:6]), old.read(name), zipfile.ZIP_DEFLATED)
    return written.getvalue()
