import json
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.errors import ProfileError
from assistant.profile.profiles import (
    LARGEST,
    Profile,
    dump_profile,
    from_address,
    load_profile,
    parse_profile,
    read_profile,
    to_address,
)

SIX_KEYS = {
    "secteur": "bibliothèques",
    "etp": "de 1 à 4",
    "province": "Liège",
    "subsides": "plus de 50%",
    "activite": "uniquement physique",
    "annee": "Entre 1981 et 2000",
}


@st.composite
def answers(draw, questionnaire):
    chosen = {}
    for question in questionnaire.questions:
        labels = [choice.label for choice in question.choices]
        if question.kind == "single":
            picked = draw(st.none() | st.sampled_from(labels))
        else:
            picked = draw(st.none() | st.lists(st.sampled_from(labels), unique=True, min_size=1))
        if picked:
            chosen[question.id] = picked
    return chosen


def test_the_profile_of_the_command_line_is_understood_whole(questionnaire):
    reading = read_profile(SIX_KEYS, questionnaire)
    assert reading.warnings == ()
    assert reading.profile.to_json() == {key: SIX_KEYS[key] for key in reading.profile.to_json()}
    assert set(reading.profile.segments(questionnaire)) == {f"{key}:{label}" for key, label in SIX_KEYS.items()}


@pytest.mark.parametrize(
    ("question", "written", "label"),
    [
        ("secteur", "Bibliotheque", "bibliothèques"),
        ("secteur", "ARCHIVES", "archives"),
        ("secteur", "museums", None),
        ("secteur", "médias/radio", "médias/radio"),
        ("secteur", "arts de la scène", "arts de la scène / arts vivants"),
        ("etp", "1-4", "de 1 à 4"),
        ("etp", 3, "de 1 à 4"),
        ("etp", "plus 500", "plus de 500"),
        ("etp", 4.0, "de 1 à 4"),
        ("annee", 1984, "Entre 1981 et 2000"),
        ("annee", "1884", "Avant 1900"),
        ("province", "bruxelles", "Région Bruxelles-Capitale"),
        ("province", "Luik", "Liège"),
        ("subsides", "+ de 50 %", "plus de 50%"),
        ("subsides", "> 50%", "plus de 50%"),
        ("subsides", "50%", None),
        ("strategie", True, "Oui"),
        ("rgpd", "OUI", "oui"),
        ("rgpd", "yes", "oui"),
        ("securite", "pare-feu", "Utilisation d'un pare-feu pour protéger le réseau interne de l'entreprise"),
    ],
)
def test_labels_are_matched_kindly(questionnaire, question, written, label):
    labels = read_profile({question: written}, questionnaire).profile.labels(question)
    if label is None:
        assert labels in ((), ("patrimoine matériel et immatériel, musées",))
    else:
        assert labels == (label,)


def test_an_unknown_question_or_answer_is_left_aside_with_a_french_warning(questionnaire):
    reading = read_profile({"secteur": "boulangerie", "couleur": "vert", "etp": "de 1 à 4"}, questionnaire)
    assert reading.profile.to_json() == {"etp": "de 1 à 4"}
    assert reading.warnings == (
        "Réponse inconnue à « secteur », ignorée : « boulangerie ».",
        "Question inconnue, ignorée : « couleur ».",
    )


def test_an_unanswered_question_is_neither_yes_nor_no(questionnaire):
    assert read_profile({"strategie": "Oui"}, questionnaire).profile.practices(questionnaire) == {"strategie": True}
    assert read_profile({"rgpd": "ne sait pas"}, questionnaire).profile.practices(questionnaire) == {}


def test_an_answered_list_says_something_of_each_of_its_boxes(questionnaire):
    said = read_profile({"outils": ["newsletter"]}, questionnaire).profile.practices(questionnaire)
    assert said == {
        "newsletter": True,
        "portails": False,
        "publicite-en-ligne": False,
        "google-my-business": False,
        "application-mobile": False,
    }


def test_contradictions_are_said_and_settled(questionnaire):
    reading = read_profile(
        {
            "strategie": "Non",
            "strategie-contenu": ["comprend des objectifs précis"],
            "outils": ["newsletter", "aucun de ces outils"],
            "numerisation": "Non",
            "diffusion": "Oui",
            "activite": ["uniquement physique", "uniquement numérique"],
        },
        questionnaire,
    )
    assert len(reading.warnings) == 4
    assert not any(item.startswith("strategie.") for item in reading.profile.practices(questionnaire))
    assert reading.profile.labels("outils") == ("Liste de diffusion par email ou une newsletter",)
    assert reading.profile.labels("activite") == ("uniquement physique",)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), seed=st.integers())
