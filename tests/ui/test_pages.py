"""What the pages do, without a browser."""

import json

import pytest

QUESTION = "Combien d'opérateurs utilisent une newsletter ?"


def _surfaces(tested):
    """The markup of every part shown."""
    return "".join(json.loads(part.proto.json).get("html", "") for part in tested.get("bidi_component"))


@pytest.mark.parametrize("page", ["", "profile", "report", "results", "about"])
@pytest.mark.parametrize("language", ["fr", "en", "nl"])
def test_every_page_opens_in_every_language(app, page, language):
    tested = app(page, lang=language)
    assert not tested.exception
    assert tested.title


def test_the_landing_offers_questions_that_are_answered(app):
    tested = app()
    starters = [button for button in tested.button if button.key.startswith("starter-")]
    assert len(starters) >= 3
    starters[0].click().run()
    assert not tested.exception
    assert "b-lead" in _surfaces(tested)


@pytest.mark.parametrize("language", ["fr", "en", "nl"])
def test_the_questions_offered_in_every_language_are_answered(settled, language):
    from assistant.ui import service
    from assistant.ui.catalogue import catalogue

    offered = [phrase for key, phrase in catalogue(language).phrases.items() if key.startswith("starters.")]
    for question in (*offered, *service.assistant().starters(language)):
        answer = service.assistant().answer(question)
        assert answer.ending == "answered", question
        assert answer.language == language


def test_an_address_with_a_question_is_answered_once(app):
    tested = app(q=QUESTION)
    assert "77,6\u202f%" in _surfaces(tested)
    tested.run()
    assert _surfaces(tested).count("b-question") == 1


def test_a_second_question_keeps_the_first(app):
    tested = app(q=QUESTION)
    tested.chat_input[0].set_value("Quels sont les freins au numérique ?").run()
    assert not tested.exception
    assert _surfaces(tested).count('class="b-question"') == 2


def test_a_question_that_cannot_be_taken_is_refused_in_words_and_loses_nothing(app):
    tested = app(q=QUESTION)
    tested.chat_input[0].set_value("\u200b \u00a0").run()
    assert not tested.exception
    assert _surfaces(tested).count('class="b-question"') == 1
    assert any('role="alert"' in block.proto.body for block in tested.get("html"))


def test_a_source_in_the_address_opens_its_passage(app):
    from assistant.ui import service

    passage = next(one for one in service.assistant().index.passages if one.origin in ("report", "digest"))
    tested = app(source=passage.id)
    assert not tested.exception
    assert any(passage.text[:40].split("’")[0][:20] in block.proto.body for block in tested.get("html"))


def test_an_unknown_source_is_said_to_be_unknown(app):
    tested = app(source="<script>alert(1)</script>")
    assert not tested.exception
    assert any("n’existe pas" in block.proto.body for block in tested.get("html"))


def test_the_language_of_the_address_is_spoken_and_an_unknown_one_is_french(app):
    assert "What would you like" in app(lang="en").title[0].value
    assert "Que voulez" in app(lang="xx").title[0].value


def test_the_profile_page_places_an_organisation(app):
    from assistant.profile.profiles import to_address
    from assistant.ui import service

    guide = service.guide()
    assert guide is not None
    answers = {
        "secteur": "bibliothèques",
        "etp": "de 1 à 4",
        "strategie": "Non",
        "rgpd": "non",
        "site-web": "Oui",
        "reseaux-sociaux": "Oui",
    }
    profile = guide.read(answers).profile
    tested = app("profile", profil=to_address(profile, guide.questionnaire))
    assert not tested.exception
    assert "b-shares" in _surfaces(tested)


def test_a_pasted_profile_is_placed_and_a_foreign_text_is_said_to_be_none(app):
    tested = app("profile", lang="en")
    tested.text_area("profile-pasted").set_value('{"secteur": "BIBLIOTHEQUE", "etp": 3, "rgpd": "non"}')
    tested.button("profile-load").click().run()
    assert not tested.exception
    assert tested.session_state["conversation"].profile.to_json() == {
        "secteur": "bibliothèques",
        "etp": "de 1 à 4",
        "rgpd": "non",
    }
    tested.text_area("profile-pasted").set_value("[3]")
    tested.button("profile-load").click().run()
    assert not tested.exception
    assert any("not a saved profile" in block.proto.body for block in tested.get("html"))
    assert tested.session_state["conversation"].profile.labels("secteur") == ("bibliothèques",)


def test_a_damaged_profile_in_the_address_is_an_empty_one_with_a_sentence(app):
    tested = app("profile", profil="zzz-<b>")
    assert not tested.exception
    assert any("profil contenu dans l" in block.proto.body for block in tested.get("html"))


def test_every_published_question_has_its_chart(app):
    from assistant.ui import charts, service
    from assistant.ui.catalogue import catalogue

    results = service.assistant().library.results
    assert results is not None
    for question in results.questions.values():
        rows = [row for row in results.of_question(question.id) if not row.population]
        for language in ("fr", "en", "nl"):
            if rows:
                assert "<table" in charts.chart(question, rows, catalogue(language))


def test_a_question_of_the_figures_page_is_addressed(app):
    tested = app("results", figure="leviers")
    assert not tested.exception
    assert "94,8\u202f%" in _surfaces(tested)


def test_the_report_page_shows_the_passages_of_a_page(app):
    tested = app("report", page="29")
    assert not tested.exception
    assert "page-passages" in "".join(part.proto.id for part in tested.get("bidi_component"))


def test_searching_the_report_finds_passages(app):
    tested = app("report")
    tested.text_input(key="report-search").set_value("newsletter").run()
    assert not tested.exception
    assert "newsletter" in _surfaces(tested).lower()


def test_feedback_is_kept_in_the_file_and_can_be_turned_off(app, environment, monkeypatch):
    from assistant.feedback import opinions
    from assistant.settings import Path
    from assistant.ui import service

    tested = app(q=QUESTION)
    tested.session_state["feedback-kind-0"] = "wrong"
    tested.run()
    tested.button(key="feedback-send-0").click().run()
    assert opinions(Path(environment["BOUSSOLE_FEEDBACK"])).given[-1].question == QUESTION
    monkeypatch.setenv("BOUSSOLE_FEEDBACK", "non")
    service.settings.cache_clear()
    try:
        assert not [button for button in app(q=QUESTION).button if button.key == "feedback-send-0"]
    finally:
        monkeypatch.undo()
        service.settings.cache_clear()
