"""Streamlit's own code, sent to browsers compressed and from memory.

Streamlit reads each of some ninety files from disk and sends them whole, 3 MB for a first visit; their names hold a
digest of what they hold, so that neither this server nor a browser ever needs to look at them twice.
"""

import gzip
import re
from functools import cache, lru_cache
from pathlib import Path

import streamlit as st
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

_PAGE = Path(st.__file__).parent / "static" / "index.html"
_STATIC = _PAGE.parent / "static"
_KINDS = {"js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8"}
_ADDRESS = re.compile(r"/static/((js|css)/[\w.-]+\.\2)")
_IMPORTED = re.compile(r"""(?:from|import)\s*["']\./([\w.-]+\.js)["']""")
# What the first page shows, that Streamlit's page only asks for once it runs.
_FIRST = ("ButtonGroup", "Html", "ChatInput", "Button", "PageLink", "BidiComponent")
_FONTS = ("figtree-latin-wght-normal", "fraunces-latin-opsz-normal")


class Assets:
    """Answers for Streamlit's code where the browser takes it compressed; leaves every other request alone."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        name = _asked(scope)
        if not name:
            await self._app(scope, receive, send)
            return
        headers = {
            "content-encoding": "gzip",
            "cache-control": "public, immutable, max-age=31536000",
            "vary": "Accept-Encoding",
        }
        # Not in a thread: all but a few files are ready, and passing them between threads would cost more than sending.
        await Response(_compressed(name), headers=headers, media_type=_KINDS[Path(name).suffix[1:]])(
            scope, receive, send
        )


def prepare() -> None:
    """Compresses what a first visit asks for."""
    page = _PAGE.read_text(encoding="utf-8")
    for name in (*re.findall(r"\./static/((?:js|css)/[\w.-]+)", page), *(f"js/{name}" for name in _chunks())):
        if name in _files():
            _compressed(name)


@cache
def hints() -> str:
    """Returns the elements that make a browser fetch early what the first page will need."""
    code = (f'<link rel="modulepreload" crossorigin href="./static/js/{name}">' for name in _chunks())
    fonts = (
        f'<link rel="preload" as="font" type="font/woff2" crossorigin href="./app/static/fonts/{name}.woff2">'
        for name in _FONTS
    )
    return "".join((*fonts, *code))


def _asked(scope: Scope) -> str:
    """Returns the file that a request asks for, when it is ours to answer."""
    found = _ADDRESS.fullmatch(scope.get("path", "")) if scope["type"] == "http" and scope["method"] == "GET" else None
    if not found or b"gzip" not in dict(scope["headers"]).get(b"accept-encoding", b""):
        return ""
    return found[1] if found[1] in _files() else ""


@cache
def _files() -> frozenset[str]:
    return frozenset(path.relative_to(_STATIC).as_posix() for kind in _KINDS for path in (_STATIC / kind).iterdir())


@lru_cache(maxsize=256)
def _compressed(name: str) -> bytes:
    return gzip.compress((_STATIC / name).read_bytes(), 6, mtime=0)


@cache
def _chunks() -> tuple[str, ...]:
    """Returns the files of the first page's parts with all they import; none where Streamlit names them otherwise."""
    wanted = [path.name for stem in _FIRST for path in sorted((_STATIC / "js").glob(f"{stem}.*.js"))]
    for name in wanted:  # grows as it is read
        imported = _IMPORTED.findall((_STATIC / "js" / name).read_text(encoding="utf-8"))
        wanted += [one for one in dict.fromkeys(imported) if one not in wanted and f"js/{one}" in _files()]
    page = _PAGE.read_text(encoding="utf-8")
    return tuple(name for name in wanted if name not in page)
