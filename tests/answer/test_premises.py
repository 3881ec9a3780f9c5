import pytest

FALSE = [
    # a figure
    ("Pourquoi 80 % des opérateurs n'ont-ils pas de site web ?", {"fig24.oui", "fig24.non"}),
    ("Comment expliquer que 75 % des opérateurs se disent assez experts ?", {"fig17.expertise.accord"}),
    ("Puisque seulement 20 % des opérateurs ont une newsletter, faut-il en créer une ?", {"fig28.newsletter"}),
    ("Pourquoi 95 % des bibliothèques numérisent-elles leurs contenus ?", {"texte.p57.numerisation.bibliotheques"}),
    ("Pourquoi 36,2 % des opérateurs citent-ils la visibilité comme levier ?", {"leviers.visibilite.accord"}),
    # a fraction in words
    ("Puisque trois quarts des opérateurs chiffrent leurs données, faut-il s'y mettre ?", {"fig20.chiffrement.oui"}),
    ("Puisque la moitié des opérateurs n'a pas de newsletter, que faire ?", {"fig28.newsletter"}),
    ("Comme un opérateur sur deux a une application mobile, faut-il la nôtre ?", {"fig28.application-mobile"}),
    # a quantifier
    ("Pourquoi la plupart des opérateurs ont-ils une application mobile ?", {"fig28.application-mobile"}),
    ("Pourquoi presque aucun opérateur n'a-t-il de newsletter ?", {"fig28.newsletter"}),
    ("Pourquoi la majorité des opérateurs n'a-t-elle pas de site web ?", {"fig24.oui", "fig24.non"}),
    # a rank
    (
        "Pourquoi la concurrence est-elle le premier levier ?",
        {"leviers.concurrence.accord", "leviers.visibilite.accord"},
    ),
    # a direction
    (
        "Pourquoi les opérateurs sont-ils moins souvent sur les réseaux sociaux que les entreprises wallonnes ?",
        {"fig21.oui", "texte.p42.reseaux.entreprises"},
    ),
    (
        "Pourquoi les entreprises wallonnes ont-elles plus souvent un site web que les opérateurs culturels ?",
        {"fig24.oui", "texte.p49.site.entreprises"},
    ),
    # in English and in Dutch
    ("Why do only 20% of operators send a newsletter?", {"fig28.newsletter"}),
    ("Why do 80% of operators have no website?", {"fig24.oui", "fig24.non"}),
    ("Waarom heeft maar 20% van de operatoren een nieuwsbrief?", {"fig28.newsletter"}),
]


@pytest.mark.parametrize(("question", "rows"), FALSE, ids=[question for question, _ in FALSE])
def test_a_false_premise_is_corrected_with_the_published_figure(assistant, library, question, rows):
    answer = assistant.answer(question)
    assert answer.premise_corrected
    shown = {row for row in rows if library.result(row).percent.split("\u202f")[0] in answer.lead.replace(".", ",")}
    assert shown, answer.lead
    corrected = assistant.evidence(question).correction
    assert {result.id for result in corrected.results} <= rows


TRUE = [
    "8 % des opérateurs n'ont pas de site web : pourquoi ?",
    "Puisque 97,5 % des opérateurs sont sur les réseaux sociaux, que faire ?",
    "Trois quarts des opérateurs ont une stratégie numérique : que contient-elle ?",
    "Pourquoi 77,6 % des opérateurs envoient-ils une newsletter ?",
    "Pourquoi 78 % des opérateurs ont-ils une newsletter ?",
    "Pourquoi la plupart des opérateurs envoient-ils une newsletter ?",
    "Pourquoi la visibilité est-elle le premier levier ?",
    "Pourquoi les opérateurs ont-ils plus souvent un site web que les entreprises wallonnes ?",
    "Pourquoi 89 % des musées numérisent-ils leurs contenus ?",
    "Why do 77.6% of operators send a newsletter?",
]


@pytest.mark.parametrize("question", TRUE)
def test_a_true_premise_is_left_alone(assistant, question):
    answer = assistant.answer(question)
    assert not answer.premise_corrected, answer.lead
    assert answer.ending in ("answered", "partly")


ASKED = [
    "Est-ce que 80 % des opérateurs ont un site web ?",
    "Combien d'opérateurs envoient une newsletter ?",
    "Quelles organisations mettent plus de 50 % de leur budget dans le numérique ?",
    "Combien d'opérateurs consacrent moins de 10 % de leur budget au numérique ?",
]


@pytest.mark.parametrize("question", ASKED[1:])
def test_a_question_that_takes_nothing_for_granted_is_not_corrected(assistant, question):
    assert not assistant.answer(question).premise_corrected


def test_a_share_asked_about_gets_the_published_one_first(assistant):
    assert "92\u202f%" in assistant.answer(ASKED[0]).lead


def test_a_correction_never_states_the_figure_it_corrects(assistant):
    for question, _ in FALSE[:5]:
        answer = assistant.answer(question)
        claimed = [numeral.text.split()[0] for numeral in assistant.evidence(question).question.premises]
        assert not any(f"{claim}\u202f%" in answer.lead for claim in claimed)
