import csv
import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assistant.answer.verify import lock, written
from assistant.corpus import load_corpus
from assistant.facts.library import load_library
from assistant.facts.statements import predicate, statement, subject
from assistant.language import speech

CORPUS = Path(__file__).parents[2] / "corpus"
LIBRARY = load_library(load_corpus(CORPUS).edition(), CORPUS)
RESULTS = LIBRARY.results.by_id
ROWS = tuple(RESULTS.values())
COUNTED = tuple(row.id for row in ROWS if row.count is not None and row.base)
LANGUAGES = ("fr", "en", "nl")
FIRST_PERCENT = re.compile(r"\d+(?:[.,]\d+)?(?=\s?%)")
rows = st.sampled_from(tuple(RESULTS)).map(RESULTS.get)
languages = st.sampled_from(LANGUAGES)
mutations = settings(max_examples=250, deadline=None)


def labels(row, language):
    said = speech(language)
    return [predicate(row, LIBRARY, said), subject(row, LIBRARY, said)]


def held(text, row, language="fr"):
    return lock(text, results=[row], labels=labels(row, language)).holds


def named_numbers(row, language):
    """The numbers that the row's own label and subject hold, which are names and no figures."""
    return {numeral.value for label in labels(row, language) for numeral in written(label)}


def truths(row):
    """What a percentage about a row may say, worked out from the row alone: a tenth of a point, or whole points."""
    exact = Decimal(row.count) / Decimal(row.base) if row.count is not None and row.base else Decimal(str(row.share))
    served = Decimal(str(row.share)) * 100
    tenth = {served.quantize(Decimal("0.1"), ROUND_HALF_UP)}
    whole = {(exact * 100).quantize(Decimal(1), ROUND_HALF_UP)}
    return tenth, whole | {value for value in tenth if value == value.to_integral_value()}


def is_true(number, row):
    value = Decimal(number.replace(",", "."))
    tenth, whole = truths(row)
    return value in (tenth if "," in number or "." in number else whole)


