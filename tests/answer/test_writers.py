"""What must be true of every answer, whatever is asked, and what the writer says on chosen questions."""

import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer.verify import lock, written
from assistant.facts.statements import predicate, subject
from assistant.french import language_of
from assistant.language import speech

CORPUS = Path(__file__).parents[2] / "corpus"
ENDINGS = {"answered", "partly", "outside", "not_found", "not_asked"}
REFUSALS = {"outside", "not_found", "not_asked"}
PERCENT = re.compile(r"\d+(?:[.,]\d+)?[\s\u00a0\u202f]?%")
# Numbers that a note may say without a result: those of the survey itself, and the age of an old page.
KNOWN = {401, 40, 2023, 2024, 24, 12, 18, 4}


def numbers(text):
    return {(numeral.unit, numeral.value) for numeral in written(text)}


def of_all(row, finding):
    """A row as it is told: of everyone asked where the question asks for that ("sur les 401")."""
    if finding.base == row.base:
        return row
    return replace(row, base=401, share=round(row.count / 401, 3))


def row_of(finding, library):
    return library.result(finding.result) if finding.result else None


# --- the lock, over everything answered -------------------------------------------------------------------------------


def test_several_hundred_questions_are_answered_in_three_languages(answers):
    assert len(answers) > 400
    assert {one.answer.language for one in answers} == {"fr", "en", "nl"}


def test_no_finding_shows_an_unbound_number(answers, assistant, library):
    texts = [passage.text for passage in assistant.index.passages if passage.unit == "statement"]
    texts += [text for languages in library.translated.values() for text in languages.values()]
    texts += [one.said(language) for one in library.syntheses.values() for language in ("fr", "en", "nl")]
    told = {plain(text) for text in texts}
    unbound = []
    for one in answers:
        said = speech(one.answer.language)
        for finding in one.answer.findings:
            row = row_of(finding, library)
            if row:
                labels = [predicate(row, library, said), subject(row, library, said)]
                if not lock(finding.text, results=[of_all(row, finding)], labels=labels).holds:
                    unbound.append(finding.text)
            elif plain(finding.text) not in told:
                unbound.append(finding.text)
    assert unbound == []


def plain(text):
    """A text as the digest writes it, without the no-break spaces of the display."""
    return " ".join(re.sub(r"[\u00a0\u202f]", " ", text).split())


def test_no_result_shows_another_share_than_its_own(answers, library):
    for one in answers:
        for finding in one.answer.findings:
            row = row_of(finding, library)
            if row:
                row = of_all(row, finding)
                assert finding.share == row.share
                assert finding.base == row.base
                assert re.match(r"[\d,.]+", finding.text).group().replace(".", ",") == row.percent.split("\u202f")[0]


def test_no_lead_shows_a_number_that_no_finding_rests_on(answers, library):
    unbound = []
    texts = [one.said(language) for one in library.syntheses.values() for language in ("fr", "en", "nl")]
    for one in answers:
        findings = one.answer.findings
        known = set().union(*(numbers(finding.text) for finding in findings), *(numbers(f.label) for f in findings))
        pages = {("count", page) for finding in findings for cited in finding.citations for page in cited.pages}
        counts = {("count", 2023), ("count", 2024), ("count", 401)}
        rows = library.results.by_id.values()
        shares = {n for row in rows for n in numbers(row.percent)} if one.answer.premise_corrected else set()
        bases = {("count", number) for row in rows for number in (row.count, row.base) if one.answer.premise_corrected}
        # A written answer is held to its units and its pages by check_bank (tests/test_checking_bank.py).
        written_answers = [text for text in texts if plain(text) in plain(one.answer.lead)]
        known |= set().union(*(numbers(text) for text in written_answers))
        asked = numbers(one.question) if one.answer.ending in REFUSALS | {"partly"} else set()
        labels = {
            n for name in one.answer.understood["segments"] + one.answer.understood["profile"] for n in numbers(name)
        }
        # "persona 5" is a name, not a figure.
        labels |= {n for name in re.findall(r"persona\s\d", one.answer.lead) for n in numbers(name)}
        if numbers(one.answer.lead) - known - pages - counts - shares - bases - asked - labels:
            unbound.append((one.question, one.answer.lead))
    assert unbound == []


