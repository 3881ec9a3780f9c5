"""Which published results answer: the row that was found or the whole list of its question, and whose they are."""

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.answer.frames import Frame
from assistant.answer.judge import Candidate
from assistant.answer.rows import Selection, counted_of, names, of_populations, select, shifted
from assistant.building import unit_passages
from assistant.engine import Assistant
from assistant.facts.library import Library
from assistant.facts.results import Result
from assistant.french import words

CUES = ("outsourced", "internal", "neutral", "unsure", "disagree", "negation", "least", "ranking", "quantity")
some_cues = st.frozensets(st.sampled_from(CUES), max_size=3)
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def asked(text: str = "Et alors ?", **given) -> Frame:
    return Frame(text=text, standalone=text, language="fr", kind="explore", **given)


def rows(assistant: Assistant, question: str, **given) -> list[str]:
    return [row.id for row in assistant.evidence(question, **given).selection.rows]


@pytest.fixture(scope="module")
def cards(library: Library) -> dict[str, Candidate]:
    """The units that tell published results, as candidates of equal worth."""
    told = (passage for passage in unit_passages(library) if passage.origin == "results")
    return {passage.id: Candidate(passage, 1.0, 0.9, (0, len(passage.text))) for passage in told}


@pytest.fixture(scope="module")
def all_rows(library: Library) -> Sequence[Result]:
    return tuple(library.results.by_id.values())


# --- of everything published ------------------------------------------------------------------------------------------


@quick
@given(data=st.data(), cues=some_cues)
def test_a_row_shifted_is_of_the_same_question_and_the_same_people(
    library: Library, all_rows: Sequence[Result], data: st.DataObject, cues: frozenset[str]
):
    row = data.draw(st.sampled_from(all_rows))
    moved = shifted(asked(cues=cues), row, library.results.of_question(row.question))
    assert (moved.question, moved.population) == (row.question, row.population)
    if not cues & set(CUES[:6]):
        assert moved == row


@quick
@given(
    places=st.lists(st.integers(0, 10_000), min_size=1, max_size=6),
    cues=some_cues,
    wants=st.sampled_from(["count", "which"]),
)
def test_the_rows_chosen_are_of_the_question_of_the_best_card(
    library: Library, cards: dict[str, Candidate], places: list[int], cues: frozenset[str], wants: str
):
    every = list(cards.values())
    found = [every[place % len(every)] for place in places]
    chosen = select(asked(cues=cues, wants={wants: 1.0}, subject=("sujet",)), found, library)
    assert chosen.rows
    assert chosen.survey_question.id in {card.passage.question for card in found}
    if not library.result(found[0].passage.results[0]).population:  # of a group that nobody named, everyone's is told
        assert chosen.survey_question.id == found[0].passage.question
    # A view sets the rows of other questions side by side: they are its own all the same.
    assert {row.id for row in chosen.rows} <= {row.id for row in library.results.of_question(chosen.survey_question.id)}
    assert len({row.id for row in chosen.rows}) == len(chosen.rows)
    if chosen.ranking:
        shares = [row.share for row in chosen.rows]
        assert shares == sorted(shares, reverse="least" not in cues)
        assert len({(row.answer, row.question, row.population) for row in chosen.rows}) == len(shares)


@quick
@given(data=st.data())
def test_a_population_named_adds_rows_of_the_same_answer_and_takes_none_away(
    library: Library, all_rows: Sequence[Result], data: st.DataObject
):
    row = data.draw(st.sampled_from(all_rows))
    named = data.draw(st.sampled_from(sorted({one.population for one in all_rows if one.whose.other})))
    told, missing = of_populations(asked(populations=(named,)), [row], library)
    assert row in told
    assert {(one.question, one.answer, one.option) for one in told} == {(row.question, row.answer, row.option)}
    assert set(missing) <= {named}
    assert missing or any(one.whose.other for one in told)


@quick
@given(data=st.data())
def test_without_a_group_named_the_rows_stay_as_they_are(
    library: Library, all_rows: Sequence[Result], data: st.DataObject
):
    chosen = data.draw(st.lists(st.sampled_from(all_rows), max_size=4))
    assert of_populations(asked(), chosen, library) == (chosen, ())


def test_every_row_is_named_by_its_own_words_and_none_by_words_it_has_not(library: Library, all_rows: Sequence[Result]):
    worded = [row for row in all_rows if library.wording(row.id)]
    assert len(worded) > 400
    for row in worded:
        own = tuple(word for word in words(library.wording(row.id).fr) if len(word) > 4)
        assert names(asked(subject=own or ("sans",)), row, library) is bool(own), row.id
        assert not names(asked(subject=("zzzzz", "yyyyy")), row, library)


def test_a_word_of_the_person_names_a_row_by_the_report_s_own_word_for_it(library: Library):
    row = library.result("fig28.newsletter")
    assert not names(asked(subject=("infolettre9",)), row, library)
    assert names(asked(subject=("infolettre9",), synonyms=(("infolettre9", "newsletter"),)), row, library)


def test_nothing_is_chosen_where_no_card_is_found(library: Library, cards: dict[str, Candidate]):
    assert select(asked(), (), library) == Selection()
    texts = [passage for passage in unit_passages(library) if passage.origin == "digest"][:3]
    assert select(asked(), [Candidate(one, 1.0, 0.9, (0, 1)) for one in texts], library) == Selection()


def test_the_rows_of_a_group_count_it_among_the_respondents(library: Library):
    assert "secteur:bibliothèques" in counted_of(library.result("fig4.bibliotheques"), library)
    assert counted_of(library.result("texte.p57.numerisation.musees"), library) == {
        "secteur:patrimoine matériel et immatériel, musées"
    }


