from assistant.corpus import single_report
from assistant.facts.cards import cards, said
from assistant.facts.library import load_library


def test_every_result_people_ask_about_is_a_passage_with_its_page_and_figure(library):
    made = {card.id: card for card in cards(library)}
    for result in library.results.by_id.values():
        if said(result):
            card = made[f"res:{result.id}"]
            assert card.pages == (result.page,)
            assert card.figure == (result.figure or None)
            assert card.results == (result.id,)
            assert result.percent.split("\u202f")[0] in card.text


def test_a_no_and_a_neutral_row_are_found_from_their_sibling(library):
    made = {card.id for card in cards(library)}
    assert "res:fig20.chiffrement.oui" in made
    assert "res:fig20.chiffrement.non" not in made
    assert "res:leviers.visibilite.neutre" not in made


def test_every_question_of_the_survey_is_a_passage_that_lists_its_answers(library):
    made = {card.id: card for card in cards(library)}
    card = made["fig:fig28"]
    assert card.kind == "table"
    assert "newsletter" in card.text
    assert set(card.results) >= {"fig28.newsletter", "fig28.application-mobile"}


def test_a_card_of_a_group_is_about_that_group(library):
    made = {card.id: card for card in cards(library)}
    assert made["res:texte.p57.numerisation.musees"].segments == ("secteur:patrimoine matériel et immatériel, musées",)
    assert made["res:tableau3.persona5.strategie"].personas == (5,)
    assert made["res:texte.p49.site.entreprises"].segments == ()


def test_a_card_is_found_by_its_words_in_three_languages(library):
    aliases = " ".join({card.id: card for card in cards(library)}["res:fig28.newsletter"].aliases)
    wording = library.wording("fig28.newsletter")
    assert wording.en in aliases
    assert wording.nl in aliases


def test_ids_are_unique_and_the_sentence_of_a_card_is_its_whole_text(library):
    made = cards(library)
    assert len({card.id for card in made}) == len(made)
    assert all(card.text[s.start : s.end] == card.text for card in made for s in card.sentences)


def test_an_edition_without_facts_has_no_card(tmp_path, library):
    report = tmp_path / "seul.pdf"
    report.write_bytes(b"%PDF-1.4")
    assert cards(load_library(single_report(report), library.edition.folder)) == ()
