"""The fitted numbers: of the encoder in use, a damaged file is refused, and the tool makes the file again."""

from pathlib import Path

import pytest

from assistant import tensors
from assistant.answer.fitted import FITTED, PATH, load_fitted
from assistant.engine import Assistant
from assistant.errors import CorpusError
from assistant.settings import PROJECT
from tools import fit, fit_judge, fit_kinds


def test_the_numbers_were_fitted_on_the_vectors_of_the_encoder_in_use(assistant: Assistant):
    assert assistant.encoder.identity == FITTED.encoder


def test_a_threshold_is_a_chance():
    assert FITTED.thresholds
    assert all(0 < chance < 1 for chance in FITTED.thresholds.values())


def test_the_file_is_read_as_the_tool_writes_it(tmp_path: Path):
    path = tmp_path / "fitted.toml"
    path.write_text(fit.written(FITTED), encoding="utf-8")
    assert load_fitted(path) == FITTED
    assert path.read_text(encoding="utf-8") == PATH.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new"), [('"dense" = ', '"dense" = x'), ("[thresholds]", "[other]"), ('encoder = "', "encoder = 3 #")]
)
def test_a_damaged_file_is_refused_in_french(tmp_path: Path, old: str, new: str):
    path = tmp_path / "fitted.toml"
    path.write_text(PATH.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CorpusError, match=r"Corrigez|Rétablissez"):
        load_fitted(path)


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
@pytest.mark.official
def test_the_tool_makes_the_committed_numbers_again(official_assistant: Assistant):
    tables, _ = fit_judge.fit(official_assistant, fit_judge.collect(official_assistant))
    encoder = official_assistant.encoder.identity
    assert fit.written(fit.Fitted(encoder=encoder, **tables)) == PATH.read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_the_tool_makes_the_committed_head_again(assistant: Assistant, tmp_path: Path):
    fit_kinds.fit(assistant, tmp_path / "kinds.safetensors")
    made, said = tensors.read(tmp_path / "kinds.safetensors")
    kept, words = tensors.read(PROJECT / "corpus" / "kinds.safetensors")
    assert said == words
    assert all((made[name] == kept[name]).all() for name in kept)
