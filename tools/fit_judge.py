"""Fits the judge: which unit answers, whether any does, and whether a question is of another subject."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from assistant.answer import judge
from assistant.answer.find import Found, Neighbours
from assistant.answer.frames import Frame
from assistant.engine import Assistant
from assistant.facts.bank import BankQuestion, Negative
from tools.tuning_material import parted

_FOLDS = 5
_PENALTY = 0.0003  # on each squared weight, a question; 0.0001 to 0.001 are as good
_SECOND = 0.3  # what another unit that answers is worth beside the best one
_OPEN = 0.3  # what a question for a written answer weighs: they are two in five here, and far fewer of what is asked
# Both fits go on until the decimals that are written no longer depend on the order in which a processor sums.
_TIGHT = 1e-9
_CONVERGED = {"ftol": 1e-14, "gtol": 1e-7, "maxiter": 5000, "maxfun": 50_000}
_STRENGTH = 0.3  # inverse of the penalty of the logistic models
# Of the questions that are answered, those that may be refused, and those that may be taken for another subject.
_REFUSED, _TAKEN_AS_STRAY = 0.03, 0.015
_STRAYS = ("off", "meta")

Weights = dict[str, float]
Row = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Asked:
    """A held-out question, measured as if it were not in the bank; kind: of a question that nothing answers."""

    frame: Frame
    found: tuple[Found, ...]
    rows: tuple[Row, ...]
    right: tuple[float, ...]
    near: Neighbours
    group: str
    kind: str = ""

    @property
    def open(self) -> bool:
        """Whether a written answer is right: more of them were held out than people ask."""
        return any(right and one.passage.unit == "synthesis" for right, one in zip(self.right, self.found, strict=True))


def collect(assistant: Assistant) -> list[Asked]:
    """Measures every question of the bank that the encoder did not learn from."""
    questions = parted("questions", BankQuestion)[1]
    learned, held = parted("negatives", Negative)
    # What is wholly off the subject is told apart whether it was learned or not, and few of it were held out.
    negatives = [*held, *(one for one in learned if one.kind in ("off", "meta"))]
    bank = assistant.library.bank
    places = {one.q: number for number, one in enumerate(bank.questions)}
    nothing = {one.q: number for number, one in enumerate(bank.negatives)}
    but = [places[one.q] for one in questions]
    less = assistant.finder.counted(but)
    asked: list[Asked] = []
    for one in (*questions, *negatives):
        frame, vector = assistant.framed(assistant.reader.read(one.q))
        found = assistant.finder.find(frame, vector, assistant.finder.dense(vector), but=but)
        itself = [nothing[one.q]] if one.q in nothing else []
        near = assistant.finder.neighbours(frame, vector, but=but, but_nothing=itself, less=less)
        ids = one.ids if isinstance(one, BankQuestion) else ()
        rows = tuple(judge.measures(frame, unit, assistant.library) for unit in found)
        right = tuple(_worth(unit.passage.id, ids) for unit in found)
        asked.append(Asked(frame, found, rows, right, near, ids[0] if ids else one.q, "" if ids else one.kind))
    return asked


def _worth(identifier: str, ids: Sequence[str]) -> float:
    """What a unit is worth as an answer: the bank names the best first."""
    return 0.0 if identifier not in ids else 1.0 if identifier == ids[0] else _SECOND


def ranking(asked: Sequence[Asked]) -> Weights:
    """Returns the weights under which the units that answer come first (a conditional logit)."""
    told = [one for one in asked if any(one.right)]
    names = sorted({name for one in told for row in one.rows for name in row})
    tables = [np.array([[row.get(name, 0.0) for name in names] for row in one.rows]) for one in told]
    rights = [np.array(one.right) for one in told]
    strength = _PENALTY * len(told)
    shares_of = [_OPEN if one.open else 1.0 for one in told]

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        total, slope = strength * float(weights @ weights), 2 * strength * weights
        for table, right, share in zip(tables, rights, shares_of, strict=True):
            scores = table @ weights
            shares = np.exp(scores - scores.max())
            shares /= shares.sum()
            among = shares * right
            total -= share * float(np.log(among.sum()))
            slope = slope + share * (shares - among / among.sum()) @ table
        return total, slope

    made = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options=_CONVERGED)
    return dict(zip(names, made.x.tolist(), strict=True))


def doubting(asked: Sequence[Asked], assistant: Assistant, weights: Weights) -> list[Weights]:
    """Returns what speaks for and against an answer to each question."""
    return [
        judge.doubts(one.frame, judge.judged(one.frame, one.found, assistant.library, weights), one.near)
        for one in asked
    ]


def logistic(rows: Sequence[Row], labels: np.ndarray) -> Weights:
    """Fits a logistic model, both outcomes weighing the same; its "bias" is a measure like another."""
    names = sorted(rows[0])
    table = np.array([[row[name] for name in names] for row in rows])
    made = LogisticRegression(
        C=_STRENGTH, fit_intercept=False, solver="newton-cholesky", tol=_TIGHT, max_iter=200, class_weight="balanced"
    )
    made.fit(table, labels)
    return dict(zip(names, made.coef_[0].tolist(), strict=True))


def doubts(asked: Sequence[Asked], rows: Sequence[Row]) -> dict[str, Weights]:
    """Fits what is answered apart from what is near it, and apart from what is of another subject."""

    def apart(kinds: Sequence[str]) -> tuple[list[Row], np.ndarray]:
        kept = [number for number, one in enumerate(asked) if one.kind in ("", *kinds)]
        return [rows[number] for number in kept], np.array([asked[number].kind == "" for number in kept])

    near, other = apart(("near", "crosstab")), apart(_STRAYS)
    return {"answers": logistic(*near), "astray": logistic(other[0], ~other[1])}


def fit(assistant: Assistant, asked: Sequence[Asked]) -> tuple[dict[str, Weights], list[str]]:
    """Returns every table of weights and the thresholds, and what they are worth on units they have not seen."""
    said = [f"unité qui répond en premier : {_held_out(asked):.1%} des questions jamais vues"]
    weights = ranking(asked)
    answers, astray = _folded(asked, assistant)
    answered = np.array([not one.kind for one in asked])
    thresholds = {
        "refused": float(np.quantile(answers[answered], _REFUSED)),
        "astray": float(np.quantile(astray[answered], 1 - _TAKEN_AS_STRAY)),
    }
    refused = (answers < thresholds["refused"]) | (astray > thresholds["astray"])
    for kind in ("near", "crosstab", "off", "meta", ""):
        mine = np.array([one.kind == kind for one in asked])
        said.append(f"  refusées, {kind or 'à tort'} : {np.mean(refused[mine]):.1%} de {mine.sum()}")
    return {"relevance": weights, **doubts(asked, doubting(asked, assistant, weights)), "thresholds": thresholds}, said


def _folds(asked: Sequence[Asked]) -> list[tuple[list[int], list[int]]]:
    numbers = {name: number for number, name in enumerate(dict.fromkeys(one.group for one in asked))}
    groups = [numbers[one.group] for one in asked]
    split = GroupKFold(_FOLDS).split(groups, groups=groups)
    return [(learned.tolist(), held.tolist()) for learned, held in split]


def _held_out(asked: Sequence[Asked]) -> float:
    """How often the unit that comes first answers, by weights fitted on questions about others."""
    found: list[bool] = []
    for learned, held in _folds(asked):
        weights = ranking([asked[n] for n in learned])
        for one in (asked[n] for n in held if not asked[n].kind):
            found.append(bool(one.right[max(range(len(one.rows)), key=lambda n: judge.weighed(one.rows[n], weights))]))
    return float(np.mean(found))


def _folded(asked: Sequence[Asked], assistant: Assistant) -> tuple[np.ndarray, np.ndarray]:
    """The chance that each question is answered, and that it is astray, by weights fitted on the others."""
    answers, astray = np.zeros(len(asked)), np.zeros(len(asked))
    for learned, held in _folds(asked):
        some = [asked[n] for n in learned]
        weights = ranking(some)
        fitted = doubts(some, doubting(some, assistant, weights))
        shown = doubting([asked[n] for n in held], assistant, weights)
        answers[held] = [judge.chance(row, fitted["answers"]) for row in shown]
        astray[held] = [judge.chance(row, fitted["astray"]) for row in shown]
    return answers, astray
