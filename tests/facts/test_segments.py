"""The groups of operators named in a text."""

from pathlib import Path

import pytest

from assistant.errors import CorpusError
from assistant.facts.segments import DIMENSIONS, Segment, SegmentNames, family, load_segment_names
from assistant.profile.questionnaire import load_questionnaire

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="module")
def names() -> SegmentNames:
    return load_segment_names(CORPUS / "lexicon.toml")


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Que disent les bibliothèques ?", "fr", ("secteur:bibliothèques",)),
        ("les théâtres et les musées", "fr", (
            "secteur:arts de la scène / arts vivants", "secteur:patrimoine matériel et immatériel, musées")),
        ("une radio à Liège", "fr", ("secteur:médias/radio", "province:Liège")),
        ("museums", "en", ("secteur:patrimoine matériel et immatériel, musées",)),
        ("musea en bibliotheken", "nl", ("secteur:patrimoine matériel et immatériel, musées", "secteur:bibliothèques")),
        ("les opérateurs", "fr", ()),
        ("", "fr", ()),
    ],
)  # fmt: skip
def test_segments_are_found_by_the_words_people_use(
    names: SegmentNames, text: str, language: str, expected: tuple[str, ...]
):
    assert names.in_text(text, language) == expected


def test_a_segment_named_twice_is_found_once(names: SegmentNames):
    assert names.in_text("la bibliothèque, les bibliothèques, la biblio") == ("secteur:bibliothèques",)


def test_other_populations_are_found(names: SegmentNames):
    assert names.populations_in("et les services publics ?") == ("externe:organismes publics wallons",)


def test_only_a_sub_sector_has_a_wider_one():
    assert Segment.of("secteur:médias/radio").parent == "secteur:médias"
    assert Segment.of("secteur:arts de la scène / arts vivants").parent is None
    assert family("secteur:médias/radio") == ("secteur:médias/radio", "secteur:médias")
    assert family("province:Liège") == ("province:Liège",)


def test_an_id_is_read_and_written_alike():
    for identifier in ("secteur:arts de la scène / arts vivants", "etp:de 1 à 4"):
        assert Segment.of(identifier).id == identifier


def test_every_segment_of_the_lexicon_is_one_an_operator_can_answer(names: SegmentNames):
    questionnaire = load_questionnaire(CORPUS / "questionnaire.toml")
    known = {choice.segment for question in questionnaire.questions for choice in question.choices if choice.segment}
    named = {mention for text in known for mention in names.in_text(Segment.of(text).label)}
    assert {Segment.of(identifier).dimension for identifier in named} <= set(DIMENSIONS)
    assert named <= known


@pytest.mark.parametrize("content", ["", "[[segment]]\nfr = []", "[["])
def test_a_damaged_lexicon_is_told(tmp_path: Path, content: str):
    (tmp_path / "lexicon.toml").write_text(content)
    with pytest.raises(CorpusError, match="Rétablissez"):
        load_segment_names(tmp_path / "lexicon.toml")
