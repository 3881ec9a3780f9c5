"""What a check found, and how it is told."""

from dataclasses import dataclass
from typing import Literal

DiscrepancyKind = Literal["banque", "traduction", "cellule", "part", "imprimé", "prose"]

_HEADINGS: dict[DiscrepancyKind, str] = {
    "banque": "Banque de questions et réponses écrites : ce qu'elles nomment ou affirment n'est pas lié",
    "traduction": "Phrases dont la traduction ne dit pas les mêmes chiffres",
    "cellule": "Classeur et results.csv ne disent pas la même chose",
    "part": "Parts qui ne sont pas l'effectif divisé par la base",
    "imprimé": "Chiffres absents de la page du rapport qui leur est attribuée",
    "prose": "Pourcentages du rapport dont aucun fichier ne rend compte",
}


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """One disagreement: where it stands, what was found there and what was expected."""

    kind: DiscrepancyKind
    where: str
    found: str
    expected: str

    def __str__(self) -> str:
        return f"{self.where} : trouvé {self.found}, attendu {self.expected}"


@dataclass(frozen=True, slots=True)
class Report:
    """The findings of a check, and how much was checked; `errata` counts the discrepancies already recorded."""

    findings: tuple[Discrepancy, ...]
    cells: int
    shares: int
    printed: int
    percentages: int
    errata: int

    @property
    def agrees(self) -> bool:
        """Whether nothing disagrees beyond the known errata."""
        return not self.findings


def format_report(report: Report) -> str:
    """Tells a report in French, the disagreements under one heading a kind."""
    lines = [
        f"{report.cells} valeurs du classeur comparées une à une, {report.shares} parts recalculées.",
        f"{report.printed} chiffres cherchés à leur page, {report.percentages} pourcentages du texte rattachés."
        if report.percentages
        else "Rapport absent : les chiffres imprimés n'ont pas été cherchés dans ses pages.",
        f"{report.errata} écarts connus sont décrits dans errata.toml.",
    ]
    for kind, heading in _HEADINGS.items():
        found = [finding for finding in report.findings if finding.kind == kind]
        if found:
            lines += ["", f"{heading} ({len(found)}) :", *(f"  - {finding}" for finding in found)]
    if report.agrees:
        lines.append("Rien d'autre ne diverge.")
    return "\n".join(lines)
