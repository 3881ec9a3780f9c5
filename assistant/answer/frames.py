"""What is asked, of whom, about what: a Question, its kind, and the numbers it takes for granted."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from assistant.errors import QuestionError
from assistant.facts.segments import family
from assistant.french import Language, words
from assistant.numerals import Numeral, numerals, worded
from assistant.wordlists import word_set

FrameKind = Literal[
    "figure", "ranking", "challenges", "levers", "comparison", "persona", "recommendation", "definition", "method",
    "explore",
]  # fmt: skip

LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Frame:
    """A question understood.

    typed: the message to the letter; text: without what cannot be shown; standalone: with what the conversation adds,
    used for search. terms: the stems that carry its subject, without generic words, cues and segment names; focus:
    those of the message itself, when it continues another; synonyms: pairs (word, the report's own words for it).
    premises: the numbers it takes for granted. elsewhere: other countries named, and units in which the survey
    measures nothing (euros, hours). ranks: those asked for ("le quatrième"); most: how many of a
    list are asked ("les quatre premiers"), listed: all of it; wants: the chance (0-1) of each kind of answer;
    leading: the populations and groups that a comparison begins with; own: the groups that only the asker is said to be
    of, where something else is asked.
    """

    text: str
    standalone: str
    language: Language
    kind: FrameKind
    cues: frozenset[str] = frozenset()
    segments: tuple[str, ...] = ()
    profile: tuple[str, ...] = ()
    mine: bool = False
    populations: tuple[str, ...] = ()
    personas: tuple[int, ...] = ()
    premises: tuple[Numeral, ...] = ()
    terms: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    focus: tuple[str, ...] = ()
    synonyms: tuple[tuple[str, str], ...] = ()
    elsewhere: tuple[str, ...] = ()
    follow_up: bool = False
    typed: str = ""
    ranks: tuple[int, ...] = ()
    most: int = 0
    listed: bool = False
    leading: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    wants: Mapping[str, float] = field(default_factory=dict[str, float])

    @property
    def groups(self) -> frozenset[str]:
        """The segments named, with those that they are part of or hold."""
        return frozenset(one for name in self.segments for one in family(name))

    @property
    def crossed(self) -> tuple[str, ...]:
        """The groups of which something is asked: not those that only say who asks."""
        return tuple(one for one in self.segments if one not in self.own)

    @property
    def greeting(self) -> bool:
        """Whether the message only greets, thanks or agrees."""
        return "greeting" in self.cues and not self.subject and not self.segments and not self.follow_up

    @property
    def expansion(self) -> tuple[str, ...]:
        """The report's own words for what the question says otherwise, to be searched too."""
        return tuple(dict.fromkeys(own for _, own in self.synonyms))


def checked(message: str) -> str:
    """Returns the message without surrounding blanks; raises QuestionError when it is empty or too long."""
    text = "".join(character if character.isprintable() else " " for character in message).strip()
    if not re.search(r"\w", text):
        raise QuestionError(
            "La question est vide. Écrivez-la en quelques mots, par exemple « Quels sont nos freins ? »."
        )
    if len(text) > LONGEST:
        raise QuestionError(
            f"La question fait {len(text)} caractères ; au plus {LONGEST} sont acceptés. "
            "Gardez l'essentiel, ou posez-la en plusieurs fois."
        )
    return text


def premises(text: str) -> tuple[Numeral, ...]:
    """Returns the shares and counts a question takes for granted, in order; not what the asker says of itself."""
    spelled = worded(text)
    inside = [(numeral.start, numeral.end) for numeral in spelled]
    digits = [n for n in numerals(text) if not any(start <= n.start < end for start, end in inside)]
    found = sorted((*digits, *spelled), key=lambda numeral: numeral.start)
    others = of_others(text)
    return tuple(one for one in found if any(start <= one.start < end for start, end in others))


def of_others(text: str) -> tuple[tuple[int, int], ...]:
    """Returns the spans of the clauses in which the asker does not speak of its own organisation."""
    return tuple((start, end) for start, end in clauses(text) if not {*words(text[start:end])} & word_set("asker"))


def clauses(text: str) -> tuple[tuple[int, int], ...]:
    """Returns the spans of a text between its signs and dashes; a comma inside a number is none."""
    cuts = [match.span() for match in re.finditer(r"[.,;:!?…](?!\d)|\s[–—]\s", text)]
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(text)]
    return tuple(zip(starts, ends, strict=True))


_KINDS: tuple[tuple[str, FrameKind], ...] = (
    ("definition", "definition"),
    ("method", "method"),
    ("recommendation", "recommendation"),
    ("challenges", "challenges"),
    ("levers", "levers"),
    ("comparison", "comparison"),
    ("ranking", "ranking"),
    ("quantity", "figure"),
    ("number", "figure"),
)


def kind_of(
    cues: frozenset[str], personas: tuple[int, ...], populations: tuple[str, ...], segments: tuple[str, ...]
) -> FrameKind:
    """Chooses the one kind that decides the answer's shape; what else was asked stays in the cues."""
    if (personas or "persona" in cues) and "definition" not in cues:
        return "persona"
    if (populations or len(segments) > 1) and cues & {"comparison"}:
        return "comparison"
    for cue, kind in _KINDS:
        if cue in cues:
            return kind
    return "explore"
