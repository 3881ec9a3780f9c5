"""One corpus, one server and one browser for all the tests of the interface."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).parents[2]
KEPT = PROJECT / ".cache" / os.environ.get("BOUSSOLE_TESTS", "tests")
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
# A page reached by its own address asks for these below it, which Streamlit then finds at the root.
_KNOWN = ("/_stcore/health", "/_stcore/host-config")


def _report() -> Path | None:
    folders = (
        Path(os.environ.get("BOUSSOLE_OFFICIAL", "-")),
        PROJECT / "corpus/official",
        PROJECT.parent / "shared/corpus",
    )
    return next((path for folder in folders for path in sorted(folder.glob("*.pdf"))), None)


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The settings of a server of its own: the committed facts, and the report where it is to be had.

    The index is kept from one run of the tests to the next: making it takes most of a minute.
    """
    folder = tmp_path_factory.mktemp("interface")
    corpus = folder / "corpus"
    (corpus / "official").mkdir(parents=True)
    for path in (PROJECT / "corpus").iterdir():
        if path.is_file():
            shutil.copy(path, corpus)
    shutil.copytree(PROJECT / "corpus" / "bank", corpus / "bank")
    if report := _report():
        shutil.copy(report, corpus / "official" / "report.pdf")
    return {
        "BOUSSOLE_CORPUS": str(corpus),
        "BOUSSOLE_INDEX": str(KEPT / "index"),
        "BOUSSOLE_FEEDBACK": str(folder / "avis.jsonl"),
        "OMP_NUM_THREADS": "1",
    }


@pytest.fixture(scope="session")
def has_report(environment: dict[str, str]) -> bool:
    """Whether the official report is there, so that its pages can be shown."""
    return (Path(environment["BOUSSOLE_CORPUS"]) / "official" / "report.pdf").is_file()


@pytest.fixture(scope="session")
def settled(environment: dict[str, str]) -> Iterator[None]:
    """This process answers with the same settings as the server."""
    from assistant.ui import service

    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        service.settings.cache_clear()
        service.assistant.opened = None
        yield


@pytest.fixture
def app(settled: None) -> Callable[..., Any]:
    """Starts the application's script at an address, without a browser."""
    from streamlit.testing.v1 import AppTest

    def start(page: str = "", /, **query: str) -> AppTest:
        tested = AppTest.from_file(str(PROJECT / "streamlit_app.py"), default_timeout=60)
        for name, value in query.items():
            tested.query_params[name] = value
        tested.run()
        if page:
            # Streamlit's tests leave the address behind when they change page.
            tested.switch_page(f"assistant/ui/pages/{page}.py")
            for name, value in query.items():
                tested.query_params[name] = value
            tested.run()
        return tested

    return start


@pytest.fixture(scope="session")
def server_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the served application says."""
    return tmp_path_factory.mktemp("server") / "log.txt"


@pytest.fixture(scope="session")
def server(
    environment: dict[str, str], server_log: Path, free_port: Callable[[], int], healthy: Callable[..., None]
) -> Iterator[str]:
    """The address of a served application."""
    port = free_port()
    options = (f"--server.port={port}", "--server.address=127.0.0.1")
    command = [sys.executable, "-m", "streamlit", "run", "asgi.py", *options]
    with server_log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=PROJECT, env={**os.environ, **environment}, stdout=output, stderr=output
        )
        try:
            healthy(port, process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(10)


@pytest.fixture(scope="session")
def axe() -> str:
    """The accessibility checker, as a script to run in a page."""
    return AXE.read_text(encoding="utf-8")


@dataclass
class Visit:
    """One visitor: pages of one context, and everything wrong that they did."""

    address: str
    context: Any
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str = "/") -> Any:
        """Opens an address and waits until it is ready."""
        page = self.context.new_page()
        page.on("console", lambda message: self._heard(message))
        page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))
        page.on("request", lambda request: self._asked(request.url))
        page.goto(self.address + path)
        ready(page)
        return page

    def _heard(self, message: Any) -> None:
        where = (message.location or {}).get("url", "")
        if message.type == "error" and not where.endswith(_KNOWN):
            self.complaints.append(f"console: {message.text} {where}")

    def _asked(self, url: str) -> None:
        if not url.startswith((self.address, self.address.replace("http", "ws"), "data:", "blob:")):
            self.complaints.append(f"outside request: {url}")


def ready(page: Any) -> None:
    """Waits until the page's script has run and what it shows is there."""
    page.wait_for_selector("[data-test-script-state=notRunning]", timeout=60_000)
    page.wait_for_selector("[data-testid=stMain], .stMain", timeout=60_000)


@pytest.fixture
def visit(server: str, chromium: Any, request: pytest.FixtureRequest) -> Iterator[Callable[..., Visit]]:
    """Makes visitors; fails afterwards if any asked outside or left an error in the console."""
    visits: list[Visit] = []

    def make(width: int = 1280, *, dark: bool = False, trusted: bool = False) -> Visit:
        context = chromium.new_context(
            viewport={"width": width, "height": 800 if width > 600 else 844},
            color_scheme="dark" if dark else "light",
            locale="fr-BE",
            bypass_csp=trusted,
            accept_downloads=True,
        )
        context.set_default_timeout(20_000)
        visits.append(Visit(server, context))
        return visits[-1]

    yield make
    for one in visits:
        one.context.close()
    complaints = [complaint for one in visits for complaint in one.complaints]
    assert not complaints, complaints
