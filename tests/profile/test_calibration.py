from itertools import product

import pytest

from assistant.profile.calibration import calibrate, scored_items
from assistant.profile.questionnaire import DIMENSIONS
from tools.residuals import residuals


@pytest.fixture(scope="module")
def found(model, personas, questionnaire, published):
    return residuals(model, personas, questionnaire, published)


def test_every_published_overall_rate_is_reproduced_within_two_points(found):
    gaps = {r.subject: abs(r.gap) for r in found if r.kind == "ensemble"}
    assert len(gaps) == 59
    assert max(gaps.values()) < 1e-6


def test_every_card_figure_is_met_within_one_point(found, personas):
    gaps = {r.subject: abs(r.gap) for r in found if r.kind == "carte"}
    assert set(gaps) == {figure.id for figure in personas.figures}
    assert max(gaps.values()) < 0.001


def test_no_persona_of_a_lighter_shade_has_a_higher_rate(model, personas, questionnaire):
    pairs = list(product(range(5), repeat=2))
    wrong = []
    for item in questionnaire.items:
        trait = personas.by_trait.get(questionnaire.affirming(item)[0].trait or item)
        rates = model.rates[item]
        ordered = [(low, high) for low, high in pairs if trait and trait.levels[low] < trait.levels[high]]
        wrong += [(item, low + 1, high + 1) for low, high in ordered if rates[low] > rates[high] + 1e-9]
    assert wrong == []


def test_the_missing_strategy_rate_follows_from_the_published_ones(model):
    # 74,3 % overall, 100 / ? / 90 / 67 / 29 on the cards.
    assert model.rates["strategie"] == pytest.approx((1.0, 0.927, 0.90, 0.67, 0.29), abs=0.005)


def test_a_strategy_practice_is_never_commoner_than_having_a_strategy(model):
    for item in (name for name in model.rates if name.startswith("strategie.")):
        assert all(
            rate <= having + 1e-9 for rate, having in zip(model.rates[item], model.rates["strategie"], strict=True)
        )


def test_the_labels_of_a_profile_question_make_up_each_persona_and_the_published_whole(model, questionnaire, published):
    for question in questionnaire.questions:
        labels = [c for c in question.choices if c.segment in model.segments]
        for persona in range(5) if labels else ():
            assert sum(model.segments[c.segment][persona] for c in labels) == pytest.approx(1, abs=1e-6)
        for choice in labels:
            whole = sum(s * size for s, size in zip(model.segments[choice.segment], model.sizes, strict=True))
            assert whole == pytest.approx(published[choice.result].count / 401, abs=1e-4)


def test_the_mean_of_each_persona_lands_near_its_table_3_score(found):
    gaps = [abs(r.gap) for r in found if r.kind == "score"]
    assert len(gaps) == 20
    assert max(gaps) < 0.09
    assert sum(gaps) / len(gaps) < 0.04


def test_the_row_printed_against_its_own_dimension_is_left_out_of_the_score(questionnaire):
    assert "google-my-business" not in scored_items(questionnaire, "communication")
    assert all(scored_items(questionnaire, dimension) for dimension in DIMENSIONS)


def test_the_same_facts_give_the_same_model(personas, questionnaire, published, model):
    assert calibrate(personas, questionnaire, published) == model
