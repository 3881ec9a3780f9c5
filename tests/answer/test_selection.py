import pytest


def rows(assistant, question, **given):
    return [row.id for row in assistant.evidence(question, **given).selection.rows]


@pytest.mark.parametrize(
    ("question", "row"),
    [
        ("Combien d'opérateurs envoient une newsletter ?", "fig28.newsletter"),
        ("Quelle part des opérateurs a un site web ?", "fig24.oui"),
        ("Quelle part des opérateurs n'a pas de site web ?", "fig24.non"),
        ("Combien chiffrent leurs données confidentielles ?", "fig20.chiffrement.oui"),
        ("Combien ne font pas de sauvegardes ?", "fig20.sauvegardes.non"),
        ("Quelle part des opérateurs juge son expertise numérique suffisante ?", "fig17.expertise.accord"),
        ("Combien d'opérateurs sont situés à Liège ?", "fig2.liege"),
        ("How many operators have a mobile app?", "fig28.application-mobile"),
        ("Hoeveel operatoren hebben een mobiele applicatie?", "fig28.application-mobile"),
    ],
)
def test_the_row_named_is_told_first(assistant, question, row):
    assert rows(assistant, question)[0] == row


def test_a_row_named_is_not_told_as_a_ranking(assistant):
    selection = assistant.evidence("Combien d'opérateurs envoient une newsletter ?").selection
    assert not selection.ranking
    assert selection.survey_question.id == "fig28"


def test_a_whole_question_is_ranked_greatest_share_first(assistant):
    selection = assistant.evidence("Quels sont les principaux freins au développement numérique ?").selection
    shares = [row.share for row in selection.rows]
    assert selection.ranking
    assert selection.rows[0].id == "freins.moyens.accord"
    assert shares == sorted(shares, reverse=True)
    assert {row.option for row in selection.rows} == {"D'accord"}


def test_a_ranking_holds_each_answer_of_each_population_once(assistant, answers):
    for one in answers[::3]:
        selection = assistant.evidence(one.question, profile=one.profile, history=one.history).selection
        if selection.ranking:
            named = [(row.question, row.answer, row.population) for row in selection.rows]
            assert len(named) == len(set(named)), one.question


@pytest.mark.xfail(strict=True, reason="« contenu », « ligne » name rows of the networks' purposes")
def test_a_row_of_another_subject_is_not_told_beside_the_answer(assistant):
    told = rows(assistant, "Combien mettent leur contenu numérisé en ligne ?")
    assert told[0] == "fig31.oui"
    assert not any("linkedin" in row for row in told)


@pytest.mark.parametrize(
    ("question", "first", "beside"),
    [
        ("Les musées numérisent-ils leurs contenus ?", "texte.p57.numerisation.musees", "fig29.oui"),
        ("Quelle part des bibliothèques numérise ?", "texte.p57.numerisation.bibliotheques", "fig29.oui"),
        ("Quelle part des entreprises wallonnes a un site web ?", "fig24.oui", "texte.p49.site.entreprises"),
    ],
)
def test_a_population_named_is_told_beside_everyone(assistant, question, first, beside):
    assert rows(assistant, question)[:2] == [first, beside]


def test_a_group_with_nothing_published_changes_no_row(assistant):
    assert rows(assistant, "Combien de cinémas envoient une newsletter ?") == rows(
        assistant, "Combien d'opérateurs envoient une newsletter ?"
    )
    selection = assistant.evidence("Combien de cinémas envoient une newsletter ?").selection
    assert selection.missing == ("secteur:cinémas",)


@pytest.mark.parametrize(
    ("history", "question", "row"),
    [
        (("Combien de DPO sont internes ?",), "Et en sous-traitance ?", "fig16.dpo.soustraitance"),
        (("Combien utilisent Facebook pour leur visibilité ?",), "et Instagram ?", "texte.p44.instagram.visibilite"),
        (("Combien d'opérateurs ont un site web ?",), "Et les entreprises wallonnes ?", "texte.p49.site.entreprises"),
        (("Quelle part des opérateurs numérise ?",), "et pour les musées ?", "texte.p57.numerisation.musees"),
        (("Combien d'opérateurs envoient une newsletter ?",), "combien ça fait en nombre ?", "fig28.newsletter"),
    ],
)
def test_a_follow_up_tells_the_row_it_asks_for(assistant, history, question, row):
    assert row in rows(assistant, question, history=history)


def test_a_follow_up_on_an_option_tells_only_the_row_of_its_subject(assistant):
    assert rows(assistant, "Et en sous-traitance ?", history=("Combien de DPO sont internes ?",)) == [
        "fig16.dpo.soustraitance"
    ]


def test_a_follow_up_answers_with_its_own_figure_in_the_lead(assistant):
    dialogues = {
        ("Quelle part des opérateurs numérise ses contenus ?", "et pour les musées ?"): "89\u202f%",
        ("Combien d'opérateurs envoient une newsletter ?", "combien ça fait en nombre ?"): "311",
        ("Combien de DPO sont internes ?", "Et en sous-traitance ?"): "27,5\u202f%",
    }
    for (before, question), figure in dialogues.items():
        assert figure in assistant.answer(question, history=(before,)).lead


def test_a_change_of_subject_keeps_whom(assistant):
    answer = assistant.answer("Et les réseaux sociaux ?", history=("Les bibliothèques numérisent-elles ?",))
    assert answer.understood["segments"] == ["secteur:bibliothèques"]
    assert "réseaux sociaux" in answer.lead
    assert "numérisent" not in answer.lead


def test_an_edition_without_facts_selects_no_row(alone):
    assert rows(alone, "Combien d'ateliers sont installés en ville ?") == []
