"""What the server sends around the pages."""

import json
import re
import urllib.error
import urllib.request

import pytest


def _get(address, path, *, data=None, **headers):
    request = urllib.request.Request(address + path, data=data, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), error.read()


def test_the_page_is_in_the_language_of_its_address_and_names_the_application(server):
    for path, language in (("/", "fr"), ("/?lang=nl", "nl"), ("/profil?lang=EN", "en"), ("/?lang=xx", "fr")):
        _, _, body = _get(server, path, Accept="text/html", **{"Accept-Encoding": "gzip"})
        assert f'<html lang="{language}">'.encode() in body
        assert b"<title>Boussole" in body


def test_every_answer_carries_the_policy_and_the_page_allows_no_script_of_others(server):
    for path in ("/", "/sante", "/api/openapi.json", "/app/static/icon.svg"):
        _, headers, _ = _get(server, path, Accept="text/html")
        lower = {name.lower(): value for name, value in headers.items()}
        assert lower["x-content-type-options"] == "nosniff"
        policy = lower["content-security-policy"]
        assert "unsafe-eval" not in policy
        assert not re.search(r"script-src[^;]*'unsafe-inline'", policy)


@pytest.mark.parametrize("path", ["/_stcore/upload_file/x/y", "/_stcore/metrics", "/_stcore/agent/interact"])
def test_what_is_not_used_is_closed(server, path):
    assert _get(server, path)[0] == 404
    assert _get(server, path, data=b"x")[0] == 404


def test_health_says_which_source_is_in_use(server, has_report):
    status, _, body = _get(server, "/sante")
    assert status == 200
    assert json.loads(body)["source"] == ("report" if has_report else "digest")


def test_the_json_routes_answer_and_describe_themselves(server):
    _, _, body = _get(server, "/api/openapi.json")
    assert set(json.loads(body)["paths"]) == {"/api/ask", "/api/passages/{id}", "/api/results"}
    asked = json.dumps({"question": "Combien d'opérateurs utilisent une newsletter ?"}).encode()
    status, _, body = _get(server, "/api/ask", data=asked)
    answer = json.loads(body)
    assert status == 200
    assert "77,6" in answer["lead"]
    passage = answer["passages"][0]["id"]
    assert json.loads(_get(server, f"/api/passages/{passage}")[2])["id"] == passage
    assert json.loads(_get(server, "/api/results?question=leviers")[2])["count"] > 5


def test_a_bad_request_is_refused_in_words(server):
    for data in (b"", b"{", b"[]", b'{"question": 3}', b'{"question": ""}', b"x" * 70_000):
        status, _, body = _get(server, "/api/ask", data=data or b" ")
        assert status == 400
        assert json.loads(body)["error"]
    assert _get(server, "/api/passages/nulle-part")[0] == 404
