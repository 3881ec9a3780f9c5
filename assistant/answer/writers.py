"""Writes an answer from evidence alone; the default writer fills templates, and every number passes the lock."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from assistant.answer.answers import Answer, Finding, RankedPassage
from assistant.answer.citations import Citations
from assistant.answer.evidence import Evidence
from assistant.answer.figures import lock
from assistant.answer.portraits import Fact
from assistant.answer.proposals import recommendation
from assistant.answer.relevance import WEIGHTS, Candidate
from assistant.answer.statements import named, population, predicate, statement, subject
from assistant.language import Speech, spaced, speech
from assistant.library import Library
from assistant.numerals import numerals, rounded
from assistant.report.passages import Passage
from assistant.survey.results import Result

_LISTED = 6  # rows of a ranking that are told
_BESIDE_ROWS = 3  # passages told beside a ranking, or rows beside passages
_SHOWN_PASSAGES = 12
_CITED_FINDINGS = 4  # findings whose passages rank among the first
_CITED_BEHIND = 0.5  # how near the best passage those rank
_CROWDED = 2.0
_SAME_PAGE = 2  # passages of one page among the first, before other pages have their turn
_ROWS_AHEAD = 0.3  # a published result is told before a passage that is this much more relevant


class Writer(Protocol):
    """Phrases evidence; whatever writes, the same lock reads it."""

    def write(self, evidence: Evidence) -> Answer:
        """Returns the answer to the evidence's question."""
        ...


