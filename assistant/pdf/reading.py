"""A report as pages of blocks in reading order, with titles, notes and printed page labels.

`read_report` is the door: it refuses what cannot be read, in French, and never lets a bad file harm the program
(`isolation`). What follows is pure: raw words in, a `Document` out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from assistant.errors import ReadingError
from assistant.pdf import tolerances as within
from assistant.pdf.admission import Facts, check_count, check_file, facts_of
from assistant.pdf.characters import raw_pages
from assistant.pdf.flow import Sheet, Spellings, spellings_of
from assistant.pdf.furniture import labels_of, running_lines, split_notes
from assistant.pdf.headings import (
    Look,
    OutlineEntry,
    body_look,
    contents_entries,
    is_contents,
    look_of,
    numbered_depth,
    place_entry,
    styled,
    styled_depths,
    titled,
)
from assistant.pdf.isolation import isolated_pages
from assistant.pdf.layout import blocks_of, reading_order
from assistant.pdf.lines import Block, Line, lines_of
from assistant.pdf.raw import RawPage
from assistant.pdf.tables import tables_of
from assistant.progress import Steps

PageRole = Literal["text", "contents", "divider", "blank"]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the report: its rank (1-based), its printed label, its displayed size in points, its blocks.

    A divider carries a title alone; contents are the printed table of contents. Neither is read for answers.
    """

    number: int
    label: str
    width: float
    height: float
    blocks: tuple[Block, ...]
    notes: tuple[Block, ...]
    role: PageRole

    @property
    def sheet(self) -> Sheet:
        """What the place of a word is measured against."""
        return Sheet(self.number, self.width, self.height)


@dataclass(frozen=True, slots=True)
class Document:
    """A report once read; `outline` is the list of its titles, from the file or its printed contents."""

    pages: tuple[Page, ...]
    title: str
    outline: tuple[OutlineEntry, ...]
    page_count: int
    warnings: tuple[str, ...]
    vocabulary: Spellings
    body: Look


def read_report(path: Path, *, isolated: bool = True, progress: Steps | None = None) -> Document:
    """Reads a report in PDF.

    isolated: walk the file in a child process with limits of time and memory. Pass False only for a file whose
        digest is known.
    progress: called with (pages done, pages in all).

    Raises:
        ReadingError: not a PDF, locked, truncated, trapped, out of proportion, or without any text (a scan).
    """
    check_file(path)
    if isolated:
        facts, pages = isolated_pages(path)
    else:
        facts, pages = facts_of(path, thorough=False), _pages(path)
    check_count(path, len(pages))
    _check_text(path, pages)
    return document_of(facts, pages, progress=progress)


def _pages(path: Path) -> tuple[RawPage, ...]:
    import pypdfium2

    try:
        return tuple(raw_pages(path))
    except pypdfium2.PdfiumError as error:
        raise ReadingError(
            f"Le fichier « {path.name} » est illisible : il est abîmé ou tronqué. "
            "Un PDF complet est attendu : téléchargez-le à nouveau."
        ) from error


def _check_text(path: Path, pages: Sequence[RawPage]) -> None:
    letters = sum(sign.isalpha() for page in pages for word in page.words for sign in word.text)
    if letters < within.FEWEST_LETTERS:
        raise ReadingError(
            f"Le fichier « {path.name} » ne contient aucun texte, OCR nécessaire : ses pages sont des images. "
            "Un PDF dont le texte se sélectionne est attendu : passez-le d'abord à la reconnaissance de caractères."
        )


def document_of(facts: Facts, raws: Sequence[RawPage], *, progress: Steps | None = None) -> Document:
    """Turns raw pages and what the file declares into a document."""
    tables = [tables_of(raw) for raw in raws]
    sheets = [(raw, _lines(raw, found)) for raw, found in zip(raws, tables, strict=True)]
    running = running_lines(sheets)
    labels = labels_of(sheets, running, facts.labels)
    kept = [
        tuple(line for place, line in enumerate(lines) if place not in gone)
        for (_, lines), gone in zip(sheets, running, strict=True)
    ]
    body = body_look([line for lines in kept for line in lines])
    contents: list[bool] = []
    for lines in kept:
        contents.append(is_contents(lines, after_contents=bool(contents) and contents[-1]))
    telling = len(facts.outline) >= max(within.OUTLINE_ENTRIES, len(raws) / within.PAGES_AN_ENTRY)
    entries = facts.outline if telling else ()
    entries = entries or contents_entries([lines for lines, is_ in zip(kept, contents, strict=True) if is_], labels)
    pages: list[Page] = []
    for place, (raw, label) in enumerate(zip(raws, labels, strict=True)):
        role = _role(kept[place], tables[place], body, contents=contents[place], first=not place)
        pages.append(_page(raw, label, kept[place], tables[place], body, role))
        if progress:
            progress(place + 1, len(raws))
    pages = _with_titles(pages, entries, body)
    title = facts.title or _title(sheets[0][1] if sheets else (), body)
    vocabulary = spellings_of(line for lines in kept for line in lines)
    return Document(tuple(pages), title, entries, len(pages), facts.warnings + _doubts(raws), vocabulary, body)


