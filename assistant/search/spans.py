"""What has a vector: each passage whole, and each of its sentences."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.passages import Passage


@dataclass(frozen=True, slots=True)
class Span:
    """A span of the passage of that number."""

    passage: int
    start: int
    end: int


def spans_of(passages: Sequence[Passage]) -> tuple[Span, ...]:
    """Returns the spans of the passages, in order: the whole one, then its sentences when it has several.

    Blank passages and sentences have none.
    """
    spans: list[Span] = []
    for number, passage in enumerate(passages):
        whole = Span(number, 0, len(passage.text))
        sentences = (
            [Span(number, one.start, one.end) for one in passage.sentences] if len(passage.sentences) > 1 else []
        )
        spans.extend(span for span in (whole, *sentences) if passage.text[span.start : span.end].strip())
    return tuple(spans)


def text_of(span: Span, passages: Sequence[Passage]) -> str:
    """Returns the text that is encoded for a span: the whole passage after its title, a sentence alone.

    The nearest title says what a passage does not repeat; those above it made passages of a chapter look alike.
    """
    passage = passages[span.passage]
    text = passage.text[span.start : span.end].strip()
    whole = (span.start, span.end) == (0, len(passage.text))
    return f"{passage.section[-1]}. {text}" if whole and passage.section else text
