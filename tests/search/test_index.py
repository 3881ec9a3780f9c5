import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import faiss
import numpy as np
import pytest

from assistant.errors import BoussoleError, StaleIndexError
from assistant.passages import Box, Passage, Sentence
from assistant.search import index_files, records
from assistant.search.hashing import HashingEncoder
from assistant.search.index import Index

PROJECT = Path(__file__).parents[2]
TEXT = "La newsletter est très utilisée. Elle touche un public fidèle."


def passage(identifier: str, text: str, *, section: tuple[str, ...] = ("Communication",)) -> Passage:
    end = text.find(".") + 1
    spans = [(0, end), (end + 1, len(text))] if 0 < end < len(text) else [(0, len(text))]
    return Passage(
        id=identifier,
        edition="essai",
        text=text,
        pages=(3,),
        labels=("3",),
        section=section,
        kind="finding",
        unit="passage",
        sentences=tuple(Sentence(start, stop, (3,), (Box(3, 0.1, 0.2, 0.9, 0.22),)) for start, stop in spans),
        boxes=(Box(3, 0.1, 0.2, 0.9, 0.25),),
        segments=("province:Liège",),
        personas=(2, 4),
        figure="28",
    )


PASSAGES = (
    passage("a", TEXT),
    passage("b", "Les musées manquent de budget. Ils manquent aussi de temps."),
    passage("c", "Le site web reste l'outil le plus répandu."),
)


class Counting:
    """The hashing encoder, remembering what it was asked."""

    identity = HashingEncoder.identity
    dimension = HashingEncoder.dimension

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode_query(self, texts):
        return HashingEncoder().encode_query(texts)

    def encode_document(self, texts):
        self.asked += texts
        return HashingEncoder().encode_document(texts)


def built(folder: Path, passages=PASSAGES, **options) -> Index:
    return Index.build(passages, HashingEncoder(), folder, **options)


def test_a_passage_is_read_back_equal():
    odd = replace(PASSAGES[0], text="Ligne\nséparée\u2028ici, « œuvre » \ud800", aliases=("nieuwsbrief",), figure=None)
    assert records.from_bytes(records.to_bytes((*PASSAGES, odd))) == (*PASSAGES, odd)


def test_an_index_is_opened_as_it_was_built(tmp_path):
    made = built(tmp_path)
    opened = Index.open(tmp_path, HashingEncoder.identity)
    assert (opened.manifest, opened.passages, opened.spans) == (made.manifest, made.passages, made.spans)
    assert opened.passages == PASSAGES
    count = made.vectors.ntotal
    np.testing.assert_array_equal(opened.vectors.reconstruct_n(0, count), made.vectors.reconstruct_n(0, count))


def test_the_units_are_each_passage_under_its_title_then_its_sentences(tmp_path):
    encoder = Counting()
    index = Index.build(PASSAGES, encoder, tmp_path)
    assert [(span.passage, PASSAGES[span.passage].text[span.start : span.end]) for span in index.spans] == [
        (0, TEXT),
        (0, "La newsletter est très utilisée."),
        (0, "Elle touche un public fidèle."),
        (1, "Les musées manquent de budget. Ils manquent aussi de temps."),
        (1, "Les musées manquent de budget."),
        (1, "Ils manquent aussi de temps."),
        (2, "Le site web reste l'outil le plus répandu."),
    ]
    assert f"Communication. {TEXT}" in encoder.asked
    assert "Elle touche un public fidèle." in encoder.asked


def test_faiss_itself_reads_the_vectors(tmp_path):
    built(tmp_path)
    (path,) = tmp_path.glob("vectors-*.faiss")
    assert faiss.read_index(str(path)).ntotal == 7


def test_an_index_holds_no_pickle_and_nothing_unnamed(tmp_path):
    built(tmp_path)
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".faiss", ".json", ".json", ".jsonl"]


def test_the_same_passages_give_the_same_bytes(tmp_path):
    built(tmp_path / "one")
    built(tmp_path / "two")
    first, second = ({p.name: p.read_bytes() for p in (tmp_path / name).iterdir()} for name in ("one", "two"))
    assert first == second


def test_blank_passages_are_kept_but_not_encoded(tmp_path):
    index = built(tmp_path, (passage("vide", " "), *PASSAGES))
    assert len(index.passages) == 4
    assert index.spans[0].passage == 1


def test_an_index_of_nothing_is_built_and_opened(tmp_path):
    built(tmp_path, ())
    assert Index.open(tmp_path, HashingEncoder.identity).passages == ()


def test_only_changed_units_are_encoded_again(tmp_path):
    built(tmp_path)
    changed = (PASSAGES[0], passage("b", "Les musées manquent de bras. Ils manquent aussi de temps."), PASSAGES[2])
    encoder = Counting()
    index = Index.build(changed, encoder, tmp_path)
    assert sorted(encoder.asked) == [
        "Communication. Les musées manquent de bras. Ils manquent aussi de temps.",
        "Les musées manquent de bras.",
    ]
    fresh = built(tmp_path / "fresh", changed)
    np.testing.assert_array_equal(index.vectors.reconstruct_n(0, 7), fresh.vectors.reconstruct_n(0, 7))