def test_no_note_shows_a_percentage_that_is_not_of_an_erratum(answers, library):
    errata = {n for erratum in library.results.errata.values() for n in numbers(erratum.note)}
    rows = [row for row in library.results.by_id.values() if row.base]
    known = errata | {("count", number) for number in (*KNOWN, *(row.base for row in rows))}
    for one in answers:
        segments = {
            n for name in one.answer.understood["segments"] + one.answer.understood["profile"] for n in numbers(name)
        }
        unbound = [note for note in one.answer.notes if numbers(note) - known - segments - numbers(one.question)]
        assert unbound == [], one.question


def test_every_figure_listed_is_in_its_finding(answers):
    for one in answers:
        for finding in one.answer.findings:
            shown = {
                number.replace(".", ",")
                for number in (re.sub(r"[\s\u00a0\u202f]", "", p) for p in PERCENT.findall(finding.text))
            }
            listed = {re.sub(r"[\s\u00a0\u202f]", "", figure).replace(".", ",") for figure in finding.figures}
            assert listed <= shown, finding


def test_no_sentence_is_withheld_from_our_own_templates(answers):
    withheld = {speech(language).say("notes.withheld") for language in ("fr", "en", "nl")}
    assert [one.question for one in answers if withheld & {plain(note) for note in one.answer.notes}] == []


# --- the words of an answer -------------------------------------------------------------------------------------------


def test_no_phrase_is_left_with_a_gap_or_an_unfilled_name(answers):
    wrong = []
    for one in answers:
        for text in (one.answer.lead, *one.answer.notes, *(finding.text for finding in one.answer.findings)):
            if (
                re.search(r"[{}]|  |\bNone\b|\(\)|«\s*»|“”|pour\s*;|for\s*;|voor\s*;|\.\.(?!\.)", plain(text))
                or "  " in text
            ):
                wrong.append(text)
    assert wrong == []


def test_every_answer_has_a_lead_that_ends_a_sentence(answers):
    for one in answers:
        assert one.answer.lead.strip() == one.answer.lead != ""
        assert re.search(r"[.!?…»”)\"]$", one.answer.lead), one.answer.lead


def test_a_ranking_s_lead_names_each_label_once(answers):
    wrong = []
    for one in answers:
        named = re.findall(r"[«“][\s\u00a0]*([^»”]+?)[\s\u00a0]*[»”] \(", one.answer.lead)
        if len(named) != len(set(named)):
            wrong.append(one.answer.lead)
    assert wrong == []


def test_a_note_on_the_base_names_fewer_than_all_operators(answers):
    everyone = re.compile(
        r"(?:porte sur (?:les|des) opérateurs|is about (?:of )?operators|gaat over (?:van )?de operatoren)(?:,| \()"
    )
    assert [one.question for one in answers for note in one.answer.notes if everyone.search(plain(note))] == []


def test_no_finding_is_told_twice(answers):
    for one in answers:
        texts = [finding.text for finding in one.answer.findings]
        assert len(texts) == len(set(texts)), one.question


def test_an_answer_is_in_the_language_of_the_question(answers):
    wrong = []
    for one in answers:
        for text in (one.answer.lead, *(finding.text for finding in one.answer.findings)):
            said = re.sub(r"«[^»]*»|“[^”]*”", "", text)
            # The reference to cite is a French title, whatever the language.
            if len(said.split()) > 7 and "Cougnon" not in said and language_of(said) != one.answer.language:
                wrong.append((one.question, text))
    assert wrong == []


# --- the contract of the command line ---------------------------------------------------------------------------------

CITATION = {
    "page": int, "pages": tuple, "quote": str, "figure": (str, type(None)), "sheet": (str, type(None)),
    "passage": (str, type(None)), "span": (tuple, type(None)),
}  # fmt: skip
FINDING = {
    "text": str, "figures": tuple, "base": (int, type(None)), "citations": tuple, "share": (float, int, type(None)),
    "label": str, "population": str, "result": (str, type(None)),
}  # fmt: skip
RECOMMENDATION = {
    "text": str, "because": tuple, "citations": tuple, "resources": tuple, "first_step": str, "effort": str, "who": str,
}  # fmt: skip
PASSAGE = {"id": str, "pages": tuple, "section": tuple, "kind": str, "text": str, "score": float, "origin": str}
ANSWER = {
    "id": str, "question": str, "language": str, "ending": str, "premise_corrected": bool, "lead": str,
    "findings": tuple, "recommendations": tuple, "notes": tuple, "follow_ups": tuple, "passages": tuple,
    "understood": dict, "ms": dict,
}  # fmt: skip


