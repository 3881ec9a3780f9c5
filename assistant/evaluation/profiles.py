"""The measure of the persona model, told: what `boussole evaluate --profiles` prints."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from assistant.language import speech
from assistant.profile.recovery import Recovery, evaluate_profiles
from assistant.profile.standing import Guide

_ROW = "{:<34}{:>10}{:>9}{:>9}{:>9}{:>9}"


def measure_profiles(guide: Guide, *, as_json: bool = False) -> str:
    """Draws profiles from the calibrated model, matches them, and returns how well their persona is found again."""
    found = evaluate_profiles(guide.questionnaire, guide.model)
    if as_json:
        return json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=2)
    return format_recoveries(found)


def format_recoveries(found: Sequence[Recovery]) -> str:
    """Returns a French table, one line a world and a number of questions answered."""
    percent = speech("fr").percent
    rows = (
        (
            one.world,
            one.questions,
            one.draws,
            percent(one.first),
            percent(one.first_two),
            percent(one.calibration_error),
        )
        for one in found
    )
    header = _ROW.format("profils tirés du modèle", "questions", "tirages", "1er", "2 prem.", "calibr.")
    limit = (
        "1er, 2 prem. : le persona tiré vient premier, ou parmi les deux premiers.",
        "calibr. : écart moyen entre la part annoncée et la réussite.",
        "Mesure contre le modèle : le classement de l'étude elle-même n'est pas publié.",
    )
    return "\n".join((header, *(_ROW.format(*row) for row in rows), "", *limit))
