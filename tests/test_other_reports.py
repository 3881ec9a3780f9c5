"""Reports never seen before: one PDF alone, without results, digest nor lexicon of its own."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer.answers import Finding
from assistant.cli import main
from assistant.engine import Assistant
from assistant.export.terminal import in_terminal
from assistant.settings import Settings

DATA = Path(__file__).parent / "data"


def opened(report: Path, folder: Path) -> Assistant:
    return Assistant.open(Settings(report=report, index=folder))


@pytest.fixture(scope="module")
def canteens(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return opened(DATA / "cantines.pdf", tmp_path_factory.mktemp("canteens"))


@pytest.fixture(scope="module")
def cycling(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return opened(DATA / "colonnes.pdf", tmp_path_factory.mktemp("cycling"))


@pytest.mark.parametrize(
    ("question", "page", "figure"),
    [
        ("Combien de communes servent du bio dans tous les menus ?", 1, "38"),
        ("Combien coûte un repas aux familles ?", 2, "3,10"),
        ("Auprès de combien de communes l'enquête a-t-elle été menée ?", 1, "612"),
        ("Les cantines manquent-elles de personnel ?", 2, "71"),
        ("Dans combien de communes le tarif dépend-il des revenus ?", 2, "63"),
        ("Quelle part des communes pèse le gaspillage ?", 1, "44"),
    ],
)
def test_a_figure_of_an_unseen_report_is_told_with_its_page(
    canteens: Assistant, question: str, page: int, figure: str
) -> None:
    answer = canteens.answer(question)
    assert answer.ending in ("answered", "partly")
    assert figure in answer.lead
    assert answer.findings[0].citations[0].page == page


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("Combien de gens font du vélo chaque semaine ?", "17"),
        ("Quel est le premier frein ?", "58"),
        ("Combien coûte un vélo électrique ?", "1 950"),
        ("Combien de personnes ont été interrogées par téléphone ?", "2 480"),
    ],
)
def test_a_report_in_two_columns_is_read_column_by_column(cycling: Assistant, question: str, figure: str) -> None:
    assert figure in cycling.answer(question).lead.replace("\u202f", " ").replace("\xa0", " ")


def test_the_definition_of_a_word_is_quoted(canteens: Assistant) -> None:
    assert "ce qui est jeté après le service" in canteens.answer("C'est quoi le gaspillage ?").lead


def test_a_large_figure_beside_a_paragraph_is_not_read_into_it(canteens: Assistant) -> None:
    lead = canteens.answer("Quelles sont les difficultés de recrutement ?").lead
    assert "52" in lead
    assert "71%" not in lead.replace("\u202f", "").replace("71 %", "")


@pytest.mark.parametrize(
    "question",
    ["Combien de musées ont un site web ?", "Quel est le salaire d'un astronaute ?", "Qui a gagné la coupe du monde ?"],
)
def test_what_an_unseen_report_never_speaks_of_is_refused(canteens: Assistant, question: str) -> None:
    answer = canteens.answer(question)
    assert answer.ending in ("outside", "not_found")
    assert not answer.findings


@pytest.mark.parametrize(
    ("question", "plain", "named"),
    [
        (
            "Le personnel utilise-t-il un drone ?",
            "Je n'ai pas trouvé de réponse",
            "Ce rapport ne dit rien de « drone ».",
        ),
        ("Which share of the canteens uses a drone?", "I found no answer", "This report says nothing of “drone”."),
        (
            "Welk deel van de kantines gebruikt een drone?",
            "Ik vond geen antwoord",
            "Dit rapport zegt niets over “drone”.",
        ),
    ],
)
def test_a_document_does_not_speak_of_it_while_no_survey_left_it_out(
    canteens: Assistant, question: str, plain: str, named: str
) -> None:
    evidence = canteens.evidence(question)
    assert evidence.ending != "not_asked"
    for unasked, said in (((), plain), (("drone",), named)):
        answer = canteens.writer.write(replace(evidence, ending="not_found", unasked=unasked))
        assert answer.lead.replace("\xa0", " ").startswith(said)
        assert "nquête" not in in_terminal(replace(answer, follow_ups=()))


def test_every_finding_is_a_whole_sentence_printed_on_the_page_it_cites(
    canteens: Assistant, cycling: Assistant
) -> None:
    for finding in (*_findings(canteens), *_findings(cycling)):
        assert finding.citations[0].quote
        assert finding.text[0].isupper() or finding.text[0].isdigit()
        assert finding.text.rstrip().endswith((".", "!", "»", ")", ";")) or " : " in finding.text


def _findings(assistant: Assistant) -> Iterator[Finding]:
    for question in ("Combien ?", "Quel est le prix ?", "Qui est concerné ?", "Quels freins ?", "Que prévoient-ils ?"):
        yield from assistant.answer(question).findings


def test_a_report_without_a_questionnaire_leaves_a_profile_aside_and_answers_as_without(canteens: Assistant) -> None:
    reading = canteens.read_profile({"secteur": "bibliothèques"})
    assert "pas de questionnaire" in " ".join(reading.warnings)
    question = "Combien coûte un repas aux familles, dans une commune comme la nôtre ?"
    told, expected = canteens.answer(question, profile=reading.profile), canteens.answer(question)
    assert {**told.as_json(), "ms": None} == {**expected.as_json(), "ms": None}


def test_no_word_of_this_study_comes_into_the_answer_about_another(canteens: Assistant) -> None:
    for question in ("Combien de communes proposent un repas sans viande ?", "Combien de bibliothèques ?"):
        answer = canteens.answer(question)
        told = " ".join((answer.lead, *answer.notes, *answer.follow_ups))
        assert "opérateurs" not in told
        assert "401" not in told


def test_follow_ups_are_sections_of_the_report_and_are_answered(canteens: Assistant) -> None:
    follow_ups = canteens.answer("Combien coûte un repas aux familles ?").follow_ups
    assert follow_ups
    assert all(canteens.answer(question).ending == "answered" for question in follow_ups)


def test_a_row_of_a_table_is_told_with_the_titles_of_its_columns(canteens: Assistant) -> None:
    told = [
        f.text
        for f in canteens.answer("Part du bio chaque jour dans les communes de plus de 20 000 habitants ?").findings
    ]
    rows = [text.replace("\u202f", " ").replace("\xa0", " ") for text in told if "58" in text]
    assert any("58 (2025)" in row for row in rows)


@pytest.mark.parametrize("content", [b"", b"<html>pas un PDF</html>", b"%PDF-1.7\n1 0 obj << >> endobj"])
def test_a_file_that_cannot_be_read_gives_one_french_sentence_and_exit_code_two(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    report = tmp_path / "rapport.pdf"
    report.write_bytes(content)
    code = main(["ask", "--index", str(tmp_path / "index"), "--report", str(report), "Combien ?"])
    said = capsys.readouterr().err
    assert code == 2
    assert said.startswith("boussole : Le fichier « rapport.pdf »")
    assert "Traceback" not in said
