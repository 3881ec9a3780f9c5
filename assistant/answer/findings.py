"""What an answer tells, in order: published results, passages and persona facts, each number locked to its source."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.answer.answers import Finding
from assistant.answer.citations import Citations
from assistant.answer.evidence import Evidence
from assistant.answer.portraits import Fact
from assistant.answer.relevance import WEIGHTS, Candidate
from assistant.answer.selection import words_of
from assistant.answer.verify import lock
from assistant.facts.library import Library
from assistant.facts.populations import Population
from assistant.facts.results import Result
from assistant.facts.statements import population, predicate, statement, subject
from assistant.french import stem
from assistant.language import Speech, spaced, speech
from assistant.numerals import numerals, rounded

_LISTED = 6  # rows of a ranking that are told
_BESIDE = 3  # passages told beside rows that lead, or rows beside passages that lead
# A result is told before a passage that is this much more relevant: a little always, more where a figure is asked,
# most in a language the report is not written in.
_AHEAD, _AHEAD_FIGURE, _AHEAD_FOREIGN = 0.3, 1.8, 4.0
_NEAR = 3.0  # further below the best passage, results are of something else
_WHOLE = frozenset(("ranking", "least", "levers", "challenges", "why"))
_FIGURES = frozenset(("quantity", "number"))


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
        found = tuple(self._ordered(evidence, said))
        kept = tuple(finding for finding in found if self._holds(finding, evidence, said))
        return Findings(kept, len(found) - len(kept))

    def _ordered(self, evidence: Evidence, said: Speech) -> Iterator[Finding]:
        rows, texts = evidence.selection.rows[:_LISTED], preferred(evidence)
        portrait = [self._fact(fact, said) for fact in evidence.facts]
        if evidence.facts:
            texts = [text for text in texts if not _of_a_card(text, evidence)]
            rows = rows if rows_lead(evidence) or not evidence.selection.ranking else ()
        if rows_lead(evidence):
            shares = {rounded(row.share) for row in rows}
            texts = [text for text in texts if not told_by(text, shares)][:_BESIDE]
            body = [*(self._row(row, said) for row in rows), *(self._text(text, said) for text in texts)]
        else:
            shares = {n.value for text in texts[:2] for n in numerals(text.passage.text) if n.unit == "percent"}
            near = evidence.selection.relevance - WEIGHTS["result"] >= _best(texts) - _NEAR
            new = [row for row in rows if near and rounded(row.share) not in shares][:_BESIDE]
            body = [*(self._text(text, said) for text in texts), *(self._row(row, said) for row in new)]
        first = portraits_lead(evidence)
        seen: set[str] = set()
        for finding in (*portrait, *body) if first else (*body, *portrait):
            if finding.text not in seen:
                seen.add(finding.text)
                yield finding

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
        text = self.citations.readable(candidate)
        locked = lock(text, quotes=(candidate.passage.text,))
        return Finding(
            text=spaced(text),
            figures=tuple(spaced(figure) for figure in locked.figures),
            base=self.citations.base_of(candidate),
            citations=self.citations.of_candidate(candidate),
            label=candidate.passage.section[-1] if candidate.passage.section else "",
        )

    def _fact(self, fact: Fact, said: Speech) -> Finding:
        persona = fact.persona
        name = persona.called(said.language)
        acronym = fact.text[1:2].isupper()
        text = fact.text if acronym else fact.text[0].lower() + fact.text[1:]
        return Finding(
            text=spaced(said.say(f"answer.{fact.field}_persona", number=persona.number, name=name, text=text)),
            figures=tuple(spaced(n.text) for n in numerals(fact.text) if n.unit == "percent"),
            base=None,
            citations=(self.citations.of_fact(fact),),
            label=name,
            population=Population.of_persona(persona.number).written,
        )

    def _holds(self, finding: Finding, evidence: Evidence, said: Speech) -> bool:
        """Whether every number of a finding is bound to what it cites."""
        row = self.library.result(finding.result) if finding.result else None
        if row:
            labels = (predicate(row, self.library, said), subject(row, self.library, said))
            return lock(finding.text, results=(row,), labels=labels).holds
        quotes = [candidate.passage.text for candidate in evidence.texts] + [fact.text for fact in evidence.facts]
        personas = self.library.personas.all if self.library.personas else ()
        return lock(finding.text, quotes=quotes, labels=(f"persona {one.number}" for one in personas)).holds


def _of_a_card(candidate: Candidate, evidence: Evidence) -> bool:
    """Whether a passage restates the page of a persona whose facts are told."""
    told = {fact.persona.number for fact in evidence.facts}
    return candidate.passage.kind == "persona" and bool(told & set(candidate.passage.personas))


def portraits_lead(evidence: Evidence) -> bool:
    """Whether what is published of personas comes first: they are asked about, or stand for a group that is."""
    question = evidence.question
    asked = bool(question.personas or evidence.standing) or question.kind == "persona"
    return asked or (bool(question.segments) and question.kind in ("challenges", "recommendation"))


def preferred(evidence: Evidence) -> list[Candidate]:
    """The passages to tell, those of the kind the question asks for first; a definition does not open on a share."""
    wanted = {"method": ("method", "note"), "recommendation": ("recommendation",)}.get(evidence.question.kind, ())
    texts = list(evidence.texts)
    wordy = evidence.question.kind in ("definition", "method") and not evidence.question.cues & _FIGURES
    if wordy:
        texts.sort(key=lambda text: any(n.unit == "percent" for n in numerals(text.passage.text)))
    return sorted(texts, key=lambda text: text.passage.kind not in wanted) if wanted else texts


def told_by(candidate: Candidate, shares: set[Decimal]) -> bool:
    """Whether a passage tells no share that these are not."""
    told = {numeral.value for numeral in numerals(candidate.passage.text) if numeral.unit == "percent"}
    return bool(told) and told <= shares


def rows_lead(evidence: Evidence) -> bool:
    """Whether the published results answer better than the passages: asked whole, or named and relevant enough."""
    selection, question = evidence.selection, evidence.question
    told_in_words = question.kind == "method" and not question.cues & _FIGURES
    if not selection.rows or told_in_words or question.kind in ("definition", "recommendation"):
        return False
    if selection.ranking and question.kind == "persona":
        survey = selection.survey_question
        return survey is not None and any(stem(word) in words_of(survey) for word in question.subject)
    if selection.ranking:
        return bool(question.cues & _WHOLE) or question.language != "fr"
    ahead = _AHEAD_FOREIGN if question.language != "fr" else _AHEAD_FIGURE if question.cues & _FIGURES else _AHEAD
    return selection.relevance - WEIGHTS["result"] >= _best(evidence.texts) - ahead


def _best(texts: Sequence[Candidate]) -> float:
    return max((text.relevance for text in texts), default=float("-inf"))
