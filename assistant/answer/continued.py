"""What a message keeps of the conversation before it: what it names replaces, what it leaves out is inherited."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answer.frames import Frame, kind_of
from assistant.facts.segments import SegmentNames
from assistant.french import Language, fold, stem, words
from assistant.lexicon import Vocabulary
from assistant.numerals import numerals, worded
from assistant.wordlists import pattern, word_set

_AND = r"\s*(?:[,&/]|vs|{joining})\s*"
PERSONA_NUMBER = rf"\b{{persona_noun}}\s+(?:n°\s*|{{numbered}}\.?\s*)?(\d(?:{_AND}\d)*)(?!\w)"
_OPENING = r"^\s*{continuing}\b"
# "Ils sont en interne ?", "is it written down?": a pronoun that stands for what was said, which "il y a" has not.
_ANAPHORIC = (
    r"^\s*(?:{continuing}\s*,?\s+)*(?!{impersonal}\b)(?:(?:{opens_yes_no}|{asking}|{is_it})\s+)?"
    r"(?:{anaphoric}\b|\w+-(?:t-)?{inverted_third}\b)"
)
_BARE_NUMBER = re.compile(r"(?<!\d)\d(?!\d)")
_SUPERLATIVE = r"\b{superlative}\b"
_BOUND = r"\b{bound}\s*$"

_OPTIONS = frozenset(("outsourced", "internal"))
_TURNS = frozenset(("negation", "disagree", "everyone", "neutral", "unsure"))  # what turns the question before round
# How something was asked, which "pourquoi ?" replaces.
_ASKED = frozenset(("quantity", "number", "ranking", "least", "why"))
_ALONE = frozenset(("method", "definition"))  # asked of the study itself, without another word
_ELLIPTIC, _POINTED = 3, 1  # words of its own, at most, of a message that opens as a sequel, and that points back
# A follow-up that asks one of these about a subject of its own keeps only whom the conversation is about.
_OWN_QUESTION = frozenset(
    ("quantity", "ranking", "definition", "method", "challenges", "levers", "recommendation", "comparison", "least")
)


@dataclass(frozen=True, slots=True)
class Sequel:
    """Completes messages with what was said before them, by the words of one lexicon."""

    names: SegmentNames
    cues: Mapping[Language, Vocabulary]
    persona_names: Vocabulary
    persona_numbers: frozenset[int]

    def continues(self, question: Frame) -> bool:
        """Returns whether a message only makes sense after the one before it."""
        own = len(question.subject)
        opened = pattern(_OPENING, re.IGNORECASE).search(question.text) is not None and own <= _ELLIPTIC
        empty = not question.subject and not question.personas and not question.cues & _ALONE
        return opened or empty or _leans(question) or (_points(question) and own <= _POINTED)

    def continued(self, question: Frame, before: Frame) -> Frame:
        """Completes a message with what was asked before it."""
        leans = _leans(question)
        new_topic = bool(question.subject and question.cues & _OWN_QUESTION) and not leans
        pointing = leans or _points(question) or bool({*words(question.text)} & word_set("owning"))
        cues = question.cues if new_topic else question.cues | self._kept(question, before)
        segments = question.segments or (() if question.personas else before.segments)
        personas = self._personas(question, before, pointing=pointing or not new_topic)
        populations = question.populations or (() if new_topic else before.populations)
        inherited = "" if new_topic else self._inherited(question, before)
        replaced = frozenset(before.focus) if question.subject and not new_topic else frozenset[str]()
        old = () if new_topic else tuple(term for term in before.terms if term not in replaced)
        return replace(
            question,
            standalone=_standalone(inherited, question, personas),
            kind=kind_of(cues, personas, populations, segments),
            cues=cues,
            segments=segments,
            personas=personas,
            populations=populations,
            mine=question.mine or before.mine,
            terms=tuple(dict.fromkeys((*question.terms, *old))),
            subject=tuple(dict.fromkeys((*question.subject, *(w for w in before.subject if stem(w) in old)))),
            focus=question.terms,
            synonyms=tuple(dict.fromkeys((*question.synonyms, *(() if new_topic else before.synonyms)))),
            follow_up=True,
        )

    def _kept(self, question: Frame, before: Frame) -> frozenset[str]:
        """The cues of the message before that still hold: not the way it asked, when this one asks otherwise."""
        turned = _OPTIONS if question.cues & _OPTIONS else frozenset[str]()
        asked = _ASKED if question.cues & {"why", "least"} else frozenset[str]()
        return before.cues - {"mine"} - turned - asked

    def _personas(self, question: Frame, before: Frame, *, pointing: bool) -> tuple[int, ...]:
        bare = tuple(n for n in map(int, _BARE_NUMBER.findall(question.text)) if n in self.persona_numbers)
        named = question.personas or (bare if before.personas and not question.subject else ())
        return named or (before.personas if pointing and not question.segments else ())

    def _inherited(self, question: Frame, before: Frame) -> str:
        """The earlier question without what the follow-up names something else for."""
        inherited = _without_replaced(before, question)
        if question.segments:
            inherited = without(inherited, self.names.segments[before.language])
        if question.populations:
            inherited = without(inherited, self.names.populations[before.language])
        if question.personas or (before.personas and _BARE_NUMBER.search(question.text)):
            inherited = pattern(PERSONA_NUMBER, re.IGNORECASE).sub(" ", inherited)
            inherited = without(inherited, self.persona_names)
        if question.premises:
            inherited = _without_numbers(inherited)
        if "why" in question.cues and not question.subject:
            inherited = without(inherited, self.cues[before.language], _ASKED)
        if "least" in question.cues and not question.subject:
            inherited = pattern(_SUPERLATIVE, re.IGNORECASE).sub(" ", inherited)
        return inherited


def _leans(question: Frame) -> bool:
    """Whether a message begins with a pronoun that stands for what was said."""
    return pattern(_ANAPHORIC).search(fold(question.text)) is not None and not question.personas


def _points(question: Frame) -> bool:
    return bool({*words(question.text)} & word_set("pointing"))


def _without_numbers(text: str) -> str:
    """A text without its shares and what bounds them, for a follow-up that states its own."""
    for number in sorted((*numerals(text), *worded(text)), key=lambda one: -one.start):
        text = pattern(_BOUND, re.IGNORECASE).sub(" ", text[: number.start]) + text[number.end :]
    return text


def _without_replaced(before: Frame, question: Frame) -> str:
    """The earlier question without what the follow-up puts something else in place of ("et Instagram ?")."""
    if not question.subject or _leans(question):
        return before.standalone
    if {*question.subject} <= word_set("options"):
        return before.standalone
    proper, new = _names(before.standalone, before.subject), _names(question.text, question.subject)
    if proper and new:  # "et pour LinkedIn ?" puts a name in the place of another
        return " ".join(word for word in before.standalone.split() if not {*words(word)} & proper)
    asking = {*words(question.text)} & word_set("asking")
    elliptic = pattern(_OPENING, re.IGNORECASE).search(question.text) and not asking
    if elliptic and not (before.populations or question.populations):
        gone = {*before.subject}
        return " ".join(word for word in before.standalone.split() if not {*words(word)} & gone)
    dropped = set(before.focus)
    return " ".join(word for word in before.standalone.split() if stem("".join(words(word)[:1])) not in dropped)


def _names(text: str, subject: Sequence[str]) -> set[str]:
    """The words of a subject that a text writes as names, with a capital."""
    capitals = {word for written in re.findall(r"\b[A-Z][\w'’]+", text) for word in words(written)}
    return capitals & {*subject}


def _standalone(inherited: str, question: Frame, personas: tuple[int, ...]) -> str:
    """The question completed; what only turns the earlier one round ("et les non ?") adds no words to search."""
    names = question.segments or question.populations or question.personas
    numbers_only = not question.cues and personas != question.personas
    option = bool(question.subject) and {*question.subject} <= word_set("options")
    numbered = " ".join(f"persona {number}" for number in personas) if personas != question.personas else ""
    if inherited and option and not names:
        return inherited
    if inherited and not question.subject and not names and (numbers_only or question.cues & _TURNS):
        return f"{inherited} {numbered}".strip()
    return " ".join(part for part in (inherited, question.text, numbered) if part)


def without(text: str, names: Vocabulary, only: frozenset[str] = frozenset()) -> str:
    """Returns the words of a text without the expressions of a vocabulary; only: those that stand for one of these."""
    dropped = {
        position
        for mention in names.mentions(text)
        if not only or mention.id in only
        for position in range(mention.start, mention.end)
    }
    return " ".join(word for position, word in enumerate(words(text)) if position not in dropped)
