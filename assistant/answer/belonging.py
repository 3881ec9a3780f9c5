"""Which personas a sector is found in, and which one a described organisation resembles, where that is asked."""

from collections.abc import Sequence

from assistant.answer.bands import staff
from assistant.answer.frames import Frame
from assistant.answer.judge import Candidate
from assistant.facts.library import Library
from assistant.facts.personas import Persona
from assistant.facts.statements import named
from assistant.language import Speech
from assistant.profile.matching import PersonaMatch

_DESCRIBED = 2  # groups of an organisation, from which it is placed
_TOLD = 2  # personas told
_NEAREST = 3  # units among which one lists the sectors of a persona


def personas_with(question: Frame, candidates: Sequence[Candidate], library: Library) -> tuple[Persona, ...]:
    """Returns the personas whose main sectors hold the one asked for, where a unit among the best says so of one."""
    asked = question.groups
    if not library.personas or "persona" not in question.cues or question.personas or not asked:
        return ()
    found = tuple(persona for persona in library.personas.all if _counts(persona, asked))
    said = any(_lists(one, persona) for one in candidates[:_NEAREST] for persona in found)
    return found if said else ()


def _counts(persona: Persona, asked: frozenset[str]) -> bool:
    return bool(asked & {*persona.sector_segments})


def described(question: Frame) -> dict[str, str]:
    """Returns the answers to a profile that a question describes, where it asks which persona that is, or for advice.

    One group of each family, and two at least: a sector alone is found in several personas.
    """
    # Advice on a subject is the same for everyone; "par quoi commencer ?" is not.
    advised = question.kind == "recommendation" and not question.subject and staff(question.text) > 0
    if question.personas or not ("persona" in question.cues or advised):
        return {}
    found: dict[str, str] = {}
    for name in (*question.segments, *question.profile):
        dimension, _, label = name.partition(":")
        found.setdefault(dimension, label)
    return found if len(found) >= _DESCRIBED else {}


def resembling(match: PersonaMatch, library: Library) -> tuple[Persona, ...]:
    """Returns the two personas that a described organisation resembles most, the first one first."""
    ranked = sorted(library.personas.all, key=lambda one: -match.shares[one.number - 1]) if library.personas else []
    return tuple(ranked[:_TOLD])


def presented(personas: Sequence[Persona], candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Returns the best sentence found about each persona alone, in the personas' order."""
    of_one = [one for one in candidates if one.passage.unit == "statement"]
    found = [next((one for one in of_one if one.passage.personas == (p.number,)), None) for p in personas]
    return tuple(one for one in found if one)


def sentences(personas: Sequence[Persona], candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Returns the sentences that list the main sectors of these personas, in the personas' order."""
    found = [next((one for one in candidates if _lists(one, persona)), None) for persona in personas]
    return tuple(one for one in found if one)


def _lists(one: Candidate, persona: Persona) -> bool:
    own = one.passage.unit == "statement" and one.passage.personas == (persona.number,)
    return own and {*one.passage.segments} >= {*persona.sector_segments}


def placed(question: Frame, personas: Sequence[Persona], library: Library, said: Speech) -> str:
    """Returns the sentence that says which persona an organisation that is described resembles."""
    first, second = (persona_named(persona, said) for persona in personas)
    groups = named([f"{dimension}:{label}" for dimension, label in described(question).items()], library, said)
    return said.say("answer.placed", groups=groups, first=first, second=second)


def belonging(question: Frame, personas: Sequence[Persona], library: Library, said: Speech) -> str:
    """Returns the sentence that says which personas a sector is found in."""
    told = [persona_named(persona, said) for persona in personas]
    return said.say("answer.belonging", group=named(question.segments, library, said), personas=said.join(told))


def persona_named(persona: Persona, said: Speech) -> str:
    """Returns a persona by its number and name: "persona 3, les opérateurs en quête de numérisation"."""
    name = persona.called(said.language)
    return said.say("answer.persona_named", number=persona.number, name=name[:1].lower() + name[1:])