def test_nothing_is_encoded_or_written_when_nothing_changed(tmp_path):
    built(tmp_path, source="v1")
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    encoder = Counting()
    Index.build(PASSAGES, encoder, tmp_path, source="v1")
    assert encoder.asked == []
    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before


def test_vectors_of_another_encoder_are_not_used_again(tmp_path):
    other = Counting()
    other.identity = "autre"
    Index.build(PASSAGES, other, tmp_path)
    encoder = Counting()
    Index.build(PASSAGES, encoder, tmp_path)
    assert len(encoder.asked) == 7


def test_progress_counts_the_units_to_encode(tmp_path):
    seen = []
    built(tmp_path, [passage(str(n), f"Constat {n}") for n in range(150)], progress=lambda *step: seen.append(step))
    assert seen == [(64, 150), (128, 150), (150, 150)]


def test_a_missing_index_says_how_to_make_it(tmp_path):
    with pytest.raises(StaleIndexError, match=r"Aucun index .* « boussole index »"):
        Index.open(tmp_path / "rien", HashingEncoder.identity)


def test_an_index_of_another_encoder_is_refused(tmp_path):
    built(tmp_path)
    with pytest.raises(StaleIndexError, match="fait avec l'encodeur « hashing-256-v1 », et « e5-autre » est demandé"):
        Index.open(tmp_path, "e5-autre")


def test_an_index_of_other_sources_is_refused(tmp_path):
    built(tmp_path, source="v1")
    assert Index.open(tmp_path, HashingEncoder.identity, source="v1").passages == PASSAGES
    with pytest.raises(StaleIndexError, match="autres sources"):
        Index.open(tmp_path, HashingEncoder.identity, source="v2")


def test_an_index_of_another_format_is_refused_and_made_anew(tmp_path):
    built(tmp_path)
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    (tmp_path / "manifest.json").write_text(json.dumps(manifest | {"format": 0}))
    with pytest.raises(StaleIndexError, match="format 0"):
        Index.open(tmp_path, HashingEncoder.identity)
    encoder = Counting()
    Index.build(PASSAGES, encoder, tmp_path)
    assert len(encoder.asked) == 7


