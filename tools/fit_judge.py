"""Fits the judge: which unit answers, whether any does, and whether a question is of another subject."""

from collections.abc import Callable, Mapping, Sequence
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
_PENALTY = 0.003  # on each squared weight, a question; 0.001 to 0.01 are as good
_STRENGTH = 0.3  # inverse of the penalty of the logistic models
_REFUSED = 0.03  # of the questions that are answered, those that may be refused

Weights = dict[str, float]
Row = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Asked:
    """A held-out question, measured as if it were not in the bank; kind: of a question that nothing answers."""

    frame: Frame
    found: tuple[Found, ...]
    rows: tuple[Row, ...]
    right: tuple[bool, ...]
    near: Neighbours
    group: str
    kind: str = ""


def collect(assistant: Assistant) -> list[Asked]:
    """Measures every question of the bank that the encoder did not learn from."""
    questions = parted("questions", BankQuestion)[1]
    learned, held = parted("negatives", Negative)
    # What is wholly off the subject is told apart whether it was learned or not, and few of it were held out.
    negatives = [*held, *(one for one in learned if one.kind in ("off", "meta"))]
    bank = assistant.library.bank
    places = {one.q: number for number, one in enumerate(bank.questions)}
    nothing = {one.q: number for number, one in enumerate(bank.negatives)}
    but, without = [places[one.q] for one in questions], [nothing[one.q] for one in held]
    asked: list[Asked] = []
    for one in (*questions, *negatives):
        frame, vector = assistant.framed(assistant.reader.read(one.q))
        found = assistant.finder.find(frame, vector, assistant.finder.dense(vector), but=but)
        itself = [nothing[one.q]] if one.q in nothing else []
        near = assistant.finder.neighbours(vector, but=but, but_nothing=[*without, *itself])
        ids = one.ids if isinstance(one, BankQuestion) else ()
        rows = tuple(judge.measures(frame, unit, assistant.library) for unit in found)
        right = tuple(unit.passage.id in ids for unit in found)
        asked.append(Asked(frame, found, rows, right, near, ids[0] if ids else one.q, "" if ids else one.kind))
    return asked


def ranking(asked: Sequence[Asked]) -> Weights:
    """Returns the weights under which the units that answer come first (a conditional logit)."""
    told = [one for one in asked if any(one.right)]
    names = sorted({name for one in told for row in one.rows for name in row})
    tables = [np.array([[row.get(name, 0.0) for name in names] for row in one.rows]) for one in told]
    rights = [np.array(one.right) for one in told]

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        total, slope = _PENALTY * len(told) * float(weights @ weights), 2 * _PENALTY * len(told) * weights
        for table, right in zip(tables, rights, strict=True):
            scores = table @ weights
            shares = np.exp(scores - scores.max())
            shares /= shares.sum()
            among = shares * right
            total -= float(np.log(among.sum()))
            slope = slope + (shares - among / among.sum()) @ table
        return total, slope

    made = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B")
    return dict(zip(names, made.x.tolist(), strict=True))


def doubting(asked: Sequence[Asked], assistant: Assistant, weights: Weights) -> tuple[list[Weights], np.ndarray]:
    """Returns what speaks for and against an answer to each question, and which are answered."""
    rows = [
        judge.doubts(one.frame, judge.judged(one.frame, one.found, assistant.library, weights), one.near)
        for one in asked
    ]
    return rows, np.array([not one.kind for one in asked])


def logistic(rows: Sequence[Row], labels: np.ndarray) -> Weights:
    """Fits a logistic model; its "bias" is a measure like another."""
    names = sorted(rows[0])
    table = np.array([[row[name] for name in names] for row in rows])
    made = LogisticRegression(C=_STRENGTH, fit_intercept=False, max_iter=3000).fit(table, labels)
    return dict(zip(names, made.coef_[0].tolist(), strict=True))


def fit(assistant: Assistant, asked: Sequence[Asked]) -> tuple[dict[str, Weights], list[str]]:
    """Returns every table of weights and the threshold, and what they are worth on units they have not seen."""
    said = [f"unité qui répond en premier : {_held_out(asked, assistant, _firsts):.1%} des questions jamais vues"]
    weights = ranking(asked)
    rows, answered = doubting(asked, assistant, weights)
    off = [number for number, one in enumerate(asked) if one.kind]
    strays = np.array([asked[number].kind in ("off", "meta") for number in off])
    chances = np.concatenate(_folded(asked, assistant))
    threshold = float(np.quantile(chances[answered], _REFUSED))
    for kind in ("near", "crosstab", "off", "meta"):
        mine = np.array([one.kind == kind for one in asked])
        said.append(f"  refusées, {kind} : {np.mean(chances[mine] < threshold):.1%} de {mine.sum()}")
    said.append(
        f"  refusées à tort : {np.mean(chances[answered] < threshold):.1%} de {answered.sum()} (seuil {threshold:.3f})"
    )
    return {
        "relevance": weights,
        "answers": logistic(rows, answered),
        "astray": logistic([rows[number] for number in off], strays),
        "thresholds": {"refused": threshold},
    }, said


def _folds(asked: Sequence[Asked]) -> list[tuple[list[int], list[int]]]:
    numbers = {name: number for number, name in enumerate(dict.fromkeys(one.group for one in asked))}
    groups = [numbers[one.group] for one in asked]
    split = GroupKFold(_FOLDS).split(groups, groups=groups)
    return [(learned.tolist(), held.tolist()) for learned, held in split]


def _firsts(asked: Sequence[Asked], assistant: Assistant, weights: Weights) -> list[bool]:
    firsts: list[bool] = []
    for one in asked:
        if not one.kind:
            best = max(range(len(one.rows)), key=lambda n: judge.weighed(one.rows[n], weights))
            firsts.append(one.right[best])
    return firsts


def _held_out(
    asked: Sequence[Asked], assistant: Assistant, of: Callable[[Sequence[Asked], Assistant, Weights], list[bool]]
) -> float:
    found: list[bool] = []
    for learned, held in _folds(asked):
        found += of([asked[n] for n in held], assistant, ranking([asked[n] for n in learned]))
    return float(np.mean(found))


def _folded(asked: Sequence[Asked], assistant: Assistant) -> list[np.ndarray]:
    """The chance of an answer to each question, by weights fitted on the others, in order."""
    chances = np.zeros(len(asked))
    for learned, held in _folds(asked):
        weights = ranking([asked[n] for n in learned])
        rows, labels = doubting([asked[n] for n in learned], assistant, weights)
        fitted = logistic(rows, labels)
        shown, _ = doubting([asked[n] for n in held], assistant, weights)
        chances[held] = [judge.chance(row, fitted) for row in shown]
    return [chances]
