"""A conversation: whom it is about and what was said, immutable."""

from dataclasses import dataclass, replace

from assistant.answer.answers import Answer
from assistant.answer.frames import Frame
from assistant.profile.profiles import NOBODY, Profile


@dataclass(frozen=True, slots=True)
class Turn:
    """One question, as understood, and its answer."""

    question: Frame
    answer: Answer


@dataclass(frozen=True, slots=True)
class Conversation:
    """The profile of the person's organisation and the turns so far."""

    profile: Profile = NOBODY
    turns: tuple[Turn, ...] = ()

    @property
    def last(self) -> Frame | None:
        """The question before this one, as understood."""
        return self.turns[-1].question if self.turns else None

    def with_turn(self, question: Frame, answer: Answer) -> "Conversation":
        """Returns the conversation with one more turn."""
        return replace(self, turns=(*self.turns, Turn(question, answer)))

    def with_profile(self, profile: Profile) -> "Conversation":
        """Returns the same turns about another organisation."""
        return replace(self, profile=profile)
