from pathlib import Path

import pytest

from assistant.answer.frames import LONGEST
from assistant.answer.read import load_question_reader
from assistant.errors import CorpusError, QuestionError
from assistant.french import fold

CORPUS = Path(__file__).parents[2] / "corpus"
NUMBERED = [(f"persona {number}", str(number)) for number in range(1, 6)]
READER = load_question_reader(
    CORPUS / "lexicon.toml", [*NUMBERED, ("Les investis du numérique", "2"), ("De investeerders", "2")]
)


def read(message, **given):
    return READER.read(message, **given)


@pytest.mark.parametrize("message", ["", "   ", "\n\t", "?!…", "🙂", "\u200b"])
def test_a_question_without_a_word_is_refused_with_an_example(message):
    with pytest.raises(QuestionError, match="vide"):
        read(message)


def test_a_question_too_long_is_refused_with_its_length_and_the_limit():
    with pytest.raises(QuestionError, match="10000 caractères ; au plus 2000"):
        read("a" * 10_000)
    assert read("a " * (LONGEST // 2)).text.startswith("a a")


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("Combien d'opérateurs envoient une newsletter ?", "figure"),
        ("Quels sont les principaux freins ?", "challenges"),
        ("De quoi souffrent les organisations comme la mienne ?", "challenges"),
        ("Quels sont les leviers du développement numérique ?", "levers"),
        ("Qu'est-ce que la découvrabilité ?", "definition"),
        ("Comment l'enquête a-t-elle été menée ?", "method"),
        ("Que conseillez-vous pour le RGPD ?", "recommendation"),
        ("Qui sont les investis du numérique ?", "persona"),
        ("Parle-moi du persona 4", "persona"),
        ("What are the main obstacles?", "challenges"),
        ("Wat raden jullie aan voor GDPR?", "recommendation"),
    ],
)
def test_what_is_wanted_is_read(message, kind):
    assert read(message).kind == kind


@pytest.mark.parametrize(
    ("message", "language"),
    [
        ("Combien d'opérateurs ont un site web ?", "fr"),
        ("How many operators have a website?", "en"),
        ("Hoeveel operatoren hebben een website?", "nl"),
    ],
)
def test_the_language_of_a_question_is_recognised(message, language):
    assert read(message).language == language


@pytest.mark.parametrize(
    ("message", "segments"),
    [
        ("Les musées numérisent-ils ?", ("secteur:patrimoine matériel et immatériel, musées",)),
        ("et chez les BIBLIOTHEQUES", ("secteur:bibliothèques",)),
        ("les opérateurs liégeois", ("province:Liège",)),
        ("Do libraries digitise?", ("secteur:bibliothèques",)),
        ("Digitaliseren de musea?", ("secteur:patrimoine matériel et immatériel, musées",)),
        ("Combien d'opérateurs ont un site web ?", ()),
    ],
)
def test_the_groups_a_question_names_are_read(message, segments):
    assert read(message).segments == segments


def test_the_other_populations_named_are_read():
    assert read("Et les entreprises wallonnes ?").populations == ("externe:entreprises wallonnes",)


@pytest.mark.parametrize(
    ("message", "personas"),
    [
        ("les défis du persona 3", (3,)),
        ("comparer les personas 1 et 4", (1, 4)),
        ("Que font les investis du numérique ?", (2,)),
        ("persona 9", ()),
        ("persona 55", ()),
        ("persona 12", ()),
        ("les personas 1, 2 ou 3", (1, 2, 3)),
        ("combien d'opérateurs ont 3 sites ?", ()),
    ],
)
def test_personas_are_read_by_number_and_by_name(message, personas):
    assert read(message).personas == personas


@pytest.mark.parametrize(
    ("message", "premises"),
    [
        ("Pourquoi 80 % des opérateurs n'ont-ils pas de site web ?", [("80 %", 0.8)]),
        ("Vu que la moitié boude les réseaux", [("la moitié", 0.5)]),
        ("Puisque trois quarts chiffrent leurs données", [("trois quarts", 0.75)]),
        ("8 opérateurs sur 10 ont une newsletter", [("8 opérateurs sur 10", 0.8)]),
        ("39,9 pour cent", [("39,9 pour cent", 0.399)]),
        ("Combien ont une newsletter ?", []),
    ],
)
def test_the_shares_a_question_takes_for_granted_are_read(message, premises):
    found = [(numeral.text, pytest.approx(numeral.share)) for numeral in read(message).premises if numeral.share]
    assert found == premises


