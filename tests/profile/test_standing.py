import json
import re
from datetime import date
from pathlib import Path

import pytest

from assistant.facts.personas import load_personas
from assistant.facts.resources import load_resources
from assistant.facts.results import load_results
from assistant.profile.advice import load_advice
from assistant.profile.calibration import calibrate
from assistant.profile.profiles import Profile
from assistant.profile.questionnaire import load_questionnaire
from assistant.profile.standing import Guide

CORPUS = Path(__file__).parents[2] / "corpus"
TODAY = date(2026, 11, 23)
ANSWERS = {
    "secteur": "éducation permanente",
    "etp": "de 1 à 4",
    "strategie": "Non",
    "rgpd": "non",
    "securite": ["sauvegardes"],
    "site-web": "Oui",
    "numerisation": "Oui",
    "diffusion": "Oui",
    "freins": ["moyens", "compétences numériques"],
}


@pytest.fixture(scope="module")
def guide():
    personas, results = load_personas(CORPUS / "personas.toml"), load_results(CORPUS).by_id
    questionnaire = load_questionnaire(CORPUS / "questionnaire.toml")
    return Guide(
        questionnaire=questionnaire,
        personas=personas,
        model=calibrate(personas, questionnaire, results),
        results=results,
        entries=load_advice(CORPUS / "advice.toml")[0],
        resources=load_resources(CORPUS / "resources.toml"),
    )


def test_a_profile_gives_the_whole_contract(guide):
    standing = guide.standing(guide.read(ANSWERS).profile)
    found = guide.as_json(standing, TODAY, "essai")
    assert list(found) == [
        "id", "verdict", "personas", "because", "flip", "scores", "gaps", "recommendations"
    ]  # fmt: skip
    assert (found["id"], found["verdict"], found["personas"][0]["persona"]) == ("essai", "net", 4)
    assert sum(each["share"] for each in found["personas"]) == pytest.approx(1, abs=0.001)
    assert set(found["scores"]) == {"strategie", "organisation", "communication", "contenu"}
    assert len(found["because"]) == 3
    assert json.loads(json.dumps(found, ensure_ascii=False)) == found


def test_too_few_answers_give_no_persona_to_compare_with(guide):
    standing = guide.standing(guide.read({"rgpd": "non"}).profile)
    assert (standing.match.verdict, standing.persona) == ("insuffisant", 0)
    assert standing.comparisons[0].card is None
    assert guide.as_json(standing, TODAY)["gaps"][0]["persona"] == {"persona": 0}


def test_an_empty_profile_has_nothing_to_say(guide):
    found = guide.as_json(guide.standing(Profile()), TODAY)
    assert found["verdict"] == "insuffisant"
    assert (found["because"], found["flip"], found["gaps"], found["recommendations"]) == ([], {}, [], [])


def test_every_share_told_is_published(guide):
    found = guide.as_json(guide.standing(guide.read(ANSWERS).profile), TODAY)
    published = {(result.id, result.share) for result in guide.results.values()}
    figures = [figure for reason in found["because"] for figure in reason["figures"]]
    figures += [gap["everyone"] for gap in found["gaps"]]
    figures += [reason for advice in found["recommendations"] for reason in advice["because"]]
    assert {(figure["result"], figure["share"]) for figure in figures} <= published
    cards = {card.affirmed for card in guide.personas.figures}
    assert {gap["persona"]["share"] for gap in found["gaps"] if "share" in gap["persona"]} <= cards


def test_every_recommendation_has_a_figure_a_page_a_first_step_and_dated_resources(guide):
    for advice in guide.as_json(guide.standing(guide.read(ANSWERS).profile), TODAY)["recommendations"]:
        assert advice["because"]
        assert advice["citations"][0]["page"] in advice["citations"][0]["pages"]
        assert advice["first_step"]
        assert all(re.fullmatch(r"2026-\d\d-\d\d", resource["seen"]) for resource in advice["resources"])


def test_the_same_profile_gives_the_same_outcome(guide):
    profile = guide.read(ANSWERS).profile
    assert guide.as_json(guide.standing(profile), TODAY) == guide.as_json(guide.standing(profile), TODAY)
