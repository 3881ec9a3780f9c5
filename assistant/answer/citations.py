"""Where a result or a passage stands in the report: page, quote, and the passage that holds the quote."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from assistant.answer.answers import Citation
from assistant.answer.excerpts import pages_of, readable_span, table_row
from assistant.answer.judge import Candidate
from assistant.facts.results import Result, Results
from assistant.french import terms
from assistant.numerals import Numeral, numerals, rounded, worded
from assistant.passages import Passage, Sentence
from assistant.search.index import Index

_BASE = re.compile(r"\bn\s*=\s*(\d+)|\(\d+ sur (\d+)\)")
_LONGEST_QUOTE = 320
_ENOUGH_IN_COMMON = 4  # words, a number counting for three


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence that may be quoted, with its words and numbers."""

    passage: Passage
    sentence: Sentence
    words: frozenset[str]
    values: frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Citations:
    """Finds the report's own sentences; without the report, the digest's."""

    index: Index
    results: Results | None = None

    @cached_property
    def _spoken(self) -> dict[int, tuple[Spoken, ...]]:
        """By page, each sentence a quote may be, with its words and its numbers."""
        return {page: tuple(_spoken(passages)) for page, passages in self._by_page.items()}

    @cached_property
    def _by_page(self) -> dict[int, tuple[Passage, ...]]:
        """The passages a quote may come from, by page."""
        report = [p for p in self.index.passages if p.origin == "report"]
        quotable = report or [p for p in self.index.passages if p.origin == "digest"]
        pages: dict[int, list[Passage]] = {}
        for passage in quotable:
            for page in passage.pages:
                pages.setdefault(page, []).append(passage)
        return {page: tuple(found) for page, found in pages.items()}

    @cached_property
    def shares(self) -> dict[int, frozenset[Decimal]]:
        """By page, the percentages (0-100) of its published results, at one decimal and whole."""
        pages: dict[int, set[Decimal]] = {}
        for row in self.results.by_id.values() if self.results else ():
            for page in filter(None, (row.page, row.printed_page)):
                pages.setdefault(page, set()).update((rounded(row.share), rounded(row.share, 0)))
        return {page: frozenset(found) for page, found in pages.items()}

    def of_result(self, result: Result) -> Citation:
        """Cites a published result: the sentence that prints it, or its figure alone."""
        page = result.printed_page or result.page
        shares = {str(numeral.value) for numeral in numerals(result.printed)} | {str(rounded(result.share))}
        found = self._sentence(page, frozenset(shares), result.answer)
        figure, sheet = result.figure or None, result.sheet or None
        if not found:
            return Citation(page=result.page, pages=(result.page,), figure=figure, sheet=sheet)
        passage, sentence = found
        return _citation(passage, sentence, figure=figure, sheet=sheet)

    def of_candidate(self, candidate: Candidate) -> tuple[Citation, ...]:
        """Cites a passage: its best sentence, or, for a restatement, what it restates and the results it adds."""
        passage = candidate.passage
        if passage.origin == "report":
            start, end = readable_span(passage, candidate.span)
            return (_citation(passage, Sentence(start, end, pages_of(passage, (start, end))), figure=passage.figure),)
        found = self._restated(passage) if passage.origin == "digest" else None
        if found:
            cited = _citation(*found, figure=passage.figure)
            main = replace(cited, pages=tuple(sorted({*cited.pages, *passage.pages})))
        else:
            whole = (0, len(passage.text))
            main = Citation(passage.pages[0], passage.pages, "", passage.figure, None, passage.id, whole)
        return (main, *self._added(passage, main))

    def _added(self, passage: Passage, main: Citation) -> Iterator[Citation]:
        """Cites the published results whose figures a restatement states beyond what its page prints."""
        printed = {value for page in main.pages for one in self._spoken.get(page, ()) for value in one.values}
        cited = set(main.pages)
        for numeral in numerals(passage.text):
            if numeral.unit == "percent" and (numeral.unit, str(numeral.value)) not in printed:
                result = self._stating(numeral, passage)
                if result and result.page not in cited:
                    cited.add(result.page)
                    yield self.of_result(result)

    def _stating(self, numeral: Numeral, passage: Passage) -> Result | None:
        """The published result that a restatement means by a percentage: same share, most words in common."""
        if not self.results:
            return None
        same = [r for r in self.results.by_id.values() if rounded(r.share) == numeral.value]
        wanted = frozenset(terms(passage.text))
        return max(
            same, key=lambda r: len(wanted & frozenset(terms(r.answer))) + (r.figure == passage.figure), default=None
        )

    def readable(self, candidate: Candidate) -> str:
        """Returns the text of a passage as it can be told alone."""
        passage = candidate.passage
        if passage.origin != "report":
            return passage.text
        start, end = readable_span(passage, candidate.span)
        row = table_row(passage, (start, end)) if passage.kind == "table" else None
        return row or passage.text[start:end].strip()

    def base_of(self, candidate: Candidate) -> int | None:
        """Returns the base a passage states ("n = 298", "(311 sur 401)"), when it states one."""
        match = _BASE.search(candidate.passage.text)
        return int(match[1] or match[2]) if match else None

    def _sentence(self, page: int, shares: frozenset[str], about: str) -> tuple[Passage, Sentence] | None:
        """The sentence of a page that prints one of the shares, nearest in words to what they are about."""
        wanted = frozenset(terms(about))
        printing = [
            (len(wanted & one.words), one)
            for one in self._spoken.get(page, ())
            if shares & {value for unit, value in one.values if unit == "percent"}
        ]
        best = max(printing, key=lambda found: found[0])[1] if printing else None
        return (best.passage, best.sentence) if best else None

    def _restated(self, digest: Passage) -> tuple[Passage, Sentence] | None:
        """The sentence of the report that a restatement rests on: same pages, same numbers, most shared words."""
        return self._nearest(digest.pages, digest.text)

    def _nearest(self, pages: Sequence[int], text: str) -> tuple[Passage, Sentence] | None:
        wanted, figures = frozenset(terms(text)), _values(text)
        spoken = [one for page in pages for one in self._spoken.get(page, ())]
        scored = [(len(wanted & one.words) + 3 * len(figures & one.values), one) for one in spoken]
        score, best = max(scored, key=lambda found: found[0], default=(0, None))
        return (best.passage, best.sentence) if best and score >= _ENOUGH_IN_COMMON else None


def _spoken(passages: Sequence[Passage]) -> Iterator[Spoken]:
    for passage in passages:
        if passage.kind not in ("table", "figure"):
            for sentence in passage.sentences or (Sentence(0, len(passage.text), passage.pages),):
                text = passage.text[sentence.start : sentence.end]
                yield Spoken(passage, sentence, frozenset(terms(text)), _values(text))


def _values(text: str) -> frozenset[tuple[str, str]]:
    return frozenset((numeral.unit, str(numeral.value)) for numeral in (*numerals(text), *worded(text)))


def _citation(passage: Passage, sentence: Sentence, *, figure: str | None = None, sheet: str | None = None) -> Citation:
    quote = passage.text[sentence.start : sentence.end].strip()
    if len(quote) > _LONGEST_QUOTE:
        quote = quote[:_LONGEST_QUOTE].rsplit(" ", 1)[0] + " […]"
    pages = sentence.pages or passage.pages
    return Citation(
        page=pages[0],
        pages=pages,
        quote=quote,
        figure=figure or passage.figure,
        sheet=sheet,
        passage=passage.id,
        span=(sentence.start, sentence.end),
    )
