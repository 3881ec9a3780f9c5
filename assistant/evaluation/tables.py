"""The evaluation as a person reads it in a terminal, in French."""

from collections.abc import Iterable, Sequence

from assistant.evaluation.exam import KINDS, LANGUAGES
from assistant.evaluation.marks import Mark
from assistant.evaluation.summary import Evaluation, Rate, failures, rate

COLUMNS = {
    "page_in_first_5": "page≤5",
    "page_cited": "citée",
    "figure_given": "chiffre",
    "figure_first": "en tête",
    "lead_right": "répond",
    "wrong_figure": "faux",
    "miscited_figure": "mal cité",
    "false_refusal": "refus",
    "false_answer": "à tort",
    "premise_corrected": "prémisse",
    "ending_right": "fin",
}
KIND_NAMES = {
    "figure": "chiffres",
    "ranking": "classements",
    "challenges": "défis",
    "comparison": "comparaisons",
    "persona": "personas",
    "recommendation": "recommandations",
    "definition": "définitions",
    "method": "méthode",
    "segment": "segments",
    "dialogue": "dialogues",
    "false_premise": "fausses prémisses",
    "off_topic": "hors sujet",
    "near_topic": "voisines",
}
LANGUAGE_NAMES = {"fr": "français", "en": "anglais", "nl": "néerlandais"}
_LEGS = {"dense": "dense seule", "lexical": "BM25 seule", "hybrid": "hybride"}
FAILED = {
    "page_in_first_5": "aucune page attendue parmi les 5 premiers passages",
    "page_cited": "aucune page attendue n'est citée",
    "figure_given": "chiffre attendu absent",
    "figure_first": "le premier chiffre donné n'est pas le chiffre attendu",
    "wrong_figure": "chiffre faux",
    "miscited_figure": "chiffre absent de la page citée",
    "false_refusal": "refus à tort",
    "false_answer": "réponse à tort",
    "premise_corrected": "prémisse fausse non corrigée",
    "false_correction": "prémisse corrigée à tort",
    "lead_right": "la première phrase ne dit pas ce qu'elle doit",
    "other_language": "la première phrase est dans une autre langue",
    "ending_right": "fin inattendue",
    "contract_breach": "contrat JSON rompu",
}
_AIMS = (
    ("la première phrase répond", "lead_right", None, ">=", 0.88),
    ("page attendue dans les 5 premiers passages", "page_in_first_5", None, ">=", 0.96),
    ("chiffre attendu dans la réponse", "figure_given", None, ">=", 0.93),
    ("chiffre attendu en premier", "figure_first", None, ">=", 0.88),
    ("chiffre faux", "wrong_figure", None, "<=", 0.0),
    ("réponse à tort, hors sujet", "false_answer", "off_topic", "<=", 0.02),
    ("réponse à tort, questions voisines", "false_answer", "near_topic", "<=", 0.12),
    ("fausse prémisse corrigée", "premise_corrected", None, ">=", 0.80),
    ("prémisse corrigée à tort", "false_correction", None, "<=", 0.0),
    ("première phrase dans une autre langue", "other_language", None, "<=", 0.0),
    ("refus à tort", "false_refusal", None, "<=", 0.03),
)


def format_evaluation(evaluation: Evaluation) -> str:
    """Writes the rates by kind and language, the aims, the search legs and the time taken."""
    if not evaluation.marks:
        return "Aucune question à évaluer."
    kinds = evaluation.by(lambda question: question.kind, KINDS)
    languages = evaluation.by(lambda question: question.language, LANGUAGES)
    lines = [_line("", "n", COLUMNS.values())]
    lines += [_row(KIND_NAMES[name], marks) for name, marks in kinds]
    lines += ["", *(_row(LANGUAGE_NAMES[name], marks) for name, marks in languages)]
    lines += ["", _row("ensemble", evaluation.marks), "", *_aims(evaluation)]
    beside = f"Constats à côté de la question : {_percent(evaluation.beside)}"
    lines += ["", f"{beside} ; longueur médiane : {evaluation.words} mots"]
    if evaluation.legs:
        lines += ["", "Page attendue dans les 5 premiers passages, recherche seule :"]
        lines += [f"  {_LEGS.get(name, name):<16}{_percent(found)}" for name, found in evaluation.legs.items()]
    if (median := evaluation.milliseconds(0.5)) is not None:
        slow = evaluation.milliseconds(0.95) or median
        lines += ["", f"Temps par question : {_number(median)} ms (médiane), {_number(slow)} ms (95 %)"]
    return "\n".join(lines)


def format_failures(evaluation: Evaluation) -> str:
    """Lists every question where something failed, with what failed."""
    lines: list[str] = []
    for mark, names in failures(evaluation):
        before = "".join(f"{asked} > " for asked in mark.question.history)
        lines.append(f"{mark.question.id} [{mark.ending}] {before}{mark.question.question}")
        lines += [f"    {FAILED[name]}{_detail(mark, name)}" for name in names]
    return "\n".join(lines) if lines else "Rien n'a échoué."


def _detail(mark: Mark, name: str) -> str:
    gold = " ; ".join(" ou ".join(one.text for one in alternatives) for alternatives in mark.question.expected)
    details = {
        "page_in_first_5": ", ".join(map(str, mark.question.pages)),
        "page_cited": ", ".join(map(str, mark.question.pages)),
        "figure_given": gold,
        "wrong_figure": " ; ".join(mark.wrong),
        "miscited_figure": " ; ".join(mark.miscited),
        "lead_right": " ; ".join(mark.question.lead),
        "ending_right": " ou ".join(mark.question.endings) + " attendu",
        "contract_breach": " ; ".join(mark.breaches),
    }
    return f" : {details[name]}" if name in details else ""


def _aims(evaluation: Evaluation) -> list[str]:
    lines = ["Objectifs"]
    for label, name, kind, sense, aim in _AIMS:
        found = rate((mark for mark in evaluation.marks if kind in (None, mark.question.kind)), name)
        if found.value is None:
            continue
        met = found.value >= aim if sense == ">=" else found.value <= aim
        wanted = f"{'au moins' if sense == '>=' else 'au plus'} {_number(aim * 100)} %"
        lines.append(f"  {label:<44}{_percent(found):>9}  ({wanted})  {'atteint' if met else 'NON ATTEINT'}")
    return lines


def _row(label: str, marks: Sequence[Mark]) -> str:
    return _line(label, str(len(marks)), (_percent(rate(marks, name)) for name in COLUMNS))


def _line(label: str, total: str, cells: Iterable[str]) -> str:
    return f"{label:<18}{total:>5}" + "".join(f"{cell:>9}" for cell in cells)


def _percent(found: Rate) -> str:
    return "–" if found.value is None else f"{_number(found.value * 100)} %"


def _number(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")
