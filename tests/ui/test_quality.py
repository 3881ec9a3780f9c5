"""The table of the last evaluation."""

import json

from assistant.evaluation.summary import Evaluation
from assistant.ui.catalogue import catalogue
from assistant.ui.quality import load, table


def test_nothing_is_said_of_an_evaluation_that_was_not_kept(tmp_path):
    assert table(load(tmp_path / "quality.json"), catalogue("fr")) is None


def test_an_evaluation_is_shown_with_its_counts_and_its_date(tmp_path):
    measured = Evaluation((), {}).as_json() | {"questions": 477, "date": "2026-11-23"}
    measured["overall"]["wrong_figure"] = {"hits": 1, "total": 250, "rate": 0.004}
    (tmp_path / "quality.json").write_text(json.dumps(measured), encoding="utf-8")
    shown = table(load(tmp_path / "quality.json"), catalogue("fr"))
    assert shown
    assert "23/11/2026" in shown
    assert "0,4\u202f% (1/250)" in shown
    assert "—" in shown
    assert table({name: value for name, value in measured.items() if name != "date"}, catalogue("nl"))
