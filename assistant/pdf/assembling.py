"""From a document to passages: what a reader would quote as one, with its sentences and their places."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from assistant.french import fold
from assistant.passages import Passage, PassageKind, Sentence
from assistant.pdf import tolerances as within
from assistant.pdf.flow import Flow, Run, flow_of
from assistant.pdf.joining import Draft, drafts_of
from assistant.pdf.kinds import figure_of, kind_of, persona_of, text_kind
from assistant.pdf.lines import Line
from assistant.pdf.reading import Document
from assistant.sentences import sentence_spans

MAX_LIST = 1_400  # characters of a list with its announcement, beyond which it is cut between items
_MAX_INTRO = 400
_MIN_LETTERS = 4


def passages_of(document: Document, edition: str) -> tuple[Passage, ...]:
    """Returns the passages of a report in reading order, each with its sentences and the rectangles of its lines.

    An id is the first page and a digest of the text ("r29-1f3a9c04"): it survives any change elsewhere.
    """
    passages: dict[str, Passage] = {}
    for draft in (part for whole in drafts_of(document) for part in _cut_list(whole, document)):
        flow = flow_of(draft.runs, document.vocabulary)
        if sum(map(str.isalnum, flow.text)) < _MIN_LETTERS or not any(map(str.isalpha, flow.text)):
            continue
        passage = _passage(draft, flow, edition, document)
        double = 2
        while passage.id in passages:
            passage = replace(passage, id=f"{passage.id.split('.')[0]}.{double}")
            double += 1
        passages[passage.id] = passage
    return tuple(passages.values())


def _cut_list(draft: Draft, document: Document) -> Iterator[Draft]:
    """Cuts a long list between items, each part announced by the same sentence."""
    if draft.shape != "list" or len(flow_of(draft.runs, document.vocabulary).text) <= MAX_LIST:
        yield draft
        return
    starts = [place for place, run in enumerate(draft.runs) if run.before != " "]
    intro = draft.runs[: starts[0]] if starts else draft.runs
    items = [draft.runs[start:end] for start, end in zip(starts, [*starts[1:], len(draft.runs)], strict=True)]
    sizes = [sum(len(line.text) for run in item for line in run.lines) for item in items]
    length = sum(len(line.text) for run in intro for line in run.lines)
    if length > _MAX_INTRO and intro:
        yield replace(draft, shape="paragraph", runs=intro)
        intro = _last_sentence(intro, document)
        length = 0
    part: tuple[Run, ...] = ()
    taken = length
    for item, size in zip(items, sizes, strict=True):
        if part and taken + size > MAX_LIST:
            yield replace(draft, runs=intro + part)
            part, taken = (), length
        part += item
        taken += size
    yield replace(draft, runs=intro + part)


def _last_sentence(runs: tuple[Run, ...], document: Document) -> tuple[Run, ...]:
    """Returns the words of the last sentence of some runs (what announces a list)."""
    flow = flow_of(runs, document.vocabulary)
    spans = sentence_spans(flow.text)
    if not spans:
        return runs
    start = spans[-1][0]
    kept = [stretch.word for stretch in flow.stretches if stretch.end > start]
    ids = {id(word) for word in kept}
    result: list[Run] = []
    for run in runs:
        lines = [Line(words) for line in run.lines if (words := tuple(word for word in line.words if id(word) in ids))]
        if lines:
            result.append(replace(run, lines=tuple(lines)))
    return tuple(result)


def _passage(draft: Draft, flow: Flow, edition: str, document: Document) -> Passage:
    labels = {page.number: page.label for page in document.pages}
    pages = tuple(sorted({run.sheet.number for run in draft.runs}))
    digest = hashlib.sha256(" ".join(fold(flow.text).split()).encode()).hexdigest()[:8]
    persona = persona_of(draft.section)
    return Passage(
        id=f"r{pages[0]}-{digest}",
        edition=edition,
        text=flow.text,
        pages=pages,
        labels=tuple(labels[page] for page in pages),
        section=draft.section,
        kind=_kind(draft, flow, document.body.size),
        unit="passage",
        sentences=tuple(_sentences(flow)),
        boxes=flow.boxes(0, len(flow.text)),
        figure=figure_of(flow.text) if draft.shape in ("caption", "table") else None,
        personas=(persona,) if persona else (),
    )


def _kind(draft: Draft, flow: Flow, body: float) -> PassageKind:
    if draft.shape == "note":
        return "note"
    if draft.shape == "table":
        return "table"
    if draft.shape == "caption":
        return kind_of(flow.text)
    italic = all(line.italic for run in draft.runs for line in run.lines)
    return text_kind(flow.text, draft.section, italic=italic, small=draft.block.size < within.SMALL_TEXT_SHARE * body)


def _sentences(flow: Flow) -> Iterator[Sentence]:
    """Yields the sentences of a text; a line break, as between the items of a list, always ends one."""
    start = 0
    for part in flow.text.split("\n"):
        dash = 2 if part.startswith("- ") else 0
        for first, last in sentence_spans(part[dash:]):
            begin, end = start + dash + first, start + dash + last
            boxes = flow.boxes(begin, end)
            yield Sentence(begin, end, tuple(sorted({box.page for box in boxes})), boxes)
        start += len(part) + 1
