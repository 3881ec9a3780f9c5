from pathlib import Path

import pytest

from assistant.facts.results import load_results
from assistant.passages import Passage
from assistant.profile.questionnaire import load_questionnaire
from assistant.profile.surroundings import surroundings

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="module")
def facts():
    return load_questionnaire(CORPUS / "questionnaire.toml"), load_results(CORPUS).by_id


def passage(identifier, *segments, page=40, unit="statement", kind="finding"):
    return Passage(identifier, "e", identifier, (page,), (str(page),), (), kind, unit, segments=segments)


def test_what_speaks_of_several_of_my_groups_comes_first_then_what_speaks_of_no_other(facts):
    passages = [
        passage("province", "province:Liège"),
        passage("mêlé", "secteur:bibliothèques", "secteur:cinémas"),
        passage("secteur", "secteur:bibliothèques"),
        passage("deux", "secteur:bibliothèques", "etp:de 1 à 4"),
        passage("autre", "secteur:archives"),
    ]
    mine = ("secteur:bibliothèques", "etp:de 1 à 4", "province:Liège")
    assert [each.id for each in surroundings(mine, passages, *facts).said] == ["deux", "secteur", "province", "mêlé"]


def test_a_group_nothing_is_said_of_gives_its_published_size(facts):
    (silence,) = surroundings(("secteur:arts de la rue",), [passage("x", "secteur:archives")], *facts).silent
    assert (silence.segment, silence.nearest.count, silence.nearest.base) == ("secteur:arts de la rue", 5, 401)


def test_a_sub_sector_is_answered_by_its_wider_sector(facts):
    found = surroundings(("secteur:médias/radio",), [passage("médias", "secteur:médias")], *facts)
    assert [each.id for each in found.said] == ["médias"]
    assert found.silent == ()


def test_the_report_is_quoted_where_nothing_is_restated(facts):
    passages = [passage("pdf", "secteur:archives", unit="passage"), passage("ligne", "secteur:archives", kind="quote")]
    assert [each.id for each in surroundings(("secteur:archives",), passages, *facts).said] == ["pdf"]
