"""The command line as people and programs use it: what it prints, what it refuses, its exit codes."""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from assistant.api import PER_MINUTE
from assistant.cli import main
from assistant.engine import Assistant

DATA = Path(__file__).parent / "data"
HEAVY = {
    "faiss", "torch", "sentence_transformers", "transformers", "onnxruntime", "onnx", "tokenizers", "pypdf",
    "pypdfium2", "pandas", "openpyxl", "numpy", "streamlit", "docx", "typst",
}  # fmt: skip
QUESTION = "Quelle part des opérateurs utilise une newsletter ?"


class Said(NamedTuple):
    """What a command did: its exit code and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Its output as JSON."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """Its output as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


Boussole = Callable[..., Said]


@pytest.fixture
def boussole(capfd: pytest.CaptureFixture[str]) -> Boussole:
    """Runs a command in this process."""

    def run(*arguments: object) -> Said:
        capfd.readouterr()
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as end:
            code = int(end.code or 0)
        return Said(code, *capfd.readouterr())

    return run


@pytest.fixture
def hashing(hashed: Assistant) -> tuple[object, ...]:
    """The options of an assistant without a model."""
    return _options(hashed)


def _options(assistant: Assistant) -> tuple[object, ...]:
    settings = assistant.settings
    return "--corpus", settings.corpus, "--index", settings.index, "--encoder", settings.encoder


def _written(path: Path, *lines: object) -> Path:
    texts = (line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return path


def _refused(said: Said, *words: str) -> None:
    """One French sentence or two on the error output, nothing else, and exit code 2."""
    assert (said.code, said.out) == (2, "")
    told = [line for line in said.err.splitlines() if not line.endswith("…")]
    assert len(told) == 1, said.err
    assert told[0].startswith("boussole : ")
    assert all(word in told[0] for word in words), told[0]


# --- help and mistakes of writing -------------------------------------------------------------------------------------
def test_help_is_french_names_every_command_and_loads_nothing_heavy():
    code = "import sys\nfrom assistant.cli import main\ntry: main(['--help'])\nfinally: print('|', *sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    told, _, modules = done.stdout.partition("|")
    assert not HEAVY & set(modules.split())
    assert told.startswith("usage : boussole")
    for command in ("fetch", "index", "ask", "profile", "check", "evaluate", "feedback", "encoder", "serve"):
        assert f"\n    {command} " in told
    assert "show this" not in told


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "il manque COMMANDE"),
        (("deviner",), "est inconnu pour COMMANDE"),
        (("ask", "--profile"), "--profile demande une valeur"),
        (("ask", "x", "--couleur"), "option ou argument inconnu : --couleur"),
        (("serve", "--port", "abc"), "--port n'accepte pas"),
        (("profile", "--questions", "--batch", "f"), "--batch ne va pas avec"),
    ],
)
def test_a_command_badly_written_is_explained_in_french(boussole: Boussole, arguments: tuple[str, ...], words: str):
    _refused(boussole(*arguments), words, "--help")


# --- ask --------------------------------------------------------------------------------------------------------------
def test_an_answer_follows_the_contract(boussole: Boussole, assistant: Assistant):
    answer = boussole("ask", QUESTION, "--json", *_options(assistant)).json
    assert list(answer) == [
        "id", "question", "language", "ending", "premise_corrected", "lead", "findings", "recommendations", "notes",
        "follow_ups", "passages", "understood", "ms",
    ]  # fmt: skip
    assert answer["ending"] == "answered"
    finding = answer["findings"][0]
    assert finding.keys() >= {"text", "figures", "base", "citations"}
    assert finding["citations"][0].keys() >= {"page", "pages", "quote", "figure", "sheet"}
    assert len(answer["passages"]) >= 10
    assert all(one.keys() >= {"id", "pages", "section", "kind", "text", "score"} for one in answer["passages"])
    scores = [one["score"] for one in answer["passages"]]
    assert scores == sorted(scores, reverse=True)


