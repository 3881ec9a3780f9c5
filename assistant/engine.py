"""The assistant: opened once, asked many times, shared by every session."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.answer import alone, belonging, judge
from assistant.answer.answers import Answer
from assistant.answer.asks import asks, several
from assistant.answer.citations import Citations
from assistant.answer.claims import claims, of_quantity, stated
from assistant.answer.conversation import Conversation
from assistant.answer.evidence import Evidence, gather
from assistant.answer.find import Finder
from assistant.answer.follow_ups import ask
from assistant.answer.frames import Frame
from assistant.answer.grounds import Held
from assistant.answer.kinds import Kinds, guessed, load_kinds
from assistant.answer.read import QuestionReader, load_question_reader
from assistant.answer.rows import Selection, select
from assistant.answer.verdicts import learned
from assistant.answer.writers import TemplateWriter, Writer
from assistant.building import build_index, edition_of, encoder_of
from assistant.corpus import Edition
from assistant.facts.library import Library, load_library
from assistant.facts.personas import Persona
from assistant.facts.segments import Segment
from assistant.language import speech
from assistant.passages import Passage
from assistant.profile.profiles import NOBODY, Profile, ProfileReading, read_profile
from assistant.profile.standing import Guide, Standing, load_guide
from assistant.progress import Progress
from assistant.search.encoders import Encoder
from assistant.search.hits import Hit, question_vector, search
from assistant.search.index import Index
from assistant.settings import Settings

_HITS = 80  # passages of a report alone that are judged


@dataclass(frozen=True)
class Assistant:
    """Answers questions from one edition; everything it holds is read-only."""

    settings: Settings
    edition: Edition
    library: Library
    index: Index
    encoder: Encoder
    reader: QuestionReader
    finder: Finder
    writer: Writer
    uses_report: bool
    kinds: Kinds | None = None
    guide: Guide | None = None

    @classmethod
    def open(cls, settings: Settings, progress: Progress | None = None) -> "Assistant":
        """Opens the edition that the settings choose, making its index first when it is missing or stale."""
        edition = edition_of(settings)
        library = load_library(edition, settings.corpus)
        encoder = encoder_of(settings, edition)
        built = build_index(settings, encoder=encoder, progress=progress)
        return cls(
            settings=settings,
            edition=edition,
            library=library,
            index=built.index,
            encoder=encoder,
            reader=load_question_reader(library.lexicon, library.persona_names),
            finder=Finder.load(built.index, library.bank, encoder, edition.fact("vectors.safetensors")),
            writer=TemplateWriter(library, Citations(built.index, library.results), built.from_report),
            uses_report=built.from_report,
            kinds=load_kinds(edition.fact("kinds.safetensors"), encoder.identity),
            guide=load_guide(library, settings.corpus),
        )

    def ask(self, conversation: Conversation, message: str) -> Conversation:
        """Returns the conversation with the message and its answer as one more turn."""
        question, reading = self._read(message, conversation.profile, conversation.last)
        return conversation.with_turn(question, self._answered(question, reading, conversation.profile))

    def read_profile(self, data: object) -> ProfileReading:
        """Understands what was said of an organisation, once, where it comes in; raises ProfileError for no mapping."""
        return read_profile(data, self.guide and self.guide.questionnaire)

    def answer(self, question: str, *, profile: Profile = NOBODY, history: Sequence[str] = ()) -> Answer:
        """Answers one question, for an organisation, after earlier questions."""
        understood, reading = self._understood(question, profile, history)
        return self._answered(understood, reading, profile)

    def evidence(self, question: str, *, profile: Profile = NOBODY, history: Sequence[str] = ()) -> Evidence:
        """Returns what a question would be answered from."""
        understood, _ = self._understood(question, profile, history)
        return self._gathered(*self.framed(understood), profile)

    def _understood(self, question: str, profile: Profile, history: Sequence[str]) -> tuple[Frame, float]:
        before: Frame | None = None
        for earlier in history:
            before, _ = self._read(earlier, profile, before)
        return self._read(question, profile, before)

    def _read(self, message: str, profile: Profile, before: Frame | None) -> tuple[Frame, float]:
        start = time.perf_counter()
        segments = profile.segments(self.guide.questionnaire) if self.guide else ()
        question = self.reader.read(message, profile=segments, before=before)
        return question, time.perf_counter() - start

    def framed(self, question: Frame) -> tuple[Frame, np.ndarray]:
        """Returns a question with the kinds of answer it may want, and its vector."""
        if not self.library.bare:
            question = replace(question, standalone=self.finder.speller.repaired(question.standalone))
        vector = question_vector(self.encoder, sought(question))
        wants = self.kinds.of(question, vector) if self.kinds else guessed(question)
        return replace(question, wants=wants), vector

    def _answered(self, question: Frame, reading: float, profile: Profile) -> Answer:
        start = time.perf_counter()
        question, vector = self.framed(question)
        encoded = time.perf_counter()
        evidence = self._gathered(question, vector, profile)
        if evidence.refused and not self.library.bare:
            evidence = replace(evidence, meant=self._meant(question, profile))
        judged = time.perf_counter()
        answer = self.writer.write(evidence)
        written = time.perf_counter()
        parts = {"read": reading, "search": encoded - start, "judge": judged - encoded, "write": written - judged}
        milliseconds = {name: round(1000 * seconds, 2) for name, seconds in parts.items()}
        return replace(answer, ms={**milliseconds, "total": round(sum(milliseconds.values()), 2)})

    def _meant(self, question: Frame, profile: Profile) -> str:
        """What a refused question may have meant to write, where that is answered."""
        proposed = self.finder.speller.proposed(question.text)
        if not proposed:
            return ""
        framed, vector = self.framed(self.reader.read(proposed, spoken=question.language))
        return "" if self._gathered(framed, vector, profile).refused else proposed

    def _gathered(self, question: Frame, vector: np.ndarray, profile: Profile) -> Evidence:
        if self.library.bare:
            return alone.gather(question, self._hits(question), self.index)
        standing: Standing | None = None
        if question.mine and profile and self.guide:
            standing = self.guide.standing(profile)
        dense = self.finder.dense(vector)
        candidates = self._judged(question, vector, dense)
        agreed = self.finder.agreement(vector, candidates[0].passage.id) if candidates else ("", 0.0)
        return gather(
            question,
            candidates,
            judge.verdict(question, candidates, self.finder.neighbours(question, vector)),
            self.library,
            unit=self.passage,
            passages=self.finder.passages(dense),
            agreed=learned(question, *agreed),
            guide=self.guide,
            standing=standing,
            together=several(asks(question, self.reader), self._selected, self.library),
            held=lambda: self._held(question, candidates),
            placed=self._placed(question),
        )

    def _placed(self, question: Frame) -> tuple[Persona, ...]:
        """The personas that the organisation described by a question resembles, where it asks that."""
        described = belonging.described(question) if self.guide else {}
        if not described or not self.guide:
            return ()
        return belonging.resembling(self.guide.standing(self.read_profile(described).profile).match, self.library)

    def _held(self, question: Frame, candidates: Sequence[judge.Candidate]) -> tuple[Held, ...]:
        """What a message takes for granted, each with the units found for it; the whole message, for its numbers."""
        taken, whole = claims(question.text), stated(question.text)
        held = [Held(whole, question, candidates, asserted=False)]
        for claim in taken:
            framed, vector = self.framed(_of_same(self.reader.read(claim.text, spoken=question.language), question))
            held.append(Held(claim, framed, self._judged(framed, vector, self.finder.dense(vector))))
        return tuple(held)

    def _selected(self, question: Frame) -> Selection:
        """Chooses the results for one part of a message."""
        framed, vector = self.framed(question)
        return select(framed, self._judged(framed, vector, self.finder.dense(vector)), self.library)

    def _judged(self, question: Frame, vector: np.ndarray, dense: np.ndarray) -> tuple[judge.Candidate, ...]:
        """Returns the units found for a question, best first."""
        return judge.judged(question, self.finder.find(question, vector, dense), self.library)

    def _hits(self, question: Frame) -> tuple[Hit, ...]:
        return search(
            self.index,
            self.encoder,
            sought(question),
            limit=_HITS,
            expansion=question.expansion,
            language=question.language,
        )

    def passage(self, identifier: str) -> Passage | None:
        """Returns a passage by id."""
        number = self.index.numbers.get(identifier)
        return None if number is None else self.index.passages[number]

    def starters(self, language: str = "fr") -> tuple[str, ...]:
        """Returns questions to begin with, of different parts of the survey, each answerable."""
        if not self.library.results:
            return ()
        asked = tuple(self.library.results.questions.values())
        # Read backwards, the first question of each dimension is the one that stays.
        by_dimension = {question.dimension: question for question in reversed(asked)}
        first = [
            by_dimension[dimension]
            for dimension in reversed(("", *self.library.results.dimensions))
            if dimension in by_dimension
        ]
        return tuple(ask(question, speech(language)) for question in first)[:4]


def _of_same(claim: Frame, question: Frame) -> Frame:
    """A claim, of the personas and groups that its question names where it names none itself."""
    named = claim.personas or claim.segments or claim.populations
    claim = replace(claim, subject=tuple(word for word in claim.subject if not of_quantity(word)))
    return claim if named else replace(claim, personas=question.personas, segments=question.segments)


def sought(question: Frame) -> str:
    """Returns the text to search: the question, with the groups of the person's organisation where it is about them."""
    if not question.mine:
        return question.standalone
    labels = [Segment.of(identifier).label for identifier in question.profile if not identifier.startswith("province:")]
    return " ".join((question.standalone, *labels))
