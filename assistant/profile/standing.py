"""The whole outcome of a profile: personas, scores, comparisons, gaps and what to do first, for people and programs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from assistant.errors import CorpusError
from assistant.facts.library import Library
from assistant.facts.personas import Personas
from assistant.facts.resources import Resource
from assistant.facts.results import Result
from assistant.profile.advice import NONE_RESERVED, Advice, AdviceEntry, Because, Reserved, advise, load_advice
from assistant.profile.calibration import Model, calibrate
from assistant.profile.matching import PersonaMatch, Reason, match
from assistant.profile.positioning import Comparison, comparisons, gaps, scores
from assistant.profile.profiles import Profile, ProfileReading, read_profile
from assistant.profile.questionnaire import Questionnaire, load_questionnaire


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one operator stands. `persona` is the one it is compared with, 0 when too little was answered."""

    profile: Profile
    match: PersonaMatch
    persona: int
    scores: Mapping[str, float | None]
    comparisons: tuple[Comparison, ...]
    gaps: tuple[Comparison, ...]
    advice: tuple[Advice, ...]


@dataclass(frozen=True)
class Guide:
    """What profiles are read and placed with; made once, never changed."""

    questionnaire: Questionnaire
    personas: Personas
    model: Model
    results: Mapping[str, Result]
    entries: tuple[AdviceEntry, ...]
    resources: tuple[Resource, ...]
    reserved: Reserved = field(default_factory=lambda: NONE_RESERVED)

    def read(self, data: object) -> ProfileReading:
        """Understands answers given as a mapping; raises ProfileError when they are not one."""
        return read_profile(data, self.questionnaire)

    def standing(self, profile: Profile) -> Standing:
        """Places a profile: everything of it follows from the answers given and the published facts."""
        found = match(profile, self.questionnaire, self.model)
        persona = 0 if found.verdict == "insuffisant" else found.first
        compared = comparisons(
            profile, persona, questionnaire=self.questionnaire, personas=self.personas, results=self.results
        )
        return Standing(
            profile=profile,
            match=found,
            persona=persona,
            scores=scores(profile, self.questionnaire, self.model, found.shares),
            comparisons=compared,
            gaps=gaps(compared),
            advice=advise(
                profile,
                persona,
                entries=self.entries,
                questionnaire=self.questionnaire,
                personas=self.personas,
                results=self.results,
                resources=self.resources,
                reserved=self.reserved,
            ),
        )

    def as_json(self, standing: Standing, today: date, identifier: str = "") -> dict[str, Any]:
        """Returns the contract of `boussole profile --json`; shares and scores are 0-1."""
        found = standing.match
        return {
            "id": identifier,
            "verdict": found.verdict,
            "personas": [
                {"persona": n, "name": self.personas[n].name, "share": round(found.share(n), 4)} for n in found.ranked
            ],
            "because": [self._reason(reason) for reason in found.reasons],
            "flip": _flip(found),
            "scores": {name: None if value is None else round(value, 3) for name, value in standing.scores.items()},
            "gaps": [_comparison(gap) for gap in standing.gaps],
            "recommendations": [_advice(advice, today) for advice in standing.advice],
        }

    def _reason(self, reason: Reason) -> dict[str, Any]:
        question = self.questionnaire.by_id[reason.question]
        choices = [c for c in question.choices if (c.item == reason.item if reason.item else c.label == reason.label)]
        own = next((choice for choice in choices if choice.label == reason.label), choices[0])
        figure = self.results.get(own.result) or next(
            (self.results[choice.result] for choice in choices if choice.result in self.results), None
        )
        return {
            "question": reason.question,
            "answer": own.shown,
            "said": reason.said,
            "weight": round(reason.weight, 3),
            "figures": [_figure(figure)] if figure else [],
            "page": question.page,
        }


def load_guide(library: Library, corpus: Path) -> Guide | None:
    """Builds the guide of an edition, or nothing for an edition that publishes no personas.

    Raises CorpusError where one of its files is damaged.
    """
    files = {name: library.edition.fact(name) or corpus / name for name in ("questionnaire.toml", "advice.toml")}
    if library.personas is None or library.results is None or not files["questionnaire.toml"].exists():
        return None
    questionnaire = load_questionnaire(files["questionnaire.toml"])
    results = library.results.by_id
    entries, reserved = load_advice(files["advice.toml"])
    unknown = [condition.result for entry in entries for condition in entry.when if condition.result not in results]
    if unknown:
        raise CorpusError(f"advice.toml cite des résultats absents de results.csv : {', '.join(unknown)}.")
    model = calibrate(library.personas, questionnaire, results)
    return Guide(questionnaire, library.personas, model, results, entries, library.resources, reserved)


def _flip(found: PersonaMatch) -> dict[str, Any]:
    if found.flip is None:
        return {}
    flip = found.flip
    return {
        "question": flip.question,
        "answer": flip.label,
        "said": flip.said,
        "answers": list(flip.labels),
        "persona": flip.persona,
    }


def _figure(result: Result) -> dict[str, Any]:
    return {"result": result.id, "share": result.share, "base": result.base, "page": result.page}


def _comparison(compared: Comparison) -> dict[str, Any]:
    persona: dict[str, Any] = {"persona": compared.persona}
    if compared.card:
        persona |= {"share": compared.card.affirmed, "printed": compared.card.printed, "page": compared.card.page}
    elif compared.level and compared.trait:
        persona |= {"level": compared.level, "page": compared.trait.page}
    return {
        "question": compared.question,
        "item": compared.item,
        "label": compared.label,
        "mine": compared.mine,
        "everyone": _figure(compared.everyone) if compared.everyone else None,
        "persona": persona,
    }


def _because(reason: Because) -> dict[str, Any]:
    found = {"item": reason.item, "answer": reason.label, "said": reason.said, **_figure(reason.result)}
    if reason.card:
        found["persona"] = {"figure": reason.card.id, "share": reason.card.affirmed, "page": reason.card.page}
    return found


def _advice(advice: Advice, today: date) -> dict[str, Any]:
    entry = advice.entry
    return {
        "id": entry.id,
        "text": entry.title,
        "because": [_because(reason) for reason in advice.because],
        "proposal": entry.proposal,
        "citations": [{"page": entry.quote_page, "pages": list(entry.pages), "quote": entry.quote}],
        "first_step": entry.first_step,
        "effort": entry.effort,
        "who": entry.who,
        "changes": advice.what_would_change_it,
        "resources": [resource.as_json(today) for resource in advice.resources],
    }
