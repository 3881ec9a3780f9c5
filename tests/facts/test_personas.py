from itertools import groupby
from pathlib import Path

import pytest

from assistant.errors import CorpusError
from assistant.facts.personas import SHADES, load_personas


def test_the_five_sizes_are_those_of_table_2_and_make_up_all_operators(personas):
    assert [persona.count for persona in personas.all] == [44, 119, 52, 113, 73]
    assert sum(persona.count for persona in personas.all) == 401
    assert [persona.printed_share for persona in personas.all] == ["11%", "30%", "13%", "28%", "18%"]


def test_the_scores_are_those_of_table_3(personas):
    table = [tuple(persona.scores.values()) for persona in personas.all]
    assert table == [
        (0.753, 0.794, 0.766, 0.775),
        (0.563, 0.707, 0.522, 0.74),
        (0.515, 0.649, 0.498, 0.137),
        (0.332, 0.469, 0.386, 0.65),
        (0.221, 0.426, 0.311, 0.154),
    ]


def test_table_4_has_its_39_rows_in_order_each_tied_to_a_published_rate(personas, published):
    assert len(personas.traits) == 39
    assert personas.traits[0].label == "Définition stratégie numérique"
    assert personas.traits[-1].label == "Donner accès à la culture"
    assert [trait.id for trait in personas.traits if not trait.results or set(trait.results) - set(published)] == []


def test_the_inverted_row_and_the_misplaced_row_are_noted(personas):
    assert personas.by_trait["google-my-business"].levels == (0, 0, 2, 2, 2)
    assert "inversée" in personas.by_trait["google-my-business"].note
    assert "FREINS" in personas.by_trait["opportunite"].note


def test_a_shade_is_said_in_words_without_any_percentage(personas):
    strategy = personas.by_trait["strategie"]
    words = [strategy.level_words(number) for number in (1, 3, 5)]
    assert words == [
        "parmi les plus élevés des personas",
        "niveau intermédiaire",
        "parmi les plus bas des personas",
    ]
    assert personas.by_trait["sauvegardes"].level_words(2) == "même niveau pour tous les personas"


def test_a_figure_that_says_the_contrary_of_its_trait_is_turned_round(personas):
    assert personas.card(5, "strategie").affirmed == 0.29
    assert personas.card(4, "strategie").affirmed == 0.67


def test_a_damaged_file_is_refused_in_french(tmp_path):
    broken = tmp_path / "personas.toml"
    broken.write_text("[[persona]]\nnumber = 1\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"personas\.toml, ligne 1 : « name » manque"):
        load_personas(broken)


@pytest.mark.official
def test_the_levels_of_table_4_are_the_fills_of_its_cells(personas, official_report):
    read = [levels for page in (67, 68) for levels in _rows_of_fills(official_report, page)]
    assert read == [trait.levels for trait in personas.traits]


@pytest.mark.official
def test_every_card_figure_is_printed_on_its_page(personas, official_report):
    from pypdf import PdfReader

    reader = PdfReader(official_report)
    pages = {number: reader.pages[number - 1].extract_text() for number in range(69, 74)}
    missing = [figure.id for figure in personas.figures if figure.printed not in pages[figure.page].replace("\n", " ")]
    assert missing == []


def _rows_of_fills(report: Path, page: int) -> list[tuple[int, ...]]:
    """The shades of each row of the table on a page, from the filled rectangles of the PDF, top to bottom."""
    import ctypes

    import pypdfium2
    import pypdfium2.raw as raw

    document = pypdfium2.PdfDocument(report)
    cells = []
    for shape in document[page - 1].get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        raw.FPDFPageObj_GetFillColor(shape.raw, red, green, blue, alpha)
        left, bottom, right, top = shape.get_bounds()
        shade = _nearest((red.value, green.value, blue.value))
        if shade is not None and right - left > 20 and top - bottom > 10:
            cells.append((-round(top), left, shade))
    document.close()
    rows = [tuple(cell[2] for cell in row) for _, row in groupby(sorted(cells), key=lambda cell: cell[0])]
    return [row for row in rows if len(row) == 5]


def _nearest(colour: tuple[int, int, int]) -> int | None:
    known = [tuple(int(shade[place : place + 2], 16) for place in (1, 3, 5)) for shade in SHADES]
    distances = [sum(abs(one - other) for one, other in zip(colour, shade, strict=True)) for shade in known]
    return distances.index(min(distances)) if min(distances) <= 6 else None