def test_saving_loading_and_reordering_change_nothing(data, seed, questionnaire, tmp_path_factory):
    given_answers = data.draw(answers(questionnaire))
    profile = read_profile(given_answers, questionnaire).profile
    shuffled = list(given_answers.items())
    random.Random(seed).shuffle(shuffled)
    path = tmp_path_factory.mktemp("profil") / "profil.json"
    path.write_text(dump_profile(profile), encoding="utf-8")
    assert read_profile(dict(shuffled), questionnaire).profile == profile
    assert load_profile(path, questionnaire).profile == profile
    assert from_address(to_address(profile, questionnaire), questionnaire).profile == profile


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=400))
def test_any_file_gives_a_profile_or_a_french_sentence(content, questionnaire, tmp_path_factory):
    path = tmp_path_factory.mktemp("profil") / "profil.json"
    path.write_bytes(content)
    assert _profile_or_sentence(lambda: load_profile(path, questionnaire), "profil")


def _profile_or_sentence(read, word):
    try:
        return isinstance(read().profile, Profile)
    except ProfileError as error:
        return word in str(error)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.dictionaries(st.sampled_from(["secteur", "etp", "annee", "rgpd", "securite", "freins", "x"]), JSON))
def test_any_json_value_is_understood_or_left_aside(values, questionnaire):
    reading = read_profile(values, questionnaire)
    for identifier, labels in reading.profile.answers:
        assert all(questionnaire.by_id[identifier].choice(label) for label in labels)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60))
def test_any_address_gives_a_profile_or_a_french_sentence(text, questionnaire):
    assert _profile_or_sentence(lambda: from_address(text, questionnaire), "adresse")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "vide, tronqu"),
        (b'{"secteur": "bibli', "tronqu"),
        (b"[1, 2]", "une liste"),
        (b'"bonjour"', "un texte"),
        (b"12", "un nombre"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"[" * 60_000, "abîmé"),
        (b'{"etp": ' + b"9" * 6_000 + b"}", "abîmé"),
        (b"{}" + b" " * LARGEST, "64 Kio"),
    ],
)
def test_a_broken_foreign_or_hostile_file_is_refused_in_french(tmp_path, questionnaire, content, expected):
    path = tmp_path / "profil.json"
    path.write_bytes(content)
    with pytest.raises(ProfileError, match=expected):
        load_profile(path, questionnaire)


def test_without_a_questionnaire_a_profile_is_left_aside_with_one_sentence():
    reading = read_profile(SIX_KEYS, None)
    assert not reading.profile
    assert "pas de questionnaire" in " ".join(reading.warnings)
    assert read_profile({}, None).warnings == ()
    with pytest.raises(ProfileError, match="un objet JSON était attendu"):
        read_profile([], None)


def test_a_missing_file_is_refused_in_french(tmp_path, questionnaire):
    with pytest.raises(ProfileError, match="ne peut pas être lu"):
        load_profile(tmp_path / "absent.json", questionnaire)


def test_a_cut_or_changed_address_is_refused_rather_than_misread(questionnaire):
    address = to_address(read_profile(SIX_KEYS, questionnaire).profile, questionnaire)
    assert len(address) < 30
    for spoiled in (address[:-1], address[1:], address.replace("a2", "a3"), f"{address}x", "a2", "%00", "a9" * 900):
        with pytest.raises(ProfileError, match="adresse"):
            from_address(spoiled, questionnaire)


def test_a_saved_profile_keeps_the_published_labels(questionnaire):
    saved = json.loads(dump_profile(read_profile({"secteur": "bibliotheque"}, questionnaire).profile))
    assert saved == {"secteur": "bibliothèques"}


def test_an_answer_can_be_taken_back(questionnaire):
    profile = read_profile(SIX_KEYS, questionnaire).profile
    assert profile.without("etp").labels("etp") == ()
    assert profile.with_answer(questionnaire.by_id["etp"], (), questionnaire) == profile.without("etp")


def test_a_pasted_profile_is_read_with_the_same_care(questionnaire):
    assert parse_profile('{"etp": "1-4"}', questionnaire).profile.labels("etp") == ("de 1 à 4",)
    for pasted in ("", "[" * 60_000, "\ud800", "null", "x" * (LARGEST + 1)):
        with pytest.raises(ProfileError, match="profil"):
            parse_profile(pasted, questionnaire)
