"""The generated part of docs/personas.md: every constraint of the model, and how well personas are found again.

`python -m tools.persona_account docs/personas.md` writes it again; a test keeps it true.
"""

import sys
from pathlib import Path

from assistant.facts.personas import Personas, load_personas
from assistant.facts.results import load_results
from assistant.profile.calibration import Model, calibrate
from assistant.profile.questionnaire import Questionnaire, load_questionnaire
from assistant.profile.recovery import Recovery, evaluate_profiles
from tools.residuals import Residual, residuals

START, END = "<!-- début de la partie calculée -->", "<!-- fin de la partie calculée -->"
_TITLES = {
    "ensemble": "### Taux d'ensemble (moyenne des personas, pondérée par leur taille)",
    "carte": "### Chiffres imprimés sur les pages des personas",
    "score": "### Scores du tableau 3 (moyenne des pratiques, mise à l'échelle)",
}


def account(
    personas: Personas,
    questionnaire: Questionnaire,
    model: Model,
    gaps: tuple[Residual, ...],
    measured: tuple[Recovery, ...],
) -> str:
    """Returns the Markdown of every residual, of the estimated rates and of the recovery measures."""
    parts = ["## Résidu de chaque contrainte", *(_residuals(kind, gaps) for kind in _TITLES)]
    parts += [_rates(personas, questionnaire, model), recovery_table(measured)]
    return "\n\n".join(parts)


def _residuals(kind: str, gaps: tuple[Residual, ...]) -> str:
    rows = [gap for gap in gaps if gap.kind == kind]
    widest = max(abs(row.gap) for row in rows)
    head = f"{_TITLES[kind]}\n\n{len(rows)} contraintes, écart le plus grand : {_points(widest)} point.\n"
    table = "\n".join(_residual(row) for row in rows)
    return f"{head}\n| Contrainte | Persona | Publié | Modèle | Écart (points) |\n|---|---|---|---|---|\n{table}"


def _residual(row: Residual) -> str:
    who = str(row.persona) if row.persona else "tous"
    return f"| {row.subject} | {who} | {_percent(row.published)} | {_percent(row.modelled)} | {_points(row.gap)} |"


def _rates(personas: Personas, questionnaire: Questionnaire, model: Model) -> str:
    """Where the estimates stand, coarsely on purpose: they are no published figures."""
    head = (
        "## Ordre de grandeur estimé de chaque pratique par persona\n\n"
        "Estimations du modèle, arrondies à cinq points : **aucune n'est un chiffre publié**, aucune n'est montrée à "
        "une personne.\n\n"
        "| Pratique | Niveaux publiés | 1 | 2 | 3 | 4 | 5 |\n|---|---|---|---|---|---|---|"
    )
    lines = []
    for item in questionnaire.items:
        trait = personas.by_trait.get(questionnaire.affirming(item)[0].trait or item)
        levels = " ".join(map(str, trait.levels)) if trait else "–"
        lines.append(f"| {item} | {levels} | " + " | ".join(_coarse(rate) for rate in model.rates[item]) + " |")
    return "\n".join((head, *lines))


def recovery_table(measured: tuple[Recovery, ...]) -> str:
    """Returns the Markdown of what evaluate_profiles measured, for the document and the command line."""
    head = (
        "## Profils tirés du modèle, puis retrouvés\n\n"
        f"{measured[0].draws} profils par ligne, graine fixe. Ces mesures jugent le questionnaire et le rapprochement "
        "contre le modèle, non contre le classement de l'étude.\n\n"
        "| Tirage | Questions répondues | Bon persona en premier | Dans les deux premiers | Erreur de calibration |\n"
        "|---|---|---|---|---|"
    )
    lines = [
        f"| {each.world} | {each.questions} | {_percent(each.first)} | {_percent(each.first_two)} "
        f"| {each.calibration_error:.3f} |".replace(".", ",")
        for each in measured
    ]
    return "\n".join((head, *lines))


def _percent(share: float) -> str:
    return f"{share * 100:.1f} %".replace(".", ",")


def _points(gap: float) -> str:
    return f"{gap * 100:.1f}".replace(".", ",").replace("-0,0", "0,0")


def _coarse(rate: float) -> str:
    return f"≈ {5 * round(rate * 20)} %"


def rewritten(document: str, generated: str) -> str:
    """Returns a document with its generated part replaced."""
    before, _, rest = document.partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{START}\n\n{generated}\n\n{END}{after}"


def computed(corpus: Path) -> str:
    """Computes the generated part from the committed facts."""
    personas = load_personas(corpus / "personas.toml")
    questionnaire = load_questionnaire(corpus / "questionnaire.toml")
    results = load_results(corpus).by_id
    model = calibrate(personas, questionnaire, results)
    gaps = residuals(model, personas, questionnaire, results)
    return account(personas, questionnaire, model, gaps, evaluate_profiles(questionnaire, model))


def main(path: Path) -> None:
    """Writes the generated part of a document again."""
    generated = computed(Path(__file__).parents[1] / "corpus")
    path.write_text(rewritten(path.read_text(encoding="utf-8"), generated), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