@dataclass(frozen=True, slots=True)
class TemplateWriter:
    """Fills the phrases of the question's language with results and passages."""

    library: Library
    citations: Citations
    uses_report: bool
    today: Callable[[], date] = date.today

    def write(self, evidence: Evidence) -> Answer:
        """Returns the answer to the evidence's question."""
        said = speech(evidence.question.language)
        refused = evidence.ending in ("outside", "not_found", "not_asked")
        findings = () if refused else tuple(self._findings(evidence, said))
        kept = tuple(finding for finding in findings if self._holds(finding, evidence))
        return Answer(
            question=evidence.question.text,
            language=said.language,
            ending=evidence.ending,
            premise_corrected=evidence.correction is not None,
            lead=spaced(self._lead(evidence, kept, said)),
            findings=kept,
            recommendations=tuple(
                recommendation(proposal, self.library, said, self.today()) for proposal in evidence.proposals
            ),
            notes=tuple(map(spaced, self._notes(evidence, kept, said, withheld=len(kept) < len(findings)))),
            follow_ups=self._follow_ups(evidence, said),
            passages=self._ranked(evidence, kept),
            understood=understood(evidence),
        )

    # --- findings -------------------------------------------------------------------------------------------------

    def _findings(self, evidence: Evidence, said: Speech) -> Iterator[Finding]:
        """What is told, in order: results or passages first as they fit, personas before all when they are asked."""
        rows = evidence.selection.rows[:_LISTED]
        told = [self._row(row, said) for row in rows]
        shares = {rounded(row.share) for row in rows}
        new = [c for c in evidence.texts if not self._repeated(c, shares) or not rows_lead(evidence)]
        quoted = [self._text(candidate, said) for candidate in new[: _BESIDE_ROWS if rows_lead(evidence) else None]]
        portrait = [self._fact(fact, said) for fact in evidence.facts]
        first, second = (told, quoted) if rows_lead(evidence) else (quoted, told)
        if evidence.selection.ranking and not rows_lead(evidence):
            second = second[:_BESIDE_ROWS]
        seen: set[str] = set()
        for finding in (*portrait, *first, *second) if evidence.question.personas else (*first, *portrait, *second):
            if finding.text not in seen:
                seen.add(finding.text)
                yield finding

    def _repeated(self, candidate: Candidate, shares: set[Decimal]) -> bool:
        """Whether a passage tells no share that the rows do not."""
        told = {numeral.value for numeral in numerals(candidate.passage.text) if numeral.unit == "percent"}
        return bool(told) and told <= shares

    def _row(self, row: Result, said: Speech) -> Finding:
        return Finding(
            text=spaced(statement(row, self.library, said)) + ".",
            figures=(speech("fr").percent(row.share),),
            base=row.base,
            citations=(self.citations.of_result(row),),
            share=row.share,
            label=row.answer,
            population=population(row.population, self.library, said) if row.population else "",
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
        name = fact.persona.name if said.language == "fr" else getattr(fact.persona, f"name_{said.language}")
        return Finding(
            text=spaced(
                said.say(f"answer.{fact.field}_persona", number=fact.persona.number, name=name, text=fact.text)
            ),
            citations=(self.citations.of_fact(fact),),
            label=name,
            population=f"persona:{fact.persona.number}",
        )

    def _holds(self, finding: Finding, evidence: Evidence) -> bool:
        """Whether every number of a finding is bound to what it cites."""
        row = self.library.result(finding.result) if finding.result else None
        quotes = [candidate.passage.text for candidate in evidence.texts] + [fact.text for fact in evidence.facts]
        said = speech(evidence.question.language)
        labels = [predicate(row, self.library, said), subject(row, self.library, said)] if row else ["1 2 3 4 5"]
        return lock(finding.text, results=[row] if row else [], quotes=() if row else quotes, labels=labels).holds

    # --- lead -----------------------------------------------------------------------------------------------------

    def _lead(self, evidence: Evidence, findings: tuple[Finding, ...], said: Speech) -> str:
        title = self.library.edition.short_title
        if evidence.ending == "outside":
            return said.say("answer.outside", title=title)
        if evidence.ending == "not_asked":
            what = ", ".join(evidence.unasked)
            return said.say("answer.not_asked", what=what) if what else said.say("answer.not_asked_plain")
        if evidence.ending == "not_found" or not findings:
            return said.say("answer.not_found", title=title)
        main = self._main(evidence, findings, said)
        if evidence.correction:
            corrected = " ".join(f"{statement(row, self.library, said)}." for row in evidence.correction.results)
            return said.say(f"answer.premise{_PREMISE[evidence.correction.kind]}", correction=corrected)
        return f"{self._caveat(evidence, said)} {main}".strip()

    def _main(self, evidence: Evidence, findings: tuple[Finding, ...], said: Speech) -> str:
        selection = evidence.selection
        if findings[0].result is None:
            page = findings[0].citations[0].page
            return said.say("answer.text_lead", text=findings[0].text, page=page)
        if selection.ranking and len(selection.rows) > 1:
            first, *others = selection.rows
            listed = [
                said.say("answer.ranking_item", label=row.answer, percent=said.percent(row.share)) for row in others[:2]
            ]
            lead = statement(first, self.library, said, counted=False)
            return said.say("answer.ranking_lead", first=lead, others=said.join(listed))
        return findings[0].text

    def _caveat(self, evidence: Evidence, said: Speech) -> str:
        if evidence.ending != "partly":
            return ""
        if evidence.unasked:
            return said.say("answer.partly_terms", terms=", ".join(evidence.unasked))
        return said.say("answer.partly_segment", segments=named(list(evidence.missing), said))

    # --- passages -------------------------------------------------------------------------------------------------

    def _ranked(self, evidence: Evidence, findings: Sequence[Finding]) -> tuple[RankedPassage, ...]:
        """The passages in rank order, those that the first findings rest on ahead of those as relevant.

        They are the report's own where it is here, the digest's otherwise, and the published results.
        """
        hidden = "digest" if self.uses_report else "report"
        shown = [c for c in evidence.candidates if c.passage.origin != hidden]
        if len(shown) < _SHOWN_PASSAGES:
            shown = list(evidence.candidates)
        scores = spread(shown)
        passages = {c.passage.id: c.passage for c in shown}
        best = max(scores.values(), default=0.0)
        for place, passage in enumerate(self._cited(findings)):
            passages[passage.id] = passage
            scores[passage.id] = max(scores.get(passage.id, best - _CITED_BEHIND), best - _CITED_BEHIND - place / 10)
        ranked = sorted(scores, key=lambda identifier: -scores[identifier])[:_SHOWN_PASSAGES]
        return tuple(_ranked_passage(passages[identifier], scores[identifier]) for identifier in ranked)

    def _cited(self, findings: Sequence[Finding]) -> list[Passage]:
        """The passages that the first findings cite, in order, each once."""
        index = self.citations.index
        cited = [c.passage for finding in findings[:_CITED_FINDINGS] for c in finding.citations if c.passage]
        return [index.passages[index.numbers[one]] for one in dict.fromkeys(cited) if one in index.numbers]

    # --- notes, follow-ups ----------------------------------------------------------------------------------------

    def _notes(
        self, evidence: Evidence, findings: tuple[Finding, ...], said: Speech, *, withheld: bool
    ) -> Iterator[str]:
        if withheld:
            yield said.say("notes.withheld")
        told = [row for finding in findings if finding.result and (row := self.library.result(finding.result))]
        yield from self._errata(told)
        question = evidence.selection.survey_question
        if told and question and any(row.base and row.base < 401 and not row.population for row in told):
            yield said.say("notes.base", base=said.those(getattr(question, f"base_{said.language}")))
        if evidence.selection.ranking and question and question.kind == "multiple" and told:
            yield said.say("notes.multiple")
        small = min((row.base for row in told if row.base), default=401)
        if small <= 35:
            yield said.say("notes.small_base", base=small)
        if evidence.question.mine and not evidence.question.profile:
            yield said.say("notes.no_profile")
        if findings and not self.uses_report:
            yield said.say("notes.digest")

    def _errata(self, rows: Iterable[Result]) -> Iterator[str]:
        results = self.library.results
        if results:
            identifiers = dict.fromkeys(row.erratum for row in rows if row.erratum)
            yield from (results.errata[identifier].note for identifier in identifiers if identifier in results.errata)

    def _follow_ups(self, evidence: Evidence, said: Speech) -> tuple[str, ...]:
        """Questions of the survey near the one answered: the same dimension, found for this question, not told yet."""
        if not self.library.results or said.language != "fr":
            return ()
        told = {evidence.selection.survey_question.id} if evidence.selection.survey_question else set()
        found = [c.passage.id.removeprefix("fig:") for c in evidence.candidates if c.passage.id.startswith("fig:")]
        near = [q for i in found if i not in told and (q := self.library.question(i))]
        return tuple(question.asked for question in near[:3])


_PREMISE = {"figure": "", "rank": "_rank", "direction": "_direction"}


def rows_lead(evidence: Evidence) -> bool:
    """Whether the published results answer better than the passages: asked whole, or named and relevant enough."""
    selection = evidence.selection
    if not selection.rows:
        return False
    if selection.ranking:
        return bool(evidence.question.cues & {"ranking", "least", "levers", "challenges", "why"})
    return selection.relevance - WEIGHTS["result"] >= _best(evidence.texts) - _ROWS_AHEAD


def spread(candidates: Sequence[Candidate]) -> dict[str, float]:
    """Returns the relevance of each candidate, less for a page's third and later ones: other pages have their turn."""
    seen: dict[int, int] = {}
    scores = {}
    for candidate in candidates:
        page = candidate.passage.pages[0]
        seen[page] = seen.get(page, 0) + 1
        scores[candidate.passage.id] = candidate.relevance - (_CROWDED if seen[page] > _SAME_PAGE else 0.0)
    return scores


def _ranked_passage(passage: Passage, score: float) -> RankedPassage:
    return RankedPassage(
        id=passage.id,
        pages=passage.pages,
        section=passage.section,
        kind=passage.kind,
        text=passage.text,
        score=round(score, 4),
        origin=passage.origin,
    )


def _best(texts: Sequence[Candidate]) -> float:
    return texts[0].relevance if texts else float("-inf")


def understood(evidence: Evidence) -> dict[str, object]:
    """Says how the question was read, for the person and for programs."""
    question = evidence.question
    return {
        "question": question.standalone,
        "language": question.language,
        "kind": question.kind,
        "segments": list(question.segments),
        "profile": list(question.profile) if question.mine else [],
        "personas": list(question.personas),
        "populations": list(question.populations),
        "follow_up": question.follow_up,
        "signals": {name: round(value, 3) for name, value in (evidence.signals or {}).items()},
    }
