"""Vectors kept beside the corpus: read back as they were, for their encoder alone, and complete."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from assistant.building import edition_of, unit_passages
from assistant.engine import Assistant
from assistant.errors import CorpusError
from assistant.facts.library import load_library
from assistant.search import embedded, kept_vectors
from assistant.search.hashing import HashingEncoder
from assistant.search.spans import spans_of, text_of
from assistant.settings import PROJECT, Settings

TEXTS = ("Les musées ont un site web.", "La newsletter est très utilisée.", "Le budget manque.")
DIMENSION = 16
COORDINATES = arrays(np.float32, (len(TEXTS), DIMENSION), elements=st.floats(-1, 1, width=32))


class Counting:
    """The hashing encoder, remembering what it was asked."""

    identity = HashingEncoder.identity
    dimension = HashingEncoder.dimension

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode_query(self, texts):
        self.asked += texts
        return HashingEncoder().encode_query(texts)

    def encode_document(self, texts):
        self.asked += texts
        return HashingEncoder().encode_document(texts)


@given(COORDINATES.filter(lambda rows: bool((np.linalg.norm(rows, axis=1) > 0.01).all())))
def test_vectors_are_read_back_as_unit_vectors_to_a_127th(tmp_path_factory: pytest.TempPathFactory, rows: np.ndarray):
    path = tmp_path_factory.mktemp("kept") / "vectors.safetensors"
    units = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    written = dict(zip(map(kept_vectors.key, TEXTS), units, strict=True))
    kept_vectors.save(path, "e", written)
    found = kept_vectors.load(path, "e")
    assert found.keys() == written.keys()
    for name, vector in found.items():
        assert np.abs(vector - written[name]).max() <= 1 / 127
        assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


def kept(path: Path) -> dict[str, np.ndarray]:
    """The vectors of the texts, written and read again."""
    rows = HashingEncoder().encode_document(TEXTS)
    kept_vectors.save(path, HashingEncoder.identity, dict(zip(map(kept_vectors.key, TEXTS), rows, strict=True)))
    return kept_vectors.load(path, HashingEncoder.identity)


def test_the_same_vectors_give_the_same_bytes_whatever_their_order(tmp_path: Path):
    rows = dict(zip(map(kept_vectors.key, TEXTS), HashingEncoder().encode_document(TEXTS), strict=True))
    kept_vectors.save(tmp_path / "one", "e", rows)
    kept_vectors.save(tmp_path / "two", "e", dict(reversed(rows.items())))
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_the_vectors_of_another_encoder_are_left_aside(tmp_path: Path):
    path = tmp_path / "vectors.safetensors"
    assert len(kept(path)) == len(TEXTS)
    assert kept_vectors.load(path, "another") == {}


def test_no_file_is_no_vector_and_a_damaged_one_is_told_in_french(tmp_path: Path):
    assert kept_vectors.load(None, "e") == {}
    assert kept_vectors.load(tmp_path / "absent", "e") == {}
    damaged = tmp_path / "vectors.safetensors"
    kept(damaged)
    damaged.write_bytes(damaged.read_bytes()[:100])
    with pytest.raises(CorpusError, match=r"vectors\.safetensors est illisible .* Rétablissez"):
        kept_vectors.load(damaged, HashingEncoder.identity)


def test_a_question_and_a_sentence_of_the_same_words_have_two_keys():
    assert kept_vectors.key("Qui ?", question=True) != kept_vectors.key("Qui ?")
    assert kept_vectors.key("Qui ?") == kept_vectors.key("Qui ?")
    assert kept_vectors.key("\ud800") != kept_vectors.key("")


def test_only_the_texts_without_a_vector_are_encoded(tmp_path: Path):
    encoder, known = Counting(), kept(tmp_path / "vectors.safetensors")
    rows = kept_vectors.encoded((*TEXTS, "Un texte nouveau.", TEXTS[0]), encoder, known)
    assert encoder.asked == ["Un texte nouveau."]
    np.testing.assert_array_equal(rows[0], rows[4])
    np.testing.assert_allclose(
        rows, HashingEncoder().encode_document((*TEXTS, "Un texte nouveau.", TEXTS[0])), atol=0.01
    )
    assert kept_vectors.encoded(TEXTS, encoder, known, question=True).shape == (3, encoder.dimension)
    assert encoder.asked == ["Un texte nouveau.", *TEXTS]


def test_no_text_has_no_row():
    assert kept_vectors.encoded((), Counting(), {}).shape == (0, HashingEncoder.dimension)


def test_every_unit_and_every_question_of_the_bank_has_a_committed_vector():
    edition = edition_of(Settings())
    library = load_library(edition, Settings().corpus)
    identity = embedded.identity(tuned=edition.fact("tuned.safetensors"))
    known = kept_vectors.load(PROJECT / "corpus" / "vectors.safetensors", identity)
    passages = unit_passages(library)
    texts = {kept_vectors.key(text_of(span, passages)) for span in spans_of(passages)}
    asked = {kept_vectors.key(one.q, question=True) for one in (*library.bank.questions, *library.bank.negatives)}
    assert len(texts - known.keys()) == len(asked - known.keys()) == 0, "python -m tools.keep_vectors"


def test_a_committed_vector_is_that_of_the_encoder(assistant: Assistant):
    known = kept_vectors.load(PROJECT / "corpus" / "vectors.safetensors", assistant.encoder.identity)
    asked = [one.q for one in assistant.library.bank.questions[::600]]
    rows = np.stack([known[kept_vectors.key(one, question=True)] for one in asked])
    assert (rows * assistant.encoder.encode_query(asked)).sum(axis=1).min() > 0.999
