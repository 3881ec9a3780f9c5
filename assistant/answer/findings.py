"""What an answer tells, in order: published results and sentences, each number locked to its source."""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.answer.answers import Finding
from assistant.answer.citations import Citations
from assistant.answer.evidence import Evidence, repeats
from assistant.answer.judge import Candidate
from assistant.answer.verify import lock
from assistant.facts.library import Library
from assistant.facts.results import Result
from assistant.facts.statements import population, predicate, statement, subject
from assistant.language import Speech, spaced, speech
from assistant.numerals import numerals

_MOST = 4


@dataclass(frozen=True, slots=True)
class Findings:
    """The findings told, and how many were withheld because a number of theirs could not be bound."""

    told: tuple[Finding, ...]
    withheld: int


@dataclass(frozen=True, slots=True)
class Teller:
    """Turns evidence into findings, for one edition."""

    library: Library
    citations: Citations

    def tell(self, evidence: Evidence, said: Speech) -> Findings:
        """Returns the findings of an answer, in order, those with an unbound number left out."""
        # A list that is asked for whole is told whole: each of its figures is cited.
        listed = evidence.selection.ranking and (evidence.question.listed or evidence.question.most > _MOST)
        found = tuple(self._ordered(evidence, said))[: max(_MOST, len(evidence.selection.rows)) if listed else _MOST]
        kept = tuple(finding for finding in found if self._holds(finding, evidence, said))
        return Findings(kept, len(found) - len(kept))

    def nearest(self, evidence: Evidence, said: Speech) -> Findings:
        """Returns the one thing published that comes nearest to a question that is not answered."""
        if evidence.ending != "not_asked" or not evidence.candidates or self.library.bare:
            return Findings((), 0)
        first = self._told(evidence.candidates[0], said)
        return Findings((first,), 0) if first and self._holds(first, evidence, said) else Findings((), 0)

    def _ordered(self, evidence: Evidence, said: Speech) -> Iterator[Finding]:
        rows = [self._row(row, said) for row in evidence.selection.rows]
        texts = [self._text(text, said) for text in evidence.texts]
        if not evidence.rows_lead:
            best = evidence.candidates[0].passage if evidence.candidates else None
            rows = rows if best and best.origin == "results" else []
        seen: list[str] = []
        for finding in (*rows, *texts) if evidence.rows_lead else (*texts, *rows):
            if (
                not any(repeats(finding.text, other) for other in seen if finding.result is None)
                and finding.text not in seen
            ):
                seen.append(finding.text)
                yield finding

    def _told(self, candidate: Candidate, said: Speech) -> Finding | None:
        row = self.library.result(candidate.passage.results[0]) if candidate.passage.results else None
        return self._row(row, said) if row else self._text(candidate, said)

    def _row(self, row: Result, said: Speech) -> Finding:
        return Finding(
            text=spaced(statement(row, self.library, said)) + ".",
            figures=(speech("fr").percent(row.share),),
            base=row.base,
            citations=(self.citations.of_result(row),),
            share=row.share,
            label=row.answer,
            population=population(row.whose, self.library, said) if row.population else "",
            result=row.id,
        )

    def _text(self, candidate: Candidate, said: Speech) -> Finding:
        text = self.in_language(candidate, said)
        return Finding(
            text=spaced(text),
            figures=tuple(spaced(figure) for figure in self._figures(candidate)),
            base=self.citations.base_of(candidate),
            citations=self.citations.of_candidate(candidate),
            label=candidate.passage.section[-1] if candidate.passage.section else "",
        )

    def in_language(self, candidate: Candidate, said: Speech) -> str:
        """Returns a sentence as it is told in a language; the report's own stay in French."""
        return self.library.said(candidate.passage.id, said.language) or self.citations.readable(candidate)

    def _figures(self, candidate: Candidate) -> tuple[str, ...]:
        """The percentages of a sentence that are results, and no threshold of what it says ("plus de 50 %")."""
        told = [one for one in numerals(self.citations.readable(candidate)) if one.unit == "percent"]
        if self.library.results:
            published = self.citations.shares
            told = [one for one in told if any(one.value in published.get(p, ()) for p in candidate.passage.pages)]
        return tuple(dict.fromkeys(one.text for one in told))

    def _holds(self, finding: Finding, evidence: Evidence, said: Speech) -> bool:
        """Whether every number of a finding is bound to what it cites."""
        row = next((one for one in evidence.selection.rows if one.id == finding.result), None)
        row = row or (self.library.result(finding.result) if finding.result else None)
        if row:
            labels = (predicate(row, self.library, said), subject(row, self.library, said))
            return lock(finding.text, results=(row,), labels=labels).holds
        candidates = (*evidence.texts, *evidence.candidates[:1])
        quotes = [one.passage.text for one in candidates] + [self.in_language(one, said) for one in candidates]
        personas = self.library.personas.all if self.library.personas else ()
        return lock(finding.text, quotes=quotes, labels=(f"persona {one.number}" for one in personas)).holds