def test_generic_words_and_the_names_of_groups_are_not_the_subject():
    assert read("Combien de musées envoient une newsletter ?").subject[-1] == "newsletter"
    assert "musees" not in read("Combien de musées envoient une newsletter ?").subject


def test_a_question_about_ours_takes_the_profile_and_another_does_not_say_it_is_ours():
    profile = ("secteur:bibliothèques", "etp:de 1 à 4")
    ours = read("Quels freins pour une organisation comme la mienne ?", profile=profile)
    assert (ours.mine, ours.profile) == (True, profile)
    assert not read("Combien d'opérateurs ont un site web ?", profile=profile).mine


# --- follow-ups -------------------------------------------------------------------------------------------------------


def talk(*messages):
    question = None
    for message in messages:
        question = read(message, before=question)
    return question


def test_a_follow_up_on_another_group_keeps_what_is_asked_and_replaces_whom():
    asked = talk("Quelle part des opérateurs numérise ses contenus ?", "et pour les musées ?")
    assert asked.follow_up
    assert "numerise" in fold(asked.standalone)
    assert asked.segments == ("secteur:patrimoine matériel et immatériel, musées",)
    assert asked.kind == "figure"
    again = talk("Quelle part des opérateurs numérise ses contenus ?", "et pour les musées ?", "et les bibliothèques ?")
    assert again.segments == ("secteur:bibliothèques",)
    assert "musees" not in fold(again.standalone)


def test_a_follow_up_on_the_count_keeps_the_subject():
    asked = talk("Combien d'opérateurs envoient une newsletter ?", "combien ça fait en nombre ?")
    assert asked.follow_up
    assert "newsletter" in asked.subject
    assert "number" in asked.cues


def test_a_follow_up_on_an_option_keeps_the_subject_and_adds_the_option():
    asked = talk("Combien de DPO sont internes ?", "Et en sous-traitance ?")
    assert asked.follow_up
    assert "dpo" in asked.subject
    assert "outsourced" in asked.cues


def test_a_follow_up_on_another_persona_replaces_the_persona():
    asked = talk("Quel est le score de stratégie du persona 1 ?", "et pour le persona 5 ?")
    assert asked.personas == (5,)
    assert "strategie" in asked.subject


def test_a_new_subject_keeps_whom_and_leaves_the_old_subject():
    asked = talk("Les bibliothèques numérisent-elles leurs contenus ?", "Et quels sont leurs freins ?")
    assert asked.segments == ("secteur:bibliothèques",)
    assert asked.kind == "challenges"


def test_a_question_that_stands_alone_inherits_nothing():
    asked = talk("Les bibliothèques numérisent-elles ?", "Combien d'opérateurs envoient une newsletter ?")
    assert not asked.follow_up
    assert asked.segments == ()
    assert asked.standalone == asked.text


def test_what_was_asked_first_is_unchanged_by_what_follows():
    first = read("Combien d'opérateurs envoient une newsletter ?")
    read("et pour les musées ?", before=first)
    assert first == read("Combien d'opérateurs envoient une newsletter ?")


def test_a_follow_up_is_in_the_language_of_the_conversation_when_its_words_do_not_tell():
    assert talk("How many operators digitise their content?", "Instagram?").language == "en"


# --- the lexicon ------------------------------------------------------------------------------------------------------


def test_a_lexicon_that_cannot_be_read_is_a_clear_error(tmp_path):
    for content in ("[[cue]\n", "", '[generic]\nfr = ""\n'):
        path = tmp_path / "lexicon.toml"
        path.write_text(content, encoding="utf-8")
        with pytest.raises(CorpusError, match=r"lexicon\.toml"):
            load_question_reader(path)
    with pytest.raises(CorpusError, match="illisible"):
        load_question_reader(tmp_path / "absent.toml")
