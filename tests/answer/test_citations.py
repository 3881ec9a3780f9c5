import itertools
import re

import pytest

from assistant.answer.citations import Citations


def plain(text):
    """A text without the marks that differ between two ways of reading one page: blanks, quotes, hyphens, ligatures.

    The report's fractions are drawn with characters of its own font, which name no digit.
    """
    text = text.replace("\ue0df", "3").replace("\ue0b8", "4")
    text = text.replace("ﬁ", "fi").replace("ﬂ", "fl").replace("ﬀ", "ff").replace("¾", "34")
    return re.sub(r"[\W_]", "", text).lower()


def cited(answers):
    return [citation for one in answers for finding in one.answer.findings for citation in finding.citations]


def whole(quote):
    return quote.removesuffix(" […]")


def stands(quote, pages):
    """Whether a quote is in the text of a page, or ends one page and begins the next, footnotes and folio between.

    The mark that calls a footnote is no part of the sentence: a page counts with its marks and without them.
    """
    if any(quote in page or quote in re.sub(r"(?<=[a-zà-ÿ])\d(?=[a-zà-ÿ])", "", page) for page in pages):
        return True
    return any(
        quote[:cut] in one and quote[cut:] in other
        for one, other in itertools.pairwise(pages)
        for cut in range(1, len(quote))
    )


# --- without the official report --------------------------------------------------------------------------------------


def test_every_quote_is_the_span_of_its_passage(answers, assistant):
    found = [citation for citation in cited(answers) if citation.passage and citation.quote]
    assert found
    for citation in found:
        text = assistant.passage(citation.passage).text[slice(*citation.span)]
        assert text.strip().startswith(whole(citation.quote))
        assert citation.quote.endswith(" […]") or text.strip() == citation.quote


def test_every_cited_page_is_one_of_the_passage_s_pages(answers, assistant):
    for citation in cited(answers):
        assert citation.page in citation.pages
        assert all(1 <= page <= 83 for page in citation.pages)


def test_every_figure_cited_is_published_on_a_page_cited(answers, library):
    pages = {}
    for row in library.results.by_id.values():
        pages.setdefault(row.figure, set()).update({row.page, row.printed_page or row.page})
    for one in answers:
        for finding in one.answer.findings:
            if finding.result:
                row = library.result(finding.result)
                citation = finding.citations[0]
                assert citation.figure in (row.figure or None, citation.figure)
                assert set(citation.pages) & {row.page, row.printed_page or row.page}


def test_a_result_that_the_report_prints_is_cited_with_a_sentence_that_prints_it(assistant, library):
    citations = Citations(assistant.index, library.results)
    citation = citations.of_result(library.result("fig17.expertise.accord"))
    assert "39,9" in citation.quote
    assert (citation.figure, citation.sheet[:9]) == ("17", "Figure 17")


def test_a_result_that_no_sentence_prints_is_cited_by_its_figure_alone(assistant, library):
    citations = Citations(assistant.index, library.results)
    citation = citations.of_result(library.result("fig20.chiffrement.nsp"))
    assert citation.page == 40
    assert citation.figure == "20"


def test_every_result_s_quote_prints_its_share(assistant, library):
    citations = Citations(assistant.index, library.results)
    wrong = []
    for row in library.results.by_id.values():
        quote = citations.of_result(row).quote
        printed = {row.percent.split("\u202f")[0], *re.findall(r"\d+(?:,\d+)?", row.printed)}
        if quote and not quote.endswith("[…]") and not any(number in quote for number in printed):
            wrong.append((row.id, quote))
    assert wrong == []


# --- with the official report -----------------------------------------------------------------------------------------

QUESTIONS = [
    "Combien d'opérateurs envoient une newsletter ?",
    "Quels sont les principaux leviers du développement numérique ?",
    "Quels sont les défis du persona 2 ?",
    "Que dit le rapport sur la sécurité informatique ?",
    "Les musées numérisent-ils leurs contenus ?",
    "C'est quoi la découvrabilité ?",
    "Quelles recommandations le rapport donne-t-il sur la formation ?",
    "Quelle part des entreprises wallonnes a un site web ?",
    "Combien d'opérateurs utilisent Instagram pour leur visibilité ?",
    "Comment les personas ont-ils été construits ?",
]


@pytest.fixture(scope="session")
def printed(official_report):
    """The text of each page of the official report, read by another program than ours."""
    from pypdf import PdfReader

    return [plain(page.extract_text()) for page in PdfReader(official_report).pages]


@pytest.fixture(scope="session")
def official_citations(official_assistant):
    """Everything cited in some answers that have the official report."""
    told = [official_assistant.answer(question) for question in QUESTIONS]
    return [citation for answer in told for finding in answer.findings for citation in finding.citations]


@pytest.mark.official
def test_every_quote_stands_on_the_page_cited(official_citations, printed):
    quotes = [citation for citation in official_citations if citation.quote]
    assert len(quotes) > 15
    missing = []
    for citation in quotes:
        if not stands(plain(whole(citation.quote)), [printed[page - 1] for page in citation.pages]):
            missing.append((citation.pages, citation.quote))
    assert missing == []


@pytest.mark.official
def test_every_quote_of_the_report_is_the_span_of_its_passage(official_citations, official_assistant):
    for citation in official_citations:
        if citation.quote:
            passage = official_assistant.passage(citation.passage)
            assert passage.origin == "report"
            assert passage.text[slice(*citation.span)].strip().startswith(whole(citation.quote))


@pytest.mark.official
def test_every_quote_of_the_report_can_be_marked_on_its_page(official_citations, official_assistant):
    for citation in official_citations:
        if citation.quote:
            passage = official_assistant.passage(citation.passage)
            boxes = [
                box for sentence in passage.sentences for box in sentence.boxes if sentence.start >= citation.span[0]
            ]
            assert any(box.page in citation.pages for box in boxes), citation


@pytest.mark.official
def test_every_result_printed_in_the_report_is_quoted_where_it_is_printed(official_assistant, library, printed):
    citations = Citations(official_assistant.index, library.results)
    wrong = []
    for row in library.results.by_id.values():
        citation = citations.of_result(row)
        pages = [printed[page - 1] for page in citation.pages]
        if citation.quote and not stands(plain(whole(citation.quote)), pages):
            wrong.append((row.id, citation.pages, citation.quote))
    assert wrong == []


@pytest.mark.official
def test_the_newsletter_is_cited_with_the_report_s_own_sentence_on_page_55(official_assistant, library):
    citation = Citations(official_assistant.index, library.results).of_result(library.result("fig28.newsletter"))
    assert citation.page == 55
    assert "77,6%" in citation.quote
    assert citation.figure == "28"


# --- a report alone ---------------------------------------------------------------------------------------------------


def test_a_report_alone_is_answered_with_quotes_from_its_pages(alone):
    answer = alone.answer("Combien d'ateliers sont installés en ville ?")
    assert answer.ending in ("answered", "partly")
    citation = answer.findings[0].citations[0]
    assert "61,2 %" in citation.quote.replace("\u202f", " ").replace("\u00a0", " ")
    assert alone.passage(citation.passage).text[slice(*citation.span)].strip() == citation.quote
    assert citation.page in citation.pages
