import re
from datetime import date
from pathlib import Path

import numpy
import pytest

from assistant.errors import CorpusError
from assistant.facts.personas import load_personas
from assistant.facts.resources import load_resources
from assistant.facts.results import load_results
from assistant.profile.advice import advise, load_advice
from assistant.profile.calibration import calibrate
from assistant.profile.profiles import read_profile
from assistant.profile.questionnaire import load_questionnaire
from assistant.profile.recovery import WORLDS, draw_profile

CORPUS = Path(__file__).parents[2] / "corpus"
ENTRIES, RESERVED = load_advice(CORPUS / "advice.toml")
FACTS = {
    "questionnaire": load_questionnaire(CORPUS / "questionnaire.toml"),
    "personas": load_personas(CORPUS / "personas.toml"),
    "results": load_results(CORPUS).by_id,
    "resources": load_resources(CORPUS / "resources.toml"),
    "reserved": RESERVED,
}


def advised(answers, persona=4):
    profile = read_profile(answers, FACTS["questionnaire"]).profile
    return advise(profile, persona, entries=ENTRIES, **FACTS)


def drawn_profiles():
    model = calibrate(FACTS["personas"], FACTS["questionnaire"], FACTS["results"])
    for seed in range(25):
        persona = seed % 5 + 1
        generator = numpy.random.default_rng(seed)
        yield draw_profile(persona, FACTS["questionnaire"], model, WORLDS[0], generator), persona


def test_an_empty_profile_gets_no_advice():
    assert advised({}) == ()
    assert advised({"secteur": "bibliothèques", "etp": "de 1 à 4"}) == ()


def test_a_missing_practice_brings_its_advice_with_the_figure_and_the_pages():
    (advice,) = advised({"rgpd": "non"})
    assert advice.entry.id == "rgpd"
    assert [reason.result.id for reason in advice.because] == ["fig19.oui"]
    assert (advice.because[0].result.share, advice.because[0].result.base) == (0.678, 401)
    assert advice.because[0].card.share == 0.49
    assert advice.entry.pages == (77, 79)
    assert advice.resources


def test_taking_the_barrier_away_takes_the_advice_away():
    with_it = advised({"freins": ["moyens", "compétences numériques"]})
    without = advised({"freins": ["compétences numériques"]})
    assert {advice.entry.id for advice in with_it} - {advice.entry.id for advice in without} == {"moyens"}
    assert advised({"freins": ["aucun de ces freins"]}) == ()


def test_every_advice_disappears_with_the_answers_it_rests_on():
    for profile, persona in drawn_profiles():
        for advice in advise(profile, persona, entries=ENTRIES, **FACTS):
            bare = profile
            for reason in advice.because:
                bare = bare.without(FACTS["questionnaire"].of_item[reason.item].id)
            left = {each.entry.id for each in advise(bare, persona, entries=ENTRIES, **FACTS)}
            assert advice.entry.id not in left


def test_no_advice_without_a_figure_and_a_page_and_a_first_step():
    for profile, persona in drawn_profiles():
        for advice in advise(profile, persona, entries=ENTRIES, **FACTS):
            assert advice.because
            assert all(reason.result.id in FACTS["results"] and reason.result.page for reason in advice.because)
            assert all(69 <= page <= 79 for page in advice.entry.pages)
            assert advice.entry.first_step
            assert advice.entry.who


def test_our_own_words_state_no_percentage_that_is_not_published():
    for entry in ENTRIES:
        assert not re.search(r"\d+\s*%", f"{entry.title} {entry.proposal} {entry.first_step}")


def test_the_most_pressing_comes_first_by_gap_impact_and_effort():
    ordered = [advice.entry.id for advice in advised({"rgpd": "non", "site-web": "Non", "outils": ["newsletter"]})]
    assert ordered.index("site-web") < ordered.index("application-mobile")
    assert ordered[-1] == "application-mobile"


def test_the_figure_of_the_operator_s_own_persona_sets_the_gap_where_its_page_prints_one():
    of_persona_2 = advised({"rgpd": "non"}, persona=2)[0]
    of_persona_4 = advised({"rgpd": "non"}, persona=4)[0]
    assert of_persona_2.priority > of_persona_4.priority


def test_an_idea_of_the_operator_s_own_persona_is_marked():
    assert advised({"freins": ["rapidité du développement technologique"]}, persona=2)[0].persona_idea
    assert not advised({"freins": ["rapidité du développement technologique"]}, persona=1)[0].persona_idea


def test_several_reasons_make_one_advice():
    found = advised({"securite": ["sensibilisation du personnel", "pare-feu"]})
    base = next(advice for advice in found if advice.entry.id == "securite-socle")
    assert {reason.item for reason in base.because} == {"sauvegardes", "mises-a-jour", "double-authentification"}
    assert "Sauvegardes" in base.what_would_change_it


def test_resources_are_on_the_advice_s_first_theme_and_old_pages_are_labelled():
    for entry in ENTRIES:
        for resource in advised_resources(entry):
            assert entry.themes[0] in resource.themes or resource.id in entry.resources
            assert not resource.is_old(date(2026, 11, 23)) or "18 mois" in resource.age_note(date(2026, 11, 23))
            assert not resource.funding or resource.caution


def test_a_resource_reserved_to_another_group_is_not_offered():
    answers = {"freins": ["moyens"], "budget": "moins de 10%"}
    for place, offered in (("Liège", False), ("Région Bruxelles-Capitale", True), (None, True)):
        found = {each.id for advice in advised({**answers, "province": place}) for each in advice.resources}
        assert ("RES-FIN-08" in found) is offered


def test_every_reserved_or_chosen_resource_exists():
    known = {resource.id for resource in FACTS["resources"]}
    assert {identifier for entry in ENTRIES for identifier in entry.resources} | set(RESERVED) <= known


def advised_resources(entry):
    condition = entry.when[0]
    question = FACTS["questionnaire"].of_item[condition.item]
    labels = [choice.label for choice in question.choices if choice.item == condition.item]
    if question.kind == "multiple":
        answer = labels if condition.said else [choice.label for choice in question.choices if choice.none]
    else:
        answer = next(c.label for c in question.choices if c.item and c.value is condition.said)
    (advice,) = [advice for advice in advised({question.id: answer}) if advice.entry.id == entry.id]
    return advice.resources


def test_every_result_an_advice_names_is_published_and_every_item_is_asked():
    conditions = [condition for entry in ENTRIES for condition in entry.when]
    assert {condition.result for condition in conditions} - set(FACTS["results"]) == set()
    assert {condition.item for condition in conditions} - set(FACTS["questionnaire"].items) == set()


def test_an_entry_without_a_page_is_refused(tmp_path):
    path = tmp_path / "advice.toml"
    text = (CORPUS / "advice.toml").read_text(encoding="utf-8").replace("pages = [77, 79]", "pages = []", 1)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CorpusError, match="« quote_page » vaut « 79 »"):
        load_advice(path)


@pytest.mark.official
def test_every_quote_stands_on_its_page(official_report):
    from pypdf import PdfReader

    reader = PdfReader(official_report)
    missing = [
        entry.id
        for entry in ENTRIES
        if _plain(entry.quote) not in _plain(reader.pages[entry.quote_page - 1].extract_text())
    ]
    assert missing == []


def _plain(text):
    return " ".join(text.replace("’", "'").split()).lower()
