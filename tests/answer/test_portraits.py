import pytest


def told(assistant, question, **given):
    return assistant.evidence(question, **given).facts


def test_the_challenges_of_a_persona_are_its_own_with_its_page(assistant, library):
    for persona in library.personas.all:
        facts = told(assistant, f"Quels sont les défis du persona {persona.number} ?")
        assert facts
        assert {fact.persona.number for fact in facts} == {persona.number}
        assert {fact.page for fact in facts} == {persona.page}
        assert {fact.text for fact in facts} <= set(persona.challenges)


def test_the_ideas_of_a_persona_answer_what_to_do(assistant, library):
    facts = told(assistant, "Que conseillez-vous au persona 2 ?")
    assert facts
    assert {fact.text for fact in facts} <= set(library.personas[2].ideas)


def test_a_persona_named_by_its_name_gets_the_same_facts(assistant):
    by_number = told(assistant, "Quels sont les défis du persona 2 ?")
    assert told(assistant, "Quels sont les défis des investis du numérique ?") == by_number


def test_two_personas_are_told_in_turn(assistant):
    numbers = [fact.persona.number for fact in told(assistant, "Quels sont les défis des personas 1 et 4 ?")]
    assert numbers[:4] == [1, 4, 1, 4]


def test_a_question_on_figures_tells_no_challenge(assistant):
    assert told(assistant, "Combien d'opérateurs envoient une newsletter ?") == ()


@pytest.mark.parametrize("language", ["fr", "en", "nl"])
def test_a_challenge_is_told_with_the_persona_s_name_and_a_citation_of_its_page(assistant, library, language):
    question = {
        "fr": "Quels sont les défis du persona 4 ?",
        "en": "What are the challenges of persona 4?",
        "nl": "Wat zijn de uitdagingen van persona 4?",
    }[language]
    finding = assistant.answer(question).findings[0]
    persona = library.personas[4]
    assert finding.population == "persona:4"
    assert finding.citations[0].page == persona.page
    assert (persona.name if language == "fr" else getattr(persona, f"name_{language}")) in finding.text


def test_a_person_s_sector_brings_the_challenges_of_the_personas_it_belongs_to(assistant, library):
    facts = told(assistant, "Quels sont les défis des bibliothèques ?")
    expected = {p.number for p in library.personas.all if "secteur:bibliothèques" in p.sector_segments}
    assert {fact.persona.number for fact in facts} == expected
