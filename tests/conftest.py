"""What every test may use: the official report and workbook, where they are to be had, and assistants opened once."""

import os
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from assistant.building import build_index
from assistant.engine import Assistant
from assistant.facts.library import Library
from assistant.facts.personas import Personas, load_personas
from assistant.facts.results import Result, load_results
from assistant.profile.calibration import Model, calibrate
from assistant.profile.questionnaire import Questionnaire, load_questionnaire
from assistant.profile.recovery import Recovery, evaluate_profiles
from assistant.settings import Settings

PROJECT = Path(__file__).parents[1]
# Indexes kept from one run to the next; two runs at once (make test) need a folder each.
KEPT = PROJECT / ".cache" / os.environ.get("BOUSSOLE_TESTS", "tests")
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


def _folders() -> Iterator[Path]:
    if os.environ.get("BOUSSOLE_OFFICIAL"):
        yield Path(os.environ["BOUSSOLE_OFFICIAL"])
    yield PROJECT / "corpus" / "official"
    yield PROJECT.parent / "shared" / "corpus"


def _official(pattern: str) -> Path:
    found = next((path for folder in _folders() for path in sorted(folder.glob(pattern))), None)
    if found is None:
        missing = f"no official {pattern} in $BOUSSOLE_OFFICIAL, corpus/official or ../shared/corpus"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    return found


@pytest.fixture(scope="session")
def official_report() -> Path:
    """The report as published, a PDF of 83 pages."""
    return _official("*.pdf")


@pytest.fixture(scope="session")
def official_workbook() -> Path:
    """The results as published, a workbook of 37 sheets."""
    return _official("*.xlsx")


def _copied(folder: Path) -> Path:
    """A copy of the committed facts, without the official files."""
    folder.mkdir(parents=True)
    for path in (PROJECT / "corpus").iterdir():
        if path.is_file():
            shutil.copy(path, folder)
    shutil.copytree(PROJECT / "corpus" / "bank", folder / "bank")
    return folder


def _opened(settings: Settings) -> Assistant:
    """Opens an assistant on passages made now; vectors of texts encoded in an earlier run serve again."""
    build_index(settings, force=True)
    return Assistant.open(settings)


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The committed facts, in a folder of the tests' own, without the official files."""
    return _copied(tmp_path_factory.mktemp("facts") / "corpus")


@pytest.fixture(scope="session")
def hashed(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The real assistant, opened in two seconds: its encoder knows words and no meaning."""
    return _opened(Settings(corpus=corpus, index=tmp_path_factory.mktemp("index"), encoder="hashing"))


@pytest.fixture(scope="session")
def assistant(corpus: Path) -> Assistant:
    """The real assistant as it answers on a machine without the official report.

    Its index is kept from one run of the tests to the next: encoding takes most of a minute.
    """
    return _opened(Settings(corpus=corpus, index=KEPT / "resume"))


@pytest.fixture(scope="session")
def official_assistant(
    assistant: Assistant, official_report: Path, tmp_path_factory: pytest.TempPathFactory
) -> Assistant:
    """The real assistant with the report as published."""
    corpus = _copied(tmp_path_factory.mktemp("edition") / "corpus")
    (corpus / "official").mkdir()
    (corpus / "official" / "report.pdf").symlink_to(official_report)
    kept = KEPT / "index"
    if not kept.exists():
        shutil.copytree(assistant.settings.index, kept)
    return _opened(Settings(corpus=corpus, index=kept))


@pytest.fixture(scope="session")
def library(hashed: Assistant) -> Library:
    """The committed facts, as an assistant holds them."""
    return hashed.library


@pytest.fixture(scope="session")
def personas() -> Personas:
    return load_personas(PROJECT / "corpus" / "personas.toml")


@pytest.fixture(scope="session")
def published() -> Mapping[str, Result]:
    return load_results(PROJECT / "corpus").by_id


@pytest.fixture(scope="session")
def questionnaire() -> Questionnaire:
    return load_questionnaire(PROJECT / "corpus" / "questionnaire.toml")


@pytest.fixture(scope="session")
def model(personas: Personas, questionnaire: Questionnaire, published: Mapping[str, Result]) -> Model:
    return calibrate(personas, questionnaire, published)


@pytest.fixture(scope="session")
def measured(questionnaire: Questionnaire, model: Model) -> tuple[Recovery, ...]:
    """The whole measure of the persona model, made once: it takes some twenty seconds."""
    return evaluate_profiles(questionnaire, model)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A headless Chromium, the system's own."""
    if not Path(CHROMIUM).exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"no Chromium at {CHROMIUM}: CI installs it")
        pytest.skip(f"no Chromium at {CHROMIUM}")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def free_port() -> Callable[[], int]:
    """Gives a port that nobody listens to."""

    def find() -> int:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            return free.getsockname()[1]

    return find


@pytest.fixture(scope="session")
def healthy() -> Callable[[int, "subprocess.Popen[Any]"], None]:
    """Waits until the server of a port says that it is ready; fails when it ends, or after two minutes."""

    def wait(port: int, process: "subprocess.Popen[Any]") -> None:
        for _ in range(480):
            if process.poll() is not None:
                break
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/sante", timeout=60).close()
                return
            except OSError:  # not yet listening, or 503: not yet ready
                time.sleep(0.25)
        pytest.fail(f"the server did not start (exit code {process.poll()}): see its log")

    return wait
