"""A profile: what an operator answered, kept as published labels; saved to a file or carried by an address."""

import json
import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import ProfileError, why
from assistant.profile.labels import labelled
from assistant.profile.questionnaire import ProfileQuestion, Questionnaire

LARGEST = 65_536  # bytes; a full profile weighs about four thousand
_SEEN = 60  # characters of a foreign text repeated in a warning
_SHORT_KEYS = {"sector": "secteur", "size": "etp", "taille": "etp", "region": "province", "subsidies": "subsides"}
_UNASKED = "Ce document n'a pas de questionnaire : le profil donné est laissé de côté."
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Profile:
    """The answers given, as (question id, published labels), in the order of the questionnaire.

    An unanswered question is absent: it never counts as "no".
    """

    answers: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def __bool__(self) -> bool:
        """Whether anything was answered."""
        return bool(self.answers)

    def labels(self, question: str) -> tuple[str, ...]:
        """Returns the labels answered to a question, none when it was skipped."""
        return dict(self.answers).get(question, ())

    def without(self, question: str) -> "Profile":
        """Returns the profile with one question skipped."""
        return Profile(tuple(answer for answer in self.answers if answer[0] != question))

    def with_answer(self, question: ProfileQuestion, labels: Iterable[str], questionnaire: Questionnaire) -> "Profile":
        """Returns the profile with one question answered by published labels, in the questionnaire's order."""
        chosen = set(labels)
        kept = tuple(choice.label for choice in question.choices if choice.label in chosen)
        answers = {**dict(self.answers), question.id: kept}
        return Profile(tuple((each.id, answers[each.id]) for each in questionnaire.questions if answers.get(each.id)))

    def segments(self, questionnaire: Questionnaire) -> tuple[str, ...]:
        """Returns the published groups the operator belongs to ("secteur:bibliothèques")."""
        return tuple(
            choice.segment
            for identifier, labels in self.answers
            for choice in questionnaire.by_id[identifier].choices
            if choice.segment and choice.label in labels and not choice.unknown
        )

    def practices(self, questionnaire: Questionnaire) -> dict[str, bool]:
        """Returns what was said of each practice, view, barrier or lever; what was not asked or known is absent."""
        said: dict[str, bool] = {}
        for identifier, labels in self.answers:
            question = questionnaire.by_id[identifier]
            if not (question.given and said.get(question.given) is False):
                said |= said_in(question, labels)
        return said

    def to_json(self) -> dict[str, str | list[str]]:
        """Returns the profile as a program reads it: a label for a single choice, a list for a multiple one."""
        return {identifier: labels[0] if len(labels) == 1 else list(labels) for identifier, labels in self.answers}


NOBODY = Profile()


@dataclass(frozen=True, slots=True)
class ProfileReading:
    """A profile as understood, with a French sentence for everything that was left aside."""

    profile: Profile
    warnings: tuple[str, ...] = ()


def read_profile(data: object, questionnaire: Questionnaire | None) -> ProfileReading:
    """Understands a mapping of question ids to labels; raises ProfileError when it is not a mapping.

    Unknown questions and labels are left aside with a warning, and all of them without a questionnaire; labels are
    matched without case, accents or plurals.
    """
    if not isinstance(data, Mapping):
        raise ProfileError(
            f"Le profil contient {_kind(data)} ; un objet JSON était attendu, "
            'par exemple {"secteur": "bibliothèques", "etp": "de 1 à 4"}. Corrigez le fichier.'
        )
    if questionnaire is None:
        return ProfileReading(NOBODY, (_UNASKED,) if data else ())
    profile, warnings = NOBODY, []
    for key, value in list(data.items())[: 4 * len(questionnaire.questions)]:
        question = _question(str(key), questionnaire)
        if question is None:
            warnings.append(f"Question inconnue, ignorée : « {_short(key)} ».")
            continue
        labels, complaints = _answer(value, question)
        warnings += complaints
        if labels:
            profile = profile.with_answer(question, labels, questionnaire)
    return ProfileReading(profile, (*warnings, *contradictions(profile, questionnaire)))


def said_in(question: ProfileQuestion, labels: tuple[str, ...]) -> dict[str, bool]:
    """Returns what the labels of one question say: every box of a list, or the one answer of a single choice."""
    if question.kind == "multiple":
        return {choice.item: choice.label in labels for choice in question.choices if choice.item}
    return {choice.item: choice.value for choice in question.choices if choice.item and choice.label in labels}


def contradictions(profile: Profile, questionnaire: Questionnaire) -> tuple[str, ...]:
    """Returns a French sentence for each pair of answers that cannot both hold, saying which one is kept."""
    said, found = profile.practices(questionnaire), []
    for identifier, labels in profile.answers:
        question = questionnaire.by_id[identifier]
        if question.given and said.get(question.given) is False and any(labels):
            found.append(f"« {question.fr} » est ignoré : vous avez répondu « non » à la question précédente.")
    if said.get("numerisation") is False and said.get("diffusion"):
        found.append("Vous diffusez du contenu numérisé sans en numériser : les deux réponses sont gardées.")
    return tuple(found)


def load_profile(path: Path, questionnaire: Questionnaire) -> ProfileReading:
    """Reads a profile file; raises ProfileError when it is missing, too large, damaged or not a profile."""
    return read_profile(load_json(path), questionnaire)


