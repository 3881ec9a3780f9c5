"""Outside resources an operator can act with: what they offer, for whom, and how old the page is.

They are not part of the survey; `corpus/resources.toml` holds them and is checked strictly here.
"""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, get_args
from urllib.parse import urlsplit

from msgspec import Meta

from assistant.entries import read_toml

Theme = Literal[
    "securite", "rgpd", "formation", "financement", "equipement", "strategie", "communication", "site-web",
    "reseaux-sociaux", "newsletter", "donnees", "billetterie", "numerisation", "diffusion", "accessibilite",
    "environnement", "droits", "ia", "mutualisation", "logiciels",
]  # fmt: skip
Effort = Literal["faible", "moyen", "élevé"]

Themes = Annotated[
    tuple[Theme, ...], Meta(min_length=1, description=f"une liste non vide parmi {', '.join(get_args(Theme))}")
]
Trimmed = Annotated[
    str, Meta(pattern=r"^\S(.*\S)?$", description="un texte non vide, sans espace au début ni à la fin")
]
EFFORTS: tuple[Effort, ...] = get_args(Effort)
MONTHS_BEFORE_OLD = 18

Identifier = Annotated[str, Meta(pattern=r"^RES-[A-Z]{2,3}-\d{2}$", description="un identifiant comme RES-CYB-01")]
Dated = Annotated[
    str,
    Meta(
        pattern=r"^(20\d\d(-(0[1-9]|1[0-2]))?)?$",
        description='"AAAA", "AAAA-MM" ou "" si la date n\'est pas visible',
    ),
]


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource: `seen` is the day its page was read, `dated` the page's own "YYYY", "YYYY-MM" or "" for none."""

    id: Identifier
    title: Trimmed
    offers: Trimmed
    audience: Trimmed
    url: Trimmed
    source: Trimmed
    seen: date
    dated: Dated
    caution: str
    themes: Themes
    funding: bool
    effort: Effort

    def __post_init__(self) -> None:
        if not _is_address(self.url):
            raise ValueError(f"« url » vaut « {self.url} » ; attendu : une adresse http(s) complète, sans espace")
        if len(set(self.themes)) != len(self.themes):
            raise ValueError(f"« themes » vaut « {self.themes} » ; attendu : chaque thème une seule fois")
        if self.dated and date(*_year_and_month(self.dated), 1) > self.seen:
            raise ValueError(f"« dated » vaut « {self.dated} » ; attendu : une date antérieure à seen ({self.seen})")
        if self.funding and "ASBL" not in self.caution:
            raise ValueError("« caution » ne dit rien ; attendu : un avertissement sur l'éligibilité des ASBL")

    def is_old(self, today: date) -> bool:
        """Tells whether the page is older than 18 months; a page without a date is not called old."""
        if not self.dated:
            return False
        # A page dated "2025" counts from January: when in doubt, the reader is told to check.
        year, month = _year_and_month(self.dated)
        months = (today.year - year) * 12 + today.month - month
        return months > MONTHS_BEFORE_OLD or (months == MONTHS_BEFORE_OLD and today.day > 1)

    def age_note(self, today: date) -> str:
        """Returns what is said of the page's age: nothing while it is recent."""
        if not self.dated:
            return "date non visible"
        return f"page de {self.dated[:4]}, plus de {MONTHS_BEFORE_OLD} mois : à vérifier" if self.is_old(today) else ""

    def as_json(self, today: date) -> dict[str, str]:
        """Returns what is shown of a resource, in the words of docs/contract.md."""
        return {
            "id": self.id,
            "title": self.title,
            "offers": self.offers,
            "audience": self.audience,
            "url": self.url,
            "seen": self.seen.isoformat(),
            "age": self.age_note(today),
            "caution": self.caution,
        }


@dataclass(frozen=True, slots=True)
class _Resources:
    resource: Annotated[tuple[Resource, ...], Meta(min_length=1, description="une table [[resource]] au moins")]


def load_resources(path: Path) -> tuple[Resource, ...]:
    """Reads every resource of a file, in its order.

    Raises CorpusError where the file is missing, is not TOML, or holds an entry that is not complete and exact.
    """
    return read_toml(path, _Resources, unique={"resource": "id"}).resource


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and "." in parts.netloc and not re.search(r"[\s<>\"'\\]", url)


def _year_and_month(dated: str) -> tuple[int, int]:
    year, _, month = dated.partition("-")
    return int(year), int(month or 1)
