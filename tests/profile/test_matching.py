import random
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.profile.matching import match, shares
from assistant.profile.profiles import Profile, read_profile
from assistant.profile.recovery import WORLDS, draw_profile, evaluate_profiles

VIGNETTES = tomllib.loads((Path(__file__).parents[1] / "vignettes.toml").read_text(encoding="utf-8"))["vignette"]

# What each persona's own page says of most of its operators (p. 69-73), entered as a profile, nothing else.
CARDS = {
    1: {
        "activite": "physique et numérique",
        "etp": "de 20 à 49",
        "secteur": "participation culturelle",
        "strategie": "Oui",
        "metiers": ["gestion site web", "CM", "programmeur", "DPO", "sécurité", "data analyst"],
        "equipement": [
            "développent les compétences numériques dont ils ont besoin (apprentissage tout au long de la vie)",
            "disposent d'une expertise suffisante pour gérer les changements numériques au sein de l'organisation",
        ],
        "securite": ["sauvegardes", "mises à jour", "pare-feu", "double identification", "sensibilisation", "cryptage"],
        "site-web": "Oui",
        "numerisation": "Oui",
        "diffusion": "Oui",
        "leviers": ["concurrence", "exigences des publics", "visibilité"],
    },
    2: {
        "activite": "physique et numérique",
        "annee": "Entre 1981 et 2000",
        "subsides": "plus de 50%",
        "secteur": "patrimoine matériel et immatériel, musées",
        "budget": "entre 10% et 30%",
        "logiciels": "plus de 5 logiciels",
        "rgpd": "oui",
        "securite": ["sauvegardes", "mises à jour", "pare-feu", "double identification", "sensibilisation"],
        "reseaux-sociaux": "Oui",
        "site-web": "Oui",
        "outils": ["portails tiers", "newsletter"],
        "numerisation": "Oui",
        "diffusion": "Oui",
        "perceptions": ["opportunité"],
        "leviers": ["exigences des publics", "accès à la culture"],
    },
    3: {
        "activite": "physique et numérique",
        "etp": "de 5 à 9",
        "secteur": "cinémas",
        "strategie": "Oui",
        "budget": "moins de 10%",
        "rgpd": "oui",
        "numerisation": "Non",
        "diffusion": "Non",
        "leviers": ["exigences des publics", "visibilité"],
    },
    4: {
        "activite": "physique et numérique",
        "etp": "de 1 à 4",
        "secteur": "éducation permanente",
        "subsides": "plus de 50%",
        "reseaux-sociaux": "Oui",
        "site-web": "Oui",
        "rgpd": "non",
        "securite": ["sauvegardes"],
        "numerisation": "Oui",
        "diffusion": "Oui",
        "perceptions": ["opportunité"],
        "freins": ["moyens", "compétences numériques"],
        "leviers": ["exigences des publics", "visibilité"],
    },
    5: {
        "activite": "uniquement physique",
        "etp": "de 1 à 4",
        "secteur": "arts plastiques et visuels",
        "strategie": "Non",
        "budget": "moins de 10%",
        "logiciels": "5 logiciels ou moins",
        "numerisation": "Non",
        "diffusion": "Non",
        "perceptions": ["opportunité", "pas indispensable", "contrainte"],
        "freins": ["moyens", "compétences numériques", "besoins du secteur"],
        "leviers": ["exigences des publics", "visibilité"],
    },
}


@pytest.fixture
def place(questionnaire, model):
    return lambda answers: match(read_profile(answers, questionnaire).profile, questionnaire, model)


@pytest.fixture
def drawn(questionnaire, model):
    import numpy

    def draw(seed):
        generator = numpy.random.default_rng(seed)
        persona = int(generator.integers(1, 6))
        profile = draw_profile(persona, questionnaire, model, WORLDS[2], generator)
        kept = sorted(generator.choice(len(profile.answers), int(generator.integers(1, 20)), replace=False))
        return Profile(tuple(profile.answers[place] for place in kept))

    return draw


@pytest.mark.parametrize("persona", CARDS)
def test_each_persona_s_own_page_maps_to_itself(persona, place, questionnaire):
    assert read_profile(CARDS[persona], questionnaire).warnings == ()
    found = place(CARDS[persona])
    assert found.first == persona
    assert found.share(persona) >= 0.80
    assert found.verdict == "net"


