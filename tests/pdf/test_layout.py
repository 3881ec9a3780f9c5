from assistant.pdf.characters import HYPHEN
from assistant.pdf.flow import Run, Sheet, Spellings, flow_of
from assistant.pdf.layout import blocks_of, reading_order
from assistant.pdf.lines import Line, lines_of
from assistant.pdf.raw import RawPage, Rule, Word
from assistant.pdf.tables import tables_of

SHEET = Sheet(1, 600, 800)
PLAIN = Spellings(frozenset({"bien-etre", "sous-traitants"}), frozenset({"economiques"}))


def words(text: str, left: float, top: float, *, size: float = 10, bold: bool = False, ink: int = 0) -> list[Word]:
    """Sets words on one line, half a size wide a letter, a quarter of a size between two."""
    placed: list[Word] = []
    for word in text.split():
        right = left + 0.5 * size * len(word)
        placed.append(Word(word, left, top, right, top + size, bold=bold, ink=ink))
        left = right + 0.25 * size
    return placed


def line(text: str, left: float = 50, top: float = 100, *, bold: bool = False) -> Line:
    return Line(tuple(words(text, left, top, bold=bold)))


def written(*texts: str, vocabulary: Spellings = PLAIN) -> str:
    lines = tuple(line(text, top=100 + 14 * place) for place, text in enumerate(texts))
    return flow_of((Run(lines, SHEET),), vocabulary).text


def order(page: list[Word]) -> list[str]:
    return [part.text for column in reading_order(lines_of(page)) for part in column]


def test_columns_are_read_one_after_the_other() -> None:
    page = [word for row in range(6) for word in words(f"gauche{row} texte", 50, 100 + 14 * row)]
    page += [word for row in range(6) for word in words(f"droite{row} texte", 300, 100 + 14 * row)]
    assert order(page) == [f"gauche{row} texte" for row in range(6)] + [f"droite{row} texte" for row in range(6)]


def test_columns_whose_lines_are_not_level_are_read_one_after_the_other() -> None:
    page = [word for row in range(6) for word in words(f"gauche{row} texte", 50, 100 + 14 * row)]
    page += [word for row in range(6) for word in words(f"droite{row} texte", 300, 105 + 13 * row)]
    assert order(page)[:6] == [f"gauche{row} texte" for row in range(6)]


def test_a_title_across_the_page_comes_before_both_columns() -> None:
    page = [word for row in range(4) for word in words("colonne de gauche", 50, 140 + 14 * row)]
    page += [word for row in range(4) for word in words("colonne de droite", 300, 140 + 14 * row)]
    page += words("un titre qui court sur toute la largeur de la page", 50, 100, size=16)
    assert order(page)[0].startswith("un titre")
    assert order(page)[1:5] == ["colonne de gauche"] * 4


def test_a_justified_line_with_wide_gaps_is_not_cut() -> None:
    loose = [
        Word(text, 50 + 40 * place, 100, 75 + 40 * place, 110)
        for place, text in enumerate("des mots très espacés".split())
    ]
    page = [*loose, *words("une ligne ordinaire qui passe sous tous les blancs", 50, 114)]
    assert order(page)[0] == "des mots très espacés"


def test_a_bold_start_does_not_break_its_paragraph() -> None:
    lines = [
        line("La part des ateliers qui ouvrent le soir", bold=True),
        line("reste faible dans les villages du nord.", top=114),
    ]
    assert len(blocks_of(lines)) == 1


def test_a_rule_between_two_lines_parts_them() -> None:
    lines = [line("Organisations de taille moyenne"), line("Activité physique et numérique", top=114)]
    assert len(blocks_of(lines)) == 1
    assert len(blocks_of(lines, [Rule(50, 112, 200, 112.5)])) == 2


def test_each_item_of_a_list_is_a_block_with_its_following_lines() -> None:
    lines = [
        line("On distingue :"),
        line("- les petits ateliers, qui ouvrent", 60, 114),
        line("surtout le soir", 67.5, 128),
        line("- les grands", 60, 142),
    ]
    blocks = blocks_of(lines)
    assert [block.role for block in blocks] == ["text", "item", "item"]
    assert blocks[1].text == "- les petits ateliers, qui ouvrent surtout le soir"


