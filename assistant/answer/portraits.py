"""What the study says of its personas, told for the ones a question is about."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.answer.frames import Frame
from assistant.facts.library import Library
from assistant.facts.personas import Persona
from assistant.facts.segments import family
from assistant.lexicon import singulars
from assistant.profile.standing import Standing
from assistant.wordlists import word_set

Field = Literal["share", "scores", "size", "description", "sectors", "profile", "challenges", "ideas"]
_MOST_FACTS = 4


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing the study publishes of a persona, in our words, with its page."""

    persona: Persona
    field: Field
    text: str
    page: int


def concerned(question: Frame, standing: Standing | None, library: Library) -> tuple[int, ...]:
    """Returns the personas a question is about: those named, the one the profile resembles, or those of its sector.

    A sector's personas are the ones whose page names it among their main sectors.
    """
    if not library.personas:
        return ()
    if question.personas:
        return question.personas
    if question.mine and standing and standing.persona:
        return (standing.persona,)
    if _all_asked(question):
        return tuple(persona.number for persona in library.personas.all)
    segments = (*question.segments, *(question.profile if question.mine else ()))
    sectors = {one for name in segments if name.startswith("secteur:") for one in family(name)}
    return tuple(p.number for p in library.personas.all if sectors & set(p.sector_segments)) if sectors else ()


def _all_asked(question: Frame) -> bool:
    """Whether a question is about the personas as such: it names nothing else."""
    named = question.segments or question.mine or question.personas or question.populations
    return (
        question.kind == "persona"
        and not named
        and set(singulars(" ".join(question.subject))) <= word_set("persona_said")
    )


def facts(question: Frame, personas: Sequence[int], library: Library) -> tuple[Fact, ...]:
    """Returns the facts of personas that a question asks for; none when it asks for something else of them."""
    field: Field | None = "share" if _all_asked(question) else _asked(question)
    if not field or not library.personas:
        return ()
    everyone = sum(persona.count for persona in library.personas.all)
    told = [fact for number in personas for fact in _facts(library.personas[number], field, everyone)]
    if field == "share":
        return tuple(told)
    return tuple(told if len(personas) == 1 else _alternating(told, personas))[:_MOST_FACTS]


def _asked(question: Frame) -> Field | None:
    if question.kind == "challenges" or "challenges" in question.cues:
        return "challenges"
    if question.kind == "recommendation" or "recommendation" in question.cues:
        return "ideas"
    if question.kind == "persona" and not question.personas and (question.mine or question.segments):
        return "description"
    return None


def _facts(persona: Persona, field: Field, everyone: int) -> Iterator[Fact]:
    if field == "share":
        share = persona.printed_share.replace("%", "\u202f%")
        text = f"{persona.count} opérateurs sur {everyone}, soit {share}. {persona.description}"
        yield Fact(persona, field, text, persona.pages[0])
        return
    if field == "description":
        yield Fact(
            persona, field, f"{persona.description} Secteurs principaux : {', '.join(persona.sectors)}.", persona.page
        )
        return
    texts = persona.challenges if field == "challenges" else persona.ideas
    yield from (Fact(persona, field, text, persona.page) for text in texts[:_MOST_FACTS])


def _alternating(told: Sequence[Fact], personas: Sequence[int]) -> list[Fact]:
    """The first fact of each persona, then the second of each: no persona hides another."""
    by_persona = [[fact for fact in told if fact.persona.number == number] for number in personas]
    return [found[rank] for rank in range(_MOST_FACTS) for found in by_persona if rank < len(found)]
