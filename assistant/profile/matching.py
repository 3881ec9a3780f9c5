"""Which personas a profile resembles, why, and what would change it.

Bayes' rule on the calibrated model. Answers to one multiple choice go together, so their evidence is shared out as
for a cluster sample: m answers correlated at DEPENDENCE weigh as m / (1 + (m - 1) DEPENDENCE) of them, and a box left
unticked is weaker evidence than a "no". The outcome is an indicative resemblance: the study's own classification used
the microdata, which are not published.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from assistant.facts.segments import family
from assistant.profile.calibration import Model, Shares
from assistant.profile.profiles import Profile, said_in
from assistant.profile.questionnaire import Choice, ProfileQuestion, Questionnaire

Verdict = Literal["net", "mixte", "insuffisant"]

DEPENDENCE = 0.05
OVERLOOKED = 0.25  # share of true boxes assumed left unticked in a list: an unticked box is not quite a "no"
SLIP = 0.01  # share of answers taken as slips or misreadings, so that no single answer excludes a persona outright
RAREST = 1e-4  # of a label within a persona
ENOUGH_ANSWERS = 5
ENOUGH_PRACTICES = 3
MARGIN = 0.20
CLEAR = 0.50


@dataclass(frozen=True, slots=True)
class Reason:
    """One answer that weighs for the first persona against the second, in log odds (natural)."""

    question: str
    item: str
    segment: str
    said: bool
    label: str
    weight: float


Parts = list[tuple[Reason, Shares]]


@dataclass(frozen=True, slots=True)
class Flip:
    """The one answer whose change would put another persona first: `labels` is the question's new answer.

    `said` is what would then be said of the item: in a list, false means that its box is unticked.
    """

    question: str
    item: str
    label: str
    labels: tuple[str, ...]
    persona: int
    said: bool


@dataclass(frozen=True, slots=True)
class PersonaMatch:
    """The share of each persona (1-5, summing to 1), the verdict, what weighs most, and what would flip it."""

    shares: Shares
    verdict: Verdict
    reasons: tuple[Reason, ...]
    flip: Flip | None
    answered: int

    @property
    def ranked(self) -> tuple[int, ...]:
        """The personas from the most to the least resembling; ties go by number."""
        return tuple(sorted(range(1, len(self.shares) + 1), key=lambda number: (-self.shares[number - 1], number)))

    @property
    def first(self) -> int:
        """The most resembling persona."""
        return self.ranked[0]

    def share(self, persona: int) -> float:
        """Returns the share of one persona."""
        return self.shares[persona - 1]


def match(profile: Profile, questionnaire: Questionnaire, model: Model) -> PersonaMatch:
    """Compares a profile with the five personas; the order of the answers never matters."""
    evidence = _evidence(profile, questionnaire, model)
    found = _posterior((_total(parts, model) for parts in evidence.values()), model)
    ranked = sorted(range(len(found)), key=lambda row: (-found[row], row))
    return PersonaMatch(
        shares=found,
        verdict=_verdict(profile, found, questionnaire),
        reasons=_reasons(evidence.values(), ranked[0], ranked[1]),
        flip=_flip(profile, questionnaire, model, ranked[0]),
        answered=len(profile.answers),
    )


def shares(profile: Profile, questionnaire: Questionnaire, model: Model) -> Shares:
    """Returns only the five shares of a profile."""
    found = _evidence(profile, questionnaire, model).values()
    return _posterior((_total(parts, model) for parts in found), model)


def _evidence(profile: Profile, questionnaire: Questionnaire, model: Model) -> dict[str, Parts]:
    """The evidence of every answered question, walked in the questionnaire's order."""
    said = profile.practices(questionnaire)
    return {
        question.id: _parts(question, profile.labels(question.id), said, model)
        for question in questionnaire.questions
        if profile.labels(question.id)
    }


def _parts(question: ProfileQuestion, labels: tuple[str, ...], said: Mapping[str, bool], model: Model) -> Parts:
    """What was said in one question, each with its five log likelihoods."""
    parts: Parts = []
    for choice in question.choices:
        if choice.segment and choice.label in labels and not choice.unknown:
            parts += _segment_part(question, choice, model)
    known = [item for item in question.items if item in said]
    weight = 1 / (1 + (len(known) - 1) * DEPENDENCE)
    nothing = any(choice.none and choice.label in labels for choice in question.choices)
    listed = question.kind == "multiple" and not nothing
    for item in known:
        reason = Reason(question.id, item, "", said[item], _label(question, item, labels), 0.0)
        likelihoods = _log_likelihoods(model.chances[item], said[item], listed)
        parts.append((reason, tuple(weight * likelihood for likelihood in likelihoods)))
    return parts


@lru_cache(maxsize=1_024)
def _log_likelihoods(chances: Shares, said: bool, listed: bool) -> Shares:
    believed = [(SLIP + (1 - 2 * SLIP) * chance) * (1 - OVERLOOKED if listed else 1) for chance in chances]
    return tuple(math.log(chance if said else 1 - chance) for chance in believed)


