"""What an edition can be answered with: its facts, the names it uses, and how each fact is found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from assistant.corpus import Edition
from assistant.entries import read_csv
from assistant.facts.bank import Bank, load_bank
from assistant.facts.personas import Personas, load_personas
from assistant.facts.populations import Other, load_others
from assistant.facts.resources import Resource, load_resources
from assistant.facts.results import Result, Results, SurveyQuestion, Wording, load_results
from assistant.facts.segments import SegmentNames, load_segment_names
from assistant.facts.syntheses import Synthesis, load_syntheses
from assistant.french import Language

_NEUTRAL = Path(__file__).parents[1] / "phrases" / "lexicon.toml"  # for a report that has no lexicon of its own


@dataclass(frozen=True)
class Library:
    """The committed facts of an edition; an edition that is only a PDF has none of them."""

    edition: Edition
    lexicon: Path
    names: SegmentNames
    results: Results | None = None
    personas: Personas | None = None
    resources: tuple[Resource, ...] = ()
    others: Mapping[str, Other] = field(default_factory=dict[str, Other])
    syntheses: Mapping[str, Synthesis] = field(default_factory=dict[str, Synthesis])

    @property
    def bare(self) -> bool:
        """Whether the edition is its report alone: neither published results nor our restatement."""
        return self.results is None and not self.restated

    @cached_property
    def restated(self) -> bool:
        """Whether the edition restates its report in our own words; looked up once."""
        return bool(self.edition.digests)

    @cached_property
    def bank(self) -> Bank:
        """The questions people ask of this edition, with what answers them; read once."""
        return load_bank(self.edition.folder / "bank")

    @cached_property
    def translated(self) -> Mapping[str, Mapping[Language, str]]:
        """The sentences of the digest in other languages, by the unit's id; read once, where a language needs them."""
        path = self.edition.fact("translated.csv")
        rows = read_csv(path, ("id", "en", "nl")) if path else ()
        return {row["id"]: {"en": row["en"], "nl": row["nl"]} for row in rows}

    def said(self, identifier: str, language: Language) -> str:
        """Returns how a unit is restated in a language; nothing where it is told in its own words."""
        written = self.syntheses.get(identifier)
        if written:
            return written.said(language) or written.fr
        return "" if language == "fr" else (self.translated.get(identifier) or {}).get(language, "")

    def result(self, identifier: str) -> Result | None:
        """Returns a published result by id."""
        return self.results.by_id.get(identifier) if self.results else None

    def question(self, identifier: str) -> SurveyQuestion | None:
        """Returns a question of the survey by id."""
        return self.results.questions.get(identifier) if self.results else None

    def wording(self, identifier: str) -> Wording | None:
        """Returns how a result is said."""
        return self.results.wording.get(identifier) if self.results else None

    @property
    def persona_names(self) -> tuple[tuple[str, str], ...]:
        """Pairs (name, number) of the personas, in every language."""
        if not self.personas:
            return ()
        named = ((p, str(p.number)) for p in self.personas.all)
        return tuple(pair for p, n in named for pair in _names((p.name, p.name_en, p.name_nl), n))


def _names(names: tuple[str, ...], number: str) -> tuple[tuple[str, str], ...]:
    articles = ("les ", "the ", "de ")
    short = (name[len(a) :] for name in names for a in articles if name.lower().startswith(a))
    return tuple((name, number) for name in (*names, *short))


def load_library(edition: Edition, corpus: Path) -> Library:
    """Reads the facts an edition has; a file it lacks is simply not used, a damaged one raises CorpusError."""
    bare = not edition.fact("results.csv") and not edition.digests
    lexicon = edition.fact("lexicon.toml") or (_NEUTRAL if bare else corpus / "lexicon.toml")
    personas, resources = edition.fact("personas.toml"), edition.fact("resources.toml")
    others, syntheses = edition.fact("populations.toml"), edition.fact("syntheses.jsonl")
    return Library(
        edition=edition,
        lexicon=lexicon,
        names=load_segment_names(lexicon),
        results=load_results(edition.folder) if edition.fact("results.csv") else None,
        personas=load_personas(personas) if personas else None,
        resources=load_resources(resources) if resources else (),
        others=load_others(others) if others else {},
        syntheses=load_syntheses(syntheses) if syntheses else {},
    )
