"""The published results: strict loading, lookups, and what the committed files say."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import CorpusError
from assistant.facts.results import COLUMNS, Results, load_results

CORPUS = Path(__file__).parents[2] / "corpus"

QUESTION = """
[[question]]
id = "fig28"
figure = "28"
sheet = "Figure 28"
page = 55
title_fr = "Outils"
title_en = "Tools"
title_nl = "Middelen"
asked = "Quels outils ?"
kind = "multiple"
base = 401
base_fr = "des opérateurs"
base_en = "of operators"
base_nl = "van de operatoren"
dimension = "communication"
concepts = ["newsletter"]
"""
ROW = dict.fromkeys(COLUMNS, "") | {
    "id": "fig28.newsletter",
    "source": "classeur",
    "sheet": "Figure 28",
    "cell": "C4",
    "figure": "28",
    "page": "55",
    "question": "fig28",
    "answer": "newsletter",
    "count": "311",
    "base": "401",
    "share": "0.776",
    "workbook_share": "0.776",
}
PRINTABLE = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp")), min_size=1, max_size=30)


def _write(folder: Path, *rows: dict[str, str], columns: tuple[str, ...] = COLUMNS, name: str = "results.csv") -> Path:
    (folder / "questions.toml").write_text(QUESTION, encoding="utf-8")
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
    return folder


@pytest.fixture(scope="module")
def results() -> Results:
    return load_results(CORPUS)


def test_a_row_is_read_with_its_types(tmp_path: Path):
    result = load_results(_write(tmp_path, ROW)).by_id["fig28.newsletter"]
    assert (result.page, result.count, result.base, result.share) == (55, 311, 401, 0.776)
    assert (result.printed_page, result.population, result.percent) == (None, "", "77,6\u202f%")


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("share", "1.2", "une part entre 0 et 1"),
        ("share", "-0.1", "une part entre 0 et 1"),
        ("share", "nan", "une part entre 0 et 1"),
        ("share", "77,6", "une part entre 0 et 1"),
        ("workbook_share", "38,2%", "une part entre 0 et 1"),
        ("page", "", "un nombre entier"),
        ("count", "3.5", "un nombre entier"),
        ("base", "310", "une base au moins égale à l'effectif"),
        ("base", "0", "une base au moins égale à l'effectif"),
        ("source", "enquête", "classeur ou texte"),
        ("question", "fig99", "une question de questions.toml"),
        ("id", "", "une valeur"),
    ],
)
def test_a_wrong_cell_is_refused_with_its_line_and_what_was_expected(
    tmp_path: Path, column: str, value: str, expected: str
):
    _write(tmp_path, ROW, ROW | {"id": "fig28.autre", column: value})
    with pytest.raises(CorpusError, match=rf"results\.csv, ligne 3 : « {column} ».*{expected}"):
        load_results(tmp_path)


def test_an_id_used_twice_is_refused_even_across_files(tmp_path: Path):
    _write(tmp_path, ROW, ROW)
    with pytest.raises(CorpusError, match=r"results\.csv, ligne 3 : « id » vaut « fig28\.newsletter »"):
        load_results(tmp_path)
    _write(tmp_path, ROW)
    _write(tmp_path, ROW, name="printed.csv")
    with pytest.raises(CorpusError, match=r"printed\.csv, ligne 2"):
        load_results(tmp_path)


def test_an_unknown_column_is_refused(tmp_path: Path):
    _write(tmp_path, ROW | {"marge": "5"}, columns=(*COLUMNS, "marge"))
    with pytest.raises(CorpusError, match=r"results\.csv, ligne 1 : colonnes trouvées .*marge"):
        load_results(tmp_path)


def test_a_line_with_a_cell_too_many_is_refused(tmp_path: Path):
    _write(tmp_path, ROW)
    with (tmp_path / "results.csv").open("a", encoding="utf-8") as file:
        file.write("a," * len(COLUMNS) + "b\n")
    with pytest.raises(CorpusError, match="ligne 3 : 17 cellules attendues"):
        load_results(tmp_path)


def test_a_wording_of_no_result_is_refused(tmp_path: Path):
    _write(tmp_path, ROW)
    (tmp_path / "wording.csv").write_text("id,fr,en,nl,keywords\nfig28.fax,a,b,c,\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"wording\.csv, ligne 2 : « id » vaut « fig28\.fax »"):
        load_results(tmp_path)


def test_an_erratum_that_is_not_described_is_refused(tmp_path: Path):
    _write(tmp_path, ROW | {"erratum": "inconnu"})
    (tmp_path / "errata.toml").write_text(
        '[[erratum]]\nid = "connu"\nwhere = ""\npages = [1]\nprinted = ""\nsupported = ""\nevidence = ""\n'
        'note = ""\nkind = "labels"\n'
    )
    with pytest.raises(CorpusError, match="« erratum » vaut « inconnu »"):
        load_results(tmp_path)


@pytest.mark.parametrize("damage", ["kind", "field", "id", "table", "syntax"])
def test_a_damaged_question_is_refused(tmp_path: Path, damage: str):
    _write(tmp_path, ROW)
    broken = {
        "kind": QUESTION.replace('"multiple"', '"floue"'),
        "field": QUESTION.replace("asked", "ask"),
        "id": QUESTION.replace('id = "fig28"', 'id = ""'),
        "table": "question = 1",
        "syntax": "[[question",
    }
    (tmp_path / "questions.toml").write_text(broken[damage], encoding="utf-8")
    with pytest.raises(CorpusError, match=r"questions\.toml"):
        load_results(tmp_path)


def test_a_missing_file_is_named(tmp_path: Path):
    with pytest.raises(CorpusError, match=r"questions\.toml ne peut pas être lu"):
        load_results(tmp_path)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path):
    _write(tmp_path, ROW)
    (tmp_path / "results.csv").write_bytes(b"\xff\xfe\x00id")
    with pytest.raises(CorpusError, match=r"results\.csv ne peut pas être lu"):
        load_results(tmp_path)


@given(answer=PRINTABLE, option=PRINTABLE, count=st.integers(0, 401))
def test_what_is_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, answer: str, option: str, count: int):
    share = str(round(Decimal(count) / 401, 3))
    row = ROW | {"answer": answer, "option": option, "count": str(count), "share": share}
    result = load_results(_write(tmp_path_factory.mktemp("facts"), row)).by_id["fig28.newsletter"]
    assert (result.answer, result.option, result.count, result.share) == (answer, option, count, float(share))


@settings(deadline=None)
@given(cells=st.lists(PRINTABLE, min_size=len(COLUMNS), max_size=len(COLUMNS)))
def test_arbitrary_cells_are_refused_as_a_corpus_error(tmp_path_factory: pytest.TempPathFactory, cells: list[str]):
    folder = _write(tmp_path_factory.mktemp("facts"), dict(zip(COLUMNS, cells, strict=True)))
    with pytest.raises(CorpusError, match=r"results\.csv, ligne 2"):
        load_results(folder)


def test_a_number_that_is_no_share_is_a_tally(results: Results):
    libraries = results.tallies["texte.p21.bibliotheques.recensees"]
    assert (libraries.count, libraries.page) == (415, 21)
    assert libraries.id not in results.by_id


def test_the_workbook_gives_376_results_and_the_tables_25(results: Results):
    sources = [result.source for result in results.by_id.values()]
    assert (sources.count("classeur"), sources.count("tableau")) == (376, 25)
    assert len({result.sheet for result in results.by_id.values() if result.sheet}) == 37


def test_the_levers_are_served_with_their_labels_put_right(results: Results):
    ranking = [(result.answer, result.share) for result in results.ranking("leviers", "D'accord")]
    assert ranking[0] == ("Accroître sa notoriété/visibilité", 0.948)
    assert ranking[2] == ("Donner accès à la culture de manière plus large", 0.815)
    assert ranking[-1] == ("La concurrence", 0.362)
    erratum = results.errata[results.by_id["leviers.concurrence.accord"].erratum]
    assert erratum is not None
    assert erratum.id == "leviers-etiquettes"


def test_the_label_given_twice_is_told_apart(results: Results):
    assert results.by_id["fig20.double-identification.oui"].count == 244
    assert results.by_id["fig20.sensibilisation.oui"].share == 0.514


def test_a_profession_is_a_share_of_those_who_have_it(results: Results):
    assert results.by_id["fig16.programmeur.total"].base == 401
    assert results.by_id["fig16.programmeur.interne"].base == 266


def test_a_question_gives_its_results_of_one_population_or_of_all(results: Results):
    assert len(results.of_question("fig29", "")) == 2
    assert {result.population for result in results.of_question("fig29")} > {"", "secteur:bibliothèques"}
    assert [result.share for result in results.of_question("fig29", "secteur:bibliothèques")] == [0.44]


def test_the_options_of_a_question_share_out_everyone_asked(results: Results):
    for question in results.questions.values():
        if question.kind != "single" or not question.sheet:
            continue
        counts = [r.count for r in results.of_question(question.id, "") if r.source == "classeur" and r.count]
        assert sum(counts) == question.base, question.id


def test_the_options_of_each_row_share_out_its_base(results: Results):
    rows: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for result in results.by_id.values():
        if result.source == "classeur" and result.option not in ("", "Total"):
            assert result.count is not None
            assert result.base is not None
            rows.setdefault((result.question, result.answer), []).append((result.count, result.base))
    assert [key for key, pairs in rows.items() if sum(count for count, _ in pairs) != pairs[0][1]] == []


def test_every_result_and_tally_is_worded(results: Results):
    assert set(results.wording) == {*results.by_id, *results.tallies}


def test_every_question_asks_and_names_its_base_in_three_languages(results: Results):
    for question in results.questions.values():
        assert question.asked.endswith(" ?"), question.id
        assert question.base_fr.startswith(("des ", "du ", "de l’")), question.id
        assert question.base_en.startswith("of "), question.id
        assert question.base_nl.startswith("van "), question.id


def test_every_erratum_is_told_in_two_sentences_at_most(results: Results):
    for erratum in results.errata.values():
        assert 0 < len(erratum.note) <= 260, erratum.id
        assert erratum.note.endswith("."), erratum.id
        assert erratum.pages, erratum.id
        assert all(1 <= page <= 83 for page in erratum.pages), erratum.id


def test_the_errata_of_a_page_are_found(results: Results):
    assert "fig3-sans-date" in {erratum.id for erratum in results.errata.values() if 20 in erratum.pages}