def test_a_share_of_some_is_told_of_everyone_where_that_is_asked(library: Library, cards: dict[str, Candidate]):
    card = cards["res:fig25.billetterie"]
    of_some = select(asked(subject=("billetterie",)), [card], library).rows[0]
    of_all = select(asked(subject=("billetterie",), cues=frozenset(("everyone",))), [card], library).rows[0]
    assert (of_some.base, of_all.base) == (369, 401)
    assert of_all.count == of_some.count
    assert of_all.share == pytest.approx(of_all.count / 401, abs=0.001)


def test_a_share_that_is_not_of_the_respondents_is_never_told_of_all_of_them(
    library: Library, cards: dict[str, Candidate]
):
    card = cards["res:texte.p21.centresculturels.couverture"]
    chosen = select(asked(subject=("centres",), cues=frozenset(("everyone",))), [card], library).rows[0]
    assert (chosen.base, chosen.share) == (119, 0.286)


def test_the_whole_list_is_told_when_ranks_are_asked(library: Library, cards: dict[str, Candidate]):
    row = cards["res:leviers.visibilite.accord"]
    one = select(asked(subject=("levier",), wants={"count": 1.0}), [row], library)
    whole = select(asked(subject=("levier",), wants={"which": 1.0}, ranks=(2,)), [row], library)
    assert (one.ranking, len(one.rows)) == (False, 1)
    assert whole.ranking
    assert [each.id for each in whole.rows[:2]] == ["leviers.visibilite.accord", "leviers.exigences-publics.accord"]


# --- in answers -------------------------------------------------------------------------------------------------------


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
        ("Combien mettent leur contenu numérisé en ligne ?", "fig31.oui"),
    ],
)
def test_the_share_of_the_row_named_is_in_the_lead(assistant: Assistant, library: Library, question: str, row: str):
    assert library.result(row).percent.split("\u202f")[0] in assistant.answer(question).lead.replace(".", ",")


def test_a_row_named_is_not_told_as_a_ranking(assistant: Assistant):
    selection = assistant.evidence("Combien d'opérateurs envoient une newsletter ?").selection
    assert not selection.ranking
    assert selection.survey_question.id == "fig28"


def test_a_whole_question_is_ranked_greatest_share_first(assistant: Assistant):
    selection = assistant.evidence("Quels sont les principaux freins au développement numérique ?").selection
    shares = [row.share for row in selection.rows]
    assert selection.ranking
    assert selection.rows[0].id == "freins.moyens.accord"
    assert shares == sorted(shares, reverse=True)
    assert {row.option for row in selection.rows} == {"D'accord"}


def test_a_ranking_holds_each_answer_of_each_population_once(assistant: Assistant, answers):
    for one in answers[::6]:
        selection = assistant.evidence(one.question, profile=one.profile, history=one.history).selection
        if selection.ranking:
            named = [(row.question, row.answer, row.population) for row in selection.rows]
            assert len(named) == len(set(named)), one.question


def test_a_row_of_another_subject_is_not_told_beside_the_answer(assistant: Assistant):
    told = rows(assistant, "Combien mettent leur contenu numérisé en ligne ?")
    assert told[0] == "fig31.oui"
    assert not any("linkedin" in row for row in told)


def test_a_population_named_is_told_with_everyone(assistant: Assistant):
    told = rows(assistant, "Les opérateurs ont-ils plus souvent un site web que les entreprises wallonnes ?")
    assert set(told) == {"fig24.oui", "texte.p49.site.entreprises"}


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Les musées numérisent-ils leurs contenus ?", "texte.p57.numerisation.musees"),
        ("Quelle part des bibliothèques numérise ?", "texte.p57.numerisation.bibliotheques"),
    ],
)
def test_the_result_of_the_group_named_is_chosen(assistant: Assistant, question: str, first: str):
    assert rows(assistant, question)[0] == first


def test_a_group_with_nothing_published_changes_no_row(assistant: Assistant):
    selection = assistant.evidence("Combien de cinémas envoient une newsletter ?").selection
    assert [row.id for row in selection.rows] == rows(assistant, "Combien d'opérateurs envoient une newsletter ?")
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
def test_a_follow_up_tells_the_row_it_asks_for(assistant: Assistant, history: tuple[str, ...], question: str, row: str):
    assert row in rows(assistant, question, history=history)


def test_a_follow_up_on_an_option_tells_only_the_row_of_its_subject(assistant: Assistant):
    assert rows(assistant, "Et en sous-traitance ?", history=("Combien de DPO sont internes ?",)) == [
        "fig16.dpo.soustraitance"
    ]


def test_a_follow_up_answers_with_its_own_figure_in_the_lead(assistant: Assistant):
    dialogues = {
        ("Quelle part des opérateurs numérise ses contenus ?", "et pour les musées ?"): "89\u202f%",
        ("Combien d'opérateurs envoient une newsletter ?", "combien ça fait en nombre ?"): "311",
        ("Combien de DPO sont internes ?", "Et en sous-traitance ?"): "27,5\u202f%",
    }
    for (before, question), figure in dialogues.items():
        assert figure in assistant.answer(question, history=(before,)).lead


@pytest.mark.xfail(reason="what is told of the libraries alone comes before the networks", strict=True)
def test_a_change_of_subject_keeps_whom(assistant: Assistant):
    answer = assistant.answer("Et les réseaux sociaux ?", history=("Les bibliothèques numérisent-elles ?",))
    assert answer.understood["segments"] == ["secteur:bibliothèques"]
    told = " ".join((answer.lead, *(finding.text for finding in answer.findings)))
    assert "réseaux sociaux" in told or "Facebook" in told


def test_an_edition_without_facts_selects_no_row(alone: Assistant):
    assert rows(alone, "Combien d'ateliers sont installés en ville ?") == []
