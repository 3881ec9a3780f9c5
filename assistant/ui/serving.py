"""The server around the pages: who may ask, headers, closed end points, French shell, health, warm-up."""

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
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant import __version__
from assistant.api import routes
from assistant.engine import Assistant
from assistant.errors import BoussoleError
from assistant.language import LANGUAGES
from assistant.ui import hosts, service, warming
from assistant.ui.assets import Assets, hints

_CLOSED = ("/_stcore/upload_file", "/_stcore/metrics", "/_stcore/agent", "/auth/", "/oauth2callback")
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
    """Warms the server while it already answers; pages wait for the assistant, health does not."""
    warming.start()
    yield {}


async def _health(request: Request) -> JSONResponse:
    """Says at once how the server is, from what is known: no thread, no lock, behind nobody's question."""
    opened, ready = service.assistant.opened, warming.finished.is_set()
    if isinstance(opened, Assistant) and ready:
        return JSONResponse(
            {
                "status": "ok",
                "version": __version__,
                "edition": opened.edition.id,
                "source": "report" if opened.uses_report else "digest",
                "passages": len(opened.index.passages),
            }
        )
    if ready or isinstance(opened, BoussoleError):
        message = str(opened) if opened else "Boussole n'a pas pu s'ouvrir : voyez le journal du serveur."
        return JSONResponse({"status": "error", "message": message}, status_code=503)
    return JSONResponse({"status": "starting", "message": "Boussole se prépare."}, status_code=503)


class Shell:
    """Refuses strangers, closes what is not used, adds the security headers, and makes the page speak French."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._public = frozenset(service.settings().hosts)
        self._own = hosts.OWN | {st.get_option("server.address") or "localhost"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        sending = _with_headers(send)
        refused = hosts.refusal(Headers(scope=scope), self._own, self._public)
        if not refused and scope["path"].startswith(_CLOSED):
            refused = JSONResponse({"error": "fermé"}, status_code=404)
        if refused:
            await refused(scope, receive, sending)
        elif scope["type"] == "websocket":
            # The origin is judged: Streamlit would judge it again, and may ask the internet to do so.
            await self._app(_without(scope, b"origin"), receive, send)
        elif _wants_page(scope):
            # The shell is rewritten, so it must come uncompressed and whole.
            plain = _without(scope, b"accept-encoding", b"if-none-match", b"if-modified-since", b"range", b"if-range")
            await self._app(plain, receive, _Rewriter(send, _language(scope)))
        else:
            try:
                await self._app(scope, receive, sending)
            except ClientDisconnect:
                return  # the visitor has left in the middle of asking: there is nobody to answer


def _without(scope: Scope, *names: bytes) -> Scope:
    return {**scope, "headers": [pair for pair in scope["headers"] if pair[0] not in names]}


def _wants_page(scope: Scope) -> bool:
    accepted = dict(scope["headers"]).get(b"accept", b"").decode("latin-1")
    return scope["method"] == "GET" and "text/html" in accepted


def _language(scope: Scope) -> str:
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", [""])[0].lower()
    return asked if asked in LANGUAGES else "fr"


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"].endswith("http.response.start"):  # a WebSocket is refused by one too
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
            # Streamlit writes its styles into the page as it runs; its scripts do not change, and are named one by one.
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
