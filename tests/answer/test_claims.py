"""What a message takes for granted: which clauses, of how many, in what rank and order, and what is no claim."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answer.claims import Claim, claims, stated

OPENINGS = (
    "Puisque", "Sachant que", "Pourquoi", "Vu que", "J'ai lu que", "non ?", "n'est-ce pas ?", "Since", "Why", "right?",
    "Aangezien", "Waarom", "toch?", "la plupart", "80 %", "les musées", "nous", "un site", "…", ", ", " ? ", "c'est",
)  # fmt: skip
messages = st.one_of(st.text(max_size=120), st.lists(st.sampled_from(OPENINGS), max_size=12).map(" ".join))


def only(message: str) -> Claim:
    (claim,) = claims(message)
    return claim


@pytest.mark.parametrize(
    ("message", "taken"),
    [
        ("Puisque la plupart des musées numérisent, que faire ?", "la plupart des musées numérisent"),
        ("Sachant que les musées numérisent peu, faut-il investir ?", "les musées numérisent peu"),
        ("Vu que 80 % des opérateurs ont un site, que faire ?", "80 % des opérateurs ont un site"),
        ("Faut-il un site, puisque tous les opérateurs en ont un ?", "tous les opérateurs en ont un"),
        ("Comment se fait-il que si peu de musées numérisent ?", "si peu de musées numérisent"),
        ("Pourquoi est-ce que personne n'a de DPO ?", "personne n'a de DPO"),
        ("J'ai lu que la moitié n'a pas de site : vrai ?", "la moitié n'a pas de site"),
        ("Est-il vrai que les opérateurs boudent Facebook ?", "les opérateurs boudent Facebook"),
        ("Since most operators have an app, should we build one?", "most operators have an app"),
        ("Given that 20% of operators send a newsletter, why not us?", "20% of operators send a newsletter"),
        ("Why do hardly any museums digitise?", "do hardly any museums digitise"),
        ("I read that half of them have no website, right?", "half of them have no website"),
        ("Aangezien musea weinig digitaliseren, wat nu?", "musea weinig digitaliseren"),
        ("Hoe komt het dat 20% een nieuwsbrief verstuurt?", "20% een nieuwsbrief verstuurt"),
        ("Waarom heeft bijna niemand een website?", "heeft bijna niemand een website"),
        ("Ik las dat de helft geen website heeft, klopt dat?", "de helft geen website heeft"),
    ],
)
def test_what_stands_after_a_word_that_takes_it_for_granted_is_a_claim(message: str, taken: str):
    assert (only(message).text, only(message).firm) == (taken, True)


@pytest.mark.parametrize(
    "message",
    [
        "Les opérateurs ont tous un site, non ?",
        "Les musées numérisent leurs collections, n'est-ce pas ?",
        "Les musées numérisent leurs collections, je me trompe ?",
        "Les bibliothèques étant peu numérisées, que faire ?",
        "Museums digitise their collections, right?",
        "Most operators have an app, don't they?",
        "De musea digitaliseren, nietwaar?",
        "Operatoren hebben een app, toch?",
    ],
)
def test_what_is_to_be_agreed_with_is_a_claim(message: str):
    assert only(message).firm
    assert only(message).text == message.partition(",")[0]


@pytest.mark.parametrize(
    ("message", "quantity"),
    [
        ("Puisque la plupart des musées numérisent, que faire ?", (0.5, 1.0)),
        ("Aangezien de meeste musea digitaliseren, wat nu?", (0.5, 1.0)),
        ("Pourquoi presque tous les musées numérisent-ils ?", (0.8, 1.0)),
        ("Waarom digitaliseert iedereen zijn archief?", (0.8, 1.0)),
        ("Pourquoi peu de musées numérisent-ils ?", (0.0, 0.42)),
        ("Why do few museums digitise?", (0.0, 0.42)),
        ("Waarom digitaliseren weinig musea?", (0.0, 0.42)),
        ("Pourquoi presque personne ne numérise-t-il ?", (0.0, 0.2)),
        ("Pourquoi personne ne numérise-t-il ?", (0.0, 0.03)),
        ("Pourquoi certains musées ne numérisent-ils pas ?", (0.0, 1.0)),
        ("Pourquoi les musées numérisent-ils leurs archives ?", (0.3, 1.0)),
    ],
)
def test_a_word_of_quantity_is_a_range_of_shares(message: str, quantity: tuple[float, float]):
    assert only(message).quantity == quantity
    assert bool(only(message).word) == (quantity != (0.3, 1.0))


@pytest.mark.parametrize(
    ("message", "quantity"),
    [
        ("Pourquoi moins de 30 % des opérateurs ont-ils une newsletter ?", (0.0, 0.3)),
        ("Pourquoi plus de la moitié des opérateurs chiffrent-ils ?", (0.5, 1.0)),
        ("Moins de la moitié des opérateurs ont un site, pourquoi ?", (0.0, 0.5)),
        ("Why do more than 80% of operators have an app?", (0.8, 1.0)),
        ("Why do fewer than 10% of operators have an app?", (0.0, 0.1)),
        ("Waarom heeft minder dan 30% een nieuwsbrief?", (0.0, 0.3)),
    ],
)
def test_a_share_that_bounds_is_a_range_and_none_that_is_stated(message: str, quantity: tuple[float, float]):
    claim = only(message)
    assert (claim.quantity, claim.shares) == (quantity, ())
    assert claim.word


@pytest.mark.parametrize(
    ("message", "shares"),
    [
        ("Pourquoi 80 % des opérateurs ont-ils un site ?", [0.8]),
        ("Puisque trois quarts des opérateurs chiffrent, que faire ?", [0.75]),
        ("Why do 8 out of 10 operators have a website?", [0.8]),
        ("Waarom heeft de helft van de operatoren een app?", [0.5]),
        ("Pourquoi les 401 opérateurs ont-ils un site ?", []),
    ],
)
def test_the_shares_stated_are_read_in_digits_and_in_words(message: str, shares: list[float]):
    assert [one.share for one in only(message).shares] == pytest.approx(shares)


@pytest.mark.parametrize(
    ("message", "denied"),
    [
        ("Pourquoi les opérateurs n'ont-ils pas de site ?", True),
        ("Pourquoi les opérateurs manquent-ils de moyens ?", True),
        ("Why do operators have no website?", True),
        ("Waarom hebben operatoren geen website?", True),
        ("Pourquoi les opérateurs ont-ils un site ?", False),
    ],
)
def test_a_denial_is_read(message: str, denied: bool):
    assert only(message).denied is denied


@pytest.mark.parametrize(
    ("message", "rank", "order"),
    [
        ("Pourquoi la concurrence est-elle le premier levier ?", "first", ""),
        ("Puisque la visibilité arrive en tête, que faire ?", "first", ""),
        ("La première raison, c'est le prix, non ?", "first", ""),
        ("Pourquoi Twitter est-il le moins utilisé ?", "last", ""),
        ("Why is competition the main driver?", "first", ""),
        ("Waarom staat concurrentie op de laatste plaats?", "last", ""),
        ("Pourquoi les musées ont-ils plus souvent un site que les autres ?", "", "more"),
        ("Why are museums behind libraries?", "", "less"),
        ("Waarom hebben bedrijven vaker een website dan operatoren?", "", "more"),
        ("Facebook is populairder dan Instagram, toch?", "", "more"),
        ("Pourquoi plus de 30 % des musées numérisent-ils ?", "", ""),
        ("Pourquoi les musées numérisent-ils ?", "", ""),
    ],
)
def test_a_rank_and_an_order_are_read_and_a_bound_is_neither(message: str, rank: str, order: str):
    assert (only(message).rank, only(message).order) == (rank, order)


def test_the_names_inside_a_claim_are_those_written_with_a_capital():
    assert only("L'étude a été menée par KPMG, n'est-ce pas ?").names == ("KPMG",)
    assert only("Les musées numérisent leurs collections, non ?").names == ()


@pytest.mark.parametrize(
    "message",
    [
        "Twitter pour fidéliser, combien ?",
        "Combien d'opérateurs ont un site web ?",
        "Les opérateurs ont-ils un site web ?",
        "Bonjour",
        "Les musées",
        "Nous n'avons pas de site web, que faire ?",
        "Puisque nous n'avons pas de budget, que faire ?",
        "Notre musée numérise la moitié de ses collections, est-ce rare ?",
        "Since we have no budget, what should we do?",
        "Aangezien wij geen budget hebben, wat doen?",
        "Vous avez interrogé 800 opérateurs, non ?",
        "Si vous aviez un conseil, ce serait quoi ?",
        "How many operators have a website?",
    ],
)
def test_a_question_a_fragment_and_what_the_asker_says_of_itself_take_nothing_for_granted(message: str):
    assert claims(message) == ()


def test_what_some_do_is_claimed_of_any_share():
    (claim,) = claims("Certains opérateurs ont une application, lesquels ?")
    assert (claim.firm, claim.quantity) == (False, (0.0, 1.0))


def test_a_claim_ends_where_the_asker_goes_on_without_a_comma():
    assert only("Comme personne ne chiffre ses données on peut s'en passer ?").text == "personne ne chiffre ses données"


def test_a_message_read_whole_leaves_out_what_the_asker_says_of_itself():
    claim = stated("Nous sommes 12 %, et 80 % des musées numérisent ?")
    assert [one.share for one in claim.shares] == [0.8]
    assert "Nous" not in claim.text


@given(messages)
@settings(max_examples=300, deadline=None)
def test_every_claim_is_a_part_of_its_message(message: str):
    for claim in claims(message):
        assert claim.text in message
        assert len(claim.text.split()) >= 3