def test_a_caption_is_a_block_of_its_own() -> None:
    lines = [line("Une phrase finit ici."), line("Figure 12 : Part des ateliers", top=114)]
    assert [block.role for block in blocks_of(lines)] == ["text", "caption"]


def test_a_break_hyphen_goes_and_a_true_one_stays() -> None:
    assert written("les dégâts écono-", "miques") == "les dégâts économiques"
    assert written("le bien-", "être des gens") == "le bien-être des gens"
    assert written("l’accord Bruxelles-", "Wallonie") == "l’accord Bruxelles-Wallonie"
    assert written("pourquoi est-", "elle absente") == "pourquoi est-elle absente"


def test_every_encoding_of_a_break_hyphen_is_mended() -> None:
    assert written(f"des sous{HYPHEN}", "traitants") == "des sous-traitants"
    assert written(f"une vérifica{HYPHEN}", "tion") == "une vérification"
    assert written(f"un mot co{HYPHEN}upable entier") == "un mot coupable entier"


def test_an_address_cut_by_a_line_end_is_whole_again() -> None:
    assert written("voir https://exemple.be/rapport-", "annuel/2023").endswith("https://exemple.be/rapport-annuel/2023")


def test_the_call_of_a_note_is_taken_out_and_its_full_stop_kept() -> None:
    body = words("les associations belges (61%)", 50, 100)
    call = Word("7", body[-1].right, 99, body[-1].right + 3, 105, glued=True)
    stop = Word(".", call.right, 100, call.right + 2, 110, glued=True)
    assert flow_of((Run((Line((*body, call, stop)),), SHEET),), PLAIN).text == "les associations belges (61%)."


def test_a_fraction_and_a_unit_are_not_note_calls() -> None:
    raised = Word("3", 80, 99, 83, 105)
    fraction = Line((*words("plus", 50, 100), raised, Word("⁄4", 83, 100, 90, 110, glued=True)))
    assert flow_of((Run((fraction,), SHEET),), PLAIN).text == "plus 3⁄4"
    square = Line((*words("120 m", 50, 100), Word("2", 78, 99, 81, 105, glued=True)))
    assert flow_of((Run((square,), SHEET),), PLAIN).text == "120 m2"


def test_a_span_of_text_knows_the_rectangles_of_its_words() -> None:
    flow = flow_of((Run((line("un deux"), line("trois quatre", top=114)), SHEET),), PLAIN)
    start = flow.text.index("deux")
    boxes = flow.boxes(start, flow.text.index("quatre") - 1)
    assert [box.page for box in boxes] == [1, 1]
    assert boxes[0].left * 600 > 55
    assert boxes[1].right * 600 < 80


def test_rows_that_end_in_aligned_numbers_are_a_table() -> None:
    page: list[Word] = []
    for row, (label, first, second) in enumerate(
        [("Vélos", "204", "45 %"), ("Textiles", "41", "15 %"), ("Livres", "18", "7 %")]
    ):
        page += (
            words(label, 50, 100 + 14 * row) + words(first, 250, 100 + 14 * row) + words(second, 350, 100 + 14 * row)
        )
    (table,) = tables_of(RawPage(1, 600, 800, tuple(page)))
    assert [[cell[0].text for cell in row] for row in table.rows][1] == ["Textiles", "41", "15 %"]


def test_prose_with_numbers_is_not_a_table() -> None:
    page = [
        word for row in range(5) for word in words(f"en 20{row}1 il y avait {row} ateliers sur 12", 50, 100 + 14 * row)
    ]
    assert tables_of(RawPage(1, 600, 800, tuple(page))) == ()


def test_a_ruled_grid_is_a_table_read_row_by_row() -> None:
    page = words("Taille", 55, 102) + words("Part", 155, 102) + words("Petits", 55, 122) + words("61 %", 155, 122)
    level = [Rule(50, y, 250, y + 0.5) for y in (98, 118, 138)]
    upright = [Rule(x, 98, x + 0.5, 138) for x in (50, 150, 250)]
    (table,) = tables_of(RawPage(1, 600, 800, tuple(page), tuple(level + upright)))
    assert [[" ".join(part.text for part in cell) for cell in row] for row in table.rows] == [
        ["Taille", "Part"],
        ["Petits", "61 %"],
    ]
