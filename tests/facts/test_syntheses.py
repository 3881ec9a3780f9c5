"""Written answers: in three languages, each resting on units that exist and on pages of the report."""

from pathlib import Path

import pytest

from assistant.building import unit_passages
from assistant.errors import CorpusError
from assistant.facts.library import Library
from assistant.facts.syntheses import Fact, Synthesis, load_syntheses, passage_of
from assistant.settings import PROJECT

LINE = '{"id": "s-a", "fr": "Un. Deux.", "pages": [5, 6], "facts": [{"page": 5, "unit": "d5-1"}]}\n'


@pytest.fixture(scope="module")
def written() -> dict[str, Synthesis]:
    return load_syntheses(PROJECT / "corpus" / "syntheses.jsonl")


def loaded(folder: Path, text: str) -> dict[str, Synthesis]:
    (folder / "syntheses.jsonl").write_text(text, encoding="utf-8")
    return load_syntheses(folder / "syntheses.jsonl")


def test_every_written_answer_is_told_in_three_languages(written: dict[str, Synthesis]):
    assert len(written) > 100
    for one in written.values():
        told = {one.said("fr"), one.said("en"), one.said("nl")}
        assert len(told) == 3, one.id
        assert all(text.endswith((".", "!", "?", "»", "”", ")")) for text in told), one.id


def test_what_is_left_unsaid_is_so_in_every_language_or_in_none(written: dict[str, Synthesis]):
    for one in written.values():
        assert len({bool(one.unsaid("fr")), bool(one.unsaid("en")), bool(one.unsaid("nl"))}) == 1, one.id
    assert any(one.unsaid("nl") for one in written.values())


def test_every_written_answer_rests_on_units_that_exist_and_pages_of_its_own(library: Library):
    units = {passage.id: passage for passage in unit_passages(library) if passage.unit != "synthesis"}
    for one in library.syntheses.values():
        assert one.facts, one.id
        assert {fact.unit for fact in one.facts if fact.unit} <= units.keys(), one.id
        assert {fact.page for fact in one.facts} <= {*one.pages}, one.id
        assert all(1 <= page <= 83 for page in one.pages), one.id


def test_every_fact_of_a_written_answer_stands_on_a_page_of_its_unit(library: Library):
    units = {passage.id: passage for passage in unit_passages(library)}
    wrong = [
        (one.id, fact.unit)
        for one in library.syntheses.values()
        for fact in one.facts
        if fact.unit and fact.page not in units[fact.unit].pages
    ]
    assert wrong == []


def test_each_persona_has_its_challenges_and_its_advice_once(library: Library):
    found = sorted((one.persona, one.theme) for one in library.syntheses.values() if one.persona)
    assert found == [(number, theme) for number in range(1, 6) for theme in ("advice", "challenges")]


def test_a_written_answer_is_searched_by_its_french_sentences(written: dict[str, Synthesis]):
    one = written["s-decouvrabilite"]
    passage = passage_of(one, "2024")
    assert (passage.id, passage.text, passage.pages) == (one.id, one.fr, one.pages)
    assert (passage.unit, passage.origin) == ("synthesis", "digest")
    told = [passage.text[sentence.start : sentence.end] for sentence in passage.sentences]
    assert len(told) > 1
    assert " ".join(told).split() == one.fr.split()


def test_a_fact_is_a_unit_or_a_sentence_and_never_both():
    assert Fact(5, unit="d5-1").text == ""
    for wrong in ({}, {"unit": "d5-1", "text": "Une phrase."}):
        with pytest.raises(ValueError, match="soit « unit », soit « text »"):
            Fact(5, **wrong)


def test_a_language_that_is_missing_is_empty(tmp_path: Path):
    one = loaded(tmp_path, LINE)["s-a"]
    assert (one.said("fr"), one.said("nl"), one.unsaid("en")) == ("Un. Deux.", "", "")


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('"unit": "d5-1"', '"page": 5', "soit « unit », soit « text »"),
        ("[5, 6]", "[0]", "une page à partir de 1"),
        ('"Un. Deux."', '""', "un texte qui n'est pas vide"),
        ('"pages": [5, 6], ', "", "« pages » manque"),
    ],
)
def test_a_line_that_is_no_written_answer_is_refused_with_its_line(tmp_path: Path, old: str, new: str, complaint: str):
    with pytest.raises(CorpusError) as refused:
        loaded(tmp_path, LINE + LINE.replace(old, new))
    assert str(refused.value).startswith("syntheses.jsonl, ligne 2 : ")
    assert complaint in str(refused.value)


def test_two_written_answers_of_one_id_are_refused(tmp_path: Path):
    with pytest.raises(CorpusError, match="s-a"):
        loaded(tmp_path, LINE * 2)
