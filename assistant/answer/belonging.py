"""Which personas the operators of a sector are found in, where that is asked."""

from collections.abc import Sequence

from assistant.answer.frames import Frame
from assistant.answer.judge import Candidate
from assistant.facts.library import Library
from assistant.facts.personas import Persona
from assistant.facts.segments import family
from assistant.facts.statements import named
from assistant.language import Speech


def personas_with(question: Frame, best: Candidate | None, library: Library) -> tuple[Persona, ...]:
    """Returns the personas whose main sectors hold the one asked for, where the best unit says so of one of them."""
    asked = {one for name in question.segments for one in family(name)}
    if not library.personas or not best or "persona" not in question.cues or question.personas or not asked:
        return ()
    one = [library.personas[number] for number in best.passage.personas]
    if len(one) != 1 or best.passage.unit != "statement" or not _counts(one[0], asked):
        return ()
    listed = {*best.passage.segments} >= {*one[0].sector_segments}
    return tuple(persona for persona in library.personas.all if _counts(persona, asked)) if listed else ()


def _counts(persona: Persona, asked: set[str]) -> bool:
    return bool(asked & {*persona.sector_segments})


def sentences(personas: Sequence[Persona], candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Returns the sentences that list the main sectors of these personas, in the personas' order."""
    found = [next((one for one in candidates if _lists(one, persona)), None) for persona in personas]
    return tuple(one for one in found if one)


def _lists(one: Candidate, persona: Persona) -> bool:
    own = one.passage.unit == "statement" and one.passage.personas == (persona.number,)
    return own and {*one.passage.segments} >= {*persona.sector_segments}


def belonging(question: Frame, personas: Sequence[Persona], library: Library, said: Speech) -> str:
    """Returns the sentence that says which personas a sector is found in."""
    told = [persona_named(persona, said) for persona in personas]
    return said.say("answer.belonging", group=named(question.segments, library, said), personas=said.join(told))


def persona_named(persona: Persona, said: Speech) -> str:
    """Returns a persona by its number and name: "persona 3, les opérateurs en quête de numérisation"."""
    name = persona.called(said.language)
    return said.say("answer.persona_named", number=persona.number, name=name[:1].lower() + name[1:])
