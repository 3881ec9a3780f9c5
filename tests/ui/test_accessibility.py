"""axe finds nothing wrong, in every state, on both widths and in both themes."""

import urllib.parse

import pytest

pytestmark = pytest.mark.browser
QUESTION = "/?q=" + urllib.parse.quote("Quels sont les freins au numérique ?")
STATES = {
    "landing": ("/", None),
    "answer": (QUESTION, ".b-lead"),
    "drawer": (QUESTION, ".b-chip"),
    "profile": ("/profil", ".b-card"),
    "report": ("/explorer?page=29", ".b-passage"),
    "figures": ("/chiffres?figure=leviers", "table.b-chart"),
    "about": ("/a-propos", ".b-about"),
}


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_no_violation(visit, state, width, dark, axe):
    address, selector = STATES[state]
    page = visit(width, dark=dark, trusted=True).open(address)
    if selector:
        page.wait_for_selector(selector)
    if state == "drawer":
        page.locator(".b-chip").first.click()
        page.get_by_role("dialog").wait_for()
    if state == "profile":
        for key, answer in (("etp", 0), ("strategie", 1), ("rgpd", 1), ("reseaux-sociaux", 0), ("site-web", 1)):
            page.locator(f".st-key-profile-{key} button").nth(answer).click()
            page.wait_for_selector("[data-test-script-state=notRunning]")
        page.wait_for_selector(".b-shares")
    page.wait_for_selector("[data-test-script-state=notRunning]")
    page.wait_for_timeout(400)  # fades end: a colour half way is not the colour shown
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert not [(one["id"], [node["html"][:160] for node in one["nodes"]][:3]) for one in found["violations"]]
