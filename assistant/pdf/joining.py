"""Blocks joined into drafts, each of which becomes a passage.

A paragraph cut by a page goes on over it; a list stays with the sentence that announces it; a table with its caption;
small fragments of one section are kept together.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.pdf import tolerances as within
from assistant.pdf.characters import HYPHEN
from assistant.pdf.flow import Run, Sheet, flow_of, is_call
from assistant.pdf.kinds import figure_of, kind_of
from assistant.pdf.lines import BULLETS, Block, Line
from assistant.pdf.reading import Document, Page

_FINAL = re.compile(r"[.!?…][\"”»’')\]]*\s*(?:\d{1,3})?$")
_FAR = 120  # drafts: how far back the beginning of a text is looked for
_BULLET_FIRST = re.compile(rf"[{re.escape(BULLETS)}]$")

Shape = Literal["paragraph", "list", "caption", "table", "note", "fragments"]


@dataclass(frozen=True, slots=True)
class Draft:
    """What becomes a passage: runs of lines, the section it stands in, and its shape."""

    shape: Shape
    runs: tuple[Run, ...]
    section: tuple[str, ...]
    block: Block

    @property
    def page(self) -> int:
        """The page it begins on."""
        return self.runs[0].sheet.number

    @property
    def last(self) -> Line:
        """Its last line."""
        return self.runs[-1].lines[-1]


def drafts_of(document: Document) -> list[Draft]:
    """Returns the drafts of a document in reading order, the notes of a page after its text."""
    drafts = _captioned(_gathered(_continued(_drafts(document))))
    return _labelled(drafts, document.body.size)


def _drafts(document: Document) -> Iterator[Draft]:
    """Yields a draft a block, the notes of a page after its text."""
    section: list[tuple[int, str]] = []
    for page in document.pages:
        if page.role != "text":
            continue
        for block in page.blocks:
            if block.role == "heading":
                section = [(depth, title) for depth, title in section if depth < block.depth]
                section.append((block.depth, _title(block, page, document)))
            else:
                yield _draft(block, page, tuple(title for _, title in section))
        for note in page.notes:
            yield _draft(note, page, tuple(title for _, title in section))


def _title(block: Block, page: Page, document: Document) -> str:
    """Returns a title as announced, or as printed with its break hyphens mended."""
    printed = block.title == block.text
    return flow_of((Run(block.lines, page.sheet),), document.vocabulary).text if printed else block.title


def _draft(block: Block, page: Page, section: tuple[str, ...]) -> Draft:
    if block.role == "table":
        return Draft("table", tuple(_rows(block, page.sheet)), section, block)
    if block.role == "item":
        first = block.lines[0]
        if _BULLET_FIRST.match(first.words[0].text):
            lines = (Line(first.words[1:]), *block.lines[1:])
            return Draft("list", (Run(lines, page.sheet, "\n- "),), section, block)
        return Draft("list", (Run(block.lines, page.sheet, "\n"),), section, block)
    shapes: dict[str, Shape] = {"caption": "caption", "note": "note"}
    return Draft(shapes.get(block.role, "paragraph"), (Run(block.lines, page.sheet),), section, block)


def _rows(block: Block, sheet: Sheet) -> Iterator[Run]:
    """Writes a table row by row: its first cell, a colon, the others."""
    for row in block.rows:
        before = "\n"
        for place, cell in enumerate(row):
            if not cell:
                continue
            for rank, line in enumerate(cell):
                bulleted = line.is_item and bool(_BULLET_FIRST.match(line.words[0].text))
                shown = Line(line.words[1:]) if bulleted else line
                yield Run((shown,), sheet, before if not rank else " ; " if bulleted else " ")
            before = " : " if not place else " ; "


def _continued(drafts: Iterable[Draft]) -> list[Draft]:
    """Joins what a column or a page cut: a sentence with its end, a list with its items, an item with its end."""
    done: list[Draft] = []
    for draft in drafts:
        place = _open_place(done, draft)
        if place is None:
            done.append(draft)
            continue
        before = done[place]
        runs = draft.runs
        if draft.shape == "paragraph":
            runs = (replace(runs[0], before=" "), *runs[1:])
        shape: Shape = "list" if "list" in (before.shape, draft.shape) else before.shape
        done[place] = replace(before, runs=before.runs + runs, shape=shape)
    return done


def _open_place(done: list[Draft], draft: Draft) -> int | None:
    """Returns the place of the draft that this one goes on with, if any.

    Captions, notes and labels of charts may stand between; so may a title inside a chart, when the words before it
    stop short and those after it open without a capital.
    """
    if draft.shape not in ("paragraph", "list"):
        return None
    for place in range(len(done) - 1, max(len(done) - _FAR, -1), -1):
        before = done[place]
        if before.runs[-1].sheet.number < draft.page - 1:
            return None
        if before.shape in ("caption", "note", "table") or (draft.shape == "paragraph" and _is_label(before)):
            continue
        if before.section != draft.section and not (draft.shape == "paragraph" and _is_cut(before, draft)):
            if draft.shape == "list":
                return None
            continue
        if draft.shape == "list":
            announced = before.shape == "paragraph" and before.last.text.rstrip().endswith(":")
            return place if before.shape == "list" or announced else None
        if _goes_on(before, draft):
            return place
        if not draft.runs[0].lines[0].text[0].islower():
            return None
    return None


def _is_cut(before: Draft, draft: Draft) -> bool:
    """Whether a text plainly goes on: it stops without a full stop, or inside a word, and opens without a capital."""
    opening = draft.runs[0].lines[0].words[0].text
    return (
        not _FINAL.search(_text(before.last))
        and opening[0].islower()
        and len(before.block.text.split()) > within.SENTENCE_WORDS
    )


def _is_label(draft: Draft) -> bool:
    return (
        _is_fragment(draft)
        and len(draft.block.text.split()) <= within.LABEL_WORDS
        and not draft.last.text.endswith((":", "-", HYPHEN))
    )


def _goes_on(before: Draft, draft: Draft) -> bool:
    """Whether a paragraph is the end of what stands before it, in another column or page."""
    last, first = before.last, draft.runs[0].lines[0]
    if last.italic != first.italic or abs(last.size - first.size) > within.JOINED_SIZE_EM * last.size:
        return False
    text, opening = _text(last), first.words[0].text
    if text.endswith(":") and opening.startswith(("http", "www.")):
        return True
    if _FINAL.search(text) or text.endswith((":", "”", "»")):
        return False
    elsewhere = before.runs[-1].sheet.number < draft.page
    if not elsewhere and first.top >= last.top and first.left < last.right and last.left < first.right:
        return False  # one under the other: the layout parted them on purpose
    return opening[0].islower() or not opening[0].isalpha() or (elsewhere and _full(before))


def _text(line: Line) -> str:
    return " ".join(word.text for place, word in enumerate(line.words) if not is_call(line, place))


def _full(draft: Draft) -> bool:
    """Whether the last line of a draft reaches the right edge of its other lines."""
    edges = [line.right for run in draft.runs for line in run.lines]
    return draft.last.right > max(edges) - within.FULL_DRAFT_EM * draft.last.size


def _gathered(drafts: Sequence[Draft]) -> list[Draft]:
    """Puts small fragments that follow one another in one section together."""
    done: list[Draft] = []
    for draft in drafts:
        last = done[-1] if done else None
        if (
            last
            and _is_fragment(draft)
            and _same_place(last, draft)
            and (last.shape == "fragments" or _is_fragment(last))
        ):
            runs = (replace(draft.runs[0], before="\n"), *draft.runs[1:])
            done[-1] = replace(last, shape="fragments", runs=last.runs + runs)
        else:
            done.append(draft)
    return done


def _captioned(drafts: Sequence[Draft]) -> list[Draft]:
    """Puts a table with its caption, printed above or below, and with its rows on the next page."""
    done: list[Draft] = []
    for draft in drafts:
        last = done[-1] if done else None
        if last is None or last.section != draft.section or draft.page - last.runs[-1].sheet.number > 1:
            done.append(draft)
        elif last.shape == "table" and _is_table_caption(draft) and not _opens_with_caption(last):
            first = replace(last.runs[0], before="\n")
            done[-1] = replace(last, runs=(*draft.runs, first, *last.runs[1:]))
        elif draft.shape == "table" and (_is_table_caption(last) or (last.shape == "table" and draft.page > last.page)):
            done[-1] = replace(last, shape="table", runs=last.runs + draft.runs)
        else:
            done.append(draft)
    return done


def _is_table_caption(draft: Draft) -> bool:
    return draft.shape == "caption" and kind_of(draft.block.text) == "table"


def _opens_with_caption(draft: Draft) -> bool:
    return figure_of(draft.runs[0].lines[0].text) is not None


def _same_place(one: Draft, other: Draft) -> bool:
    return (
        one.section == other.section
        and one.page == other.page
        and abs(one.block.size - other.block.size) < within.SAME_SIZE_POINTS
    )


def _is_fragment(draft: Draft) -> bool:
    if draft.shape != "paragraph" or len(draft.block.lines) > within.FRAGMENT_LINES:
        return False
    text = draft.block.text
    return len(text.split()) <= within.SENTENCE_WORDS and not _FINAL.search(text) and text[0] not in "“«"


def _labelled(drafts: Sequence[Draft], body: float) -> list[Draft]:
    """Puts the labels of a chart, which mean nothing alone, under the nearest caption of their page.

    Figures without a label are left out: nobody could say what they measure.
    """
    captions = [
        place for place, draft in enumerate(drafts) if draft.shape == "caption" and not _is_table_caption(draft)
    ]
    extra: dict[int, tuple[Run, ...]] = {}
    done: list[Draft | None] = list(drafts)
    for place, draft in enumerate(drafts):
        near = [caption for caption in captions if drafts[caption].page == draft.page]
        if near and _is_chart_text(draft, body):
            caption = min(near, key=lambda other: abs(other - place))
            worded = [line for run in draft.runs for line in run.lines if any(map(str.isalpha, line.text))]
            runs = tuple(Run((line,), draft.runs[0].sheet, "\n") for line in worded)
            extra[caption] = extra.get(caption, ()) + runs
            done[place] = None
    return [
        replace(draft, runs=draft.runs + extra.get(place, ())) for place, draft in enumerate(done) if draft is not None
    ]


def _is_chart_text(draft: Draft, body: float) -> bool:
    if draft.shape != "fragments" and not _is_fragment(draft):
        return False
    text = " ".join(line.text for run in draft.runs for line in run.lines)
    figures = sum(any(sign.isdigit() for sign in word) for word in text.split())
    lines = sum(len(run.lines) for run in draft.runs)
    words = len(text.split())
    small = draft.block.size < within.SMALL_TYPE_SHARE * body
    return words <= within.LABEL_WORDS * lines and (small or within.FIGURES_PART * figures >= words)