def _segment_part(question: ProfileQuestion, choice: Choice, model: Model) -> Parts:
    known = next((name for name in family(choice.segment) if name in model.segments), None)
    if known is None:
        return []
    reason = Reason(question.id, "", choice.segment, True, choice.label, 0.0)
    return [(reason, tuple(math.log(max(share, RAREST)) for share in model.segments[known]))]


def _label(question: ProfileQuestion, item: str, labels: tuple[str, ...]) -> str:
    if question.kind == "single":
        return labels[0]
    return next(choice.label for choice in question.choices if choice.item == item)


def _total(parts: Parts, model: Model) -> Shares:
    """The log likelihoods of a whole question, one a persona."""
    return tuple(
        map(sum, zip(*(likelihoods for _, likelihoods in parts), strict=True)) if parts else (0.0,) * len(model.sizes)
    )


def _posterior(weights: Iterable[Shares], model: Model) -> Shares:
    """Bayes' rule: the persona sizes, times the likelihood of every answer, made to sum to 1."""
    totals = [math.log(size) + sum(column) for size, column in zip(model.sizes, _columns(weights, model), strict=True)]
    # Against the greatest, so that no number of answers brings every likelihood down to zero; only ratios matter.
    odds = [math.exp(total - max(totals)) for total in totals]
    return tuple(odd / sum(odds) for odd in odds)


def _verdict(profile: Profile, found: Shares, questionnaire: Questionnaire) -> Verdict:
    practices = [identifier for identifier, _ in profile.answers if questionnaire.by_id[identifier].theme != "profil"]
    if len(profile.answers) < ENOUGH_ANSWERS or len(practices) < ENOUGH_PRACTICES:
        return "insuffisant"
    first, second = sorted(found, reverse=True)[:2]
    return "net" if first >= CLEAR and first - second >= MARGIN else "mixte"


def _reasons(evidence: Iterable[Parts], first: int, second: int) -> tuple[Reason, ...]:
    """The three answers that weigh most for the first persona against the second."""
    weighed = [
        replace(reason, weight=likelihoods[first] - likelihoods[second])
        for parts in evidence
        for reason, likelihoods in parts
    ]
    # Equal weights differ in their last bits by the order of the sums; rounded, they go by name on every machine.
    weighed.sort(key=lambda reason: (-round(reason.weight, 9), reason.question, reason.item))
    return tuple(reason for reason in weighed[:3] if reason.weight > 0)


def _flip(profile: Profile, questionnaire: Questionnaire, model: Model, first: int) -> Flip | None:
    """The change of one answer that puts another persona the farthest ahead, if any does."""
    evidence = _evidence(profile, questionnaire, model)
    weights = {identifier: _total(parts, model) for identifier, parts in evidence.items()}
    best: tuple[float, Flip] | None = None
    for question, labels, item, label in _changes(profile, questionnaire):
        now_said = said_in(question, labels)
        changed = {question.id: _total(_parts(question, labels, now_said, model), model)}
        for dependent in _dependents(question, profile, questionnaire):
            kept = profile.labels(dependent.id)
            asked = said_in(dependent, kept) if now_said[dependent.given] else {}
            changed[dependent.id] = _total(_parts(dependent, kept, asked, model), model)
        now = _posterior((weights | changed).values(), model)
        winner = max(range(len(now)), key=lambda row: (now[row], -row))
        lead = now[winner] - now[first]
        if winner != first and (best is None or lead > best[0] + 1e-12):
            best = (lead, Flip(question.id, item, label, labels, winner + 1, now_said[item]))
    return best[1] if best else None


def _dependents(
    question: ProfileQuestion, profile: Profile, questionnaire: Questionnaire
) -> tuple[ProfileQuestion, ...]:
    """The answered questions that are asked only because of an answer to this one."""
    if question.id not in questionnaire.parents:
        return ()
    answered = (questionnaire.by_id[identifier] for identifier, _ in profile.answers)
    return tuple(each for each in answered if each.given in question.items)


def _changes(
    profile: Profile, questionnaire: Questionnaire
) -> Iterator[tuple[ProfileQuestion, tuple[str, ...], str, str]]:
    """Every profile one answer away on a practice: the question, its new labels, the item and the label changed.

    Sector, size or age are not offered: an operator cannot decide them.
    """
    for identifier, labels in profile.answers:
        question = questionnaire.by_id[identifier]
        for choice in question.choices:
            if choice.item and not (question.kind == "single" and choice.label in labels):
                yield question, _changed(question, labels, choice.label), choice.item, choice.label


def _changed(question: ProfileQuestion, labels: tuple[str, ...], label: str) -> tuple[str, ...]:
    if question.kind == "single":
        return (label,)
    nothing = tuple(choice.label for choice in question.choices if choice.none)
    kept = tuple(one for one in labels if one not in nothing and one != label)
    return (*kept, label) if label not in labels else kept or nothing


def _columns(rows: Iterable[Shares], model: Model) -> list[tuple[float, ...]]:
    return list(zip(*rows, strict=True)) or [()] * len(model.sizes)
