"""Writes an answer from evidence alone; the default writer fills templates, and every number passes the lock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from assistant.answer.answers import Answer
from assistant.answer.citations import Citations
from assistant.answer.evidence import Evidence
from assistant.answer.findings import Teller
from assistant.answer.follow_ups import follow_ups
from assistant.answer.leads import lead
from assistant.answer.notes import notes
from assistant.answer.proposals import recommendation
from assistant.answer.shown import shown_passages
from assistant.facts.library import Library
from assistant.language import spaced, speech


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
        teller = Teller(self.library, self.citations)
        found = teller.nearest(evidence, said) if evidence.refused else teller.tell(evidence, said)
        answered = found.told or evidence.refused or evidence.synthesis
        withheld = found.withheld > 0
        return Answer(
            question=evidence.question.typed or evidence.question.text,
            language=said.language,
            ending=evidence.ending if answered else "not_found",
            premise_corrected=evidence.correction is not None,
            lead=spaced(lead(evidence, found.told, self.library, said)),
            findings=found.told,
            recommendations=tuple(recommendation(p, self.library, said, self.today()) for p in evidence.proposals),
            notes=tuple(
                spaced(note)
                for note in notes(
                    evidence, found.told, self.library, said, uses_report=self.uses_report, withheld=withheld
                )
            ),
            follow_ups=follow_ups(evidence, self.library, said),
            passages=shown_passages(evidence, found.told, self.citations.index),
            understood=understood(evidence),
        )


def understood(evidence: Evidence) -> dict[str, object]:
    """Says how the question was read, for the person and for programs."""
    question = evidence.question
    return {
        "question": question.standalone,
        "language": question.language,
        "kind": max(question.wants, key=lambda kind: question.wants[kind]) if question.wants else question.kind,
        "segments": list(question.segments),
        "profile": list(question.profile) if question.mine or evidence.placed else [],
        "personas": list(question.personas),
        "populations": list(question.populations),
        "follow_up": question.follow_up,
        "signals": {name: round(value, 3) for name, value in (evidence.signals or {}).items()},
    }
