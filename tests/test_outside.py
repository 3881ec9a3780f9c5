"""Nothing leaves the machine: real processes, behind a proxy that records, in an empty home, with a hook inside."""

import http.client
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from assistant.engine import Assistant
from assistant.settings import PROJECT, Settings

REPORT = Path(__file__).parent / "data" / "cantines.pdf"
QUESTION = "Combien d'opérateurs utilisent une newsletter ?"
PATIENCE = 60.0  # seconds: far longer than anything here takes, on a busy machine too
# Runs in every watched process, the children of our children too: an attempt that ignores proxies is an event of the
# interpreter, and so is a file opened for writing.
HOOK = """
import ipaddress, os, sys
_LOG = os.open(os.environ["WATCH_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
_FOLDERS = tuple(os.environ["WATCH_FOLDERS"].split(os.pathsep))
_ASKED = {"socket.connect": 1, "socket.sendto": 1, "socket.getaddrinfo": 0, "socket.gethostbyname": 0}

def _outside(address):
    host = address[0] if isinstance(address, tuple) else address
    host = host.decode() if isinstance(host, bytes) else host
    if not isinstance(host, str) or host.startswith(("/", "\\0")) or host in ("", "localhost"):
        return False
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        return True
    return not (number.is_loopback or number.is_unspecified)

def _written(path, mode, flags):
    if isinstance(path, int) or not (flags & (os.O_WRONLY | os.O_RDWR) or set(mode or "r") & set("wax+")):
        return False
    path = os.path.realpath(os.fsdecode(path))
    return not path.startswith((*_FOLDERS, "/dev/", "/proc/"))

def _watch(event, given):
    if event in _ASKED and _outside(given[_ASKED[event]]):
        os.write(_LOG, f"{event} {given[_ASKED[event]]} by {sys.argv}\\n".encode())
    elif event == "open" and _written(*given):
        os.write(_LOG, f"written {given[0]} by {sys.argv}\\n".encode())

sys.addaudithook(_watch)
"""


class Recorder:
    """A proxy that serves nobody: it writes down who asks for what, and never answers."""

    def __init__(self) -> None:
        self._door = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        self.asked: list[str] = []
        self._held: list[socket.socket] = []
        threading.Thread(target=self._record, daemon=True).start()

    def _record(self) -> None:
        while True:
            try:
                visitor, _ = self._door.accept()
            except OSError:
                return  # closed: the test is over
            self._held.append(visitor)
            visitor.settimeout(5)
            with visitor.makefile("rb") as lines:
                self.asked.append(lines.readline().decode("latin-1").strip())

    def close(self) -> None:
        for one in (self._door, *self._held):
            one.close()


@dataclass(frozen=True)
class Watched:
    """A home of its own for the processes of a test, and what they tried."""

    folder: Path
    recorder: Recorder

    @property
    def environment(self) -> dict[str, str]:
        """Nothing of this process's own environment but where programs are: it is already silent."""
        proxies = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"))
        homes = {"HOME": "", "XDG_CACHE_HOME": ".cache", "XDG_CONFIG_HOME": ".config", "XDG_DATA_HOME": ".local"}
        return {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(self.folder / "hook"),
            "PYTHONDONTWRITEBYTECODE": "1",
            "TMPDIR": str(self.folder / "tmp"),
            "WATCH_LOG": str(self.folder / "log.txt"),
            "WATCH_FOLDERS": os.pathsep.join(map(str, (self.folder.resolve(), PROJECT / ".cache"))),
            "BOUSSOLE_CACHE": str(self.folder / "cache"),
            "BOUSSOLE_FEEDBACK": str(self.folder / "avis.jsonl"),
            **dict.fromkeys(proxies, self.recorder.address),
            **{name: str(self.folder / "home" / path) for name, path in homes.items()},
        }

    def start(self, *arguments: object, settings: Settings | None = None, **options: Any) -> "subprocess.Popen[str]":
        """Starts Python as a process that is watched."""
        variables = self.environment | (settings.as_environment() if settings else {})
        command = [sys.executable, *map(str, arguments)]
        return subprocess.Popen(command, env=variables, text=True, **({"cwd": PROJECT} | options))

    def run(self, *arguments: object) -> str:
        """Runs Python to its end and returns what it said."""
        process = self.start(*arguments, stdout=subprocess.PIPE)
        said, _ = process.communicate(timeout=10 * PATIENCE)
        assert process.returncode == 0
        return said

    @property
    def attempts(self) -> list[str]:
        """What was asked of the outside, and what was written where nothing should be."""
        log = self.folder / "log.txt"
        home = self.folder / "home"
        written = [f"in the home: {path.relative_to(home)}" for path in home.rglob("*") if path.is_file()]
        return [*self.recorder.asked, *written, *(log.read_text().splitlines() if log.exists() else ())]


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    """An empty home behind a recording proxy."""
    for name in ("hook", "tmp", "home"):
        (tmp_path / name).mkdir()
    (tmp_path / "hook" / "sitecustomize.py").write_text(HOOK)
    recorder = Recorder()
    yield Watched(tmp_path, recorder)
    recorder.close()