def test_an_answer_reads_well_in_a_terminal(boussole: Boussole, assistant: Assistant):
    said = boussole("ask", QUESTION, *_options(assistant))
    assert said.code == 0
    assert "\u202f%" in said.out
    assert "p.\u00a0" in said.out
    assert max(map(len, said.out.splitlines())) <= 120


def test_a_batch_answers_line_by_line_and_a_bad_line_stops_nothing(
    boussole: Boussole, hashing: tuple[object, ...], tmp_path: Path
):
    profile = {"secteur": "bibliothèques", "etp": "de 1 à 4"}
    file = _written(
        tmp_path / "q.jsonl",
        {"id": "un", "question": QUESTION},
        "{cassé",
        {"id": "trois", "question": ""},
        {"id": 4, "question": "Et pour les musées ?", "history": [QUESTION], "profile": profile},
        {"question": "x" * 10_000},
        "",
        {"id": "sept", "question": QUESTION, "history": "non"},
        {"id": "huit", "question": "\ud800 une newsletter ?"},
    )
    said = boussole("ask", "--batch", file, *hashing)
    assert said.code == 2
    assert [line["id"] for line in said.lines] == ["un", "2", "trois", 4, "5", "sept", "huit"]
    assert [line["id"] for line in said.lines if "error" in line] == ["2", "trois", "5", "sept"]
    assert "4 ligne(s) refusée(s)" in said.err


def test_a_sound_batch_ends_well(boussole: Boussole, hashing: tuple[object, ...], tmp_path: Path):
    assert boussole("ask", "--batch", _written(tmp_path / "q", {"question": QUESTION}), *hashing).code == 0


def test_what_a_batch_leaves_aside_of_a_profile_is_told_with_its_line_and_not_in_the_answers(
    boussole: Boussole, hashing: tuple[object, ...], tmp_path: Path
):
    lines = ({"question": QUESTION}, {"question": QUESTION, "profile": {"secteur": "pâtisserie"}})
    said = boussole("ask", "--batch", _written(tmp_path / "q", *lines), *hashing)
    assert said.code == 0
    assert "Attention : ligne 2 : " in said.err
    assert "pâtisserie" in said.err
    assert "pâtisserie" not in said.out


def test_the_same_question_gets_the_same_answer(boussole: Boussole, hashing: tuple[object, ...]):
    first, second = (boussole("ask", QUESTION, "--json", *hashing).json for _ in range(2))
    assert {**first, "ms": None} == {**second, "ms": None}


@pytest.mark.parametrize("question", ["", "   ", "\x00", "x" * 10_000])
def test_a_question_that_cannot_be_taken_is_refused(boussole: Boussole, hashing: tuple[object, ...], question: str):
    _refused(boussole("ask", question, *hashing), "La question")


def test_ask_wants_a_question_or_a_batch_but_not_both(boussole: Boussole):
    _refused(boussole("ask"), "--batch")
    _refused(boussole("ask", "une question", "--batch", "f.jsonl"), "pas les deux")


def test_a_missing_batch_is_told_before_anything_is_loaded(boussole: Boussole, tmp_path: Path):
    _refused(boussole("ask", "--batch", tmp_path / "absent.jsonl", "--encoder", "inconnu"), "absent.jsonl")


@pytest.mark.parametrize("content", ["", "{", "[]", "3", '"secteur"', "\ufeff{]", "[" * 100_000])
def test_a_profile_that_is_none_is_refused(
    boussole: Boussole, hashing: tuple[object, ...], tmp_path: Path, content: str
):
    path = tmp_path / "profil.json"
    path.write_text(content, encoding="utf-8")
    _refused(boussole("ask", "Et pour moi ?", "--profile", path, *hashing), "profil")


def test_a_label_of_the_profile_that_is_not_understood_is_told(
    boussole: Boussole, hashing: tuple[object, ...], tmp_path: Path
):
    path = _written(tmp_path / "profil.json", {"secteur": "pâtisserie"})
    said = boussole("ask", QUESTION, "--profile", path, *hashing)
    assert said.code == 0
    assert "pâtisserie" in said.err


