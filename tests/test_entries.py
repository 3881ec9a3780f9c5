"""Files of a corpus are read strictly: their values, or one French sentence that says where and what."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.entries import Name, Share, read_csv, read_lines, read_toml
from assistant.errors import CorpusError
from assistant.facts.personas import load_personas
from assistant.facts.resources import load_resources
from assistant.facts.results import load_results
from assistant.facts.syntheses import load_syntheses
from assistant.profile.advice import load_advice
from assistant.profile.questionnaire import load_questionnaire

CORPUS = Path(__file__).parents[1] / "corpus"
LOADERS = {
    "questions.toml": lambda path: load_results(path.parent),
    "results.csv": lambda path: load_results(path.parent),
    "errata.toml": lambda path: load_results(path.parent),
    "questionnaire.toml": load_questionnaire,
    "personas.toml": load_personas,
    "resources.toml": load_resources,
    "advice.toml": load_advice,
    "syntheses.jsonl": load_syntheses,
}


@dataclass(frozen=True)
class Leaf:
    share: Share = 0.0
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Branch:
    id: Name
    leaves: tuple[Leaf, ...] = ()
    count: int | None = None


@dataclass(frozen=True)
class Tree:
    branch: tuple[Branch, ...]


TREE = """# comment
[[branch]]
id = "a"

[[branch]]
id = "b"
count = 2

[[branch.leaves]]
share = 0.5
names = ["x"]

[[branch.leaves]]
share = 1
"""


def _written(folder: Path, text: str) -> Path:
    path = folder / "arbre.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_entries_are_read_as_they_are_written(tmp_path):
    read = read_toml(_written(tmp_path, TREE), Tree)
    assert read == Tree((Branch("a"), Branch("b", (Leaf(0.5, ("x",)), Leaf(1.0)), 2)))


@pytest.mark.parametrize(
    ("wrong", "right", "told"),
    [
        ("share = 1", "share = 7", "ligne 14 : « share » vaut « 7 » ; attendu : une part entre 0 et 1."),
        ("share = 1", "part = 1", "ligne 14 : « part » est inconnu ; attendu : share, names."),
        ('names = ["x"]', 'names = "x"', "ligne 11 : « names » vaut « x » ; attendu : une liste."),
        ('id = "b"', 'id = ""', "ligne 6 : « id » vaut «  » ; attendu : un texte qui n'est pas vide."),
        ('id = "b"', 'id = "a"', "ligne 6 : « a » est déjà pris."),
        ('id = "b"\n', "", "ligne 5 : « id » manque."),
        ("count = 2", "count = true", "ligne 7 : « count » vaut « True » ; attendu : un nombre entier."),
        ("[[branch]]", "[[branche]]", "« branche » est inconnu ; attendu : branch."),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_what_was_expected(tmp_path, wrong, right, told):
    with pytest.raises(CorpusError) as refusal:
        read_toml(_written(tmp_path, TREE.replace(wrong, right)), Tree, unique={"branch": "id"})
    assert f"arbre.toml, {told}" in str(refusal.value) or told in str(refusal.value)


def test_a_line_of_a_table_has_every_cell_and_a_name(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("id,count\na,\nb,3\n", encoding="utf-8")
    assert [row.into(Branch) for row in read_csv(path, ("id", "count"))] == [Branch("a"), Branch("b", count=3)]


LINES = '{"id": "a"}\n\n{"id": "b", "leaves": [{"share": 0.5}]}\n'


def test_lines_are_read_as_they_are_written_and_blank_ones_left_out(tmp_path):
    path = tmp_path / "lignes.jsonl"
    path.write_text(LINES, encoding="utf-8")
    assert list(read_lines(path, Branch)) == [Branch("a"), Branch("b", (Leaf(0.5),))]


@pytest.mark.parametrize(
    ("wrong", "right", "told"),
    [
        ("0.5", "7", "« share » vaut « 7 » ; attendu : une part entre 0 et 1."),
        ('"b"', '""', "« id » vaut «  » ; attendu : un texte qui n'est pas vide."),
        ('"id": "b", ', "", "« id » manque."),
        ("}]}", "}]", ""),
        ('{"id": "b"', '"id": "b"', ""),
        ('"leaves"', '"leafs"', "« leafs » est inconnu"),
        ('"leaves": [{"share": 0.5}]', '"leaves": 3', "« leaves » vaut « 3 » ; attendu : une liste"),
    ],
)
def test_a_wrong_line_is_told_with_its_number_and_what_was_expected(tmp_path, wrong, right, told):
    path = tmp_path / "lignes.jsonl"
    path.write_text(LINES.replace(wrong, right), encoding="utf-8")
    with pytest.raises(CorpusError) as refusal:
        list(read_lines(path, Branch))
    assert str(refusal.value).startswith("lignes.jsonl, ligne 3 : ")
    assert told in str(refusal.value)


def test_lines_that_are_missing_or_no_text_are_told_in_french(tmp_path):
    with pytest.raises(CorpusError, match=r"absent\.jsonl ne peut pas être lu"):
        list(read_lines(tmp_path / "absent.jsonl", Branch))
    (tmp_path / "lignes.jsonl").write_bytes(b'{"id": "\xff"}\n')
    with pytest.raises(CorpusError, match=r"lignes\.jsonl, ligne 1"):
        list(read_lines(tmp_path / "lignes.jsonl", Branch))


@pytest.mark.parametrize("name", LOADERS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 1, exclude_max=True), change=st.integers(1, 255), cut=st.booleans())
def test_a_damaged_byte_gives_the_values_or_a_french_sentence(tmp_path, name, place, change, cut):
    for fact in CORPUS.iterdir():
        if fact.is_file() and not (tmp_path / fact.name).exists():
            (tmp_path / fact.name).write_bytes(fact.read_bytes())
    content = bytearray((CORPUS / name).read_bytes())
    at = int(place * len(content))
    content[at : at + 1] = b"" if cut else bytes([content[at] ^ change])
    (tmp_path / name).write_bytes(content)
    try:
        told = "" if LOADERS[name](tmp_path / name) else "nothing was read"
    except CorpusError as error:
        told = str(error)
    (tmp_path / name).write_bytes((CORPUS / name).read_bytes())
    assert not told or any(file in told for file in (name, "results.csv", "printed.csv")), told
