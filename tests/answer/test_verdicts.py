"""How an answer to a question of yes or no begins: only where the published share decides it."""

from dataclasses import replace

import pytest

from assistant.answer.frames import Frame
from assistant.answer.verdicts import compared, leads, learned, verdict
from assistant.engine import Assistant
from assistant.facts.library import Library
from assistant.facts.results import Result

YES_OR_NO, COMPARING, COUNTING = {"yesno": 1.0}, {"compare": 0.9, "yesno": 0.1}, {"count": 0.9, "yesno": 0.1}


def asked(text: str, wants=YES_OR_NO, **given) -> Frame:
    return Frame(text=text, standalone=text, language="fr", kind="explore", wants=wants, **given)


@pytest.fixture(scope="module")
def website(library: Library) -> Result:
    """92 % of the operators."""
    return library.results.by_id["fig24.oui"]


@pytest.fixture(scope="module")
def companies(library: Library) -> Result:
    """48 % of the companies in Wallonia, of the same answer."""
    return library.results.by_id["texte.p49.site.entreprises"]


@pytest.fixture(scope="module")
def application(library: Library) -> Result:
    """12,7 % of the operators."""
    return library.results.by_id["fig28.application-mobile"]


@pytest.fixture(scope="module")
def networks(library: Library) -> Result:
    """39,9 % of the operators, and 31,2 % who say the contrary."""
    return library.results.by_id["fig17.expertise.accord"]


def test_a_great_share_is_a_yes_and_a_small_one_a_minority(website: Result, application: Result):
    assert verdict(asked("Les opérateurs ont-ils un site web ?"), website) == "yes"
    assert verdict(asked("Les opérateurs ont-ils une application mobile ?"), application) == "minority"


def test_whether_some_do_is_a_yes_as_soon_as_one_does(application: Result):
    assert verdict(asked("Certains opérateurs ont-ils une application mobile ?"), application) == "yes"


def test_whether_most_do_is_decided_by_the_half(website: Result, application: Result):
    question = asked("La plupart des opérateurs en ont-ils ?")
    assert (verdict(question, website), verdict(question, application)) == ("yes", "no")


@pytest.mark.parametrize("cues", [frozenset(("negation",)), frozenset(("negation", "quantity"))])
def test_a_question_that_denies_is_answered_without_yes_or_no(website: Result, cues: frozenset[str]):
    assert verdict(asked("Les opérateurs n'ont-ils pas de site web ?", cues=cues), website) == ""


def test_a_question_that_asks_how_many_is_answered_without_yes_or_no(website: Result):
    assert verdict(asked("Combien d'opérateurs ont un site web ?", COUNTING), website) == ""


def test_every_share_has_one_verdict_and_none_where_it_would_not_be_fair(library: Library):
    question = asked("Est-ce le cas ?")
    for row in library.results.by_id.values():
        expected = "" if row.whose.persona or 0.4 <= row.share < 0.6 else "yes" if row.share > 0.5 else "minority"
        assert verdict(question, row) == expected, row.id


@pytest.mark.parametrize(("known", "told"), [("y", "yes"), ("n", "no"), ("p", ""), ("", "")])
def test_what_the_bank_answers_to_the_same_question_holds(known: str, told: str):
    question = asked("Les opérateurs ont-ils un site web ?")
    assert learned(question, known, 0.99) == told
    assert learned(question, known, 0.5) == ""
    assert learned(asked("Combien ont un site web ?", COUNTING), known, 0.99) == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Les opérateurs ont-ils plus souvent un site web que les entreprises wallonnes ?", "yes"),
        ("Les opérateurs ont-ils moins souvent un site web que les entreprises wallonnes ?", "no"),
        ("Les entreprises wallonnes ont-elles plus souvent un site web que les opérateurs ?", "no"),
        ("Les entreprises wallonnes ont-elles moins souvent un site web que les opérateurs ?", "yes"),
        ("Qui a le plus souvent un site web, les opérateurs ou les entreprises ?", ""),
        ("Les opérateurs ont-ils un site web comme les entreprises wallonnes ?", ""),
        ("Les opérateurs ont plus souvent un site web que les entreprises wallonnes", ""),
    ],
)
def test_a_comparison_is_decided_by_the_two_shares(
    hashed: Assistant, website: Result, companies: Result, text: str, told: str
):
    question = replace(hashed.reader.read(text), wants=COMPARING)
    assert compared(question, website, companies, hashed.library) == told


def test_two_equal_shares_decide_no_comparison(library: Library, website: Result):
    question = asked("Les opérateurs font-ils plus que les entreprises ?", COMPARING)
    assert compared(question, website, website, library) == ""


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("les entreprises wallonnes ont-elles plus de sites que les opérateurs ?", True),
        ("les opérateurs ont-ils plus de sites que les entreprises wallonnes ?", False),
        ("y en a-t-il plus que dans les entreprises ?", False),
        ("l'entreprise wallonne fait-elle mieux ?", True),
        ("les opérateurs ont-ils un site ?", False),
    ],
)
def test_the_population_compared_first_is_the_one_named_before_ours(
    hashed: Assistant, companies: Result, text: str, first: bool
):
    assert leads(hashed.reader.read(text), companies, hashed.library) is first
