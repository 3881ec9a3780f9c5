"""Exported files hold what was answered, literally, and the same bytes each time."""

import io
import re
import zipfile
from dataclasses import replace

import pytest

from assistant.answer.answers import Answer, Citation, Finding, Recommendation
from assistant.corpus import load_corpus
from assistant.export.docx import to_docx
from assistant.export.handouts import conversation_handout, where, words_of
from assistant.export.markdown import to_markdown
from assistant.export.pdf import to_pdf
from assistant.export.terminal import in_terminal
from assistant.settings import PROJECT

CITED = (Citation(39, (39,), "« l’opérateur »", "19"),)
TEXT = "39,9 % des œuvres de l’opérateur #1 *gras* [x](y) $a$ <b> @ref \\ ~"
ANSWER = Answer(
    "Combien d’œuvres ?",
    "answered",
    TEXT,
    (Finding(TEXT, ("39,9 %",), 391, CITED, 0.399),),
    (Recommendation("Agir", ("parce que",), CITED, ({"title": "Aide", "url": "https://exemple.be/a_b"},), "Un pas"),),
    ("Une note",),
)
WRITERS = {"pdf": to_pdf, "docx": to_docx, "md": lambda document: to_markdown(document).encode()}


@pytest.fixture
def document():
    return conversation_handout((ANSWER,), load_corpus(PROJECT / "corpus").edition())


def _read(kind, content):
    if kind == "pdf":
        import pypdf

        return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    if kind == "docx":
        import docx

        return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs)
    return re.sub(r"\\(.)", r"\1", content.decode())


@pytest.mark.parametrize("kind", WRITERS)
def test_every_text_is_found_again_as_it_was(document, kind):
    text = re.sub(r"\s+", " ", _read(kind, WRITERS[kind](document)))
    for wanted in (
        "39,9 % des œuvres de l’opérateur",
        "*gras*",
        "<b>",
        "$a$",
        "n = 391",
        "p. 39",
        "https://exemple.be/a_b",
    ):
        assert wanted in text, wanted
    assert "Cougnon" in text


@pytest.mark.parametrize("kind", WRITERS)
def test_the_same_answer_gives_the_same_bytes_in_a_small_file(document, kind):
    made = WRITERS[kind](document)
    assert made == WRITERS[kind](document)
    assert len(made) < 500_000


def test_a_pdf_says_its_language_and_is_tagged(document):
    import pypdf

    catalog = pypdf.PdfReader(io.BytesIO(to_pdf(document))).trailer["/Root"]
    assert str(catalog["/Lang"]).startswith("fr")
    assert catalog["/MarkInfo"]["/Marked"]


def test_a_word_file_has_headings_and_its_language(document):
    content = to_docx(document)
    styles = zipfile.ZipFile(io.BytesIO(content)).read("word/styles.xml").decode()
    assert 'w:val="fr-BE"' in styles
    assert b"Heading1" in zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml")


def test_pages_are_cited_once_each():
    assert where((*CITED, *CITED, Citation(5, (5, 6)))) == " [p.\u00a039, figure\u00a019 ; p.\u00a05-6]"


def test_every_language_has_the_same_titles():
    assert set(words_of("fr")) == set(words_of("en")) == set(words_of("nl"))


def test_a_terminal_shows_everything_within_its_width():
    shown = in_terminal(ANSWER)
    assert "Agir" in shown
    assert "Une note" in shown
    assert all(len(line) <= 100 for line in shown.splitlines())


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("sign", ["\uffff", "\ufffe", "\x00", "\x1b", "\x85", "\ud800", "\u202e", "\u2028", "👩‍🎤"])
def test_no_character_of_a_question_spoils_a_file(kind, sign):
    handout = conversation_handout((replace(ANSWER, question=f"Ça{sign}va ?"),), None)
    assert "va ?" in re.sub(r"\s", " ", _read(kind, WRITERS[kind](handout)))


def test_no_picture_and_no_link_comes_out_of_what_was_typed():
    from markdown_it import MarkdownIt

    typed = "https://e.test/![x](http://evil.test/p.png) <img src=x> ![a](b) [c](d)"
    written = to_markdown(conversation_handout((replace(ANSWER, question=typed, lead=typed),), None))
    shown = MarkdownIt("commonmark").render(written)
    assert "<img" not in shown
    assert "<a" not in shown
