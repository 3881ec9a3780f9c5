"""The JSON routes: ask, read a passage, list the published results; described in OpenAPI at /api/openapi.json."""

import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import asdict
from threading import Lock
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from assistant import __version__
from assistant.errors import BoussoleError

if TYPE_CHECKING:
    from assistant.engine import Assistant

LARGEST_BODY = 64_000
PER_MINUTE = 60
_VISITORS = 4_096


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
            recent = [at for at in self._times.pop(visitor, []) if now - at < 60]
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
                return _error("Trop de demandes : réessayez dans une minute.", 429)
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
    ]


async def _ask(request: Request, assistant: "Assistant") -> Response:
    asked: Mapping[str, Any] = dict(request.query_params)
    if request.method == "POST":
        body = await _body(request)
        if body is None:
            return _error(f"Corps JSON attendu, de {LARGEST_BODY // 1000} Ko au plus.", 400)
        asked = body
    question, history = asked.get("question", asked.get("q", "")), asked.get("history") or ()
    if not isinstance(question, str) or not isinstance(history, list | tuple):
        return _error("« question » doit être un texte et « history » une liste de textes.", 400)
    profile = assistant.read_profile(asked.get("profile") or {}).profile
    earlier = tuple(str(one) for one in history[-10:])
    answer = await run_in_threadpool(lambda: assistant.answer(question, profile=profile, history=earlier))
    return JSONResponse(answer.as_json())


async def _body(request: Request) -> Mapping[str, Any] | None:
    received = b""
    async for part in request.stream():
        received += part
        if len(received) > LARGEST_BODY:
            return None
    import json

    try:
        value = json.loads(received)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


async def _passage(request: Request, assistant: "Assistant") -> Response:
    passage = assistant.passage(request.path_params["identifier"])
    return JSONResponse(asdict(passage)) if passage else _error("Aucun passage ne porte cet identifiant.", 404)


async def _results(request: Request, assistant: "Assistant") -> Response:
    results = assistant.library.results
    if results is None:
        return _error("Cette édition n'a pas de résultats publiés.", 404)
    wanted = request.query_params.get("question", "")
    rows = [asdict(row) for row in results.by_id.values() if wanted in ("", row.question)]
    return JSONResponse({"count": len(rows), "results": rows})


def _error(message: str, status: int) -> Response:
    return JSONResponse({"error": message}, status_code=status)


async def _described(request: Request) -> Response:
    return JSONResponse(DESCRIPTION)


def _get(summary: str, *parameters: tuple[str, str, bool]) -> dict[str, Any]:
    return {
        "summary": summary,
        "parameters": [
            {"name": name, "in": place, "required": required, "schema": {"type": "string"}}
            for name, place, required in parameters
        ],
        "responses": {
            "200": {"description": "Réponse en JSON", "content": {"application/json": {"schema": {"type": "object"}}}},
            "400": {"description": "Demande refusée, avec la raison"},
            "429": {"description": f"Plus de {PER_MINUTE} demandes en une minute"},
        },
    }


_QUESTION = {
    "type": "object",
    "required": ["question"],
    "properties": {
        "question": {"type": "string", "maxLength": 2000},
        "profile": {"type": "object", "additionalProperties": {"type": "string"}},
        "history": {"type": "array", "items": {"type": "string"}, "maxItems": 10},
    },
}

DESCRIPTION: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {
        "title": "Boussole",
        "version": __version__,
        "description": "Réponses citées à partir d'une enquête publiée.",
    },
    "paths": {
        "/api/ask": {
            "get": _get("Répond à une question", ("question", "query", True)),
            "post": {
                **_get("Répond à une question, pour un profil, après d'autres questions"),
                "requestBody": {"required": True, "content": {"application/json": {"schema": _QUESTION}}},
            },
        },
        "/api/passages/{id}": {"get": _get("Donne un passage cité", ("id", "path", True))},
        "/api/results": {"get": _get("Donne les chiffres publiés", ("question", "query", False))},
    },
}