def fits(value, schema):
    assert isinstance(value, dict)
    assert set(value) >= set(schema), set(schema) - set(value)
    for key, kinds in schema.items():
        assert isinstance(value[key], kinds), (key, value[key])
    return True


def test_every_answer_keeps_the_contract(answers):
    for one in answers:
        told = one.answer.as_json()
        assert list(told) == list(ANSWER)
        assert fits(told, ANSWER)
        assert told["ending"] in ENDINGS
        assert all(fits(passage, PASSAGE) for passage in told["passages"])
        assert all(fits(entry, RECOMMENDATION) for entry in told["recommendations"])
        assert all(fits(finding, FINDING) for finding in told["findings"])
        cited = [c for entry in (*told["findings"], *told["recommendations"]) for c in entry["citations"]]
        assert all(fits(citation, CITATION) for citation in cited)
        assert all(
            1 <= page <= 83 and citation["page"] in citation["pages"]
            for citation in cited
            for page in citation["pages"]
        )
        assert all(isinstance(note, str) and note for note in (*told["notes"], *told["follow_ups"]))
        assert all(isinstance(value, float) and value >= 0 for value in told["ms"].values())


def test_every_answer_gives_at_least_ten_passages_each_once_best_first(answers):
    for one in answers:
        passages = one.answer.passages
        assert len(passages) >= 10, one.question
        assert len({passage.id for passage in passages}) == len(passages)


def test_an_answered_question_has_findings_and_each_of_them_a_citation(answers):
    for one in answers:
        if one.answer.ending in ("answered", "partly"):
            assert one.answer.findings, one.question
            assert all(finding.citations for finding in one.answer.findings), one.question


def test_a_refused_question_tells_at_most_the_nearest_thing_published(answers):
    for one in answers:
        if one.answer.ending in REFUSALS:
            assert len(one.answer.findings) <= (one.answer.ending == "not_asked"), one.question
            assert all(finding.citations for finding in one.answer.findings)
            assert one.answer.recommendations == ()
            assert not one.answer.premise_corrected
            assert not PERCENT.search(one.answer.lead)


def test_every_recommendation_rests_on_a_published_result_and_on_a_page(answers):
    found = [entry for one in answers for entry in one.answer.recommendations]
    assert found
    for entry in found:
        assert entry.because
        assert all(PERCENT.match(reason) for reason in entry.because)
        assert entry.citations[0].quote
        assert entry.citations[0].page in entry.citations[0].pages


# --- what is said when ------------------------------------------------------------------------------------------------


def test_without_the_official_report_every_answer_with_findings_says_so(answers):
    digest = {speech(language).say("notes.digest") for language in ("fr", "en", "nl")}
    for one in answers:
        assert bool(digest & {plain(note) for note in one.answer.notes}) is bool(one.answer.findings), one.question


@pytest.mark.official
def test_with_the_official_report_no_answer_says_it_is_missing(official_assistant):
    answer = official_assistant.answer("Combien d'opérateurs envoient une newsletter ?")
    assert answer.findings[0].figures == ("77,6\u202f%",)
    assert not any("PDF" in note for note in answer.notes)


LEVERS = {
    "visibilité": ("visibilite", "94,8"),
    "exigences des publics": ("exigences-publics", "85,5"),
    "donner accès à la culture": ("acces-culture", "81,5"),
    "développer de nouveaux contenus": ("nouveaux-contenus", "64,1"),
    "développer de nouveaux produits et services": ("nouveaux-produits", "57,9"),
    "gains de productivité": ("productivite", "39,7"),
    "demandes des pouvoirs politiques": ("pouvoirs-publics", "38,7"),
    "concurrence": ("concurrence", "36,2"),
}


