from dataclasses import FrozenInstanceError

import pytest

from assistant.answer.conversation import Conversation
from assistant.profile.profiles import Profile

LIBRARY = Profile((("secteur", ("bibliothèques",)), ("etp", ("de 1 à 4",))))


def test_a_new_conversation_is_about_nobody_and_has_no_last_question():
    conversation = Conversation()
    assert conversation.turns == ()
    assert conversation.last is None
    assert not conversation.profile


def test_asking_returns_a_longer_conversation_and_leaves_the_first_as_it_was(hashed):
    first = Conversation()
    second = hashed.ask(first, "Combien d'opérateurs envoient une newsletter ?")
    third = hashed.ask(second, "et pour les musées ?")
    assert (len(first.turns), len(second.turns), len(third.turns)) == (0, 1, 2)
    assert third.turns[0] is second.turns[0]
    assert third.last.text == "et pour les musées ?"
    assert third.last.follow_up


def test_a_turn_keeps_the_question_with_its_answer(hashed):
    conversation = hashed.ask(Conversation(), "Combien d'opérateurs envoient une newsletter ?")
    (turn,) = conversation.turns
    assert turn.answer.question == turn.question.text == "Combien d'opérateurs envoient une newsletter ?"


def test_another_profile_keeps_the_turns(hashed):
    conversation = hashed.ask(Conversation(), "Quels sont les freins ?")
    other = conversation.with_profile(LIBRARY)
    assert other.turns == conversation.turns
    assert other.profile == LIBRARY
    assert not conversation.profile


def test_a_conversation_cannot_be_changed_in_place():
    with pytest.raises(FrozenInstanceError):
        Conversation().turns = ()


def test_a_conversation_answers_like_the_same_questions_given_as_history(assistant):
    conversation = assistant.ask(Conversation(), "Quelle part des opérateurs numérise ses contenus ?")
    conversation = assistant.ask(conversation, "et pour les musées ?")
    by_history = assistant.answer(
        "et pour les musées ?", history=["Quelle part des opérateurs numérise ses contenus ?"]
    )
    told, expected = conversation.turns[-1].answer.as_json(), by_history.as_json()
    assert {**told, "ms": {}} == {**expected, "ms": {}}


def test_a_profile_speaks_only_of_questions_about_ours(assistant):
    about_all = "Combien d'opérateurs envoient une newsletter ?"
    mine = Conversation().with_profile(LIBRARY)
    with_profile = assistant.ask(mine, about_all).turns[-1].answer
    without = assistant.ask(Conversation(), about_all).turns[-1].answer
    assert with_profile.lead == without.lead
    assert with_profile.findings == without.findings
