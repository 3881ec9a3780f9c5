"""The fitted numbers: each feature has its own, a damaged file is refused, and the tool makes the file again."""

from pathlib import Path

import pytest

from assistant.answer import endings, relevance
from assistant.answer.fitted import FITTED, PATH, load_fitted
from assistant.errors import CorpusError
from assistant.evaluation.exam import read_exam
from tools import fit
from tools.fit_material import subjects


def test_every_feature_that_is_measured_has_a_weight_and_no_weight_is_for_nothing(assistant):
    evidence = assistant.evidence("Combien d'opérateurs envoient une newsletter ?")
    assert set(FITTED.ending) == set(evidence.signals) == set(endings.WEIGHTS)
    hit = fit.hits_of(assistant, next(one for one in read_exam(fit.EXAM, "dev") if one.pages))
    assert hit.rows.shape[1] == len(FITTED.relevance) == len(relevance.WEIGHTS)


@pytest.mark.parametrize(
    ("old", "new"), [("dense = ", "dense = x"), ("[thresholds]", "[other]"), ('exam = "', "exam = 3 #")]
)
def test_a_damaged_file_is_refused_in_french(tmp_path: Path, old: str, new: str):
    path = tmp_path / "fitted.toml"
    path.write_text(PATH.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CorpusError, match=r"Corrigez|Rétablissez"):
        load_fitted(path)


def test_other_numbers_are_used_for_a_time_only():
    before = dict(FITTED.relevance)
    with fit.using(relevance={"dense": 9.0}):
        assert relevance.WEIGHTS["dense"] == 9.0
    assert before == relevance.WEIGHTS


def test_two_phrasings_of_one_published_figure_share_a_subject_and_two_unanswerable_questions_do_not(hashed):
    questions = read_exam(fit.EXAM)
    numbers = dict(
        zip((one.id for one in questions), subjects(questions, hashed.library.results.by_id.values()), strict=True)
    )
    by_figure: dict[object, set[int]] = {}
    for one in questions:
        for alternatives in one.figures[:1]:
            by_figure.setdefault((alternatives, one.pages[:1]), set()).add(numbers[one.id])
    assert all(len(found) == 1 for found in by_figure.values())
    apart = [numbers[one.id] for one in questions if not one.pages]
    assert len(set(apart)) == len(apart)


@pytest.mark.slow
@pytest.mark.official
def test_the_tool_makes_the_committed_file_again(official_assistant):
    found, _ = fit.fit(official_assistant, fit.collect(official_assistant))
    assert fit.written(found) == PATH.read_text(encoding="utf-8")
