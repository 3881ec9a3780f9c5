"""The questionnaire at the terminal, and profiles by the file."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from assistant.batches import Request
from assistant.corpus import Edition
from assistant.errors import BoussoleError, ProfileError, why
from assistant.profile.profiles import Profile
from assistant.profile.questionnaire import Choice, ProfileQuestion, Questionnaire
from assistant.profile.standing import Guide

Ask = Callable[[str], str]
Tell = Callable[[str], None]
_STOP = ("q", "fin", "stop")


def interview(questionnaire: Questionnaire, ask: Ask, tell: Tell) -> Profile:
    """Asks every question in turn; an empty answer skips it, « q » or the end of the input stops there."""
    tell("Répondez par un numéro (plusieurs, séparés par des virgules, où c'est possible).")
    tell("Entrée passe la question, « q » arrête et donne le résultat.")
    profile = Profile()
    for number, question in enumerate(questionnaire.questions, start=1):
        if question.given and profile.practices(questionnaire).get(question.given) is False:
            continue
        tell(f"\n{number}/{len(questionnaire.questions)}  {question.fr}")
        for place, choice in enumerate(_choices(question), start=1):
            tell(f"  {place:>2}. {choice.shown}")
        labels = _answer(question, ask, tell)
        if labels is None:
            return profile
        if labels:
            profile = profile.with_answer(question, labels, questionnaire)
    return profile


def _choices(question: ProfileQuestion) -> tuple[Choice, ...]:
    return tuple(choice for choice in question.choices if not choice.hidden)


def _answer(question: ProfileQuestion, ask: Ask, tell: Tell) -> tuple[str, ...] | None:
    """The labels chosen, none to skip, nothing at all to stop; asks again what is not understood."""
    choices = _choices(question)
    while True:
        try:
            given = ask("> ").strip().lower()
        except (EOFError, KeyboardInterrupt):
            return None  # what was answered so far is not lost
        if given in _STOP:
            return None
        numbers = given.replace(",", " ").split()
        valid = all(number.isdecimal() and 1 <= int(number) <= len(choices) for number in numbers)
        if valid and (len(numbers) <= 1 or question.kind == "multiple"):
            return tuple(choices[int(number) - 1].label for number in numbers)
        several = " (plusieurs possibles)" if question.kind == "multiple" else ""
        tell(f"Donnez un numéro de 1 à {len(choices)}{several}, ou Entrée pour passer.")


def listed(questionnaire: Questionnaire) -> str:
    """Returns every question with its id and its published answers, for a person."""
    blocks = []
    for question in questionnaire.questions:
        several = " (plusieurs réponses)" if question.kind == "multiple" else ""
        answers = [
            f"    {choice.label}" + (f"  [{choice.plain}]" if choice.plain else "") for choice in _choices(question)
        ]
        blocks.append("\n".join((f"{question.id}{several} : {question.fr}", *answers)))
    return "\n\n".join(blocks)


def placed(guide: Guide, request: Request) -> dict[str, Any]:
    """Returns the outcome of one line, {"id", "profile": {…}} or the profile itself; {"id", "error"} if refused."""
    try:
        if request.refusal:
            raise ProfileError(request.refusal)
        content: Mapping[str, Any] = request.content
        data = content["profile"] if "profile" in content else {k: v for k, v in content.items() if k != "id"}
        reading = guide.read(data)
        outcome = guide.as_json(guide.standing(reading.profile), date.today())
        return {**outcome, "id": request.id, "warnings": list(reading.warnings)}
    except BoussoleError as error:
        return {"id": request.id, "error": str(error)}


def told(guide: Guide, profile: Profile, edition: Edition, *, as_json: bool = False, markdown: bool = False) -> str:
    """Returns where a profile stands: for a program, as a sheet to paste in a note, or to read in a terminal."""
    import json

    from assistant.export.handouts import standing_handout
    from assistant.export.markdown import to_markdown
    from assistant.export.plain import to_plain

    standing = guide.standing(profile)
    if as_json:
        return json.dumps(guide.as_json(standing, date.today()), ensure_ascii=False, indent=2)
    handout = standing_handout(guide, standing, edition, "fr")
    return (to_markdown if markdown else to_plain)(handout).rstrip("\n")


def save(path: Path, text: str) -> None:
    """Writes a profile to a file; raises ProfileError when it cannot."""
    partial = path.with_name(path.name + ".part")
    try:
        partial.write_text(text, encoding="utf-8")
        partial.replace(path)
    except OSError as error:
        raise ProfileError(
            f"Le profil n'a pas pu être écrit dans {path} ({why(error)}). Choisissez un autre fichier."
        ) from error
