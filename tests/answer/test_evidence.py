import pytest

PROFILE = {"secteur": "bibliothèques", "etp": "de 1 à 4", "province": "Liège"}


def test_evidence_for_an_answer_holds_what_is_told_and_where_it_was_found(assistant):
    evidence = assistant.evidence("Combien d'opérateurs envoient une newsletter ?")
    assert evidence.ending == "answered"
    assert evidence.selection.rows[0].id == "fig28.newsletter"
    assert evidence.texts[0].passage.origin == "digest"
    assert {55, 75} & set(evidence.texts[0].passage.pages)
    assert (evidence.missing, evidence.unasked, evidence.correction) == ((), (), None)


def test_a_refusal_carries_no_advice_no_persona_fact_and_no_correction(assistant):
    library = assistant.read_profile(PROFILE).profile
    evidence = assistant.evidence("Quelle est la recette des gaufres ?", profile=library)
    assert evidence.ending == "outside"
    assert (evidence.facts, evidence.proposals, evidence.correction) == ((), (), None)


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("Quelle part des bibliothèques liégeoises a un compte TikTok ?", {"secteur:bibliothèques", "province:Liège"}),
        ("Combien de musées numérisent leurs contenus ?", set()),
        ("Combien d'opérateurs ont un site web ?", set()),
    ],
)
def test_the_groups_that_nothing_published_covers_are_named(assistant, question, missing):
    assert set(assistant.evidence(question).missing) == missing


def test_the_passages_told_do_not_repeat_one_another(answers, assistant):
    for one in answers[::7]:
        texts = assistant.evidence(one.question, profile=one.profile, history=one.history).texts
        assert len({candidate.passage.text for candidate in texts}) == len(texts)
        assert len(texts) <= 6


def test_without_facts_the_passages_told_are_the_report_s_own(alone):
    evidence = alone.evidence("Combien d'ateliers sont installés en ville ?")
    assert evidence.texts
    assert {candidate.passage.origin for candidate in evidence.texts} == {"report"}
    assert any("61,2" in candidate.passage.text for candidate in evidence.texts)


@pytest.mark.official
def test_with_the_official_report_its_own_passages_are_found_too(official_assistant):
    evidence = official_assistant.evidence("Combien d'opérateurs envoient une newsletter ?")
    origins = {candidate.passage.origin for candidate in evidence.candidates[:12]}
    assert {"report", "digest", "results"} <= origins
