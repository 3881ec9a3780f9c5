"""The server around the pages: headers, closed end points, French shell, health, warm-up."""

import base64
import hashlib
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant import __version__
from assistant.api import routes
from assistant.errors import BoussoleError
from assistant.language import LANGUAGES
from assistant.ui import service
from assistant.ui.assets import Assets, hints
from assistant.ui.warming import warm

_CLOSED = ("/_stcore/upload_file", "/_stcore/metrics", "/_stcore/agent")
_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "cross-origin-opener-policy": "same-origin",
    "x-frame-options": "SAMEORIGIN",
}
_TITLE = "Boussole — le Baromètre des pratiques numériques, sources à l’appui"


def all_routes() -> list[Route]:
    """Returns the routes beside the pages: health and JSON."""
    return [Route("/sante", _health), *routes(service.assistant)]


def all_middleware() -> list[Middleware]:
    """Returns what stands between the server and every request."""
    return [Middleware(Shell), Middleware(Assets)]


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[dict[str, Any]]:
    """Warms the server before its first visitor."""
    await run_in_threadpool(warm)
    yield {}


async def _health(request: Request) -> JSONResponse:
    try:
        assistant = await run_in_threadpool(service.assistant)
    except BoussoleError as error:
        return JSONResponse({"status": "error", "message": str(error)}, status_code=503)
    return JSONResponse(
        {
            "status": "ok",
            "version": __version__,
            "edition": assistant.edition.id,
            "source": "report" if assistant.uses_report else "digest",
            "passages": len(assistant.index.passages),
        }
    )


class Shell:
    """Adds the security headers, closes what is not used, and makes Streamlit's page speak the visitor's language."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if scope["path"].startswith(_CLOSED):
            await JSONResponse({"error": "fermé"}, status_code=404)(scope, receive, send)
            return
        page = _wants_page(scope)
        if page:
            # The shell is rewritten, so it must come uncompressed and whole.
            dropped = (b"accept-encoding", b"if-none-match", b"if-modified-since")
            scope = {**scope, "headers": [pair for pair in scope["headers"] if pair[0] not in dropped]}
        await self._app(scope, receive, _Rewriter(send, _language(scope)) if page else _with_headers(send))


def _wants_page(scope: Scope) -> bool:
    accepted = dict(scope["headers"]).get(b"accept", b"").decode("latin-1")
    return scope["method"] == "GET" and "text/html" in accepted


def _language(scope: Scope) -> str:
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", [""])[0].lower()
    return asked if asked in LANGUAGES else "fr"


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": _secured(message["headers"])}
        await send(message)

    return sending


def _secured(headers: Sequence[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    added = {**_HEADERS, "content-security-policy": policy()}
    kept = [(name, value) for name, value in headers if name.decode("latin-1").lower() not in added]
    return kept + [(name.encode(), value.encode()) for name, value in added.items()]


class _Rewriter:
    """Holds a page until it is whole, then sends it in the visitor's language."""

    def __init__(self, send: Send, language: str) -> None:
        self._send, self._language = send, language
        self._start: Message = {}
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        self._body += message.get("body", b"")
        if message.get("more_body"):
            return
        kind = dict(self._start["headers"]).get(b"content-type", b"")
        body = _shell(self._body.decode("utf-8"), self._language).encode() if b"text/html" in kind else self._body
        kept = [pair for pair in self._start["headers"] if pair[0] not in (b"content-length", b"etag")]
        headers = [*_secured(kept), (b"content-length", str(len(body)).encode())]
        await self._send({**self._start, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})


def _shell(page: str, language: str) -> str:
    page = page.replace('<html lang="en">', f'<html lang="{language}">')
    page = re.sub(r"<title>[^<]*</title>", f"<title>{_TITLE}</title>", page)
    # Streamlit preloads its own font even when the theme uses another.
    page = re.sub(r'<link[^>]*rel="preload"[^>]*SourceSans[^>]*>', "", page)
    page = page.replace("</head>", f"{hints()}</head>", 1)
    return re.sub(r"You need to enable JavaScript to run this app\.", "Boussole a besoin de JavaScript.", page)


@cache
def policy() -> str:
    """Returns the content security policy, with the digest of each inline script of Streamlit's own page."""
    page = (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    inline = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", page, flags=re.DOTALL)
    digests = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in inline)
    scripts = " ".join(f"'sha256-{digest}'" for digest in digests)
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' blob: {scripts}".strip(),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'self'",
            "worker-src 'self' blob:",
        )
    )
