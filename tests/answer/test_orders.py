"""Ranks and comparisons that a message takes for granted, held against the published lists and shares."""

from collections.abc import Callable

import pytest

from assistant.answer.grounds import Held
from assistant.answer.orders import wrong_order, wrong_rank
from assistant.facts.library import Library

Taken = Callable[[str], Held]


@pytest.mark.parametrize(
    ("message", "named", "there"),
    [
        ("Pourquoi la concurrence est-elle le premier levier ?", "leviers.concurrence", "leviers.visibilite"),
        ("Why is competition the main driver?", "leviers.concurrence", "leviers.visibilite"),
        ("Waarom is de concurrentie de belangrijkste hefboom?", "leviers.concurrence", "leviers.visibilite"),
        ("Pourquoi la visibilité est-elle le dernier levier ?", "leviers.visibilite", "leviers.concurrence"),
        ("Pourquoi la visibilité est-elle le deuxième levier ?", "leviers.visibilite", "leviers.exigences-publics"),
        ("Puisque l'accès à la culture est le deuxième levier ?", "leviers.acces-culture", "leviers.exigences-publics"),
        ("Pourquoi le manque de compétences est-il le premier frein ?", "freins.competences", "freins.moyens"),
        ("Pourquoi le persona 5 est-il le plus grand groupe ?", "tableau2.persona5", "tableau2.persona2"),
    ],
)
def test_a_wrong_rank_is_told_with_what_is_named_and_what_stands_there(
    taken: Taken, library: Library, message: str, named: str, there: str
):
    found = wrong_rank(taken(message), library)
    assert found is not None
    assert found.kind == "rank"
    assert [row.id.removesuffix(".accord") for row in found.results] == [named, there]


@pytest.mark.parametrize(
    "message",
    [
        "Pourquoi la visibilité est-elle le premier levier ?",
        "Why is visibility the main driver?",
        "Pourquoi la concurrence est-elle le dernier levier ?",
        "Pourquoi les exigences des publics sont-elles le deuxième levier ?",
        "Pourquoi le manque de moyens est-il le premier frein ?",
        "Pourquoi le persona 2 est-il le plus grand groupe ?",
        "Pourquoi le score de stratégie du persona 1 est-il le plus élevé ?",
        "Pourquoi la concurrence est-elle un levier ?",
    ],
)
def test_a_true_rank_and_no_rank_are_left_alone(taken: Taken, library: Library, message: str):
    assert wrong_rank(taken(message), library) is None


SITE = ["fig24.oui", "texte.p49.site.entreprises"]
NETWORKS = ["fig21.oui", "texte.p42.reseaux.entreprises"]
DIGITISED = ["texte.p57.numerisation.musees", "texte.p57.numerisation.bibliotheques"]


@pytest.mark.parametrize(
    ("message", "pair"),
    [
        ("Pourquoi les entreprises wallonnes ont-elles plus souvent un site web que les opérateurs ?", SITE),
        ("Why do Walloon companies have a website more often than cultural operators?", SITE),
        ("Waarom hebben Waalse bedrijven vaker een website dan culturele operatoren?", SITE),
        ("Pourquoi les opérateurs ont-ils moins souvent un site web que les entreprises wallonnes ?", SITE),
        ("Puisque les entreprises wallonnes devancent les opérateurs sur les réseaux sociaux ?", NETWORKS),
        ("Pourquoi les musées numérisent-ils moins que les bibliothèques ?", DIGITISED),
    ],
)
def test_a_comparison_that_the_shares_invert_is_wrong(taken: Taken, library: Library, message: str, pair: list[str]):
    found = wrong_order(taken(message), library)
    assert found is not None
    assert (found.kind, [row.id for row in found.results]) == ("direction", pair)


@pytest.mark.parametrize(
    "message",
    [
        "Pourquoi les opérateurs ont-ils plus souvent un site web que les entreprises wallonnes ?",
        "Why do cultural operators have a website more often than Walloon companies?",
        "Waarom hebben culturele operatoren vaker een website dan Waalse bedrijven?",
        "Pourquoi les entreprises wallonnes ont-elles moins souvent un site web que les opérateurs ?",
        "Pourquoi les bibliothèques numérisent-elles moins que les musées ?",
        "Pourquoi les opérateurs ont-ils un site web ?",
    ],
)
def test_a_comparison_that_holds_and_no_comparison_are_left_alone(taken: Taken, library: Library, message: str):
    assert wrong_order(taken(message), library) is None
