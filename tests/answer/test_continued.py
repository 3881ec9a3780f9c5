"""What a message keeps of the one before it, what it replaces, and what stands alone."""

import pytest

from assistant.answer.frames import Frame
from assistant.engine import Assistant
from assistant.french import fold

STRATEGY = "Combien d'opérateurs ont une stratégie numérique ?"
BUDGET = "Combien d'opérateurs consacrent plus de 10 % de leur budget au numérique ?"
NETWORK = "Quel est le réseau social le plus utilisé ?"


def talk(hashed: Assistant, *messages: str) -> Frame:
    asked = None
    for message in messages:
        asked = hashed.reader.read(message, before=asked)
    assert asked is not None
    return asked


@pytest.mark.parametrize(
    ("first", "then", "kept"),
    [
        ("Combien d'opérateurs ont un DPO ?", "ils sont en interne ?", "dpo"),
        (STRATEGY, "elle est écrite ?", "strategie"),
        ("How many operators have a DPO?", "are they in-house?", "dpo"),
        ("How many operators have a digital strategy?", "is it written down?", "strategy"),
        ("Hoeveel operatoren hebben een digitale strategie?", "is die opgeschreven?", "strategie"),
    ],
)
def test_a_pronoun_stands_for_the_subject_of_the_message_before(hashed: Assistant, first: str, then: str, kept: str):
    asked = talk(hashed, first, then)
    assert asked.follow_up
    assert kept in asked.subject
    assert kept in fold(asked.standalone)


@pytest.mark.parametrize("then", ["ils sont en interne ?", "et en interne ?"])
def test_an_option_asked_for_is_added_and_replaces_the_other(hashed: Assistant, then: str):
    asked = talk(hashed, "Combien d'opérateurs ont un DPO ?", "et en sous-traitance ?", then)
    assert "internal" in asked.cues
    assert "outsourced" not in asked.cues


@pytest.mark.parametrize(
    ("first", "then", "subject"),
    [
        ("Combien d'opérateurs n'ont pas de site web ?", "pourquoi ?", "site"),
        ("How many operators have no website?", "why?", "website"),
        ("Hoeveel operatoren hebben geen website?", "waarom?", "website"),
    ],
)
def test_why_asks_of_the_same_and_no_longer_how_many(hashed: Assistant, first: str, then: str, subject: str):
    asked = talk(hashed, first, then)
    assert {"why", "negation"} <= asked.cues
    assert not {"quantity", "number"} & asked.cues
    assert subject in asked.subject
    assert not {"combien", "many", "hoeveel"} & {*fold(asked.standalone).split()}


@pytest.mark.parametrize(
    ("first", "then"),
    [(NETWORK, "et le moins ?"), ("Which social network is used the most?", "and the least?")],
)
def test_the_least_is_asked_of_the_list_of_which_the_most_was(hashed: Assistant, first: str, then: str):
    asked = talk(hashed, first, then)
    assert (asked.kind, "least" in asked.cues) == ("ranking", True)
    assert "social" in asked.subject
    assert not {"plus", "most"} & {*fold(asked.standalone).split()}


@pytest.mark.parametrize("then", ["et juste après ?", "et le numéro deux ?", "et le deuxième ?"])
def test_the_next_of_a_list_is_a_rank_of_it(hashed: Assistant, then: str):
    asked = talk(hashed, "Quel est le premier levier ?", then)
    assert asked.ranks == (2,)
    assert "levers" in asked.cues


@pytest.mark.parametrize("then", ["celles du 3 ?", "et ceux du 3 ?", "et le 3 ?", "et le persona 3 ?"])
def test_a_bare_number_is_that_of_another_persona(hashed: Assistant, then: str):
    asked = talk(hashed, "Quels sont les défis du persona 1 ?", then)
    assert asked.personas == (3,)
    assert "challenges" in asked.cues
    assert "persona 3" in asked.standalone
    assert "persona 1" not in asked.standalone


def test_a_bare_number_is_no_persona_where_none_was_spoken_of(hashed: Assistant):
    assert talk(hashed, STRATEGY, "et le 3 ?").personas == ()


@pytest.mark.parametrize("then", ["et plus de 50 % ?", "et moins de 50 % ?"])
def test_a_number_replaces_the_one_before_with_what_bounds_it(hashed: Assistant, then: str):
    asked = talk(hashed, BUDGET, then)
    assert "10 %" not in asked.standalone
    assert "50 %" in asked.standalone
    assert asked.standalone.count("de 50 %") == asked.standalone.count(" %") == 1
    assert "budget" in asked.subject


def test_what_a_message_names_replaces_what_was_named(hashed: Assistant):
    asked = talk(hashed, "Combien d'opérateurs ont un compte Facebook ?", "et Instagram ?")
    assert "Facebook" not in asked.standalone
    assert "Instagram" in asked.standalone
    assert talk(hashed, "Combien de musées numérisent ?", "et les bibliothèques ?").segments == (
        "secteur:bibliothèques",
    )


def test_a_pronoun_keeps_whom_the_conversation_is_about_and_a_persona_named_replaces_it(hashed: Assistant):
    first = "Quels sont les défis du persona 2 ?"
    assert talk(hashed, first, "ils ont un site web ?").personas == (2,)
    assert talk(hashed, first, "et le score de stratégie du persona 4 ?").personas == (4,)


def test_a_change_of_subject_keeps_only_whom_the_conversation_is_about(hashed: Assistant):
    asked = talk(hashed, "Les bibliothèques numérisent-elles leurs contenus ?", "Et quels sont leurs freins ?")
    assert (asked.kind, asked.segments) == ("challenges", ("secteur:bibliothèques",))
    assert not {"numerisent", "contenus"} & {*asked.subject}


@pytest.mark.parametrize(
    "then",
    [
        "Combien d'opérateurs ont une newsletter ?",
        "Combien de bibliothèques numérisent leurs contenus ?",
        "How many operators have a website?",
    ],
)
def test_a_question_that_stands_alone_is_read_as_if_nothing_came_before(hashed: Assistant, then: str):
    assert talk(hashed, STRATEGY, then) == hashed.reader.read(then)
