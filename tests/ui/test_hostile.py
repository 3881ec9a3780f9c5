"""Text is shown as it is written, wherever it comes from."""

import re
import urllib.parse
from dataclasses import replace

import pytest

HOSTILE = (
    "<script>document.title='pris'</script>",
    "<img src=x onerror=\"document.title='pris'\">",
    "[x](javascript:alert(1))",
    "[x](data:text/html,<script>1</script>)",
    "![x](https://evil.example/i.png)",
    "10$ adulte et 5$ enfant, soit $a_b$",
    "~40~ et ~~50~~",
    ":red[rouge]",
    ":material/home:",
    ":blue-badge[officiel]",
    "| a | b |\n|---|---|",
    "```mermaid\ngraph TD\n```",
    "<style>body{display:none}</style>",
    "<form><input type=password></form>",
    "<iframe src=https://evil.example></iframe>",
    "# Titre",
    "- liste",
    "1. liste",
    "> cité",
    "https://evil.example/a_b",
    "www.evil.example",
    "moi@evil.example",
    "a -> b <= c",
    "    code",
    "{{7*7}} ${7*7} &lt;b&gt;",
)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_markup_escapes_every_text(hostile):
    import html

    from assistant.ui.markup import tag

    made = tag("p", hostile, title=hostile)
    assert html.unescape(re.fullmatch(r'<p title="[^"<>]*">([^<>]*)</p>', made, re.DOTALL)[1]) == hostile


@pytest.mark.browser
def test_a_hostile_question_is_shown_literally_everywhere(visit):
    one = visit()
    images = "![x](https://evil.example/i.png) newsletter 10$ et 5$ ~40~ :red[rouge]"
    for hostile in (f"{HOSTILE[0]} newsletter", f"{HOSTILE[1]} newsletter", images):
        page = one.open("/?q=" + urllib.parse.quote(hostile))
        page.wait_for_selector(".b-question")
        assert hostile in page.locator(".b-question").inner_text()
        assert page.title() == "Boussole"
        page.close()


@pytest.mark.browser
def test_hostile_values_in_the_address_harm_no_page(visit):
    one, bad = visit(), urllib.parse.quote("<img src=x onerror=\"document.title='pris'\">${7*7}")
    for address in (f"/?source={bad}&de={bad}", f"/explorer?passage={bad}&page={bad}&section={bad}&secteur={bad}",
                    f"/chiffres?figure={bad}", f"/profil?profil={bad}", f"/?lang={bad}"):  # fmt: skip
        page = one.open(address)
        assert page.title() in ("Boussole", "Mon profil", "Explorer le rapport", "Chiffres")
        page.close()


def test_an_answer_made_of_hostile_texts_has_no_element_of_theirs():
    from assistant.answer.answers import Answer, Citation, Finding, Recommendation
    from assistant.ui.answers import turn
    from assistant.ui.catalogue import catalogue

    bad = HOSTILE[1]
    resource = {"title": bad, "url": "javascript:alert(1)", "offers": bad}
    cited = (Citation(3, (3,), bad, bad, bad, bad),)
    answer = Answer(
        bad, "answered", bad, (Finding(bad, (bad,), 401, cited, 0.5),),
        (Recommendation(bad, (bad,), cited, (resource,), bad, bad, bad),), (bad,), (bad,),
    )  # fmt: skip
    for one in (answer, replace(answer, findings=(Finding(bad + ".", (), None, cited),))):
        made = turn(one, 0, catalogue("fr"), plain=bad)
        assert "<img" not in made
        assert "javascript:" not in re.sub(r">[^<]*<", "><", made)
