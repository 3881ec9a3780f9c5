from datetime import date

import pytest

PROFILE = {
    "secteur": "bibliothèques",
    "etp": "de 1 à 4",
    "province": "Liège",
    "rgpd": "non",
    "freins": ["moyens", "compétences numériques"],
}


def advised(assistant, question, **given):
    return assistant.answer(question, **given).recommendations


@pytest.mark.parametrize(
    ("question", "result"),
    [
        ("Que conseillez-vous pour le RGPD ?", "67,8\u202f%"),
        ("Comment mieux sécuriser nos données informatiques ? des conseils ?", "79,1\u202f%"),
        ("Quels conseils pour notre newsletter ?", "77,6\u202f%"),
    ],
)
def test_advice_on_a_subject_rests_on_the_figures_of_that_subject(assistant, question, result):
    found = advised(assistant, question)
    assert found
    assert any(result in reason for entry in found for reason in entry.because)


def test_three_pieces_of_advice_at_most_none_twice(answers):
    for one in answers:
        texts = [entry.text for entry in one.answer.recommendations]
        assert len(texts) == len(set(texts)) <= 3


def test_advice_is_given_only_where_it_is_asked_for(assistant, answers):
    for one in answers:
        if one.answer.recommendations:
            asked = assistant.evidence(one.question, profile=one.profile, history=one.history).question
            assert asked.kind in ("recommendation", "challenges", "persona"), one.question


def test_a_profile_s_own_gaps_come_before_the_subject(assistant):
    ours = assistant.read_profile(PROFILE).profile
    found = advised(assistant, "Que nous conseillez-vous, pour une organisation comme la nôtre ?", profile=ours)
    assert found
    assert any("RGPD" in entry.text or "moyens" in entry.text.lower() for entry in found)


def test_every_resource_has_an_address_and_the_day_it_was_seen(answers):
    resources = [r for one in answers for entry in one.answer.recommendations for r in entry.resources]
    assert resources
    for resource in resources:
        assert resource["url"].startswith(("https://", "http://"))
        assert date.fromisoformat(resource["seen"]) <= date(2026, 11, 23)
        assert resource["title"]


def test_the_quote_of_an_advice_is_of_the_pages_of_recommendations(answers):
    for one in answers:
        for entry in one.answer.recommendations:
            assert 69 <= entry.citations[0].page <= 79


def test_an_edition_without_facts_gives_no_advice(alone):
    assert advised(alone, "Que conseillez-vous aux ateliers ?") == ()