def test_what_watches_sees_an_attempt_and_a_file(watched: Watched) -> None:
    code = (
        "import socket, urllib.request as r, pathlib\n"
        f"pathlib.Path('{watched.folder.parent}/outside.txt').write_text('x')\n"
        f"pathlib.Path('{watched.folder}/home/id').write_text('x')\n"
        "try: r.urlopen('http://boussole.invalid', timeout=0.2)\nexcept OSError: pass\n"
        "try: socket.create_connection(('192.0.2.1', 9), timeout=0.1)\nexcept OSError: pass\n"
    )
    watched.run("-c", code)
    told = "\n".join(watched.attempts)
    for sign in ("GET http://boussole.invalid", "socket.connect ('192.0.2.1', 9)", "written /", "in the home: id"):
        assert sign in told


def test_asking_a_report_with_the_embedded_encoder_tells_nobody(watched: Watched) -> None:
    said = watched.run("-m", "assistant.cli", "ask", "Combien coûte un repas aux familles ?", "--report", REPORT)
    assert "3,10" in said
    assert not watched.attempts, "\n".join(watched.attempts)


def test_using_the_encoder_as_a_library_tells_nobody(watched: Watched) -> None:
    watched.run("-c", "from assistant.search import encoders; encoders.load('e5').encode_query(['Bonjour'])")
    assert not watched.attempts, "\n".join(watched.attempts)


@pytest.mark.slow
def test_a_model_of_a_hub_is_looked_for_here_only_and_refused_in_french(watched: Watched) -> None:
    command = (
        "-m",
        "assistant.cli",
        "ask",
        "Combien ?",
        "--report",
        REPORT,
        "--encoder",
        "intfloat/multilingual-e5-base",
    )
    process = watched.start(*command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    _, said = process.communicate(timeout=10 * PATIENCE)
    assert process.returncode == 2
    assert "boussole : L'encodeur « intfloat/multilingual-e5-base »" in said
    assert "sur cette machine" in said
    assert not watched.attempts, "\n".join(watched.attempts)


def test_indexing_and_exporting_tell_nobody(watched: Watched, corpus: Path) -> None:
    index = watched.folder / "index"
    options = ("--corpus", corpus, "--index", index, "--encoder", "hashing")
    assert "Index prêt" in watched.run("-m", "assistant.cli", "index", *options)
    code = f"""
from pathlib import Path
from assistant.engine import Assistant
from assistant.export.docx import to_docx
from assistant.export.handouts import conversation_handout
from assistant.export.pdf import to_pdf
from assistant.settings import Settings
assistant = Assistant.open(Settings(corpus=Path({str(corpus)!r}), index=Path({str(index)!r}), encoder="hashing"))
handout = conversation_handout([assistant.answer({QUESTION!r})], assistant.edition)
print(to_pdf(handout)[:5], to_docx(handout)[:2])
"""
    assert watched.run("-c", code).strip() == "b'%PDF-' b'PK'"
    assert not watched.attempts, "\n".join(watched.attempts)


def _knock(port: int, origin: str) -> int:
    """Asks for a WebSocket from a page of this origin, and returns the status."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    asked = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13", "Origin": origin}
    connection.request("GET", "/_stcore/stream", headers=asked | {"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="})
    status = connection.getresponse().status
    connection.close()
    return status


def test_streamlit_started_without_an_address_from_anywhere_asks_nobody_for_one(
    watched: Watched, hashed: Assistant, free_port: Callable[[], int], healthy: Callable[..., None]
) -> None:
    port, settings = free_port(), replace(hashed.settings, feedback=None)
    command = ("-m", "streamlit", "run", PROJECT / "asgi.py", "--server.port", port)
    process = watched.start(*command, settings=settings, cwd=watched.folder)
    try:
        healthy(port, process)
        assert _knock(port, "http://evil.test") == 403
    finally:
        process.terminate()
        process.wait(PATIENCE)
    assert not watched.attempts, "\n".join(watched.attempts)


@pytest.mark.browser
def test_serving_a_visitor_and_refusing_a_stranger_tell_nobody(
    watched: Watched,
    assistant: Assistant,
    chromium: Any,
    free_port: Callable[[], int],
    healthy: Callable[..., None],
) -> None:
    port, settings = free_port(), assistant.settings
    options = ("--corpus", settings.corpus, "--index", settings.index, "--port", port)
    process = watched.start("-m", "assistant.cli", "serve", *options)
    asked: list[str] = []
    try:
        healthy(port, process)
        context = chromium.new_context(locale="fr-BE")
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"http://localhost:{port}")
        page.get_by_role("textbox").first.fill(QUESTION)
        page.keyboard.press("Enter")
        page.locator(".b-lead").wait_for(timeout=PATIENCE * 1000)
        context.close()
        assert _knock(port, "http://evil.test") == 403
    finally:
        process.terminate()
        process.wait(PATIENCE)
    ours = (f"http://localhost:{port}/", f"ws://localhost:{port}/", "data:", "blob:")
    assert [url for url in asked if not url.startswith(ours)] == []
    assert not watched.attempts, "\n".join(watched.attempts)
