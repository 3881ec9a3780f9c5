"""What of a report's own words answers a question: the sentences that can be told alone, and the best of them.

Used for a report that has neither published results nor a restatement of ours.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answer.frames import Frame
from assistant.answer.judge import Candidate
from assistant.answer.relevance import USUAL_COSINE, Asked, asked_words, coverage
from assistant.french import fold, terms, words
from assistant.numerals import numerals, worded
from assistant.passages import Passage, Sentence
from assistant.pdf.lines import CAPTION
from assistant.search.hits import Hit
from assistant.search.index import Index
from assistant.wordlists import pattern

_MOST = 4
_OF_ONE = 3  # sentences of one passage that may be told
_MARGIN = 1.8  # how far below the best sentence another is still told
_ROOT = 5  # letters that words of one family share at least
_COUNTING = frozenset(("quantity", "number", "ranking", "comparison"))
# A sentence that opens so leans on the one before it: told alone, it would have no subject.
_BESIDE_POINT = r"{beside_point}\b|{note}\s*:"
_LEANING = r"^{leaning}\b|{setting}\b[^,.]{2,50}, {leaning_subject}\b"
_ENDED = re.compile(r"[.!…;][\"”»’')\]]*$|[»”]$|:$")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_AGE = re.compile(r"\s*(?:[-–]\s*\d+\s*)?ans\b|[-–]\d+ ans")
_LOOKED_AT = 24  # passages whose sentences are weighed
_TITLE = re.compile(r"[a-z]|^\s*(?:19|20)\d\d\s*$")
_ABSENT = re.compile(r"[nN]\.?\s?[dsacDSAC]\.?|[–—-]")
_LONGEST_LIST = 700


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence of a passage, its cosine with the question, and its worth as an answer: higher is better.

    The candidate's span is that of the sentence.
    """

    candidate: Candidate
    cosine: float
    worth: float

    @property
    def text(self) -> str:
        """The sentence."""
        return self.candidate.excerpt


def excerpts(question: Frame, found: Sequence[Candidate], hits: Mapping[str, Hit], index: Index) -> tuple[Told, ...]:
    """Returns the sentences of the report to tell, the best of each passage, best first.

    hits: what the search found, by passage id.
    """
    asked = kindred(asked_words(question, index), index)
    passages = [candidate for candidate in found if candidate.passage.origin == "report"][:_LOOKED_AT]
    judged = [one for candidate in passages for one in _best(question, candidate, hits, asked)]
    judged.sort(key=lambda one: -one.worth)
    kept: list[Told] = []
    for one in judged:
        if len(kept) == _MOST or one.worth < judged[0].worth - _MARGIN:
            break
        leaning = next((place for place, other in enumerate(kept) if _includes(one, other)), None)
        if leaning is not None:
            kept[leaning] = replace(kept[leaning], candidate=one.candidate)
        elif not any(_repeats(one, other) for other in kept):
            kept.append(one)
    return tuple(kept)


def kindred(asked: Sequence[Asked], index: Index) -> tuple[Asked, ...]:
    """Returns the subject words with the report's words of their family: "télétravail" finds "télétravaillent"."""
    return tuple(_kindred(one, index) for one in asked)


def _kindred(one: Asked, index: Index) -> Asked:
    family = {
        known
        for stem in one.stems
        if len(stem) >= _ROOT
        for known in index.lexicon.stems(stem[:_ROOT])
        if known.startswith(stem[: max(_ROOT, len(stem) - 1)]) and abs(len(known) - len(stem)) <= 3
    }
    stems = one.stems | family
    rarities = [rarity for stem in stems if (rarity := index.lexicon.rarity(stem))]
    return replace(one, stems=stems, weight=max(rarities) if rarities else one.weight)


def _best(question: Frame, candidate: Candidate, hits: Mapping[str, Hit], asked: Sequence[Asked]) -> tuple[Told, ...]:
    """The best sentences of a passage among those that can be told alone."""
    passage = candidate.passage
    spoken = passage.sentences or (Sentence(0, len(passage.text), passage.pages),)
    cosines = hits[passage.id].cosines or (candidate.dense,) * len(spoken)
    judged = [
        Told(
            replace(candidate, span=(sentence.start, sentence.end)),
            cosine,
            _worth(question, passage, sentence, cosine, asked) + 0.3 * candidate.relevance,
        )
        for sentence, cosine in zip(spoken, cosines, strict=True)
        if tellable(passage, sentence)
    ]
    return tuple(sorted(judged, key=lambda one: -one.worth)[:_OF_ONE])


def _worth(question: Frame, passage: Passage, sentence: Sentence, cosine: float, asked: Sequence[Asked]) -> float:
    start, end = readable_span(passage, (sentence.start, sentence.end))
    text = passage.text[start:end]
    worth = 1.2 * 50 * (cosine - USUAL_COSINE) + 2.0 * coverage(asked, frozenset(terms(text)))
    stated = frozenset(_YEAR.findall(text))
    worth += sum(0.8 if year in stated else -0.3 for year in set(_YEAR.findall(question.text)))
    if question.cues & _COUNTING:
        worth += figured(passage.text[sentence.start : sentence.end])
    if question.kind == "definition" and pattern(r"\b{defining}\b").search(fold(text)):
        worth += 0.8
    aside = passage.kind in ("note", "quote", "figure", "table") or pattern(r"{legend}\b").match(fold(text))
    return worth - 0.8 * bool(aside) - 0.4 * (end - start > sentence.end - sentence.start)


