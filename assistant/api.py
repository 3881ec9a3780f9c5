"""The JSON routes: ask, read a passage, list the published results; described in OpenAPI at /api/openapi.json."""

import json
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from functools import cache, partial
from threading import Lock
from typing import TYPE_CHECKING, Any

from anyio import CapacityLimiter, to_thread
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from assistant import __version__
from assistant.errors import BoussoleError

if TYPE_CHECKING:
    from assistant.engine import Assistant

LARGEST_BODY = 64_000
MINUTE = 60  # seconds
PER_MINUTE = 60  # requests of one address
EARLIER = 10  # questions of the conversation that are read
_VISITORS = 4_096  # addresses remembered
_ASKS = CapacityLimiter(2)  # questions answered at once: more would only keep everybody waiting, health first
_ASKED = ("id", "question", "q")  # of an address
_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]


class RateLimit:
    """Counts the requests of each address over the last minute; forgets the oldest addresses."""

    def __init__(self, limit: int = PER_MINUTE, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit, self._clock = limit, clock
        self._times: OrderedDict[str, list[float]] = OrderedDict()
        self._lock = Lock()

    def allows(self, visitor: str) -> bool:
        """Whether one more request is allowed, and counts it when it is."""
        with self._lock:
            now = self._clock()
            recent = [at for at in self._times.pop(visitor, []) if now - at < MINUTE]
            allowed = len(recent) < self._limit
            self._times[visitor] = [*recent, now] if allowed else recent
            while len(self._times) > _VISITORS:
                self._times.popitem(last=False)
            return allowed


def routes(assistant: Callable[[], "Assistant"], rate: RateLimit | None = None) -> list[Route]:
    """Returns the JSON routes over an assistant, which is opened at the first request."""
    allowed = rate or RateLimit()

    def limited(handle: Callable[[Request, "Assistant"], Any]) -> Callable[[Request], Any]:
        async def answering(request: Request) -> Response:
            visitor = request.client.host if request.client else ""
            if not allowed.allows(visitor):
                waiting = {"Retry-After": str(MINUTE)}
                return _error("Trop de demandes : réessayez dans une minute.", 429, waiting)
            try:
                return await handle(request, await run_in_threadpool(assistant))
            except BoussoleError as error:
                return _error(str(error), 400)

        return answering

    return [
        Route("/api/ask", limited(_ask), methods=["GET", "POST"]),
        Route("/api/passages/{identifier:path}", limited(_passage)),
        Route("/api/results", limited(_results)),
        Route("/api/openapi.json", _described),
        Route("/api/{path:path}", _nowhere, methods=_METHODS),
    ]


async def _ask(request: Request, assistant: "Assistant") -> Response:
    asked: Mapping[str, Any] = {
        name: value for name, value in request.query_params.items() if name in ("question", "q")
    }
    if request.method == "POST":
        body = await _body(request)
        if not isinstance(body, dict):
            return body
        asked = body
    question, history = asked.get("question", asked.get("q")), asked.get("history") or []
    if not isinstance(question, str):
        return _error("« question » doit être un texte.", 400)
    if not isinstance(history, list) or not all(isinstance(one, str) for one in history):
        return _error("« history » doit être une liste de textes, les questions précédentes.", 400)
    reading = assistant.read_profile(asked.get("profile") or {})
    earlier = tuple(history[-EARLIER:])
    asking = partial(assistant.answer, question, profile=reading.profile, history=earlier)
    answer = await to_thread.run_sync(asking, limiter=_ASKS)
    given = {"id": asked["id"]} if "id" in asked else {}
    return JSONResponse({**answer.as_json(), **given, "warnings": reading.warnings})


async def _body(request: Request) -> dict[str, Any] | Response:
    """Returns the object that was sent, or the refusal to answer with."""
    received = b""
    async for part in request.stream():
        received += part
        if len(received) > LARGEST_BODY:
            return _error(f"La demande dépasse {LARGEST_BODY // 1000} Ko : raccourcissez-la.", 413)
    try:
        value = json.loads(received)
    except (ValueError, RecursionError):
        value = None
    return value if isinstance(value, dict) else _error("Un objet JSON en UTF-8 est attendu.", 400)


async def _passage(request: Request, assistant: "Assistant") -> Response:
    passage = assistant.passage(request.path_params["identifier"])
    return (
        JSONResponse({**asdict(passage), "origin": passage.origin})
        if passage
        else _error("Aucun passage ne porte cet identifiant.", 404)
    )


async def _results(request: Request, assistant: "Assistant") -> Response:
    results = assistant.library.results
    if results is None:
        return _error("Cette édition n'a pas de résultats publiés.", 404)
    wanted = request.query_params.get("question", "")
    rows = [asdict(row) for row in results.by_id.values() if wanted in ("", row.question)]
    return JSONResponse({"count": len(rows), "results": rows})


def _error(message: str, status: int, headers: Mapping[str, str] | None = None) -> Response:
    return JSONResponse({"error": message}, status_code=status, headers=headers)


async def _described(request: Request) -> Response:
    return JSONResponse(description())


async def _nowhere(request: Request) -> Response:
    return _error("Cette adresse n'existe pas. Voyez /api/openapi.json.", 404)


@cache
def description() -> dict[str, Any]:
    """Returns the routes in OpenAPI, the shapes of their answers taken from the classes that are sent."""
    from pydantic import TypeAdapter

    from assistant.answer.answers import Answer
    from assistant.facts.results import Result
    from assistant.passages import Passage

    shapes = ((Answer, "Answer"), (Passage, "Passage"), (Result, "Result"))
    schemas: dict[str, Any] = {"Error": {"type": "object", "required": ["error"], "properties": {"error": _TEXT}}}
    for kind, name in shapes:
        schema = TypeAdapter(kind).json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
        schemas |= {**schema.pop("$defs", {}), name: schema}
    listed = {"type": "array", "items": {"$ref": "#/components/schemas/Result"}}
    results = {"type": "object", "required": ["count", "results"], "properties": {"count": _NUMBER, "results": listed}}
    answer = {
        "allOf": [{"$ref": "#/components/schemas/Answer"}],
        "properties": {"id": {}, "warnings": {"type": "array", "items": _TEXT}},
    }
    schemas["Answer"]["properties"]["id"] = {}  # the one that was given, whatever it is
    asking = _get("Répond à une question", answer, ("question", "query", True))
    posting = _get("Répond à une question, pour un profil, après d'autres questions", answer, refusals=("413",))
    body = {"required": True, "content": {"application/json": {"schema": _QUESTION}}}
    passage = {"$ref": "#/components/schemas/Passage"}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Boussole",
            "version": __version__,
            "description": "Réponses citées à partir d'une enquête publiée.",
        },
        "paths": {
            "/api/ask": {"get": asking, "post": {**posting, "requestBody": body}},
            "/api/passages/{id}": {
                "get": _get("Donne un passage cité", passage, ("id", "path", True), refusals=("404",))
            },
            "/api/results": {
                "get": _get("Donne les chiffres publiés", results, ("question", "query", False), refusals=("404",))
            },
        },
        "components": {"schemas": schemas},
    }


