"""What kind of answer a question wants: chances that add up, one mark a weight, and a guess without a head."""

from pathlib import Path

import numpy as np
import pytest

from assistant import tensors
from assistant.answer.frames import Frame
from assistant.answer.kinds import FORMS, SLOTS, Kinds, guessed, load_kinds, marks
from assistant.engine import Assistant
from assistant.errors import CorpusError
from assistant.facts.bank import load_bank
from assistant.settings import PROJECT

HEAD = PROJECT / "corpus" / "kinds.safetensors"


def wanted(assistant: Assistant, text: str) -> str:
    wants = assistant.framed(assistant.reader.read(text))[0].wants
    return max(wants, key=lambda kind: wants[kind])


@pytest.fixture(scope="module")
def head(assistant: Assistant) -> Kinds:
    found = load_kinds(HEAD, assistant.encoder.identity)
    assert found is not None, "python -m tools.fit"
    return found


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Combien d'opérateurs envoient une newsletter ?", "count"),
        ("Pourquoi certains opérateurs n'ont-ils pas de site web ?", "why"),
        ("Quels sont les principaux freins ?", "barrier"),
        ("Les opérateurs ont-ils un site web ?", "yesno"),
        ("Que conseille le rapport pour la sécurité ?", "advice"),
        ("How many operators send a newsletter?", "count"),
        ("Waarom hebben sommige operatoren geen website?", "why"),
    ],
)
def test_the_kind_of_a_plain_question_is_recognised(assistant: Assistant, text: str, kind: str):
    assert wanted(assistant, text) == kind


def test_the_chances_of_all_kinds_add_up(assistant: Assistant, head: Kinds):
    for one in assistant.library.bank.questions[::900]:
        wants = assistant.framed(assistant.reader.read(one.q))[0].wants
        assert tuple(wants) == head.names
        assert sum(wants.values()) == pytest.approx(1)
        assert min(wants.values()) >= 0


def test_the_head_knows_every_kind_that_the_bank_asks_for_but_the_open_one(head: Kinds):
    assert {*head.names} == {one.kind for one in load_bank(PROJECT / "corpus" / "bank").questions} - {"open"}


def test_the_head_has_a_weight_for_each_mark_and_coordinate(assistant: Assistant, head: Kinds):
    size = len(head.cues) + len(FORMS) + len(SLOTS)
    assert head.weights.shape == (len(head.names), size + assistant.encoder.dimension)
    assert head.bias.shape == (len(head.names),)


def test_the_marks_of_a_question_are_its_cues_its_form_and_whom_it_names(assistant: Assistant):
    question = assistant.reader.read("Les musées numérisent-ils leurs contenus ?")
    cues = ("quantity", *sorted(question.cues))
    found = dict(zip((*cues, *FORMS, *SLOTS), marks(question, cues).tolist(), strict=True))
    on = {"question mark", "inversion", "segment"}
    assert on <= {name for name, value in found.items() if value == 1}
    assert {"quantity", "persona", "population", "long", "opens who"} <= {n for n, value in found.items() if value == 0}


def test_a_message_without_a_word_of_a_list_has_only_its_length(assistant: Assistant):
    text = "newsletter"
    question = Frame(text=text, standalone=text, language="fr", kind="explore")
    assert [name for name, value in zip((*FORMS, *SLOTS), marks(question, ()), strict=True) if value] == ["short"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Pourquoi ces freins ?", "why"),
        ("Que conseillez-vous ?", "advice"),
        ("Quels sont les freins ?", "barrier"),
        ("Combien d'opérateurs ont un site ?", "count"),
        ("C'est quoi la découvrabilité ?", "what"),
    ],
)
def test_without_a_head_the_cues_give_one_kind(hashed: Assistant, text: str, kind: str):
    assert guessed(hashed.reader.read(text)) == {kind: 1.0}
    assert hashed.kinds is None
    assert hashed.framed(hashed.reader.read(text))[0].wants == {kind: 1.0}


def test_the_head_of_another_encoder_is_left_aside():
    assert load_kinds(HEAD, "another") is None
    assert load_kinds(None, "another") is None


def test_a_head_is_read_as_it_was_written(tmp_path: Path):
    rows, bias = np.eye(2, 3, dtype=np.float32), np.array([0, 1], np.float32)
    words = {"encoder": "e", "kinds": "count why", "cues": "quantity"}
    tensors.write(tmp_path / "kinds", {"weights": rows, "bias": bias}, words)
    found = load_kinds(tmp_path / "kinds", "e")
    assert found is not None
    assert (found.names, found.cues) == (("count", "why"), ("quantity",))
    np.testing.assert_array_equal(found.weights, rows)


def test_a_damaged_head_is_told_in_french(tmp_path: Path):
    (tmp_path / "kinds.safetensors").write_bytes(HEAD.read_bytes()[:200])
    with pytest.raises(CorpusError, match=r"kinds\.safetensors est illisible"):
        load_kinds(tmp_path / "kinds.safetensors", "e")
