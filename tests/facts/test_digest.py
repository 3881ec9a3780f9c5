import re
from pathlib import Path

import pytest

from assistant.errors import CorpusError
from assistant.facts.digest import read_digest

CORPUS = Path(__file__).parents[2] / "corpus"

SAMPLE = """# 2. Les dimensions {p. 28-61}

## Dimension 1 : stratégie numérique générale

- (p. 29-30 ; figure 12 ; n = 298 ; finding) 54\u202f% des opérateurs collaborent. Les jeunes collaborent plus. {#a}
- (p. 29) Les médias tiennent à leur stratégie. {#d29-medias}

### Budget {p. 30}

- (p. 28 ; quote) « Faire mieux. Et trouver un équilibre. » {#equilibre}

# 3. Les personas

- (p. 67 ; tableau 4 ; persona) Les personas 2 et 3 publient régulièrement. {#d67.2}
"""


def write(folder: Path, text: str, name: str = "digest.md") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_each_bullet_becomes_a_passage_with_its_pages_section_figure_and_kind(tmp_path):
    first, second, quote, persona = read_digest([write(tmp_path, SAMPLE)], "2024")
    assert (first.pages, first.labels, first.figure, first.kind) == ((29, 30), ("29", "30"), "12", "finding")
    assert first.section == ("2. Les dimensions", "Dimension 1 : stratégie numérique générale")
    assert (second.pages, second.figure, second.kind, second.origin) == ((29,), None, "finding", "digest")
    assert quote.section == ("2. Les dimensions", "Dimension 1 : stratégie numérique générale", "Budget")
    assert quote.kind == "quote"
    assert (persona.section, persona.figure, persona.personas) == (("3. Les personas",), "tableau 4", (2, 3))


def test_the_base_is_said_in_the_text_unless_it_already_is(tmp_path):
    path = write(
        tmp_path,
        "# A\n- (p. 1 ; n = 298) La moitié le fait. {#a}\n- (p. 1 ; n = 10) Trois des 10 opérateurs y sont. {#b}\n",
    )
    assert [passage.text for passage in read_digest([path], "2024")] == [
        "La moitié le fait (n = 298).",
        "Trois des 10 opérateurs y sont.",
    ]


def test_sentences_cover_the_text_and_carry_the_pages(tmp_path):
    first, _, quote, _ = read_digest([write(tmp_path, SAMPLE)], "2024")
    assert [first.text[sentence.start : sentence.end] for sentence in first.sentences] == [
        "54\u202f% des opérateurs collaborent.",
        "Les jeunes collaborent plus (n = 298).",
    ]
    assert {sentence.pages for sentence in first.sentences} == {(29, 30)}
    assert len(quote.sentences) == 1


def test_a_name_survives_a_change_of_wording(tmp_path):
    before = read_digest([write(tmp_path, SAMPLE)], "2024")
    after = read_digest([write(tmp_path, SAMPLE.replace("Les médias tiennent", "Les cinémas tiennent"))], "2024")
    assert [passage.id for passage in before] == ["a", "d29-medias", "equilibre", "d67.2"]
    assert [passage.id for passage in after] == [passage.id for passage in before]
    assert before[1].text == "Les médias tiennent à leur stratégie."


def test_several_files_are_read_as_one_document(tmp_path):
    one = write(tmp_path, "# A\n## B\n- (p. 1) Un. {#un}\n", "digest-1.md")
    two = write(tmp_path, "### C\n- (p. 2) Deux. {#deux}\n", "digest-2.md")
    assert [passage.section for passage in read_digest([one, two], "2024")] == [("A", "B"), ("A", "B", "C")]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Une ligne libre", "n’est ni un titre ni un constat"),
        ("- Sans page", "n’est ni un titre ni un constat"),
        ("- (p. 30-29) À rebours. {#b}", "ne se suivent pas"),
        ("- (p. 29 ; opinion) Genre inconnu. {#b}", "« opinion » n’est pas compris"),
        ("- (p. 4) Deux. {#a}", "déjà pris"),
        ("- (p. 4) Deux.", "{#d4-"),
    ],
)
def test_a_malformed_line_is_refused_with_its_place(tmp_path, line, found):
    path = write(tmp_path, f"# A\n\n- (p. 3) Un. {{#a}}\n{line}\n")
    with pytest.raises(CorpusError, match=r"digest\.md, ligne 4 : ") as refusal:
        read_digest([path], "2024")
    assert found in str(refusal.value)


def test_a_missing_file_is_refused_in_words(tmp_path):
    with pytest.raises(CorpusError, match="ne peut pas être lu"):
        read_digest([tmp_path / "absent.md"], "2024")


def test_every_dense_page_of_the_report_is_restated():
    passages = read_digest(sorted(CORPUS.glob("digest*.md")), "2024")
    without_prose = {1, 2, 3, 4, 7, 27, 62, 74}
    assert set(range(1, 84)) - {page for passage in passages for page in passage.pages} <= without_prose


def test_a_percentage_is_written_as_it_is_displayed():
    for passage in read_digest(sorted(CORPUS.glob("digest*.md")), "2024"):
        ours = re.sub("«[^»]*»", "", passage.text)
        assert "%" not in ours.replace("\u202f%", ""), passage.text