def load_json(path: Path) -> object:
    """Reads what a profile file holds, whatever it is; raises ProfileError when it is missing, too large or damaged."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise ProfileError(
            f"Le fichier de profil {path} ne peut pas être lu ({why(error)}). Vérifiez son chemin."
        ) from error
    return _parsed(content, f"Le fichier de profil {path}")


def parse_profile(text: str, questionnaire: Questionnaire) -> ProfileReading:
    """Reads a profile pasted as JSON; raises ProfileError when it is too large, damaged or not a profile."""
    return read_profile(_parsed(text.encode("utf-8", "surrogatepass"), "Le profil collé"), questionnaire)


def _parsed(content: bytes, name: str) -> object:
    if len(content) > LARGEST:
        raise ProfileError(f"{name} dépasse {LARGEST // 1024} Kio : ce n'est pas un profil de Boussole.")
    try:
        return json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ProfileError(f"{name} n'est pas un texte UTF-8 : ce n'est pas un profil de Boussole.") from error
    except (ValueError, RecursionError) as error:
        raise ProfileError(
            f"{name} n'est pas un JSON complet : il est vide, tronqué ou abîmé. "
            "Enregistrez de nouveau votre profil depuis « Mon profil »."
        ) from error


def dump_profile(profile: Profile) -> str:
    """Writes a profile as the JSON text that load_profile reads."""
    return json.dumps(profile.to_json(), ensure_ascii=False, indent=2) + "\n"


def to_address(profile: Profile, questionnaire: Questionnaire) -> str:
    """Writes a profile as a short text for an address: a letter a question, a digit an answer, then a check sum."""
    body = "".join(
        _letter(position) + "".join(_DIGITS[place] for place in _places(question, profile.labels(question.id)))
        for position, question in enumerate(questionnaire.questions)
        if profile.labels(question.id)
    )
    return f"{body}-{_checksum(body, questionnaire)}" if body else ""


def from_address(text: str, questionnaire: Questionnaire) -> ProfileReading:
    """Reads what to_address wrote; raises ProfileError when it was cut, changed or made for other questions."""
    if not text:
        return ProfileReading(NOBODY)
    body, _, checksum = text[:2_000].rpartition("-")
    if not re.fullmatch(r"(?:[a-x][0-9A-Z]+)+", body) or checksum != _checksum(body, questionnaire):
        raise ProfileError(
            "Le profil contenu dans l'adresse est incomplet, modifié ou fait pour une autre version du questionnaire. "
            "Repartez de « Mon profil » ou d'un profil enregistré."
        )
    profile = NOBODY
    for letter, digits in re.findall(r"([a-x])([0-9A-Z]+)", body):
        question = questionnaire.questions[ord(letter) - ord("a")]
        labels = [question.choices[_DIGITS.index(digit)].label for digit in digits]
        profile = profile.with_answer(question, labels, questionnaire)
    return ProfileReading(profile, contradictions(profile, questionnaire))


def _letter(position: int) -> str:
    return chr(ord("a") + position)


def _places(question: ProfileQuestion, labels: tuple[str, ...]) -> list[int]:
    return [place for place, choice in enumerate(question.choices) if choice.label in labels]


def _checksum(body: str, questionnaire: Questionnaire) -> str:
    """Four characters over the answers and the labels they point at: another questionnaire reads nothing wrong."""
    labels = "|".join(choice.label for question in questionnaire.questions for choice in question.choices)
    number = zlib.crc32(f"{body}|{labels}".encode())
    return "".join(_DIGITS[number // 36**power % 36] for power in range(4))


def _question(key: str, questionnaire: Questionnaire) -> ProfileQuestion | None:
    folded = re.sub(r"[\s_]+", "-", key.strip().lower())[:_SEEN]
    return questionnaire.by_id.get(_SHORT_KEYS.get(folded, folded))


def _answer(value: object, question: ProfileQuestion) -> tuple[tuple[str, ...], list[str]]:
    """The labels understood in one answer, and a warning for each one that was not."""
    given = list(value) if isinstance(value, list | tuple) else [value]
    labels, warnings = [], []
    for one in given[: len(question.choices)]:
        if one is None or one == "":
            continue
        choice = labelled(one, question)
        if choice is None:
            warnings.append(f"Réponse inconnue à « {question.id} », ignorée : « {_short(one)} ».")
        else:
            labels.append(choice.label)
    kept = tuple(dict.fromkeys(labels))
    if question.kind == "single" and len(kept) > 1:
        warnings.append(f"Plusieurs réponses à « {question.id} » : seule « {kept[0]} » est gardée.")
        kept = kept[:1]
    nothing = tuple(choice.label for choice in question.choices if choice.none)
    if len(kept) > 1 and set(kept) & set(nothing):
        warnings.append(f"« {nothing[0]} » contredit vos autres réponses à « {question.id} » et est ignoré.")
        kept = tuple(label for label in kept if label not in nothing)
    return kept, warnings


def _short(value: object) -> str:
    text = " ".join(value.split()) if isinstance(value, str) else _kind(value)
    return text if len(text) <= _SEEN else f"{text[:_SEEN]}…"


def _kind(value: object) -> str:
    names = {dict: "un objet", list: "une liste", str: "un texte", bool: "un booléen", type(None): "une valeur vide"}
    return names.get(type(value), "un nombre")
