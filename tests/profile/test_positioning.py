import numpy
import pytest

from assistant.profile.calibration import scored_items
from assistant.profile.positioning import comparisons, gaps, scores
from assistant.profile.profiles import read_profile
from assistant.profile.questionnaire import DIMENSIONS
from assistant.profile.recovery import WORLDS, draw_profile


@pytest.fixture
def compare(questionnaire, personas, published):
    def place(answers, persona):
        profile = read_profile(answers, questionnaire).profile
        return {
            each.item: each
            for each in comparisons(profile, persona, questionnaire=questionnaire, personas=personas, results=published)
        }

    return place


def test_a_practice_stands_beside_its_persona_s_printed_figure_and_everyone_s(compare):
    row = compare({"rgpd": "non"}, 2)["rgpd"]
    assert row.mine is False
    assert (row.everyone.id, row.everyone.share, row.everyone.base) == ("fig19.oui", 0.678, 401)
    assert (row.card.share, row.card.page, row.level) == (0.85, 70, "")


def test_a_persona_known_by_its_shade_alone_gets_a_level_and_no_percentage(compare):
    row = compare({"outils": ["newsletter"]}, 5)["newsletter"]
    assert row.card is None
    assert row.level == "parmi les plus bas des personas"


def test_without_a_persona_only_everyone_is_shown(compare):
    row = compare({"rgpd": "oui"}, 0)["rgpd"]
    assert (row.card, row.trait, row.level) == (None, None, "")
    assert row.everyone.id == "fig19.oui"


def test_where_several_answers_say_yes_the_operator_s_own_figure_is_shown(compare):
    assert compare({"budget": "entre 10% et 30%"}, 2)["budget"].everyone.id == "fig13.10-30"
    assert compare({"budget": "moins de 10%"}, 2)["budget"].everyone.id == "fig13.moins-10"


def test_every_percentage_compared_is_published(compare, questionnaire, personas, published, model):
    cards = {figure.id for figure in personas.figures}
    for seed in range(20):
        profile = draw_profile(seed % 5 + 1, questionnaire, model, WORLDS[0], numpy.random.default_rng(seed))
        for row in compare(profile.to_json(), seed % 5 + 1).values():
            assert row.everyone is None or published[row.everyone.id] == row.everyone
            assert row.card is None or row.card.id in cards


def test_an_unanswered_practice_is_not_compared(compare):
    assert list(compare({"strategie": "Oui"}, 1)) == ["strategie"]


def test_the_gaps_are_the_practices_missing_the_commonest_first(compare):
    rows = compare({"rgpd": "non", "site-web": "Non", "outils": ["newsletter"], "freins": ["moyens"]}, 4)
    assert [gap.item for gap in gaps(tuple(rows.values()))] == [
        "site-web",
        "rgpd",
        "portails",
        "publicite-en-ligne",
        "google-my-business",
        "application-mobile",
    ]


def test_a_dimension_without_any_answer_has_no_score(questionnaire, model):
    profile = read_profile({"strategie": "Oui", "rgpd": "non"}, questionnaire).profile
    found = scores(profile, questionnaire, model, model.sizes)
    assert [dimension for dimension in DIMENSIONS if found[dimension] is None] == ["communication", "contenu"]


def test_a_practice_more_never_lowers_the_score(questionnaire, model):
    without = read_profile({"securite": ["pare-feu"]}, questionnaire).profile
    with_it = read_profile({"securite": ["pare-feu", "sauvegardes"]}, questionnaire).profile
    low = scores(without, questionnaire, model, model.sizes)["organisation"]
    assert low < scores(with_it, questionnaire, model, model.sizes)["organisation"]


def test_a_skipped_practice_counts_as_expected_and_not_as_no(questionnaire, model):
    said_no = read_profile({"rgpd": "non", "securite": ["aucune de ces mesures"]}, questionnaire).profile
    skipped = said_no.without("securite")
    no = scores(said_no, questionnaire, model, model.sizes)["organisation"]
    assert no < scores(skipped, questionnaire, model, model.sizes)["organisation"]


def test_the_operators_of_a_persona_score_near_its_table_3_scores(questionnaire, model, personas):
    generator = numpy.random.default_rng(3)
    for persona in personas.all:
        drawn = [draw_profile(persona.number, questionnaire, model, WORLDS[0], generator) for _ in range(150)]
        found = [scores(profile, questionnaire, model, model.sizes) for profile in drawn]
        for dimension in DIMENSIONS:
            mean = sum(score[dimension] or 0.0 for score in found) / len(found)
            assert mean == pytest.approx(persona.scores[dimension], abs=0.12)


def test_every_scored_practice_is_asked(questionnaire):
    assert all(item in questionnaire.of_item for d in DIMENSIONS for item in scored_items(questionnaire, d))
