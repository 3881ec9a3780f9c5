from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from assistant.errors import CorpusError
from assistant.facts.resources import EFFORTS, Resource, Theme, load_resources

CORPUS = Path(__file__).parents[2] / "corpus" / "resources.toml"
TODAY = date(2026, 11, 23)
ENTRY = {
    "id": '"RES-CYB-01"',
    "title": '"Alerte"',
    "offers": '"Prévient en cas de faille."',
    "audience": '"Toute organisation"',
    "url": '"https://exemple.be/alerte"',
    "source": '"Exemple"',
    "seen": '"2026-11-22"',
    "dated": '"2025-06"',
    "caution": '""',
    "themes": '["securite"]',
    "funding": "false",
    "effort": '"faible"',
}


def written(folder: Path, *entries: dict[str, str]) -> Path:
    path = folder / "resources.toml"
    tables = ["[[resource]]\n" + "".join(f"{key} = {value}\n" for key, value in entry.items()) for entry in entries]
    path.write_text("\n".join(tables), encoding="utf-8")
    return path


def resource(folder: Path, **changes: str) -> Resource:
    return load_resources(written(folder, ENTRY | changes))[0]


@pytest.fixture(scope="module")
def resources() -> tuple[Resource, ...]:
    return load_resources(CORPUS)


def test_the_committed_file_loads_and_every_theme_has_a_resource(resources):
    assert 35 <= len(resources) <= 45
    assert {theme for resource in resources for theme in resource.themes} == set(get_args(Theme))


def test_every_funding_entry_says_to_check_the_eligibility_of_an_asbl(resources):
    funding = [resource for resource in resources if resource.funding]
    assert funding
    assert all("ASBL" in resource.caution and "ligibilité" in resource.caution for resource in funding)


def test_funding_and_the_theme_financement_go_together(resources):
    assert all(resource.funding == ("financement" in resource.themes) for resource in resources)


def test_a_page_in_another_language_says_so(resources):
    foreign = {"RES-CYB-03", "RES-FOR-07", "RES-PAT-09", "RES-STR-01", "RES-STR-02", "RES-STR-03"}
    assert all("nglais" in r.caution or "néerlandais" in r.caution for r in resources if r.id in foreign)


def test_a_page_becomes_old_after_eighteen_months(tmp_path):
    page = resource(tmp_path, dated='"2025-05"')
    assert not page.is_old(date(2026, 11, 1))
    assert page.is_old(date(2026, 11, 2))
    assert page.age_note(date(2026, 11, 2)) == "page de 2025, plus de 18 mois : à vérifier"


def test_a_recent_page_needs_no_note(tmp_path):
    page = resource(tmp_path, dated='"2026-01"')
    assert page.age_note(TODAY) == ""


def test_a_page_dated_by_its_year_counts_from_january(tmp_path):
    page = resource(tmp_path, dated='"2025"')
    assert not page.is_old(date(2026, 7, 1))
    assert page.is_old(TODAY)


def test_a_page_without_a_date_is_not_old_but_says_that_its_date_is_not_visible(tmp_path):
    page = resource(tmp_path, dated='""')
    assert not page.is_old(TODAY)
    assert page.age_note(TODAY) == "date non visible"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"id": '"CYB-1"'}, "identifiant"),
        ({"title": '""'}, "title"),
        ({"title": "12"}, "un texte non vide"),
        ({"offers": '" espace"'}, "sans espace"),
        ({"url": '"exemple.be"'}, "adresse http"),
        ({"url": '"javascript:alert(1)"'}, "adresse http"),
        ({"url": '"https://[exemple.be/"'}, "adresse http"),
        ({"url": '"https://exemple.be/a b"'}, "adresse http"),
        ({"seen": '"hier"'}, "un jour"),
        ({"seen": "2026"}, "un jour"),
        ({"dated": '"juin 2025"'}, "AAAA-MM"),
        ({"dated": '"2025-13"'}, "AAAA-MM"),
        ({"dated": '"2027"'}, "antérieure à seen"),
        ({"dated": '"0000"'}, "AAAA"),
        ({"themes": "[]"}, "liste non vide"),
        ({"themes": '"securite"'}, "liste non vide"),
        ({"themes": '["sécurité"]'}, "« sécurité » ; attendu : securite ou rgpd"),
        ({"themes": '["rgpd", "rgpd"]'}, "une seule fois"),
        ({"themes": '[["rgpd"]]'}, "attendu : securite ou rgpd"),
        ({"funding": '"oui"'}, "true ou false"),
        ({"funding": "true"}, "éligibilité des ASBL"),
        ({"effort": '"grand"'}, " ou ".join(EFFORTS)),
        ({"prix": "3"}, "« prix » est inconnu"),
    ],
)
def test_an_entry_that_is_not_exact_is_refused_with_what_was_expected(tmp_path, changes, said):
    with pytest.raises(CorpusError, match=said):
        resource(tmp_path, **changes)


@pytest.mark.parametrize("key", sorted(ENTRY))
def test_an_entry_that_lacks_a_field_is_refused(tmp_path, key):
    with pytest.raises(CorpusError, match=rf"ligne \d+ : « {key} » manque"):
        load_resources(written(tmp_path, {name: value for name, value in ENTRY.items() if name != key}))


def test_an_id_given_twice_is_refused(tmp_path):
    with pytest.raises(CorpusError, match="« RES-CYB-01 » est déjà pris"):
        load_resources(written(tmp_path, ENTRY, ENTRY))


@pytest.mark.parametrize(
    "content", [b"", b"a = 1", b"resource = 3", b"resource = []", b"resource = [1]", b"[[", b"\xff"]
)
def test_a_file_that_holds_anything_else_is_refused(tmp_path, content):
    path = tmp_path / "resources.toml"
    path.write_bytes(content)
    with pytest.raises(CorpusError):
        load_resources(path)


def test_a_missing_file_is_refused_and_named(tmp_path):
    with pytest.raises(CorpusError, match=r"absent\.toml"):
        load_resources(tmp_path / "absent.toml")
