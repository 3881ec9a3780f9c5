import json
import random

import pytest

from assistant.answer.conversation import Conversation
from assistant.engine import Assistant
from assistant.errors import QuestionError
from assistant.settings import Settings

QUESTIONS = [
    "Combien d'opérateurs envoient une newsletter ?",
    "Quels sont les principaux freins ?",
    "Les musées numérisent-ils leurs contenus ?",
    "Quels sont les défis du persona 3 ?",
    "Que conseillez-vous pour le RGPD ?",
    "Pourquoi 80 % des opérateurs n'ont-ils pas de site web ?",
    "Quelle est la recette des gaufres ?",
    "How many operators have a website?",
    "Hoeveel operatoren hebben een website?",
    "Comment les personas ont-ils été construits ?",
]
# What people paste, and what would trip a program that trusts what it is given.
HOSTILE = [
    "<script>alert('newsletter')</script>",
    "'; DROP TABLE results; --",
    "{newsletter} {0} {percent} %s %d",
    "$\\frac{1}{2}$ ~newsletter~ :red[site web]",
    "[site web](javascript:alert(1)) ![x](http://x)",
    "newsletter \\u202e \\x00 \\n",
    "../../../../etc/passwd newsletter",
    "=cmd|'/c calc'!A1 newsletter",
    "🙂🙃 newsletter 👍🏽",
    "ﷺ صندوق newsletter",
    "新闻通讯 newsletter 웹사이트",
    "n̈é̂ẃs̈l̈ëẗẗër̈ Zalgo",
    "NEWSLETTER" * 50,
    "a" * 1999,
    "((((((((((newsletter",
    "[[[[[[*+?^$|\\ newsletter",
    "99999999999999999999999999999999 % des opérateurs",
    "-1 % des opérateurs ont -5 sites, 1/0, 0/0, 1e999",
    "persona 999999999999 et persona -1",
    "½ ⅓ ¾ des 1 204 opérateurs, 8 sur 0, 10 sur 8",
    "null undefined NaN None true",
    '{"question": "newsletter"}',
    "https://example.org/?q=newsletter&x=%00",
    "ＮＥＷＳＬＥＴＴＥＲ ﬁ ﬂ ß İ ı",
    "Combien 'd\u2019opérateurs\u2019 « ont » “une” newsletter ‽",
]


def untimed(answer):
    return {**answer.as_json(), "ms": {}}


def test_the_same_question_gives_the_same_answer_to_the_byte(assistant):
    for question in QUESTIONS:
        first = json.dumps(untimed(assistant.answer(question)), ensure_ascii=False)
        assert json.dumps(untimed(assistant.answer(question)), ensure_ascii=False) == first


def test_another_assistant_opened_on_the_same_index_gives_the_same_answers(assistant):
    other = Assistant.open(assistant.settings)
    for question in QUESTIONS:
        assert untimed(other.answer(question)) == untimed(assistant.answer(question))


def test_answers_do_not_depend_on_what_others_asked_before(assistant):
    alone = {question: untimed(assistant.answer(question)) for question in QUESTIONS}
    shuffled = random.Random(1).sample(QUESTIONS, len(QUESTIONS))
    assert {question: untimed(assistant.answer(question)) for question in shuffled} == alone


def test_a_whole_question_does_not_depend_on_the_order_of_earlier_unrelated_ones(assistant):
    earlier = ["Combien d'opérateurs ont un site web ?", "Combien d'opérateurs chiffrent leurs données ?"]
    for question in QUESTIONS:
        one = untimed(assistant.answer(question, history=earlier))
        other = untimed(assistant.answer(question, history=earlier[::-1]))
        assert one == other == untimed(assistant.answer(question)), question


def test_every_starter_is_answered(assistant):
    assert len(assistant.starters()) >= 3
    for starter in assistant.starters():
        assert assistant.answer(starter).ending == "answered", starter


def test_starters_are_of_different_parts_of_the_survey(assistant):
    asked = {question.asked: question.dimension for question in assistant.library.results.questions.values()}
    assert len({asked[starter] for starter in assistant.starters()}) == len(assistant.starters())


def test_follow_ups_are_answered(assistant):
    offered = {follow_up for question in QUESTIONS for follow_up in assistant.answer(question).follow_ups}
    assert offered
    refused = {each for each in offered if assistant.answer(each).ending not in ("answered", "partly")}
    assert refused == set()


def test_a_follow_up_offered_is_not_the_question_just_asked(assistant):
    for question in QUESTIONS:
        answer = assistant.answer(question)
        assert question not in answer.follow_ups
        assert len(set(answer.follow_ups)) == len(answer.follow_ups)


def test_what_took_time_is_told_in_parts_that_add_up(assistant):
    spent = assistant.answer(QUESTIONS[0]).ms
    assert {"read", "search", "judge", "write", "total"} <= set(spent)
    assert spent["total"] == pytest.approx(sum(value for name, value in spent.items() if name != "total"), abs=0.05)