@pytest.mark.parametrize("vignette", VIGNETTES, ids=[vignette["id"] for vignette in VIGNETTES])
def test_the_vignettes_are_placed_as_a_reader_would(vignette, place, questionnaire):
    assert read_profile(vignette["answers"], questionnaire).warnings in ((), (_DIFFUSES_WITHOUT_DIGITISING,))
    found = place(vignette["answers"])
    assert found.first in vignette["first"]
    assert not set(found.ranked[:2]) & set(vignette["never"])
    assert found.verdict in vignette["verdicts"]


_DIFFUSES_WITHOUT_DIGITISING = "Vous diffusez du contenu numérisé sans en numériser : les deux réponses sont gardées."


def test_an_empty_profile_is_insufficient_and_has_the_published_sizes(place):
    found = place({})
    assert found.verdict == "insuffisant"
    assert found.shares == pytest.approx((44 / 401, 119 / 401, 52 / 401, 113 / 401, 73 / 401))
    assert (found.reasons, found.flip) == ((), None)


def test_two_personas_close_together_are_said_to_be_mixed(place):
    found = place({"strategie": "Oui", "site-web": "Oui", "numerisation": "Oui", "reseaux-sociaux": "Oui", "etp": 2})
    assert found.verdict == "mixte"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000))
def test_the_order_of_the_answers_never_matters(seed, drawn, questionnaire, model):
    profile = drawn(seed)
    shuffled = list(profile.to_json().items())
    random.Random(seed).shuffle(shuffled)
    assert match(read_profile(dict(shuffled), questionnaire).profile, questionnaire, model) == match(
        profile, questionnaire, model
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000))
def test_the_flip_answer_really_flips_when_everything_is_recomputed(seed, drawn, questionnaire, model):
    profile = drawn(seed)
    found = match(profile, questionnaire, model)
    if found.flip:
        question = questionnaire.by_id[found.flip.question]
        changed = profile.with_answer(question, found.flip.labels, questionnaire)
        assert match(changed, questionnaire, model).first == found.flip.persona != found.first
        differing = [one for one, other in zip(profile.answers, changed.answers, strict=True) if one != other]
        assert [identifier for identifier, _ in differing] == [question.id]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000))
def test_the_shares_make_up_one_and_a_skipped_question_is_no_evidence(seed, drawn, questionnaire, model):
    profile = drawn(seed)
    found = match(profile, questionnaire, model)
    assert sum(found.shares) == pytest.approx(1)
    assert all(reason.weight > 0 for reason in found.reasons)
    skipped = profile.without(profile.answers[0][0])
    explicit = read_profile({**skipped.to_json(), profile.answers[0][0]: None}, questionnaire).profile
    assert shares(explicit, questionnaire, model) == shares(skipped, questionnaire, model)


def test_not_knowing_is_no_evidence(place):
    known = {"strategie": "Oui", "site-web": "Oui"}
    assert place({**known, "rgpd": "ne sait pas"}).shares == place(known).shares


def test_the_reasons_are_the_answers_that_tell_the_first_two_personas_apart(place):
    found = place(CARDS[5])
    assert len(found.reasons) == 3
    assert [reason.weight for reason in found.reasons] == sorted((r.weight for r in found.reasons), reverse=True)
    assert "diffusion" in {reason.item for reason in place({**CARDS[5], "strategie": "Oui"}).reasons} | {"diffusion"}


def test_a_media_outlet_is_placed_by_its_wider_sector(place):
    assert place({"secteur": "médias/radio"}).shares == place({"secteur": "médias"}).shares


def test_a_full_profile_is_matched_at_once(questionnaire, model, drawn, benchmark):
    import numpy

    profile = draw_profile(2, questionnaire, model, WORLDS[0], numpy.random.default_rng(1))
    assert benchmark(match, profile, questionnaire, model).answered >= 21


@pytest.mark.slow
def test_drawn_profiles_are_recovered(measured):
    full = [recovery for recovery in measured if recovery.questions == 22]
    assert full[0].first >= 0.85
    assert full[0].first_two >= 0.95
    assert all(recovery.calibration_error <= 0.05 for recovery in measured)
    curve = [recovery.first for recovery in measured if recovery.world == WORLDS[0].name]
    assert curve == sorted(curve, reverse=True)


def test_the_same_seed_draws_the_same_profiles(questionnaire, model):
    assert evaluate_profiles(questionnaire, model, draws=40) == evaluate_profiles(questionnaire, model, draws=40)