def figured(text: str) -> float:
    """Returns how well a sentence serves where a figure is asked: a share, else a count that is no year nor age."""
    told = (*numerals(text), *worded(text))
    if any(numeral.unit in ("percent", "ratio") for numeral in told):
        return 1.2
    counts = [n for n in told if not _YEAR.fullmatch(n.text.strip()) and not _AGE.match(text[n.end :])]
    return 0.6 if counts else -0.8


def tellable(passage: Passage, sentence: Sentence) -> bool:
    """Whether a sentence says something by itself: neither a title, a question, a label of a chart nor a reference."""
    text = passage.text[sentence.start : sentence.end].strip()
    if passage.kind == "table":
        return table_row(passage, (sentence.start, sentence.end)) is not None
    spoken = text.split()
    folded = fold(text).lstrip("«“\"'-–—•● ")
    if (
        len(spoken) < 6
        or text.endswith(("?", "? »", "?”"))
        or pattern(_BESIDE_POINT).match(folded)
        or CAPTION.match(text)
    ):
        return False
    if "http" in folded and len(spoken) < 22:
        return False
    figures = sum(any(map(str.isdigit, word)) and not any(map(str.isalpha, word)) for word in spoken)
    item = passage.text[max(0, sentence.start - 2) : sentence.start] == "- "
    start = readable_span(passage, (sentence.start, sentence.end))[0]
    if not item and passage.text[start : start + 1].islower():
        return False
    return figures <= 0.34 * len(spoken) and (item or _ENDED.search(text) is not None)


def _includes(one: Told, other: Told) -> bool:
    """Whether a sentence, with what it leans on, tells all that another does."""
    if one.candidate.passage.id != other.candidate.passage.id:
        return False
    mine, told = (readable_span(each.candidate.passage, each.candidate.span) for each in (one, other))
    return mine != told and mine[0] <= told[0] and told[1] <= mine[1]


def _repeats(one: Told, other: Told) -> bool:
    """Whether two sentences tell the same figures, nearly the same words, or are told together already."""
    if one.candidate.passage.id == other.candidate.passage.id:
        span, told = (readable_span(told.candidate.passage, told.candidate.span) for told in (one, other))
        if span[0] < told[1] and told[0] < span[1]:
            return True
    mine, told = set(words(one.text)), set(words(other.text))
    figures = {numeral.value for numeral in numerals(one.text)}
    known = {numeral.value for numeral in numerals(other.text)}
    same = len(mine & told) / max(1, min(len(mine), len(told)))
    return (bool(figures) and figures <= known and same > 0.3) or same > 0.8


def readable_span(passage: Passage, span: tuple[int, int]) -> tuple[int, int]:
    """Widens a sentence's span until it can be told alone.

    Backwards, two sentences at most, while it leans on what precedes; forwards, over the list that it announces.
    """
    start, end = span
    before = [sentence for sentence in passage.sentences if sentence.end <= start]
    for sentence in reversed(before[-2:]):
        opening = passage.text[start:end]
        if not (pattern(_LEANING).match(fold(opening).lstrip('«“" -●•')) or opening[:1].islower()):
            break
        start = sentence.start
    if passage.text[start:end].rstrip().endswith(":"):
        for sentence in passage.sentences:
            if sentence.start >= end and sentence.end - start <= _LONGEST_LIST:
                end = sentence.end
    return start, end


def pages_of(passage: Passage, span: tuple[int, int]) -> tuple[int, ...]:
    """Returns the pages that a span of a passage stands on, not those of the whole passage."""
    held = [page for one in passage.sentences if one.start < span[1] and span[0] < one.end for page in one.pages]
    return tuple(sorted(set(held))) or passage.pages


def table_row(passage: Passage, span: tuple[int, int]) -> str | None:
    """Returns a row of a table with the titles of its columns, or nothing when they cannot be told apart.

    Figures whose column has no title would say nothing, or something wrong.
    """
    row = passage.text[span[0] : span[1]].strip()
    label, _, cells = row.rpartition(" : ")
    figures = cells.split(" ; ")
    if not label or fold(label).startswith("dont") or not any(any(map(str.isdigit, figure)) for figure in figures):
        return None
    for head in reversed(passage.text[: span[0]].strip().split("\n")):
        titles = head.split(" : ")[-1].split(" ; ")
        if len(titles) == len(figures) > 1 and _titles(titles):
            told = (f"{cell.strip()} ({title.strip()})" for title, cell in zip(titles, figures, strict=True))
            return f"{label} : {' ; '.join(told)}"
    return None


def _titles(cells: Sequence[str]) -> bool:
    """Whether the cells of a row are titles of columns: words, or years."""
    return all(_TITLE.search(fold(cell)) and not _ABSENT.fullmatch(cell.strip()) for cell in cells)
