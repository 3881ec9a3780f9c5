"""The measure of the persona model as `boussole evaluate --profiles` tells it."""

from assistant.evaluation.profiles import format_recoveries
from assistant.profile.recovery import Recovery


def test_a_line_tells_a_world_its_questions_and_its_rates_in_french():
    text = format_recoveries([Recovery("modèle calibré", 22, 2000, 0.8835, 0.979, 0.023)])
    header, row, *_ = text.splitlines()
    assert header.split()[-3:] == ["2", "prem.", "calibr."]
    assert row.split("  ")[0] == "modèle calibré"
    assert "88,4\u202f%" in row
    assert "n'est pas publié" in text