# --- the sources ------------------------------------------------------------------------------------------------------
def test_a_report_alone_can_be_asked(boussole: Boussole, tmp_path: Path):
    said = boussole("ask", "Que dit ce rapport ?", "--report", DATA / "rapport.pdf", "--index", tmp_path, "--json")
    assert said.code == 0
    assert len(said.json["passages"]) >= 10


def _encrypted(path: Path) -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(DATA / "rapport.pdf"))
    writer.encrypt("secret", algorithm="AES-256")
    writer.write(path)


def _scanned(path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (600, 800), "white").save(path, "PDF")


def _truncated(path: Path) -> None:
    path.write_bytes((DATA / "rapport.pdf").read_bytes()[:3000])


def _text(path: Path) -> None:
    path.write_text("Ceci n'est pas un PDF.")


def _empty(path: Path) -> None:
    path.touch()


@pytest.mark.parametrize("damage", [_encrypted, _scanned, _truncated, _text, _empty])
def test_a_report_that_cannot_be_read_is_refused_by_name(
    boussole: Boussole, tmp_path: Path, damage: Callable[[Path], None]
):
    path = tmp_path / "rapport-abîmé.pdf"
    damage(path)
    for command in (("index",), ("ask", "Que dit ce rapport ?")):
        _refused(boussole(*command, "--report", path, "--index", tmp_path / "i", "--encoder", "hashing"), "rapport-ab")
    assert not (tmp_path / "i").exists() or not any((tmp_path / "i").iterdir())


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (("--report", "/absent.pdf"), "/absent.pdf"),
        (("--corpus", "/absent"), "manifest.toml"),
        (("--edition", "1999"), "1999"),
        (("--encoder", "modele-absent"), "modele-absent"),
    ],
)
def test_what_is_not_there_is_refused_by_name(boussole: Boussole, tmp_path: Path, options: tuple[str, ...], word: str):
    _refused(boussole("ask", QUESTION, "--index", tmp_path, *options), word)


def test_a_missing_index_is_made_then_kept(boussole: Boussole, corpus: Path, tmp_path: Path):
    options = ("--corpus", corpus, "--index", tmp_path / "i", "--encoder", "hashing")
    first = boussole("ask", QUESTION, *options)
    assert first.code == 0
    assert "Passages encodés…" in first.err
    assert boussole("ask", QUESTION, *options).err == ""
    assert "résumé committé" in boussole("index", *options).out


def test_a_damaged_index_is_made_again(boussole: Boussole, hashed: Assistant, tmp_path: Path):
    shutil.copytree(hashed.settings.index, tmp_path / "i")
    for path in (tmp_path / "i").rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:50])
    said = boussole("index", "--corpus", hashed.settings.corpus, "--index", tmp_path / "i", "--encoder", "hashing")
    assert (said.code, "Index prêt" in said.out) == (0, True)