_TEXT, _NUMBER = {"type": "string"}, {"type": "integer"}
_REFUSALS = {
    "400": "Demande refusée, avec la raison",
    "404": "Rien ne porte cet identifiant",
    "413": f"Demande de plus de {LARGEST_BODY // 1000} Ko",
    "429": f"Plus de {PER_MINUTE} demandes en une minute ; voyez Retry-After",
}
_QUESTION = {
    "type": "object",
    "required": ["question"],
    "properties": {
        "id": {"description": "rendu tel quel"},
        "question": {"type": "string", "maxLength": 2000},
        "profile": {
            "type": "object",
            "additionalProperties": {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]},
        },
        "history": {"type": "array", "items": _TEXT, "description": f"les {EARLIER} dernières sont lues"},
    },
}


def _get(
    summary: str, answer: Mapping[str, Any], *parameters: tuple[str, str, bool], refusals: Sequence[str] = ()
) -> dict[str, Any]:
    refused = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    return {
        "summary": summary,
        "parameters": [
            {"name": name, "in": place, "required": required, "schema": _TEXT} for name, place, required in parameters
        ],
        "responses": {
            "200": {"description": "Réponse en JSON", "content": {"application/json": {"schema": answer}}},
            **{code: {"description": _REFUSALS[code], "content": refused} for code in ("400", *refusals, "429")},
        },
    }
