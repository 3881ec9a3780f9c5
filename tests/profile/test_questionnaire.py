import pytest

from assistant.errors import CorpusError
from assistant.profile.questionnaire import LIMIT, load_questionnaire


def test_the_questionnaire_stays_under_two_minutes(questionnaire):
    assert len(questionnaire.questions) == 22 <= LIMIT


def test_activity_and_size_come_first(questionnaire):
    assert [question.id for question in questionnaire.questions[:3]] == ["secteur", "activite", "etp"]


def test_every_answer_is_tied_to_a_group_or_a_practice_or_is_no_evidence(questionnaire):
    loose = [
        (question.id, choice.label)
        for question in questionnaire.questions
        for choice in question.choices
        if not (choice.segment or choice.item or choice.none or choice.unknown)
    ]
    assert loose == []


def test_every_figure_an_answer_names_is_published(questionnaire, published):
    named = {choice.result for question in questionnaire.questions for choice in question.choices if choice.result}
    assert named - set(published) == set()


def test_answer_labels_are_those_of_the_published_figure(questionnaire, published):
    odd = [
        (choice.label, published[choice.result].answer)
        for question in questionnaire.questions
        for choice in question.choices
        if choice.result and choice.label.split() != published[choice.result].answer.replace("’", "'").split()
    ]
    assert odd == []


def test_every_question_and_answer_is_worded_in_three_languages(questionnaire):
    assert all(question.fr and question.en and question.nl for question in questionnaire.questions)
    assert all(choice.en and choice.nl for question in questionnaire.questions for choice in question.choices)


def test_every_row_of_table_4_is_asked(questionnaire, personas):
    asked = {
        choice.trait or choice.item
        for question in questionnaire.questions
        for choice in question.choices
        if choice.item
    }
    assert {trait.id for trait in personas.traits} - asked == set()


def test_programs_get_every_question_with_its_published_labels(questionnaire):
    listed = {entry["id"]: entry for entry in questionnaire.to_json()}
    assert listed["activite"]["answers"] == ["physique et numérique", "uniquement physique", "uniquement numérique"]
    assert listed["securite"]["kind"] == "multiple"
    assert "médias/radio" not in listed["secteur"]["answers"]


def test_a_questionnaire_with_an_unknown_kind_is_refused(tmp_path):
    path = tmp_path / "questionnaire.toml"
    path.write_text(
        '[[question]]\nid="a"\nkind="free"\ntheme="profil"\nfigure="4"\npage=20\nfr="?"\nen="?"\nnl="?"\nchoices=[]\n',
        encoding="utf-8",
    )
    with pytest.raises(CorpusError, match="« kind » vaut « free » ; attendu : single ou multiple"):
        load_questionnaire(path)