def test_an_index_that_cannot_be_written_is_told(boussole: Boussole, corpus: Path, tmp_path: Path):
    (tmp_path / "i").touch()
    said = boussole("index", "--corpus", corpus, "--index", tmp_path / "i", "--encoder", "hashing")
    _refused(said, "index précédent est intact")


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL")
def test_an_index_killed_while_it_is_made_leaves_the_old_one(hashed: Assistant, own: Path, tmp_path: Path):
    shutil.copytree(hashed.settings.index, tmp_path / "i")
    (own / "vectors.safetensors").unlink()
    places = ["--corpus", str(own), "--index", str(tmp_path / "i")]
    command = [sys.executable, "-m", "assistant.cli", "index", *places, "--encoder"]
    # With another encoder, of which no vector is kept, everything is encoded: there is time to kill it half way.
    with subprocess.Popen([*command, "e5"], stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        next(line for line in process.stderr if "Passages encodés" in line)
        process.kill()
    ready = subprocess.run([*command, "hashing"], capture_output=True, text=True, check=True)
    assert "Index prêt" in ready.stdout
    assert "Passages encodés" not in ready.stderr


# --- fetch and check --------------------------------------------------------------------------------------------------
@pytest.fixture
def own(corpus: Path, tmp_path: Path) -> Path:
    """A corpus that a test may change."""
    return Path(shutil.copytree(corpus, tmp_path / "corpus"))


@pytest.mark.official
def test_official_files_are_copied_checked_and_recognised(
    boussole: Boussole, own: Path, official_report: Path, official_workbook: Path, tmp_path: Path
):
    given = tmp_path / "given"
    given.mkdir()
    shutil.copy(official_report, given / "report.pdf")
    shutil.copy(official_workbook, given / "data.xlsx")
    said = boussole("fetch", "--from", given, "--corpus", own)
    assert said.code == 0
    assert said.out.count("reçu (version") == 2
    assert boussole("fetch", "--corpus", own).out.count("déjà là") == 2
    checked = boussole("check", "--corpus", own)
    assert checked.code == 0, checked.out
    assert "Rien d'autre ne diverge." in checked.out


@pytest.mark.official
def test_a_check_that_finds_something_ends_with_1(boussole: Boussole, own: Path, official_workbook: Path):
    results = own / "results.csv"
    text = results.read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if line.startswith("fig28.newsletter,"))
    served = row.split(",")[-6]
    results.write_text(text.replace(row, row.replace(f",{served},", ",0.123,", 1)), encoding="utf-8")
    (own / "official").mkdir()
    shutil.copy(official_workbook, own / "official" / "data.xlsx")
    said = boussole("check", "--corpus", own)
    assert said.code == 1
    assert "fig28.newsletter" in said.out


@pytest.mark.official
@pytest.mark.parametrize("change", ["sheet", "header"])
def test_another_workbook_is_refused(
    boussole: Boussole, own: Path, official_workbook: Path, tmp_path: Path, change: str
):
    import openpyxl

    book = openpyxl.load_workbook(official_workbook)
    if change == "sheet":
        book.remove(book.worksheets[5])
    else:
        book.worksheets[5]["B3"] = book.worksheets[5]["C3"] = "Autre chose"
    book.save(tmp_path / "data.xlsx")
    _refused(boussole("check", "--from", tmp_path, "--corpus", own), "lasseur")


def test_a_check_without_workbook_says_what_to_do(boussole: Boussole, own: Path):
    _refused(boussole("check", "--corpus", own), "boussole fetch", "--from")


# --- profile ----------------------------------------------------------------------------------------------------------
def test_the_questions_are_listed_with_their_published_answers(boussole: Boussole):
    questions = boussole("profile", "--questions", "--json").json
    assert len(questions) <= 24
    assert questions[0]["id"] == "secteur"
    assert "bibliothèques" in questions[0]["answers"]
    assert "bibliothèques" in boussole("profile", "--questions").out


def test_a_profile_is_placed_as_the_contract_says(boussole: Boussole, tmp_path: Path):
    path = _written(tmp_path / "p.json", {"secteur": "bibliothèques", "etp": "de 1 à 4", "inconnu": "x"})
    said = boussole("profile", "--from", path, "--json")
    assert said.code == 0
    assert "inconnu" in said.err
    keys = {"id", "verdict", "personas", "because", "flip", "scores", "gaps", "recommendations"}
    assert said.json.keys() >= keys
    assert said.json["verdict"] == "insuffisant"
    assert {one["persona"] for one in said.json["personas"]} == {1, 2, 3, 4, 5}
    assert boussole("profile", "--from", path).out.startswith("Fiche de positionnement\n===")
    assert boussole("profile", "--from", path, "--markdown").out.startswith("# Fiche de positionnement")


def test_profiles_by_the_file_take_both_forms_and_bad_lines_stop_nothing(boussole: Boussole, tmp_path: Path):
    profile = {"secteur": "musées"}
    file = _written(tmp_path / "p", {"id": "a", "profile": profile}, {"id": "b", **profile}, "{", {"profile": []})
    said = boussole("profile", "--batch", file)
    assert said.code == 2
    assert [(line["id"], "error" in line) for line in said.lines] == [
        ("a", False), ("b", False), ("3", True), ("4", True),
    ]  # fmt: skip
    assert {**said.lines[0], "id": ""} == {**said.lines[1], "id": ""}


