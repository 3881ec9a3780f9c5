from pathlib import Path

import pytest

from tools.persona_account import account, rewritten
from tools.residuals import residuals

DOCUMENT = Path(__file__).parents[2] / "docs" / "personas.md"


@pytest.mark.slow
def test_the_documented_residuals_and_measures_are_the_computed_ones(
    personas, questionnaire, published, model, measured
):
    gaps = residuals(model, personas, questionnaire, published)
    computed = account(personas, questionnaire, model, gaps, measured)
    written = DOCUMENT.read_text(encoding="utf-8")
    assert rewritten(written, computed) == written, "python -m tools.persona_account docs/personas.md"


def test_only_the_generated_part_of_a_document_is_replaced():
    document = "avant <!-- début de la partie calculée -->vieux<!-- fin de la partie calculée --> après"
    assert rewritten(document, "neuf").split() == (
        "avant <!-- début de la partie calculée --> neuf <!-- fin de la partie calculée --> après".split()
    )