def _lines(raw: RawPage, tables: Sequence[Block]) -> tuple[Line, ...]:
    taken = {id(word) for table in tables for line in table.lines for word in line.words}
    return lines_of([word for word in raw.words if id(word) not in taken])


def _role(lines: Sequence[Line], tables: Sequence[Block], body: Look, *, contents: bool, first: bool) -> PageRole:
    words = sum(len(line.words) for line in lines)
    if not words and not tables:
        return "blank"
    if contents:
        return "contents"
    large = [line.size >= within.LARGE_RATIO * body.size for line in lines]
    mostly = sum(large) >= within.COVER_SHARE * len(lines)
    cover = first and words <= within.COVER_WORDS and mostly
    if not tables and ((words <= within.DIVIDER_WORDS and all(large)) or cover):
        return "divider"
    return "text"


def _page(
    raw: RawPage, label: str, lines: tuple[Line, ...], tables: tuple[Block, ...], body: Look, role: PageRole
) -> Page:
    text, notes = split_notes(lines, raw.rules, body.size, raw.height)
    return Page(raw.number, label, raw.width, raw.height, _blocks(raw, text, tables), notes, role)


def _blocks(raw: RawPage, lines: tuple[Line, ...], tables: tuple[Block, ...]) -> tuple[Block, ...]:
    """Puts lines and tables in order; a table takes part as one tall line."""
    tall = [Line(tuple(word for line in table.lines for word in line.words)) for table in tables]
    standing = {id(line): table for line, table in zip(tall, tables, strict=True)}
    blocks: list[Block] = []
    for column in reading_order([*lines, *tall]):
        run: list[Line] = []
        for line in column:
            if id(line) in standing:
                blocks += [*blocks_of(run, raw.rules), standing[id(line)]]
                run = []
            else:
                run.append(line)
        blocks += blocks_of(run, raw.rules)
    return tuple(blocks)


def _with_titles(pages: Sequence[Page], entries: Sequence[OutlineEntry], body: Look) -> list[Page]:
    placed = [_announced(page, [entry for entry in entries if entry.page == page.number]) for page in pages]
    looked = [block for page in placed if page.role == "text" for block in page.blocks if styled(block, body)]
    depths = styled_depths(looked)
    known = {id(block) for block in looked}
    result: list[Page] = []
    depth = -1
    for page in placed:
        blocks: list[Block] = []
        for block in page.blocks:
            if block.role == "heading":
                depth = block.depth
            elif id(block) in known:
                below = depth + 1 + (depths[look_of(block)] if not entries else 0)
                below = numbered_depth(block.text, below) if not entries else below
                block = titled(block, len(block.lines), block.text, max(below, 0))[0]
            blocks.append(block)
        result.append(replace(page, blocks=tuple(blocks)))
    return result


def _announced(page: Page, entries: Sequence[OutlineEntry]) -> Page:
    """Makes headings of the blocks that the outline or the contents announce on a page.

    A title that is announced but not found opens the page, unless the page already opens with another one.
    """
    if page.role != "text":
        return page
    blocks = list(page.blocks)
    for entry in entries:
        found = place_entry(entry, blocks)
        if found is None:
            continue
        place, count = found
        blocks[place : place + 1] = titled(blocks[place], count, entry.title, entry.depth)
    return replace(page, blocks=tuple(blocks))


def _title(lines: Iterable[Line], body: Look) -> str:
    """Returns what the first page sets in type clearly larger than the body's."""
    large = (line.text for line in lines if line.size >= within.COVER_TITLE_RATIO * body.size)
    return " ".join(" ".join(large).split()[: within.COVER_TITLE_WORDS])


def _doubts(raws: Sequence[RawPage]) -> tuple[str, ...]:
    empty = [raw.number for raw in raws if not raw.words]
    text = "".join(word.text for raw in raws for word in raw.words)
    odd = sum(sign == "\ufffd" or "\ue000" <= sign <= "\uf8ff" for sign in text)
    warnings: list[str] = []
    if len(empty) > within.EMPTY_PAGES_SHARE * len(raws):
        warnings.append(f"{len(empty)} pages sur {len(raws)} sont sans texte (images ?) : elles ne sont pas lues.")
    if odd > within.ODD_CHARACTERS_SHARE * len(text):
        warnings.append("Une partie du texte est codée de façon illisible : les citations peuvent être incomplètes.")
    return tuple(warnings)
