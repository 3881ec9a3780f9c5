"""The guard on quality: what fell since the evaluation kept in docs/quality.json, question by question."""

import hashlib
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from assistant.errors import CorpusError
from assistant.evaluation.exam import KINDS, LANGUAGES
from assistant.evaluation.marks import Mark
from assistant.evaluation.summary import RATES, Evaluation, passed
from assistant.evaluation.tables import FAILED, KIND_NAMES, LANGUAGE_NAMES

# The chance 0-1 that as many questions fall by luck, under which a fall is one: five lost and none won, say.
LEVEL = 0.05
# Nothing makes up for one of these, neither luck nor questions won elsewhere.
_NEVER = ("wrong_figure", "contract_breach")
_WRITTEN = {True: "1", False: "0", None: "-"}


@dataclass(frozen=True, slots=True)
class Baseline:
    """A kept evaluation: the exam's digest, its ids in order, and for each rate 1, 0 or - (not asked) a question."""

    exam: str
    ids: str
    passed: Mapping[str, str]

    def outcomes(self, name: str) -> Mapping[str, str]:
        """Returns what each question was worth by one rate, by id; nothing where the rate was not kept."""
        return dict(zip(self.ids.split(), self.passed.get(name, ""), strict=False))


@dataclass(frozen=True, slots=True)
class Fall:
    """One rate of one group of questions against the baseline, with the questions lost and won, in exam order."""

    group: str
    name: str
    lost: tuple[Mark, ...]
    won: tuple[Mark, ...]
    before: int
    total: int

    @property
    def luck(self) -> float:
        """The chance 0-1 of as many losses among the questions that changed, were each as likely won as lost."""
        changed = len(self.lost) + len(self.won)
        return sum(math.comb(changed, k) for k in range(len(self.lost), changed + 1)) / 2**changed

    @property
    def beyond_noise(self) -> bool:
        """Whether it is more than luck; of a fault that must never be, the first is."""
        return bool(self.lost) and (self.name in _NEVER or self.luck < LEVEL)


def read_baseline(path: Path) -> Baseline:
    """Reads a kept evaluation; raises CorpusError where there is none that can be compared with."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Baseline)
    except (OSError, msgspec.DecodeError) as error:
        raise CorpusError(
            f"Les marques de référence {path} ne peuvent pas être lues : {error}. "
            "Rétablissez ce fichier, ou écrivez-le par « boussole evaluate --gate --accept »."
        ) from error


def write_baseline(path: Path, evaluation: Evaluation, questions: Path, day: str) -> None:
    """Keeps an evaluation with its date (2024-05-31), to be shown and compared with."""
    measured = evaluation.as_json()
    kept: dict[str, Any] = {
        "date": day,
        "exam": digest(questions),
        **{name: measured[name] for name in ("questions", "overall", "languages", "kinds")},
        "ids": " ".join(mark.question.id for mark in evaluation.marks),
        "passed": {name: "".join(_WRITTEN[passed(mark, name)] for mark in evaluation.marks) for name in RATES},
    }
    path.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def digest(path: Path) -> str:
    """Returns the SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def compared(evaluation: Evaluation, baseline: Baseline) -> tuple[Fall, ...]:
    """Compares every rate of every kind, of every language and of the whole with the baseline, by question."""
    kinds = evaluation.by(lambda question: question.kind, KINDS)
    languages = evaluation.by(lambda question: question.language, LANGUAGES)
    groups = [(KIND_NAMES[name], marks) for name, marks in kinds]
    groups += [(LANGUAGE_NAMES[name], marks) for name, marks in languages]
    return tuple(_falls([*groups, ("ensemble", evaluation.marks)], baseline))


def _falls(groups: Sequence[tuple[str, Sequence[Mark]]], baseline: Baseline) -> Iterator[Fall]:
    for name in RATES:
        before = baseline.outcomes(name)
        for group, marks in groups:
            pairs = [(mark, before.get(mark.question.id, "-"), passed(mark, name)) for mark in marks]
            both = [(mark, was == "1", now) for mark, was, now in pairs if was != "-" and now is not None]
            lost = tuple(mark for mark, was, now in both if was and not now)
            won = tuple(mark for mark, was, now in both if now and not was)
            yield Fall(group, name, lost, won, sum(was for _, was, _ in both), len(both))


def format_gate(evaluation: Evaluation, baseline: Baseline, questions: Path) -> tuple[str, bool]:
    """Writes what fell beyond the noise, in French, and says whether nothing did."""
    found = compared(evaluation, baseline)
    common = len({mark.question.id for mark in evaluation.marks} & set(baseline.ids.split()))
    lines = []
    if digest(questions) != baseline.exam:
        lines.append("L'examen a changé depuis la référence : seules les questions de même identifiant sont comparées.")
    whole = [one for one in found if one.group == "ensemble"]
    lost, won = (sum(len(getattr(one, side)) for one in whole) for side in ("lost", "won"))
    lines.append(f"{common} questions comparées une à une : {lost} marques perdues, {won} gagnées.")
    lines += _in_the_noise(whole)
    fallen = [one for one in found if one.beyond_noise]
    if not common or not fallen:
        lines.append("Rien n'a baissé au-delà du bruit." if common else "Aucune question n'est commune : rien ne vaut.")
        return "\n".join(lines), bool(common)
    lines += [
        "",
        f"{'Ont baissé au-delà du bruit':<64}{'avant':>9}{'après':>9}{'perdues':>9}{'gagnées':>9}{'hasard':>9}",
    ]
    for one in fallen:
        after = one.before - len(one.lost) + len(one.won)
        luck = "jamais" if one.name in _NEVER else f"{one.luck:.3f}".replace(".", ",")
        cells = (f"{one.before}/{one.total}", f"{after}/{one.total}", len(one.lost), len(one.won), luck)
        lines.append(f"{f'{one.group} : {FAILED[one.name]}':<64}" + "".join(f"{cell:>9}" for cell in cells))
    lines += ["", *_named([one for one in fallen if one.group == "ensemble"] or fallen)]
    lines.append("Si la baisse est voulue, lisez ces questions, puis « boussole evaluate --gate --accept ».")
    return "\n".join(lines), False


def _in_the_noise(whole: Sequence[Fall]) -> Iterator[str]:
    for one in whole:
        if one.lost and not one.beyond_noise:
            yield f"  dans le bruit, {FAILED[one.name]} : {len(one.lost)} de plus, {len(one.won)} de moins"


def _named(fallen: Sequence[Fall]) -> Iterator[str]:
    """The questions lost, but for those of the test half, which nobody reads one by one."""
    for one in fallen:
        named = [mark.question.id for mark in one.lost if mark.question.split != "test"]
        hidden = len(one.lost) - len(named)
        told = [*named, *([f"{hidden} de la partie test"] if hidden else [])]
        yield f"{FAILED[one.name]} : {', '.join(told)}"