@pytest.mark.parametrize(
    "words",
    [
        *list(LEVERS)[:-1],
        "concurrence",
    ],
)
def test_a_lever_gets_its_own_figure_and_never_that_of_the_workbook_s_wrong_label(assistant, words):
    name, share = LEVERS[words]
    # The workbook gives the levers' labels in the reverse order of their values.
    reversed_share = [value for _, value in LEVERS.values()][::-1][list(LEVERS).index(words)]
    answer = assistant.answer(f"Combien d'opérateurs citent « {words} » comme levier ?")
    assert f"{share}\u202f%" in answer.lead
    assert f"{reversed_share}\u202f%" not in answer.lead
    for finding in answer.findings:
        if finding.result == f"leviers.{name}.accord":
            assert finding.figures == (f"{share}\u202f%",)


def test_the_levers_are_ranked_with_visibility_first_and_competition_last(assistant):
    answer = assistant.answer("Quels sont les principaux leviers du développement numérique ?")
    told = [
        row.id
        for row in assistant.evidence("Quels sont les principaux leviers du développement numérique ?").selection.rows
    ]
    assert told[:3] == ["leviers.visibilite.accord", "leviers.exigences-publics.accord", "leviers.acces-culture.accord"]
    assert told[-1] == "leviers.concurrence.accord"
    errata = tomllib.loads((CORPUS / "errata.toml").read_text(encoding="utf-8"))["erratum"]
    note = next(erratum["note"] for erratum in errata if erratum["id"] == "leviers-etiquettes")
    assert plain(note) in {plain(told) for told in answer.notes}


def test_the_label_that_figure_20_gives_twice_is_told_apart_with_a_note(assistant):
    twice = assistant.answer("Combien utilisent la double identification ?")
    aware = assistant.answer("Combien sensibilisent leur personnel à la sécurité informatique ?")
    assert "60,9" in twice.lead
    assert "51,4" not in twice.lead
    assert "51,4" in aware.lead
    assert "60,9" not in aware.lead
    for answer in (twice, aware):
        said = " ".join((answer.lead, *answer.notes)).lower()
        assert "figure" in said
        assert "erreur" in said or "deux fois" in said


@pytest.mark.parametrize(
    ("question", "base", "named"),
    [
        ("Combien ont une stratégie numérique débattue au sein de l'organisation ?", 298, "stratégie numérique"),
        ("Combien proposent une billetterie en ligne sur leur site ?", 369, "site web"),
        ("Combien utilisent Instagram pour leur visibilité ?", 391, "réseaux sociaux"),
        ("Combien diffusent leurs contenus numérisés sur les réseaux sociaux ?", 273, "diffusent du contenu numérisé"),
    ],
)
def test_a_share_of_fewer_than_all_operators_says_of_whom(assistant, question, base, named):
    answer = assistant.answer(question)
    first = answer.findings[0]
    assert first.base == base
    if first.result:
        assert any("non sur l'ensemble des 401 opérateurs" in plain(note) and named in note for note in answer.notes)
        assert named in first.text
    else:
        assert f"sur {base})" in first.text


def test_a_share_of_all_operators_needs_no_note_on_its_base(assistant):
    answer = assistant.answer("Combien d'opérateurs envoient une newsletter ?")
    assert answer.findings[0].base == 401
    assert not any("non sur l'ensemble" in note for note in answer.notes)


def test_a_very_small_base_is_told_as_cases(assistant):
    answer = assistant.answer("Pourquoi certains opérateurs n'ont-ils pas de site web ?")
    assert any(finding.base == 32 for finding in answer.findings if finding.result)
    assert any("n = 32" in plain(note) for note in answer.notes)


def test_a_question_about_ours_without_a_profile_asks_for_one(assistant):
    answer = assistant.answer("Quels sont les freins pour une organisation comme la mienne ?")
    assert any("indiquez votre profil" in note for note in answer.notes)


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("Combien d'opérateurs envoient une newsletter ?", "77,6\u202f%"),
        ("How many operators send a newsletter?", "77.6%"),
        ("Hoeveel operatoren versturen een nieuwsbrief?", "77,6%"),
    ],
)
def test_a_figure_is_written_as_the_language_of_the_question_writes_it(assistant, question, figure):
    answer = assistant.answer(question)
    assert answer.findings[0].result == "fig28.newsletter"
    assert figure in answer.findings[0].text
