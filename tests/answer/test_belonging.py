"""Which personas the operators of a sector are found in, and when that is told."""

import pytest

from assistant.answer.belonging import belonging, persona_named
from assistant.engine import Assistant
from assistant.language import speech


@pytest.mark.parametrize(
    ("question", "listed"),
    [
        ("Dans quels personas trouve-t-on les bibliothèques ?", "opérateurs en quête de numérisation"),
        ("Which personas are libraries in?", "operators seeking digitisation"),
        ("In welke persona's zitten de bibliotheken?", "operatoren die willen digitaliseren"),
    ],
)
def test_the_personas_of_a_sector_are_told_in_the_language_of_the_question(
    assistant: Assistant, question: str, listed: str
):
    answer = assistant.answer(question)
    assert answer.ending == "answered"
    assert listed in answer.lead
    assert "persona 3" in answer.lead
    assert "persona 5" in answer.lead
    assert answer.findings[0].citations


def test_each_persona_told_has_the_sector_among_its_own_and_no_other_has(assistant: Assistant):
    evidence = assistant.evidence("Dans quels personas trouve-t-on les bibliothèques ?")
    has = [one.number for one in assistant.library.personas.all if "secteur:bibliothèques" in one.sector_segments]
    assert [one.number for one in evidence.belonging] == has
    assert [one.passage.personas for one in evidence.texts] == [(number,) for number in has]


@pytest.mark.parametrize(
    "question",
    [
        "Quels sont les défis du persona 3 ?",
        "Les bibliothèques sont-elles dans le persona 3 ?",
        "Combien de bibliothèques numérisent leurs contenus ?",
        "Quels sont les cinq personas ?",
    ],
)
def test_a_question_that_does_not_ask_in_which_personas_a_sector_is_is_answered_otherwise(
    assistant: Assistant, question: str
):
    assert assistant.evidence(question).belonging == ()


def test_the_sentence_names_the_sector_and_each_persona_once(hashed: Assistant):
    question, said = hashed.reader.read("Dans quels personas sont les bibliothèques ?"), speech("fr")
    sentence = belonging(question, hashed.library.personas.all[:2], hashed.library, said)
    assert "bibliothèques" in sentence
    for persona in hashed.library.personas.all[:2]:
        assert sentence.count(persona_named(persona, said)) == 1