@pytest.mark.parametrize("pattern", ["manifest.json", "passages-*", "vectors-*", "words-*"])
@pytest.mark.parametrize("damage", ["cut", "changed", "emptied", "removed"])
def test_a_damaged_index_is_refused_then_rebuilt(tmp_path, pattern, damage):
    built(tmp_path)
    (path,) = tmp_path.glob(pattern)
    data = path.read_bytes()
    damaged = {"cut": data[: len(data) // 2], "changed": data[:20] + bytes([data[20] ^ 1]) + data[21:], "emptied": b""}
    if damage == "removed":
        path.unlink()
    else:
        path.write_bytes(damaged[damage])
    with pytest.raises(StaleIndexError, match="« boussole index »"):
        Index.open(tmp_path, HashingEncoder.identity)
    built(tmp_path)
    assert Index.open(tmp_path, HashingEncoder.identity).passages == PASSAGES


@pytest.mark.parametrize(
    "files",
    [
        "{}",
        '{"passages": 3}',
        '{"passages": "../../x", "vectors": "y", "words": "z"}',
        '{"passages": 3, "vectors": 4, "words": 5}',
    ],
)
def test_a_manifest_that_names_strange_files_is_refused(tmp_path, files):
    built(tmp_path)
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    (tmp_path / "manifest.json").write_text(json.dumps(manifest | {"files": json.loads(files)}))
    with pytest.raises(StaleIndexError):
        Index.open(tmp_path, HashingEncoder.identity)


def test_an_interrupted_build_leaves_the_old_index_and_no_litter(tmp_path):
    built(tmp_path)
    before = sorted(path.name for path in tmp_path.iterdir())

    def interrupt(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        built(tmp_path, (*PASSAGES[:1], passage("d", "Nouveau.")), progress=interrupt)
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert Index.open(tmp_path, HashingEncoder.identity).passages == PASSAGES


# Ends the process, as a kill would, at its nth step on the files of the folder.
KILLED = """
import os, sys, pickle
from assistant.search import records
from assistant.search.hashing import HashingEncoder
from assistant.search.index import Index
import faiss
folder, steps = sys.argv[1], int(sys.argv[2])
passages = records.from_bytes(open(folder + ".new", "rb").read())
def step(event, details):
    global steps
    if event in ("open", "os.rename", "os.remove", "os.mkdir") and folder in map(str, details[:1]) or (
        event in ("open", "os.rename", "os.remove") and str(details[0]).startswith(folder + os.sep)):
        steps -= 1
        if steps == 0:
            os._exit(9)
sys.addaudithook(step)
Index.build(passages, HashingEncoder(), __import__("pathlib").Path(folder))
"""


def test_killed_at_any_step_the_old_index_or_the_new_one_serves(tmp_path):
    new = (*PASSAGES, passage("d", "Une autre phrase."))
    (tmp_path / "index.new").write_bytes(records.to_bytes(new))
    folder, served = tmp_path / "index", []
    for step in range(1, 40):
        built(folder)
        done = subprocess.run([sys.executable, "-c", KILLED, str(folder), str(step)], cwd=PROJECT, check=False)
        served.append(Index.open(folder, HashingEncoder.identity).passages)
        if done.returncode == 0:
            break
        assert done.returncode == 9
    assert len(served) > 8
    assert served == [PASSAGES] * served.count(PASSAGES) + [new] * served.count(new)
    assert served[-1] == new


FULL = """
import resource, sys
from pathlib import Path
from assistant.errors import BoussoleError
from assistant.search import records
from assistant.search.hashing import HashingEncoder
from assistant.search.index import Index
folder = Path(sys.argv[1])
passages = records.from_bytes(Path(sys.argv[1] + ".new").read_bytes())
import faiss
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    Index.build(passages, HashingEncoder(), folder)
except BoussoleError as error:
    sys.stdout.buffer.write(str(error).encode())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="file sizes cannot be limited on Windows")
def test_a_full_disk_is_told_and_leaves_the_old_index(tmp_path):
    folder = tmp_path / "index"
    built(folder)
    before = sorted(path.name for path in folder.iterdir())
    (tmp_path / "index.new").write_bytes(records.to_bytes((*PASSAGES, passage("d", "Une autre phrase."))))
    done = subprocess.run([sys.executable, "-c", FULL, str(folder)], cwd=PROJECT, check=True, capture_output=True)
    assert "L'index n'a pas pu être écrit" in done.stdout.decode()
    assert "l'index précédent est intact" in done.stdout.decode()
    assert sorted(path.name for path in folder.iterdir()) == before
    assert Index.open(folder, HashingEncoder.identity).passages == PASSAGES


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(BoussoleError, match="n'a pas pu être écrit"):
        built(tmp_path / "file" / "index")


def test_files_left_by_a_killed_build_go_once_they_are_old(tmp_path):
    import os

    built(tmp_path)
    old, young = tmp_path / "vectors-0000.faiss-x.partial", tmp_path / "vectors-1111.faiss"
    old.touch()
    young.touch()
    os.utime(old, (0, 0))
    built(tmp_path, PASSAGES[:2])
    assert not old.exists()
    assert young.exists()


def test_the_format_is_that_of_the_manifest(tmp_path):
    assert built(tmp_path).manifest == index_files.read_manifest(tmp_path)


def test_words_of_another_version_are_counted_again(tmp_path):
    made = built(tmp_path)
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    (words,) = tmp_path.glob("words-*.json")
    words.unlink()
    data = b"[{}, {}, {}]"
    manifest["files"]["words"] = index_files.digest(data)
    (tmp_path / f"words-{manifest['files']['words'][:16]}.json").write_bytes(data)
    (tmp_path / "manifest.json").write_text(json.dumps(manifest | {"recipe": "autre"}))
    assert Index.open(tmp_path, HashingEncoder.identity).counts == made.counts
    encoder = Counting()
    again = Index.build(PASSAGES, encoder, tmp_path)
    assert (again.manifest, encoder.asked) == (made.manifest, [])


def test_an_index_made_by_one_user_is_read_by_another(tmp_path):
    built(tmp_path)
    before = os.umask(0)
    os.umask(before)
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o666 & ~before}


@pytest.mark.parametrize("damage", ["folder", "loop", "deep", "data folder"])
def test_whatever_stands_in_place_of_an_index_file_is_told_in_french(tmp_path, damage):
    built(tmp_path)
    manifest = tmp_path / index_files.MANIFEST
    spoilt = next(tmp_path.glob("vectors-*")) if damage == "data folder" else manifest
    spoilt.unlink()
    if damage == "deep":
        manifest.write_text("[" * 100_000)
    elif damage == "loop":
        manifest.symlink_to(manifest)
    else:
        spoilt.mkdir()
    with pytest.raises(StaleIndexError, match="boussole index"):
        Index.open(tmp_path, HashingEncoder.identity)


def test_a_folder_that_has_become_read_only_is_told_in_french(tmp_path):
    built(tmp_path)
    mount = ["mount", "--bind", "-o", "ro", str(tmp_path), str(tmp_path)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting needs root")
    try:
        with pytest.raises(BoussoleError, match="lecture seule"):
            built(tmp_path, PASSAGES[:2], source="autre")
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)
    assert Index.open(tmp_path, HashingEncoder.identity).passages == PASSAGES
