"""The JSON routes protect the server, and their description tells what they do."""

import json
from typing import Any

import jsonschema
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from assistant.api import LARGEST_BODY, PER_MINUTE, RateLimit, description, routes
from assistant.engine import Assistant


@pytest.fixture(scope="module")
def client(hashed: Assistant) -> TestClient:
    return TestClient(Starlette(routes=routes(lambda: hashed, RateLimit(10_000))))


def _schema(path: str, method: str, status: str) -> dict[str, Any]:
    described = description()
    schema = described["paths"][path][method]["responses"][status]["content"]["application/json"]["schema"]
    return {**schema, "components": described["components"]}


def test_an_address_that_asks_too_much_waits_and_others_do_not():
    now = [0.0]
    rate = RateLimit(2, clock=lambda: now[0])
    assert [rate.allows("a"), rate.allows("a"), rate.allows("a"), rate.allows("b")] == [True, True, False, True]
    now[0] = 61
    assert rate.allows("a")


def test_who_asks_too_much_is_told_when_to_come_back(hashed: Assistant):
    client = TestClient(Starlette(routes=routes(lambda: hashed)))
    for _ in range(PER_MINUTE):
        client.get("/api/passages/nulle-part")
    refused = client.get("/api/passages/nulle-part")
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "60")
    jsonschema.validate(refused.json(), _schema("/api/passages/{id}", "get", "429"))


def test_what_is_sent_has_the_shape_described(client: TestClient):
    body = {"question": "Combien ont une newsletter ?", "profile": {"secteur": "musées"}, "history": ["Et le site ?"]}
    asked = client.post("/api/ask", json=body)
    jsonschema.validate(asked.json(), _schema("/api/ask", "post", "200"))
    jsonschema.validate(client.get("/api/ask?q=site").json(), _schema("/api/ask", "get", "200"))
    passage = asked.json()["passages"][0]["id"]
    jsonschema.validate(client.get(f"/api/passages/{passage}").json(), _schema("/api/passages/{id}", "get", "200"))
    jsonschema.validate(client.get("/api/results").json(), _schema("/api/results", "get", "200"))


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"", "400"),
        (b"{", "400"),
        (b"[]", "400"),
        (b"[" * 10_000, "400"),
        (b'{"question": 3}', "400"),
        (b'{"question": ""}', "400"),
        (b'{"question": "a", "history": [null]}', "400"),
        (b'{"question": "a", "profile": "b"}', "400"),
        (b"x" * (LARGEST_BODY + 1), "413"),
    ],
)
def test_a_bad_request_is_refused_in_words_as_described(client: TestClient, sent: bytes, status: str):
    refused = client.post("/api/ask", content=sent)
    assert str(refused.status_code) == status
    jsonschema.validate(refused.json(), _schema("/api/ask", "post", status))


def test_the_id_given_comes_back_and_what_was_not_understood_is_said(client: TestClient):
    body = {"id": [7], "question": "Et le site ?", "profile": {"couleur": "bleu", "secteur": ["musées"]}}
    answer = client.post("/api/ask", json=body).json()
    assert answer["id"] == [7]
    assert "couleur" in answer["warnings"][0]


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_an_address_that_does_not_exist_is_refused_in_json(client: TestClient, method: str):
    refused = client.request(method, "/api/nope/encore")
    assert refused.status_code == 404
    assert refused.json()["error"]


def test_the_description_is_openapi_and_names_only_shapes_it_has():
    described = description()
    assert described["openapi"].startswith("3.")
    assert all(path.startswith("/api/") for path in described["paths"])
    named = [part.split('"')[0] for part in json.dumps(described).split("#/components/schemas/")[1:]]
    assert set(named) <= described["components"]["schemas"].keys()
