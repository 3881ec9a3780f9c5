"""Outside resources an operator can act with: what they offer, for whom, and how old the page is.

They are not part of the survey; `corpus/resources.toml` holds them and is checked strictly here.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Literal, NoReturn, get_args
from urllib.parse import urlsplit

from assistant.errors import CorpusError

Theme = Literal[
    "securite", "rgpd", "formation", "financement", "equipement", "strategie", "communication", "site-web",
    "reseaux-sociaux", "newsletter", "donnees", "billetterie", "numerisation", "diffusion", "accessibilite",
    "environnement", "droits", "ia", "mutualisation", "logiciels",
]  # fmt: skip
Effort = Literal["faible", "moyen", "élevé"]

THEMES: tuple[Theme, ...] = get_args(Theme)
EFFORTS: tuple[Effort, ...] = get_args(Effort)
MONTHS_BEFORE_OLD = 18

_ID = re.compile(r"RES-[A-Z]{2,3}-\d{2}")
_DATED = re.compile(r"20\d\d(?:-(?:0[1-9]|1[0-2]))?")


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource: `seen` is the day its page was read, `dated` the page's own "YYYY", "YYYY-MM" or "" for none."""

    id: str
    title: str
    offers: str
    audience: str
    url: str
    source: str
    seen: date
    dated: str
    caution: str
    themes: tuple[Theme, ...]
    funding: bool
    effort: Effort

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


def load_resources(path: Path) -> tuple[Resource, ...]:
    """Reads every resource of a file, in its order.

    Raises CorpusError where the file is missing, is not TOML, or holds an entry that is not complete and exact.
    """
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CorpusError(
            f"Le fichier des ressources « {path} » ne peut pas être lu ({error}). "
            "Un fichier TOML en UTF-8 était attendu : rétablissez celui du dépôt."
        ) from error
    entries = document.get("resource")
    if set(document) != {"resource"} or not isinstance(entries, list) or not entries:
        raise CorpusError(
            f"Le fichier des ressources « {path} » contient {sorted(document) or 'rien'}. "
            "Seules des tables [[resource]] étaient attendues, une au moins."
        )
    resources = tuple(_resource(entry, position) for position, entry in enumerate(entries, 1))
    _refuse_duplicates(resources)
    return resources


def for_themes(resources: Iterable[Resource], themes: Iterable[Theme], limit: int = 3) -> tuple[Resource, ...]:
    """Returns the resources that serve the themes: most themes first, then the first theme asked, then least effort.

    Raises CorpusError for a theme that no resource can have.
    """
    asked = tuple(dict.fromkeys(themes))
    unknown = [theme for theme in asked if theme not in THEMES]
    if unknown:
        raise CorpusError(
            f"Thème de ressource inconnu : {', '.join(unknown)}. Thèmes possibles : {', '.join(THEMES)}. "
            "Corrigez le fichier qui le demande."
        )
    serving = (resource for resource in resources if set(asked) & set(resource.themes))
    return tuple(sorted(serving, key=lambda resource: _rank(resource, asked))[: max(0, limit)])


def _rank(resource: Resource, asked: tuple[Theme, ...]) -> tuple[int, int, int]:
    served = [position for position, theme in enumerate(asked) if theme in resource.themes]
    return -len(served), served[0], EFFORTS.index(resource.effort)


def _resource(entry: object, position: int) -> Resource:
    if not isinstance(entry, Mapping):
        raise CorpusError(f"Ressource n° {position} : une table [[resource]] était attendue. Corrigez resources.toml.")
    name = str(entry.get("id", f"n° {position}"))
    expected = {field.name for field in fields(Resource)}
    if set(entry) != expected:
        missing, foreign = sorted(expected - set(entry)), sorted(set(entry) - expected)
        _refuse(name, f"champs manquants {missing}, champs en trop {foreign}", f"exactement {sorted(expected)}")
    themes, funding = entry["themes"], entry["funding"]
    if not isinstance(funding, bool):
        _refuse(name, f"funding = {funding!r}", "true ou false")
    if not isinstance(themes, list) or not themes or any(theme not in THEMES for theme in themes):
        _refuse(name, f"themes = {themes!r}", f"une liste non vide parmi {', '.join(THEMES)}")
    if len(set(themes)) != len(themes):
        _refuse(name, f"themes = {themes!r}", "chaque thème une seule fois")
    texts = {key: _text(name, key, entry[key]) for key in sorted(expected - {"themes", "funding", "seen"})}
    resource = Resource(**{**texts, "seen": _day(name, entry["seen"]), "themes": tuple(themes), "funding": funding})
    _check(resource)
    return resource


def _text(name: str, key: str, value: object) -> str:
    if not isinstance(value, str):
        _refuse(name, f"{key} = {value!r}", "un texte entre guillemets")
    if value != value.strip() or (not value and key not in ("dated", "caution")):
        _refuse(name, f"{key} = {value!r}", "un texte non vide, sans espace au début ni à la fin")
    return value


def _day(name: str, value: object) -> date:
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        _refuse(name, f"seen = {value!r}", 'un jour, par exemple "2026-11-22"')


def _check(resource: Resource) -> None:
    if not _ID.fullmatch(resource.id):
        _refuse(resource.id, "un identifiant d'une autre forme", "par exemple RES-CYB-01")
    if not _is_address(resource.url):
        _refuse(resource.id, f"url = {resource.url!r}", "une adresse http(s) complète, sans espace")
    if resource.effort not in EFFORTS:
        _refuse(resource.id, f"effort = {resource.effort!r}", " ou ".join(EFFORTS))
    if resource.dated:
        if not _DATED.fullmatch(resource.dated):
            _refuse(resource.id, f"dated = {resource.dated!r}", '"AAAA", "AAAA-MM" ou "" si la date n\'est pas visible')
        if date(*_year_and_month(resource.dated), 1) > resource.seen:
            _refuse(resource.id, f"dated = {resource.dated!r}", f"une date antérieure à seen ({resource.seen})")
    if resource.funding and "ASBL" not in resource.caution:
        _refuse(resource.id, "un financement sans avertissement", "une caution sur l'éligibilité des ASBL")


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and "." in parts.netloc and not re.search(r"[\s<>\"'\\]", url)


def _year_and_month(dated: str) -> tuple[int, int]:
    year, _, month = dated.partition("-")
    return int(year), int(month or 1)


def _refuse_duplicates(resources: tuple[Resource, ...]) -> None:
    ids = [resource.id for resource in resources]
    twice = sorted({identifier for identifier in ids if ids.count(identifier) > 1})
    if twice:
        raise CorpusError(f"Ressources données plusieurs fois : {', '.join(twice)}. Gardez-en une seule de chaque.")


def _refuse(name: str, found: str, expected: str) -> NoReturn:
    raise CorpusError(f"Ressource {name} : {found}. Attendu : {expected}. Corrigez resources.toml.")