def with_percent(text, number):
    return FIRST_PERCENT.sub(number, text, count=1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_true_statement_of_every_result_holds(language):
    refused = [row.id for row in ROWS if not held(statement(row, LIBRARY, speech(language)), row, language)]
    assert refused == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_statement_begins_with_the_share_worked_out_from_the_file(language):
    with (CORPUS / "results.csv").open(encoding="utf-8", newline="") as stream:
        shares = {row["id"]: Decimal(row["share"]) for row in csv.DictReader(stream)}
    for identifier, share in shares.items():
        text = statement(RESULTS[identifier], LIBRARY, speech(language))
        told = re.match(r"\d+(?:[.,]\d)?", text)
        assert told is not None, text
        assert Decimal(told.group().replace(",", ".")) == (share * 100).quantize(Decimal("0.1"), ROUND_HALF_UP), text


def test_a_statement_tells_its_count_and_its_base_in_that_order():
    row = RESULTS["fig28.newsletter"]
    assert statement(row, LIBRARY, speech("fr")).endswith("(311 sur 401)")
    assert statement(row, LIBRARY, speech("en")).endswith("(311 of 401)")
    assert statement(row, LIBRARY, speech("nl")).endswith("(311 op 401)")


@mutations
@given(row=rows, language=languages, position=st.integers(0, 3), digit=st.sampled_from("0123456789"))
def test_a_changed_digit_is_refused(row, language, position, digit):
    text = statement(row, LIBRARY, speech(language))
    number = FIRST_PERCENT.search(text).group()
    places = [place for place, character in enumerate(number) if character.isdigit()]
    place = places[position % len(places)]
    changed = number[:place] + digit + number[place + 1 :]
    assume(not is_true(changed, row))
    assume(Decimal(changed.replace(",", ".")) not in named_numbers(row, language))
    assert not held(with_percent(text, changed), row, language)


@mutations
@given(row=rows, other=rows, language=languages)
def test_the_share_of_another_row_is_refused(row, other, language):
    number = FIRST_PERCENT.search(statement(other, LIBRARY, speech(language))).group()
    assume(not is_true(number, row))
    assume(Decimal(number.replace(",", ".")) not in named_numbers(row, language))
    assert not held(with_percent(statement(row, LIBRARY, speech(language)), number), row, language)


@mutations
@given(row=rows, language=languages, shift=st.sampled_from((-2, -1, 1, 2)))
def test_a_moved_decimal_is_refused(row, language, shift):
    text = statement(row, LIBRARY, speech(language))
    value = Decimal(FIRST_PERCENT.search(text).group().replace(",", "."))
    moved = f"{value.scaleb(shift).normalize():f}".replace(".", "," if language != "en" else ".")
    assume(not is_true(moved, row))
    assume(Decimal(moved.replace(",", ".")) not in named_numbers(row, language))
    assert not held(with_percent(text, moved), row, language)


@mutations
@given(row=st.sampled_from([row.id for row in ROWS if "," in row.percent]).map(RESULTS.get))
def test_a_tenth_of_a_point_set_to_zero_is_refused(row):
    text = statement(row, LIBRARY, speech("fr"))
    zeroed = re.sub(r",\d", ",0", FIRST_PERCENT.search(text).group())
    assume(Decimal(zeroed.replace(",", ".")) not in named_numbers(row, "fr"))
    assert not held(with_percent(text, zeroed), row)


@mutations
@given(row=st.sampled_from(COUNTED).map(RESULTS.get), delta=st.integers(-40, 40))
def test_another_count_is_refused(row, delta):
    text = statement(row, LIBRARY, speech("fr"))
    other = row.count + delta
    assume(delta and other >= 0 and other not in {*named_numbers(row, "fr"), row.base})
    changed = text.replace(f"({row.count} sur {row.base})", f"({other} sur {row.base})")
    assert changed != text
    assert not held(changed, row)


@mutations
@given(row=st.sampled_from(COUNTED).map(RESULTS.get))
def test_a_count_and_a_base_that_change_places_are_refused(row):
    text = statement(row, LIBRARY, speech("fr"))
    assume(row.count != row.base)
    for wrong in (f"({row.base} sur {row.count})", f"({row.base} sur {row.base})", f"({row.count} sur {row.count})"):
        assert not held(text.replace(f"({row.count} sur {row.base})", wrong), row), wrong


@mutations
@given(
    row=st.sampled_from([row.id for row in ROWS if row.base == 298]).map(RESULTS.get),
    base=st.sampled_from((401, 400, 391, 369, 304)),
)
def test_another_base_is_refused(row, base):
    text = statement(row, LIBRARY, speech("fr"))
    changed = text.replace(f"sur {row.base})", f"sur {base})")
    assert changed != text
    assert not held(changed, row)


def test_a_whole_percentage_is_rounded_from_the_count_and_once():
    expertise = RESULTS["fig17.expertise.accord"]
    assert lock("39,9 % des opérateurs", results=[expertise]).holds
    assert lock("40 % des opérateurs", results=[expertise]).holds
    assert not lock("39,0 % des opérateurs", results=[expertise]).holds
    assert not lock("39 % des opérateurs", results=[expertise]).holds
    assert not lock("40,0 % des opérateurs", results=[expertise]).holds
    assert not lock("39,90 % des opérateurs", results=[expertise]).holds


def test_a_number_of_a_quote_is_bound_to_the_quote_and_no_other_unit():
    quote = "Pas moins de 78% des 401 participants l'utilisent, soit trois quarts."
    assert lock("78 % des 401 opérateurs", quotes=[quote]).holds
    assert lock("les trois quarts", quotes=[quote]).holds
    assert not lock("78 opérateurs", quotes=[quote]).holds
    assert not lock("401 %", quotes=[quote]).holds
    assert not lock("deux tiers des opérateurs", quotes=[quote]).holds


def test_a_percentage_of_a_label_binds_no_count_of_the_same_digits():
    assert lock("moins de 10 % de leur budget", labels=["moins de 10%"]).holds
    assert not lock("10 opérateurs", labels=["moins de 10%"]).holds


def test_a_number_without_any_source_is_unbound_and_named():
    found = lock("12,3 % et 45 opérateurs")
    assert not found.holds
    assert [numeral.text for numeral in found.unbound] == ["12,3 %", "45"]
    assert found.figures == ()


def test_what_each_number_rests_on_is_told():
    row = RESULTS["fig28.newsletter"]
    found = lock("77,6 % (311 sur 401), 78 % dans le texte", results=[row], quotes=["78%"])
    assert found.holds
    assert {binding.source for binding in found.bindings} == {"fig28.newsletter"}
    assert found.figures == ("77,6 %", "78 %")


def test_a_text_without_numbers_holds():
    assert lock("Rien de chiffré ici.").holds
    assert lock("").holds
