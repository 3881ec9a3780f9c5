import re
from dataclasses import replace

import pytest

from assistant.facts.populations import parsed
from assistant.facts.statements import named, population, statement, subject
from assistant.language import speech

FR, EN, NL = speech("fr"), speech("en"), speech("nl")


@pytest.mark.parametrize(
    ("identifier", "told"),
    [
        ("fig17.expertise.accord", r"39,9\u202f% des opérateurs estiment .* \(160 sur 401\)"),
        ("fig12.contenus.accord", r"87,6\u202f% des opérateurs qui ont une stratégie numérique .* \(261 sur 298\)"),
        (
            "texte.p57.numerisation.musees",
            r"89\u202f% des opérateurs du secteur « patrimoine .*, musées » numérisent .*",
        ),
        ("texte.p49.site.entreprises", r"48\u202f% des entreprises wallonnes disposent d'un site web"),
        ("tableau2.persona5", r"18,2\u202f% des opérateurs appartiennent au persona 5, .* \(73 sur 401\)"),
    ],
)
def test_a_result_is_said_with_whom_it_is_of(library, identifier, told):
    assert re.fullmatch(told, statement(library.result(identifier), library, FR))


def test_a_result_is_said_in_three_languages_with_their_own_decimal_sign(library):
    row = library.result("fig28.newsletter")
    assert statement(row, library, FR).startswith("77,6\u202f% des opérateurs")
    assert statement(row, library, EN).startswith("77.6% of operators")
    assert statement(row, library, NL).startswith("77,6% van de operatoren")


def test_the_count_can_be_left_out(library):
    row = library.result("fig28.newsletter")
    assert "(311" in statement(row, library, FR)
    assert "(" not in statement(row, library, FR, counted=False)


def test_every_result_is_said_in_every_language_without_a_gap(library):
    for row in library.results.by_id.values():
        for said in (FR, EN, NL):
            text = statement(row, library, said)
            assert text == text.strip()
            assert "  " not in text
            assert not re.search(r"[{}]|None|« »|\s[,.)]", text), text


def test_every_result_has_words_of_its_own_in_every_language(library):
    missing = [
        row.id
        for row in library.results.by_id.values()
        for language in ("fr", "en", "nl")
        if not library.wording(row.id) or not getattr(library.wording(row.id), language)
    ]
    assert missing == []


def test_a_result_without_words_is_said_by_its_published_label(library):
    row = replace(library.result("fig28.newsletter"), id="sans-mots", answer="Une ligne", option="Oui", count=None)
    assert statement(row, library, FR) == "77,6\u202f% des opérateurs « Une ligne : Oui »"


def test_a_share_of_answers_is_not_said_of_operators(library):
    row = library.result("fig1.24-30-aout")
    assert not statement(row, library, FR).startswith(f"{row.percent} des opérateurs")


@pytest.mark.parametrize(
    ("identifier", "said", "name"),
    [
        ("externe:entreprises wallonnes", FR, "des entreprises wallonnes"),
        ("secteur:bibliothèques", FR, "des opérateurs du secteur « bibliothèques »"),
        ("province:Liège", FR, "des opérateurs de la province « Liège »"),
        ("externe:inconnue", FR, "« inconnue »"),
    ],
)
def test_a_population_is_named_as_it_follows_a_percentage(library, identifier, said, name):
    assert population(parsed(identifier), library, said) == name


def test_a_persona_is_named_by_number_and_name(library):
    told = population(parsed("persona:2"), library, FR)
    assert "persona 2" in told
    assert library.personas[2].name in told


def test_groups_are_listed_by_their_published_labels(library):
    told = named(["secteur:bibliothèques", "province:Liège"], library, FR)
    assert "bibliothèques" in told
    assert told.index("bibliothèques") < told.index(" et ") < told.index("Liège")
    assert "arts de la scène / arts vivants" in named(["secteur:arts de la scène / arts vivants"], library, FR)


def test_a_part_of_a_sector_is_named_after_its_sector(library):
    told = named(["secteur:médias/radio"], library, FR)
    assert "/" not in told
    assert told.index("médias") < told.index("radio")


def test_whom_a_share_is_of_follows_its_base(library):
    assert subject(library.result("fig28.newsletter"), library, FR) == "des opérateurs"
    assert "stratégie" in subject(library.result("fig12.contenus.accord"), library, FR)
