"""The check of the question bank, the written answers and the translations: clean as committed, each fault told."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from assistant.checking import Discrepancy, Report, format_report
from assistant.checking.bank import check_bank
from assistant.checking.discrepancies import DiscrepancyKind
from assistant.corpus import load_corpus
from assistant.facts.bank import Bank, BankQuestion, Negative
from assistant.facts.library import Library, load_library
from assistant.facts.syntheses import Synthesis
from assistant.settings import PROJECT

CORPUS = PROJECT / "corpus"
QUESTION = BankQuestion("Qui ?", "fr", ("res:fig28.newsletter",), "spoken", "who")


def fresh(**changes: object) -> Library:
    """The committed facts, with a bank, written answers or translations of the test's own."""
    kept = {name: changes.pop(name) for name in ("bank", "translated") if name in changes}
    library = replace(load_library(load_corpus(CORPUS).edition(), CORPUS), **changes)
    vars(library).update({"bank": Bank(), "translated": {}} | kept)
    return library


def faults(library: Library, pages: Mapping[int, str] | None = None) -> list[str]:
    return [str(one) for one in check_bank(library, pages)]


@pytest.fixture(scope="module")
def written(library: Library) -> Synthesis:
    return library.syntheses["s-decouvrabilite"]


def test_nothing_is_wrong_in_what_is_committed(library: Library):
    assert faults(library) == []


@pytest.mark.official
def test_nothing_is_wrong_beside_the_pages_of_the_report_either(library: Library, official_report: Path):
    import pypdfium2

    with pypdfium2.PdfDocument(official_report) as document:
        pages = {number: page.get_textpage().get_text_bounded() for number, page in enumerate(document, start=1)}
    assert faults(library, pages) == []


def test_a_unit_that_does_not_exist_or_none_at_all_is_told_with_its_question():
    unknown, none = replace(QUESTION, ids=("res:inconnu", *QUESTION.ids)), replace(QUESTION, q="Et qui ?", ids=())
    assert faults(fresh(syntheses={}, bank=Bank((QUESTION, unknown, none)))) == [
        "« Qui ? » : trouvé res:inconnu, attendu des unités qui existent",
        "« Et qui ? » : trouvé aucune unité, attendu au moins une unité qui répond",
    ]


def test_a_question_said_to_be_answered_and_not_is_told_whatever_its_case_and_its_signs():
    bank = Bank((QUESTION, replace(QUESTION, style="press")), (Negative("QUI", "fr", "off"),))
    assert faults(fresh(syntheses={}, bank=bank)) == ["« QUI » : trouvé avec et sans réponse, attendu l'un ou l'autre"]


def test_a_written_answer_that_rests_on_an_unknown_unit_is_told(written: Synthesis):
    fact = replace(written.facts[0], unit="d0-inconnu", text="")
    (told, *_) = faults(fresh(syntheses={written.id: replace(written, facts=(fact,))}))
    assert told.startswith(f"réponse écrite « {written.id} » : trouvé d0-inconnu")


def test_a_percentage_that_neither_its_units_nor_its_pages_say_is_told(written: Synthesis):
    stray = {name: f"{written.said(name)} 12,34 %." for name in ("fr", "en", "nl")}
    library = fresh(syntheses={written.id: replace(written, **stray)})
    (told,) = faults(library)
    assert told.startswith(f"réponse écrite « {written.id} » : trouvé 12,34 %")
    assert faults(library, {written.pages[0]: "soit 12,34 % d'entre eux"}) == []


@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_written_answer_whose_translation_says_another_share_is_told(library: Library, language: str):
    one = library.syntheses["s-defis-musees"]
    changed = replace(one, **{language: one.said(language).replace("89%", "88%")})
    (told,) = faults(fresh(syntheses={one.id: changed}))
    assert told.startswith(f"réponse écrite « {one.id} » ({language})")


def test_a_sentence_whose_translation_says_another_share_is_told(library: Library):
    name = next(name for name, texts in library.translated.items() if "77.6%" in texts["en"])
    texts = {**library.translated[name], "en": library.translated[name]["en"].replace("77.6%", "76.7%")}
    (told,) = faults(fresh(syntheses={}, translated={**library.translated, name: texts}))
    assert told.startswith(f"{name} (en)")


def test_a_translation_too_many_or_too_few_is_told(library: Library):
    name, *_ = library.translated
    without = {one: texts for one, texts in library.translated.items() if one != name}
    (told,) = faults(fresh(syntheses={}, translated=without))
    assert told.startswith(f"{name} : trouvé rien")
    (told,) = faults(fresh(syntheses={}, translated={**library.translated, "d0-inconnu": {"en": "", "nl": ""}}))
    assert told.startswith("d0-inconnu : trouvé une unité inconnue")


def test_an_edition_without_a_bank_has_nothing_wrong_in_it():
    assert faults(fresh(syntheses={})) == []


@pytest.mark.parametrize("kind", get_args(DiscrepancyKind))
def test_a_fault_of_any_kind_is_in_the_report_that_a_person_reads(kind: DiscrepancyKind):
    report = Report((Discrepancy(kind, "ici", "ceci", "cela"),), 1, 1, 1, 1, 0)
    assert "ici : trouvé ceci, attendu cela" in format_report(report)
