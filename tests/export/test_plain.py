"""Documents as a terminal shows them."""

from assistant.export.handouts import Grid, Handout, Heading, Items, Paragraph
from assistant.export.plain import to_plain


def _plain(*blocks: Heading | Paragraph | Items | Grid) -> str:
    return to_plain(Handout("t", "fr", blocks))


def test_titles_are_underlined_by_level():
    assert _plain(Heading("Fiche", 1), Heading("Écarts", 2)) == "Fiche\n=====\n\nÉcarts\n------\n"


def test_lines_are_wrapped_between_words_and_addresses_stay_whole():
    address = "https://example.be/" + "a" * 100
    lines = _plain(Paragraph("mot " * 60), Items(((address, ()),))).splitlines()
    assert all(len(line) <= 88 or address in line for line in lines)
    assert any(address in line for line in lines)


def test_lists_are_marked_and_their_details_stand_below():
    items = (("un", ("détail",)), ("deux", ()))
    assert _plain(Items(items)) == "  • un\n    - détail\n  • deux\n"
    assert _plain(Items(items, numbered=True)).startswith("  1. un\n     - détail\n  2. deux")


def test_columns_are_aligned_and_a_long_first_cell_is_wrapped():
    table = Grid(("Pratique", "Part"), (("court", "5 %"), ("très " * 30, "50 %")))
    lines = _plain(table).splitlines()
    assert all(len(line) <= 88 for line in lines)
    place = lines[0].index("Part")
    assert (lines[1][place:], lines[2][place:]) == ("5 %", "50 %")


def test_a_table_without_rows_shows_its_header():
    assert _plain(Grid(("a", "b"), ())) == "a  b\n"
