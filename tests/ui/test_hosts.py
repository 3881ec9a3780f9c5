"""Who the server answers to."""

import json

import pytest

from assistant.ui.hosts import OWN, refusal

PUBLIC = frozenset(("boussole.example.be",))


def _status(host, origin=None):
    headers = {"host": host} | ({} if origin is None else {"origin": origin})
    refused = refusal(headers, OWN, PUBLIC)
    return refused.status_code if refused else 200


@pytest.mark.parametrize("host", ["localhost:8501", "LOCALHOST", "127.0.0.1:1", "[::1]:8501", "boussole.example.be"])
def test_a_server_answers_to_its_own_names_whatever_the_port(host):
    assert _status(host) == 200
    assert _status(host, f"http://{host}") == 200


@pytest.mark.parametrize(
    "host", ["evil.test", "evil.test:8501", "", "localhost.evil.test", "127.0.0.1.evil.test", "x@", "[::1", "10.0.0.4"]
)
def test_another_name_is_refused_in_french_with_what_to_do(host):
    refused = refusal({"host": host}, OWN, PUBLIC)
    assert refused
    assert refused.status_code == 400
    said = json.loads(bytes(refused.body))["error"]
    assert host in said
    assert "BOUSSOLE_HOSTS" in said


@pytest.mark.parametrize(
    "origin",
    ["http://evil.test", "null", "", "http://localhost:3000", "http://x@localhost:8501", "http://[::1", "file://"],
)
def test_a_page_of_another_place_is_refused(origin):
    assert _status("localhost:8501", origin) == 403


def test_a_public_name_is_at_home_behind_a_proxy_that_gives_another_host_or_no_port():
    assert _status("127.0.0.1:8501", "https://boussole.example.be") == 200
    assert _status("boussole.example.be", "https://boussole.example.be:8443") == 200
