"""What a message takes for granted is corrected where what is published says otherwise, and only there."""

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
    ("Since 40% of operators have a website, what should we do?", {"fig24.oui"}),
    ("Aangezien 40% van de operatoren een website heeft, wat doen?", {"fig24.oui"}),
    ("La plupart des opérateurs ont une application mobile, n'est-ce pas ?", {"fig28.application-mobile"}),
    ("Most operators have a mobile app, don't they?", {"fig28.application-mobile"}),
    ("Pourquoi plus de 50 % des opérateurs ont-ils une application mobile ?", {"fig28.application-mobile"}),
    ("Why is competition the main driver?", {"leviers.concurrence.accord", "leviers.visibilite.accord"}),
    (
        "Waarom is de concurrentie de belangrijkste hefboom?",
        {"leviers.concurrence.accord", "leviers.visibilite.accord"},
    ),
    (
        "Pourquoi la visibilité est-elle le deuxième levier ?",
        {"leviers.visibilite.accord", "leviers.exigences-publics.accord"},
    ),
    ("Pourquoi le persona 5 est-il le plus grand groupe ?", {"tableau2.persona5", "tableau2.persona2"}),
    (
        "Why do Walloon companies have a website more often than cultural operators?",
        {"fig24.oui", "texte.p49.site.entreprises"},
    ),
    (
        "Waarom hebben Waalse bedrijven vaker een website dan culturele operatoren?",
        {"fig24.oui", "texte.p49.site.entreprises"},
    ),
]


@pytest.mark.parametrize(("question", "rows"), FALSE, ids=[question for question, _ in FALSE])
def test_a_false_premise_is_corrected_with_the_published_figure(assistant, library, question, rows):
    answer = assistant.answer(question)
    assert answer.premise_corrected
    shown = {row for row in rows if library.result(row).percent.split("\u202f")[0] in answer.lead.replace(".", ",")}
    assert shown, answer.lead
    corrected = assistant.evidence(question).correction
    assert {result.id for result in corrected.results} <= rows


@pytest.mark.parametrize(
    ("question", "published"),
    [
        ("Pourquoi presque personne n'a de site web ?", "92\u202f%"),
        ("J'ai lu que la moitié des opérateurs n'a pas de site web, vrai ?", "8\u202f%"),
        ("Waarom heeft bijna niemand een website?", "8%"),
        ("Puisque les sept personas sont différents, lequel choisir ?", "5 personas"),
        ("Décrivez-moi les quatre personas", "5 personas"),
        ("Describe the four personas", "5 personas"),
        ("Beschrijf de vier persona's", "5 persona's"),
        ("Puisque 800 opérateurs ont répondu, est-ce représentatif ?", "401"),
        ("Puisque 1 200 opérateurs ont répondu, est-ce représentatif ?", "401"),
        ("Aangezien 800 operatoren antwoordden, is dat representatief?", "401"),
        ("Puisque l'enquête a été menée en 2019, est-elle encore valable ?", "2023"),
        ("Puisque l'étude a été réalisée par KPMG, est-elle fiable ?", "UCLouvain"),
        ("The study was carried out by KPMG, right?", "UCLouvain"),
    ],
)
def test_a_false_premise_is_corrected_with_the_sentence_that_says_otherwise(assistant, question, published):
    answer = assistant.answer(question)
    assert answer.premise_corrected
    assert published in answer.lead
    assert answer.findings[0].citations


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
    "Since 92% of operators have a website, what should we do?",
    "Aangezien 92% van de operatoren een website heeft, wat doen?",
    "Pourquoi presque tous les opérateurs ont-ils un site web ?",
    "Almost all operators have a website, right?",
    "De meeste operatoren hebben een website, toch?",
    "Pourquoi presque aucun opérateur n'a-t-il d'application mobile ?",
    "Pourquoi moins de 30 % des opérateurs ont-ils une application mobile ?",
    "Why is visibility the main driver?",
    "Pourquoi la concurrence est-elle le dernier levier ?",
    "Pourquoi les exigences des publics sont-elles le deuxième levier ?",
    "Pourquoi le persona 2 est-il le plus grand groupe ?",
    "Why do cultural operators have a website more often than Walloon companies?",
    "Waarom hebben culturele operatoren vaker een website dan Waalse bedrijven?",
    "Pourquoi y a-t-il cinq personas ?",
    "Décrivez-moi les cinq personas",
    "Puisque 401 opérateurs ont répondu, est-ce représentatif ?",
    "Puisque l'enquête a été menée en 2023, est-elle encore valable ?",
    "The study was carried out by UCLouvain, right?",
    "L'étude a été menée par l'UCLouvain, n'est-ce pas ?",
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