def test_a_passage_is_found_by_its_id_and_an_unknown_id_is_nothing(assistant):
    ranked = assistant.answer(QUESTIONS[0]).passages[0]
    assert assistant.passage(ranked.id).text == ranked.text
    assert assistant.passage("inconnu") is None


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_question_is_answered_or_refused_and_kept_as_typed(assistant, text):
    answer = assistant.answer(text)
    assert answer.question == text
    assert json.loads(json.dumps(answer.as_json(), ensure_ascii=False))["question"] == text


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_history_changes_no_answer_to_a_whole_question(assistant, text):
    answer = assistant.answer(QUESTIONS[0], history=[text])
    assert "77,6\u202f%" in answer.lead


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_profile_changes_no_answer_about_everyone(assistant, text):
    reading = assistant.read_profile({"secteur": text, text: text, "etp": [text]})
    answer = assistant.answer(QUESTIONS[0], profile=reading.profile)
    assert "77,6\u202f%" in answer.lead


@pytest.mark.parametrize("text", HOSTILE)
def test_a_question_about_ours_with_a_hostile_profile_is_answered(assistant, text):
    profile = assistant.read_profile({"secteur": text}).profile
    answer = assistant.answer("Quels sont les freins pour une organisation comme la mienne ?", profile=profile)
    assert answer.ending in ("answered", "partly")
    assert answer.understood["profile"] == []


@pytest.mark.parametrize(
    "text", ["Combien ont\nun site web ?", "Combien\tont un site web ?", "39,9\u202f% ?", "👩\u200d🚀 site"]
)
def test_what_a_person_typed_is_kept_with_its_blanks_and_joined_signs(assistant, text):
    assert assistant.answer(text).question == text


@pytest.mark.parametrize("text", ["\x00newsletter", "news\ud800letter", "\u202enewsletter"])
def test_a_character_that_cannot_be_shown_never_reaches_the_answer(assistant, text):
    told = assistant.answer(text)
    assert "newsletter" in told.question or "news letter" in told.question
    json.dumps(told.as_json(), ensure_ascii=False).encode("utf-8")


@pytest.mark.parametrize("text", ["", "   ", "?", "x" * 10_000])
def test_an_empty_or_endless_question_is_refused_before_anything_is_searched(assistant, text):
    with pytest.raises(QuestionError):
        assistant.answer(text)
    with pytest.raises(QuestionError):
        assistant.ask(Conversation(), text)


def test_a_refused_question_leaves_the_conversation_as_it_was(assistant):
    conversation = assistant.ask(Conversation(), QUESTIONS[0])
    with pytest.raises(QuestionError):
        assistant.ask(conversation, "")
    assert len(conversation.turns) == 1


def test_without_a_meaning_encoder_the_assistant_still_opens_and_ends_every_question(hashed):
    for question in QUESTIONS:
        answer = hashed.answer(question)
        assert len(answer.passages) >= 10
        assert answer.lead


def test_opening_makes_a_missing_index(corpus, tmp_path):
    told = []
    settings = Settings(corpus=corpus, index=tmp_path / "index", encoder="hashing")
    opened = Assistant.open(settings, progress=lambda *step: told.append(step))
    assert told[-1][1] == told[-1][2]
    assert (tmp_path / "index" / "2024").is_dir()
    assert not opened.uses_report


def test_an_edition_of_a_report_alone_is_opened_asked_and_has_no_starters(tmp_path):
    from pathlib import Path

    report = Path(__file__).parent / "data" / "rapport.pdf"
    alone = Assistant.open(Settings(report=report, index=tmp_path / "index", encoder="hashing"))
    assert alone.uses_report
    assert alone.starters() == ()
    answer = alone.answer("Combien d'ateliers sont installés en ville ?")
    assert answer.passages
    assert all(passage.origin == "report" for passage in answer.passages)


@pytest.mark.official
def test_with_and_without_the_official_report_the_same_figure_is_told(assistant, official_assistant):
    figures = {
        "Combien d'opérateurs envoient une newsletter ?": "77,6\u202f%",
        "Quelle part des musées numérise ses contenus ?": "89\u202f%",
        "Combien d'opérateurs chiffrent leurs données ?": "17,5\u202f%",
        "How many operators have a website?": "92%",
    }
    for question, figure in figures.items():
        assert figure in official_assistant.answer(question).lead
        assert figure in assistant.answer(question).lead


@pytest.mark.official
def test_with_the_official_report_the_passages_shown_are_the_report_s_own(official_assistant):
    for question in QUESTIONS[:4]:
        origins = {passage.origin for passage in official_assistant.answer(question).passages}
        assert origins <= {"report", "results"}
