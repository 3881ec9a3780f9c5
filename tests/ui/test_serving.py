"""What the server sends around the pages."""

import http.client
import json
import re
import socket
import threading
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import anyio
import anyio.to_thread
import pytest
from starlette.requests import Request

from assistant.settings import Settings
from assistant.ui import service, serving, warming


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


@pytest.mark.parametrize(
    "path",
    ["/_stcore/upload_file/x/y", "/_stcore/metrics", "/_stcore/agent/interact", "/auth/login", "/oauth2callback"],
)
def test_what_is_not_used_is_closed_and_says_so_with_the_headers(server, path):
    for data in (None, b"x"):
        status, headers, _ = _get(server, path, data=data)
        assert status == 404
        assert headers["x-content-type-options"] == "nosniff"


def test_a_stranger_is_refused_by_page_and_by_websocket(server):
    place = server.removeprefix("http://")
    knock = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13"}
    for path, headers in (("/", {}), ("/_stcore/stream", knock | {"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="})):
        for sent, expected in (
            ({"Host": "evil.test"}, 400),
            ({"Origin": "http://evil.test"}, 403),
            ({"Origin": "null"}, 403),
            ({"Origin": server}, 101 if headers else 200),
        ):
            asked = http.client.HTTPConnection(place, timeout=60)
            asked.request("GET", path, headers=headers | sent)
            answer = asked.getresponse()
            assert answer.status == expected, (path, sent)
            if expected >= 400:
                assert json.loads(answer.read())["error"]
                assert answer.getheader("x-content-type-options") == "nosniff"
            asked.close()


def test_below_the_json_routes_there_is_no_page(server):
    for data in (None, b"{}"):
        status, headers, body = _get(server, "/api/nulle-part", data=data, Accept="text/html")
        assert status == 404
        assert headers["content-type"] == "application/json"
        assert json.loads(body)["error"]


def test_a_part_of_a_page_is_answered_by_the_whole_page(server):
    status, headers, body = _get(server, "/", Accept="text/html", Range="bytes=0-9")
    assert status == 200
    assert "content-range" not in headers
    assert len(body) == int(headers["content-length"]) > 1_000


def test_a_visitor_who_leaves_while_asking_leaves_no_trace_in_the_log(server, server_log):
    host, port = server.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=60) as leaving:
        leaving.sendall(f"POST /api/ask HTTP/1.1\r\nHost: {host}\r\nContent-Length: 500\r\n\r\n{{".encode())
        time.sleep(0.5)
    time.sleep(0.5)
    assert _get(server, "/sante")[0] == 200
    assert "Traceback" not in server_log.read_text(encoding="utf-8")


@pytest.fixture
def starting(monkeypatch):
    """A server that has just begun: nothing is opened."""
    monkeypatch.setattr(service, "assistant", service.Shared())
    monkeypatch.setattr(warming, "finished", threading.Event())


def _health():
    """Asks for health where no thread is free and somebody opens the assistant."""

    async def asked():
        anyio.to_thread.current_default_thread_limiter().total_tokens = 1
        over = threading.Event()
        with service.assistant._opening:
            async with anyio.create_task_group() as busy:
                busy.start_soon(anyio.to_thread.run_sync, over.wait)
                await anyio.sleep(0)
                try:
                    with anyio.fail_after(60):
                        answer = await serving.all_routes()[0].endpoint(Request({"type": "http"}))
                finally:
                    over.set()
        return answer.status_code, json.loads(answer.body)

    with ThreadPoolExecutor(1) as own:  # this thread may hold the loop of a browser
        return own.submit(anyio.run, asked).result()


def test_health_waits_for_no_thread_and_no_opening_and_says_where_things_are(starting, hashed, monkeypatch):
    assert (_health()[0], _health()[1]["status"]) == (503, "starting")
    service.assistant.opened = hashed
    assert _health()[1]["status"] == "starting"
    warming.finished.set()
    status, told = _health()
    assert (status, told["status"], told["edition"]) == (200, "ok", "2024")


def test_health_tells_why_nothing_can_be_answered(starting, monkeypatch, tmp_path):
    monkeypatch.setattr(service, "settings", lambda: Settings(corpus=tmp_path))
    warming.warm()
    status, told = _health()
    assert (status, told["status"]) == (503, "error")
    assert "manifest.toml" in told["message"]


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
        assert status in (400, 413)
        assert json.loads(body)["error"]
    assert _get(server, "/api/passages/nulle-part")[0] == 404
