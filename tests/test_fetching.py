"""Fetching from a server of this machine that resumes, truncates, refuses and lies as real ones do."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from assistant.corpus import Description, Edition, Source, Version, git_blob
from assistant.errors import FetchError
from assistant.fetching import fetch

REPORT = b"%PDF-1.7\n" + bytes(range(256)) * 1200 + b"\n%%EOF\n"
OTHER = b"%PDF-1.4\n" + bytes(reversed(range(256))) * 900 + b"\n%%EOF\n"


@dataclass
class Publisher:
    """What the server gives: a body, how much of it before the connection drops, a status, and what it was asked."""

    body: bytes = REPORT
    drops_after: int | None = None
    status: int = 200
    resumes: bool = True
    ranges: list[str | None] = field(default_factory=list)
    address: str = ""


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, publisher: Publisher, *arguments: object) -> None:
        self.publisher = publisher
        super().__init__(*arguments)

    def do_GET(self) -> None:
        asked, publisher = self.headers.get("Range"), self.publisher
        publisher.ranges.append(asked)
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked and publisher.resumes else 0
        if publisher.status != 200 or start >= len(publisher.body):
            self.send_error(416 if publisher.status == 200 else publisher.status)
            return
        rest = publisher.body[start:]
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(rest)))
        self.end_headers()
        self.wfile.write(rest[: publisher.drops_after])

    def log_message(self, *arguments: object) -> None:
        """Says nothing."""


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    publisher = Publisher()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, publisher)) as server:
        publisher.address = f"http://127.0.0.1:{server.server_port}/report.pdf"
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield publisher
        server.shutdown()


@pytest.fixture
def edition(tmp_path: Path, publisher: Publisher) -> Edition:
    return _edition(tmp_path, publisher.address)


def _edition(folder: Path, *urls: str) -> Edition:
    known = folder / "known"
    known.write_bytes(REPORT)
    version = Version("version de février", git_blob(known))
    path = folder / "official" / "report.pdf"
    return Edition(
        "e", folder, "E", "E", Description("E"), (Source("report", path, ("rapport.pdf",), urls, (version,)),)
    )


def _kept(edition: Edition) -> bytes | None:
    path = edition.sources[0].path
    assert not path.with_name("report.pdf.part").exists()
    return path.read_bytes() if path.exists() else None


def _left(edition: Edition, content: bytes) -> None:
    """Leaves what an interrupted download would."""
    partial_file = edition.sources[0].path.with_name("report.pdf.part")
    partial_file.parent.mkdir(parents=True, exist_ok=True)
    partial_file.write_bytes(content)


def test_a_file_is_downloaded_recognised_and_its_progress_told(edition: Edition):
    told: list[tuple[int, int | None]] = []
    (found,) = fetch(edition, progress=lambda name, done, total: told.append((done, total)))
    assert found.new
    assert found.version is not None
    assert found.version.label == "version de février"
    assert _kept(edition) == REPORT
    assert told[-1] == (len(REPORT), len(REPORT))


def test_a_known_file_already_here_is_not_asked_for_again(edition: Edition, publisher: Publisher):
    fetch(edition)
    assert not fetch(edition)[0].new
    assert len(publisher.ranges) == 1


def test_a_connection_that_drops_leaves_no_file_and_the_next_try_resumes(edition: Edition, publisher: Publisher):
    publisher.drops_after = 100_000
    with pytest.raises(FetchError, match=r"100000 octets reçus sur \d+.*le transfert reprendra"):
        fetch(edition)
    assert not edition.sources[0].present
    publisher.drops_after = None
    fetch(edition)
    assert publisher.ranges == [None, "bytes=100000-"]
    assert _kept(edition) == REPORT


def test_a_beginning_of_another_version_is_thrown_away_and_never_joined(edition: Edition, publisher: Publisher):
    _left(edition, OTHER[:5000])
    assert fetch(edition)[0].version is not None
    assert publisher.ranges == ["bytes=5000-", None]
    assert _kept(edition) == REPORT


@pytest.mark.parametrize("left", [REPORT + b"too long", REPORT])
def test_a_leftover_as_long_as_the_file_is_kept_only_when_it_is_that_file(edition: Edition, left: bytes):
    _left(edition, left)
    fetch(edition)
    assert _kept(edition) == REPORT


def test_a_server_that_cannot_resume_sends_everything_again(edition: Edition, publisher: Publisher):
    publisher.resumes = False
    _left(edition, REPORT[:5000])
    fetch(edition)
    assert _kept(edition) == REPORT


def test_an_unknown_version_is_used_and_said_to_be_unknown(edition: Edition, publisher: Publisher):
    publisher.body = OTHER
    (found,) = fetch(edition)
    assert (found.new, found.version) == (True, None)
    assert _kept(edition) == OTHER


@pytest.mark.parametrize(
    "body", [b"<html>Connectez-vous au wifi</html>", b"", REPORT[:-50]], ids=["a page", "nothing", "half a file"]
)
def test_what_is_no_whole_pdf_is_refused_and_what_was_here_stays(edition: Edition, publisher: Publisher, body: bytes):
    edition.sources[0].path.parent.mkdir(parents=True)
    edition.sources[0].path.write_bytes(OTHER)
    publisher.body = body
    with pytest.raises(FetchError, match=r"n'est pas un PDF entier|n'a pas abouti"):
        fetch(edition)
    assert _kept(edition) == OTHER


def test_the_next_address_is_tried_when_one_fails(tmp_path: Path, publisher: Publisher):
    dead = "http://127.0.0.1:9/report.pdf"
    assert fetch(_edition(tmp_path, dead, "not an address", publisher.address))[0].new


def test_a_refusal_names_the_address_the_reason_and_the_way_out(edition: Edition, publisher: Publisher):
    publisher.status = 404
    with pytest.raises(FetchError, match=r"report\.pdf \(Not Found\).*--from DOSSIER"):
        fetch(edition)
    assert not edition.sources[0].present


def test_files_are_copied_from_a_folder_under_their_published_name_or_ours(edition: Edition, tmp_path: Path):
    given = tmp_path / "given"
    given.mkdir()
    (given / "rapport.pdf").write_bytes(REPORT)
    fetch(edition, folder=given)
    assert _kept(edition) == REPORT


def test_a_folder_without_the_file_is_told_by_name(edition: Edition, tmp_path: Path):
    with pytest.raises(FetchError, match=r"ne contient pas rapport\.pdf ou report\.pdf"):
        fetch(edition, folder=tmp_path)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_told_and_what_was_here_stays(edition: Edition, tmp_path: Path):
    path = edition.sources[0].path
    path.parent.mkdir(parents=True)
    path.write_bytes(OTHER)
    path.with_name("report.pdf.part").symlink_to("/dev/full")
    (tmp_path / "rapport.pdf").write_bytes(REPORT)
    with pytest.raises(FetchError, match=r"espace disque.*rien n'a été remplacé"):
        fetch(edition, folder=tmp_path)
    assert path.read_bytes() == OTHER


@pytest.mark.official
def test_a_workbook_cut_short_is_refused(tmp_path: Path, official_workbook: Path):
    path = tmp_path / "official" / "data.xlsx"
    (tmp_path / "data.xlsx").write_bytes(official_workbook.read_bytes()[:-5000])
    edition = Edition("e", tmp_path, "E", "E", Description("E"), (Source("workbook", path, (), (), ()),))
    with pytest.raises(FetchError, match=r"n'est pas un classeur \.xlsx entier"):
        fetch(edition, folder=tmp_path)
    assert not path.exists()


def test_two_at_once_both_end_with_the_whole_file(edition: Edition, publisher: Publisher):
    with ThreadPoolExecutor(4) as pool:
        fetched = [found for done in pool.map(lambda _: fetch(edition), range(4)) for found in done]
    assert {found.source.path.read_bytes() for found in fetched} == {REPORT}
    assert sum(found.new for found in fetched) == 1
    assert len(publisher.ranges) == 1
