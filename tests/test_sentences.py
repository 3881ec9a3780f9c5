from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.sentences import sentence_spans


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


def test_two_sentences_are_separated():
    assert split("Les musées numérisent. Les cinémas diffusent !") == [
        "Les musées numérisent.",
        "Les cinémas diffusent !",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Voir p. 29, fig. 12 et n° 4 (cf. Wells et al. 2020) du rapport.",
        "Le Dr. Cougnon et le Pr. Descampe dirigent l’étude.",
        "Le rapport de H. Raimond compte 200 questions.",
        "La part atteint 39.9 % en Wallonie.",
        "Ils citent des outils (Canva, Photoshop, etc.) très courants.",
        "Ils hésitent... puis renoncent.",
        "Un opérateur écrit : « Il faut faire mieux. Et trouver un équilibre. »",
        "Les structures moyennes (plus de 9 ETP. Voir la figure 8) répondent.",
        "1. Profil de l’opérateur",
    ],
)
def test_what_is_one_sentence_stays_whole(text):
    assert split(text) == [text]


def test_etc_ends_a_sentence_before_a_capital():
    assert split("Ils utilisent Canva, etc. La plupart s’en contentent.") == [
        "Ils utilisent Canva, etc.",
        "La plupart s’en contentent.",
    ]


def test_the_closing_mark_of_a_quotation_stays_with_its_sentence():
    assert split("« Il faut faire mieux. » Les opérateurs le disent.") == [
        "« Il faut faire mieux. »",
        "Les opérateurs le disent.",
    ]


def test_a_quotation_left_open_does_not_swallow_what_follows():
    assert split("« Il faut faire mieux. Nous le ferons. Demain.") == [
        "« Il faut faire mieux.",
        "Nous le ferons.",
        "Demain.",
    ]


def test_a_sentence_may_begin_with_a_figure():
    assert split("C’est rare en 2023. 11 opérateurs s’en passent.") == [
        "C’est rare en 2023.",
        "11 opérateurs s’en passent.",
    ]


def test_each_item_of_a_list_is_a_sentence():
    text = "Ce réseau sert à :\n- informer (97,7%)\n- fidéliser (90,5%)\n● conquérir"
    assert split(text) == ["Ce réseau sert à :", "- informer (97,7%)", "- fidéliser (90,5%)", "● conquérir"]


def test_a_blank_text_has_no_sentence():
    assert sentence_spans(" \n\t ") == ()


@given(st.text(alphabet="aéB1 .!?…«»“”()\n-●,:%'’\u00a0", max_size=80) | st.text(max_size=60))
def test_spans_cover_every_visible_character_in_order_without_overlap(text):
    spans = sentence_spans(text)
    assert all(start < end for start, end in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    covered = {position for start, end in spans for position in range(start, end)}
    assert all(position in covered for position, character in enumerate(text) if not character.isspace())
    assert all(not text[start].isspace() and not text[end - 1].isspace() for start, end in spans)
