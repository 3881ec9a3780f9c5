"""Where a result or a passage stands in the report: page, quote, and the passage that holds the quote."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.answer.answers import Citation
from assistant.answer.relevance import Candidate
from assistant.french import fold, terms
from assistant.numerals import numerals, percent, worded
from assistant.report.index import Index
from assistant.report.passages import Passage, Sentence
from assistant.survey.results import Result

_BASE = re.compile(r"\bn\s*=\s*(\d+)|\(\d+ sur (\d+)\)")
_LONGEST_QUOTE = 320
# A sentence that opens so leans on the one before it: told alone, it would have no subject.
_LEANING = re.compile(
    r"^(?:c'est|ce sont|ils|elles|il s'agit|elle|il|cela|ceci|cette|cet|ce|ces|celle|celui|celles|ceux|ainsi|de plus|en effet|"
    r"a contrario|par contre|en revanche|enfin|ensuite|toutefois|cependant|neanmoins|parmi eux|parmi elles|par ailleurs|"
    r"leurs?|leur|seuls?|sa|son|ses)\b"
)


@dataclass(frozen=True)
class Citations:
    """Finds the report's own sentences; without the report, the digest's."""

    index: Index

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

    def of_result(self, result: Result) -> Citation:
        """Cites a published result: the sentence that prints it, or its figure alone."""
        page = result.printed_page or result.page
        shares = {result.printed.replace(" ", "")} if result.printed else set()
        shares |= {percent(result.share).replace("\u202f", "")}
        found = self._sentence(page, frozenset(shares), result.answer) if page else None
        figure, sheet = result.figure or None, result.sheet or None
        if not found:
            return Citation(page=result.page, pages=(result.page,), figure=figure, sheet=sheet)
        passage, sentence = found
        return _citation(passage, sentence, figure=figure, sheet=sheet)

    def of_candidate(self, candidate: Candidate) -> Citation:
        """Cites a passage: its best sentence, or, for a restatement, the report's sentence that it restates."""
        passage = candidate.passage
        if passage.origin == "report":
            start, end = readable_span(passage, candidate.span)
            return _citation(passage, Sentence(start, end, passage.pages), figure=passage.figure)
        if passage.origin == "digest":
            found = self._restated(passage)
            if found:
                return _citation(*found, figure=passage.figure)
        return Citation(
            page=passage.pages[0], pages=passage.pages, quote="", figure=passage.figure, passage=passage.id,
            span=(0, len(passage.text)),
        )  # fmt: skip

    def readable(self, candidate: Candidate) -> str:
        """Returns the text of a passage as it can be told alone."""
        passage = candidate.passage
        if passage.origin != "report":
            return passage.text
        start, end = readable_span(passage, candidate.span)
        return passage.text[start:end].strip()

    def base_of(self, candidate: Candidate) -> int | None:
        """Returns the base a passage states ("n = 298", "(311 sur 401)"), when it states one."""
        match = _BASE.search(candidate.passage.text)
        return int(match[1] or match[2]) if match else None

    def _sentence(self, page: int, shares: frozenset[str], about: str) -> tuple[Passage, Sentence] | None:
        """The sentence of a page that prints one of the shares, nearest in words to what they are about."""
        wanted = frozenset(terms(about))
        printing = [
            (len(wanted & frozenset(terms(text))), passage, sentence)
            for passage, sentence, text in self._sentences((page,))
            if shares & {numeral.text.replace(" ", "").replace("\u202f", "") for numeral in numerals(text)}
        ]
        return max(printing, key=lambda one: one[0])[1:] if printing else None

    def _restated(self, digest: Passage) -> tuple[Passage, Sentence] | None:
        """The sentence of the report that a restatement rests on: same pages, same numbers, most shared words."""
        wanted, figures = frozenset(terms(digest.text)), _values(digest.text)
        best: tuple[float, Passage, Sentence] | None = None
        for passage, sentence, text in self._sentences(digest.pages):
            shared = len(wanted & frozenset(terms(text)))
            score = shared + 3 * len(figures & _values(text))
            if score >= 4 and (best is None or score > best[0]):
                best = (score, passage, sentence)
        return best[1:] if best else None

    def _sentences(self, pages: Sequence[int]) -> Iterator[tuple[Passage, Sentence, str]]:
        for page in pages:
            for passage in self._by_page.get(page, ()):
                if passage.kind in ("table", "figure"):
                    continue
                for sentence in passage.sentences or (Sentence(0, len(passage.text), passage.pages),):
                    yield passage, sentence, passage.text[sentence.start : sentence.end]


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


def readable_span(passage: Passage, span: tuple[int, int]) -> tuple[int, int]:
    """Widens a sentence's span backwards, two sentences at most, until it no longer leans on what precedes."""
    start, end = span
    before = [sentence for sentence in passage.sentences if sentence.end <= start]
    for sentence in reversed(before[-2:]):
        if not _LEANING.match(fold(passage.text[start:end]).lstrip('«“" -●•')):
            break
        start = sentence.start
    return start, end