def test_an_edition_without_personas_places_nobody(boussole: Boussole, tmp_path: Path, corpus: Path):
    _written(tmp_path / "manifest.toml", '[[edition]]\nid = "seul"\ntitle = "Seul"')
    shutil.copy(corpus / "lexicon.toml", tmp_path)
    _refused(boussole("profile", "--corpus", tmp_path), "ne publie pas de personas")


# --- the others -------------------------------------------------------------------------------------------------------
def test_opinions_are_listed_and_a_line_that_cannot_be_read_is_counted(
    boussole: Boussole, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("BOUSSOLE_FEEDBACK", str(tmp_path / "avis.jsonl"))
    assert "Aucun avis" in boussole("feedback").out
    _written(tmp_path / "avis.jsonl", "{")
    listed = boussole("feedback")
    assert listed.code == 0
    assert "1 ligne(s) illisible(s)" in listed.err
    monkeypatch.setenv("BOUSSOLE_FEEDBACK", "non")
    _refused(boussole("feedback"), "désactivés")


def test_the_embedded_encoder_is_written_for_other_programs(boussole: Boussole, tmp_path: Path):
    said = boussole("encoder", "export", "--to", tmp_path)
    assert said.code == 0
    assert (Path(said.out.strip()) / "modules.json").is_file()


def test_a_port_already_taken_is_told(boussole: Boussole, corpus: Path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        _refused(boussole("serve", "--corpus", corpus, "--address", "127.0.0.1", "--port", port), "--port")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_ending_the_served_application_leaves_no_process_and_frees_its_port(
    hashing: tuple[object, ...], free_port: Callable[[], int], healthy: Callable[..., None], sign: signal.Signals
):
    port = free_port()
    command = [sys.executable, "-m", "assistant.cli", "serve", *hashing, "--address", "127.0.0.1", "--port", port]
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "start_new_session": True}
    process = subprocess.Popen([str(part) for part in command], text=True, **options)
    healthy(port, process)
    visitor = websocket(port)  # a visitor who is still there holds nothing
    process.send_signal(sign)
    said, _ = process.communicate(timeout=30)
    visitor.close()
    assert f"Boussole s'ouvre sur http://127.0.0.1:{port}" in said
    assert "Traceback" not in said
    assert process.returncode == (0 if sign == signal.SIGINT else -sign)
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)
    with socket.create_server(("127.0.0.1", port)):
        pass


def test_nobody_passes_the_limit_by_saying_that_others_ask(
    hashing: tuple[object, ...], free_port: Callable[[], int], healthy: Callable[..., None]
):
    port = free_port()
    command = [sys.executable, "-m", "assistant.cli", "serve", *hashing, "--address", "127.0.0.1", "--port", port]
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        healthy(port, process)
        statuses = [_asked_for(port, f"10.0.0.{number}") for number in range(PER_MINUTE + 1)]
    finally:
        process.terminate()
        process.wait(30)
    assert statuses == [404] * PER_MINUTE + [429]


def _asked_for(port: int, visitor: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/api/passages/absent", headers={"X-Forwarded-For": visitor})
    status = connection.getresponse().status
    connection.close()
    return status


def websocket(port: int) -> socket.socket:
    """Opens the WebSocket of a page, and keeps it open."""
    opened = socket.create_connection(("127.0.0.1", port), timeout=30)
    opened.sendall(
        f"GET /_stcore/stream HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n"
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
    )
    assert opened.recv(4096).startswith(b"HTTP/1.1 101")
    return opened


def test_an_exam_that_is_missing_is_told(boussole: Boussole, hashing: tuple[object, ...], tmp_path: Path):
    _refused(boussole("evaluate", "--questions", tmp_path / "absent.toml", *hashing), "absent.toml")


def test_a_reader_that_leaves_early_is_no_error():
    command = f'"{sys.executable}" -m assistant.cli profile --questions --json | head -1'
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("[\n", "")
