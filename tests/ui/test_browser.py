"""The three jobs, in a real browser, on a desk and on a phone."""

import io
import re
import urllib.parse
import zipfile

import pytest

pytestmark = pytest.mark.browser
WIDTHS = (1280, 390)
QUESTION = "/?q=" + urllib.parse.quote("Combien d'opérateurs utilisent une newsletter ?")


def _expect():
    from playwright.sync_api import expect

    expect.set_options(timeout=20_000)
    return expect


def _drawer(page):
    drawer = page.get_by_role("dialog")
    drawer.wait_for()
    return drawer


@pytest.mark.parametrize("width", WIDTHS)
def test_a_question_is_answered_and_its_citation_opens_the_page(visit, width, has_report):
    expect = _expect()
    page = visit(width).open()
    page.get_by_role("textbox").first.fill("Combien d'opérateurs utilisent une newsletter ?")
    page.keyboard.press("Enter")
    lead = page.locator(".b-lead")
    expect(lead).to_contain_text("77,6\u202f%")
    expect(page.locator(".b-question")).to_be_in_viewport()
    page.locator(".b-chip").first.click()
    drawer = _drawer(page)
    expect(drawer.locator(".b-quote, .b-restated").first).to_be_visible()
    if has_report:
        expect(drawer.locator("img").first).to_have_attribute("alt", re.compile(r"Page \d+ du rapport"))
    quote = drawer.locator(".b-quote, .b-restated").first.inner_text()
    shared = page.url
    page.reload()
    expect(_drawer(page).locator(".b-quote, .b-restated").first).to_have_text(quote)
    other = visit(width).open("/?" + shared.split("?", 1)[1])
    expect(_drawer(other).locator(".b-quote, .b-restated").first).to_have_text(quote)


@pytest.mark.parametrize("width", WIDTHS)
def test_an_answer_is_read_from_its_top(visit, width):
    page = visit(width).open("/?q=" + urllib.parse.quote("Quels sont les freins au numérique ?"))
    page.locator(".b-lead").wait_for()
    page.wait_for_timeout(1_500)
    assert 0 < page.locator(".b-question").bounding_box()["y"] < 200


def test_the_conversation_is_kept_and_focus_returns_when_the_drawer_closes(visit):
    expect = _expect()
    page = visit().open(QUESTION)
    page.locator(".b-next").first.click()
    expect(page.locator(".b-question")).to_have_count(2)
    chip = page.locator(".b-chip").last
    chip.click()
    _drawer(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(".b-question")).to_have_count(2)
    expect(page.locator(".b-chip:focus")).to_have_count(1)
    expect(page).not_to_have_url(re.compile("source="))


def test_neighbouring_passages_are_one_press_away(visit):
    expect = _expect()
    page = visit().open(QUESTION)
    page.locator(".b-chip").first.click()
    drawer = _drawer(page)
    before = drawer.locator(".b-quote, .b-restated").first.inner_text()
    drawer.get_by_role("button", name="Passage suivant").click()
    expect(drawer.locator(".b-quote, .b-restated").first).not_to_have_text(before)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_report_is_searched_and_its_pages_turned(visit, width, has_report):
    expect = _expect()
    page = visit(width).open("/explorer?page=29")
    expect(page.get_by_text("Page 29 sur")).to_be_visible()
    page.get_by_role("button", name="Suivante").click()
    expect(page.get_by_text("Page 30 sur")).to_be_visible()
    page.get_by_role("textbox", name="Chercher dans le rapport").fill("newsletter")
    page.keyboard.press("Enter")
    row = page.locator(".st-key-report-results .b-chip, [class*=report-results] .b-chip").first
    row.click()
    expect(page.locator(".b-passage.b-on").first).to_be_visible()
    assert "passage=" in page.url
    if has_report:
        expect(page.locator("[data-testid=stImage] img, .stImage img").first).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_profile_is_answered_compared_and_asked_with(visit, width):
    expect = _expect()
    page = visit(width).open("/profil")
    for key, answer in (
        ("activite", 1),
        ("etp", 0),
        ("strategie", 1),
        ("rgpd", 1),
        ("reseaux-sociaux", 0),
        ("site-web", 1),
    ):
        pill = page.locator(f".st-key-profile-{key} button").nth(answer)
        pill.click()
        expect(pill).to_have_attribute("aria-checked", "true")
        page.wait_for_selector("[data-test-script-state=notRunning]")
    expect(page.locator(".b-shares li")).to_have_count(5)
    expect(page.get_by_role("heading", name="Vos réponses comparées")).to_be_visible()
    expect(page.get_by_role("heading", name="À faire en premier")).to_be_visible()
    page.locator(".b-todo .b-chip").first.click()
    expect(_drawer(page).get_by_role("button", name="Fermer")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    name = page.locator(".b-name").inner_text()
    again = visit(width).open("/profil?" + page.url.split("?", 1)[1])
    expect(again.locator(".b-name")).to_have_text(name)
    page.get_by_role("link", name="Poser une question avec ce profil").click()
    expect(page.locator(".b-lead")).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_published_figure_is_found_and_downloaded(visit, width):
    expect = _expect()
    page = visit(width).open("/chiffres")
    page.get_by_role("textbox").first.fill("newsletter")
    page.keyboard.press("Enter")
    page.locator(".b-choice").first.click()
    expect(page.locator(".b-choice[aria-current]")).to_have_count(1)
    expect(page.locator("table.b-chart").first).to_be_visible()
    page.wait_for_selector("[data-test-script-state=notRunning]")
    with page.expect_download() as download:
        page.get_by_role("button", name="Télécharger en CSV").click()
    content = download.value.path().read_bytes().decode("utf-8-sig")
    assert content.startswith("id,figure,page,question,answer")


def test_changing_the_language_changes_every_word_and_the_document(visit):
    expect = _expect()
    page = visit().open()
    assert page.evaluate("document.documentElement.lang") == "fr"
    page.locator(".st-key-language button", has_text="NL").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Wat wilt u weten")
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    assert "lang=nl" in page.url
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Wat wilt u weten")


def test_an_answer_is_exported_and_read_back(visit):
    import docx
    import pypdf

    page = visit().open(QUESTION)
    found = {}
    page.get_by_role("button", name="Exporter").first.click()
    for name in ("PDF", "Word", "Markdown"):
        with page.expect_download() as download:
            page.get_by_role("button", name=name, exact=True).click()
        found[name] = download.value.path().read_bytes()
    document = docx.Document(io.BytesIO(found["Word"]))
    texts = {
        "PDF": " ".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(found["PDF"])).pages),
        "Word": "\n".join(paragraph.text for paragraph in document.paragraphs),
        "Markdown": found["Markdown"].decode(),
    }
    for name, text in texts.items():
        assert re.search(r"77,6\s?%", text), name
        assert "p.\u00a055" in text or "p. 55" in text, name
        assert len(found[name]) < 500_000
    assert zipfile.is_zipfile(io.BytesIO(found["Word"]))


def test_the_whole_path_is_walked_with_a_keyboard(visit):
    expect = _expect()
    page = visit().open()
    _tab_to(page, "textarea")
    page.keyboard.type("Combien d'opérateurs utilisent une newsletter ?")
    page.keyboard.press("Enter")
    expect(page.locator(".b-lead")).to_contain_text("77,6")
    page.wait_for_selector("[data-test-script-state=notRunning]")
    _tab_to(page, ".b-chip")
    page.keyboard.press("Enter")
    _drawer(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(".b-chip:focus")).to_have_count(1)


def _tab_to(page, selector):
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"no {selector} is reached with the Tab key")
