"""The questionnaire at the terminal: numbers in, a profile out."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.errors import ProfileError
from assistant.interview import interview, listed, save
from assistant.profile.profiles import Profile
from assistant.profile.questionnaire import Questionnaire, load_questionnaire

CORPUS = Path(__file__).parents[1] / "corpus"


@pytest.fixture(scope="module")
def questionnaire() -> Questionnaire:
    return load_questionnaire(CORPUS / "questionnaire.toml")


def _typing(*lines: str) -> Callable[[str], str]:
    """A person who types these lines, then closes the terminal."""
    given: Iterator[str] = iter(lines)

    def ask(prompt: str) -> str:
        try:
            return next(given)
        except StopIteration:
            raise EOFError from None

    return ask


def _interviewed(questionnaire: Questionnaire, *lines: str) -> tuple[Profile, list[str]]:
    told: list[str] = []
    return interview(questionnaire, _typing(*lines), told.append), told


def test_numbers_choose_published_labels_and_nothing_skips(questionnaire: Questionnaire):
    profile, told = _interviewed(questionnaire, "3\n", "\n", " 1 ", "q")
    assert profile.to_json() == {"secteur": "bibliothèques", "etp": "de 1 à 4"}
    assert any(line.startswith("\n1/") for line in told)


def test_what_is_not_understood_is_asked_again(questionnaire: Questionnaire):
    profile, told = _interviewed(questionnaire, "0", "99", "musée", "1, 2", "²", "3", "q")
    assert profile.to_json() == {"secteur": "bibliothèques"}
    assert sum(line.startswith("Donnez un numéro") for line in told) == 5


def test_several_numbers_answer_a_multiple_choice(questionnaire: Questionnaire):
    question = next(one for one in questionnaire.questions if one.kind == "multiple")
    place = questionnaire.questions.index(question)
    profile, _ = _interviewed(questionnaire, *[""] * place, "1, 2", "q")
    assert len(profile.labels(question.id)) == 2


@pytest.mark.parametrize("end", ["q", "FIN", "stop"])
def test_stopping_keeps_what_was_answered(questionnaire: Questionnaire, end: str):
    assert _interviewed(questionnaire, "3", end)[0] == _interviewed(questionnaire, "3")[0] != Profile()


def test_skipping_everything_gives_an_empty_profile_and_asks_every_free_question(questionnaire: Questionnaire):
    profile, told = _interviewed(questionnaire, *[""] * len(questionnaire.questions))
    assert profile == Profile()
    assert sum(line.startswith("\n") for line in told) == len(questionnaire.questions)


def test_a_question_that_a_no_makes_pointless_is_not_asked(questionnaire: Questionnaire):
    child = next(question for question in questionnaire.questions if question.given)
    parent = questionnaire.of_item[child.given]
    no = next(n for n, choice in enumerate(parent.choices, 1) if choice.item == child.given and not choice.value)
    place = questionnaire.questions.index(parent)
    rest = [""] * (len(questionnaire.questions) - place)
    _, told = _interviewed(questionnaire, *[""] * place, str(no), *rest)
    assert not any(child.fr in line for line in told)


def test_the_list_shows_ids_labels_and_plain_words(questionnaire: Questionnaire):
    text = listed(questionnaire)
    assert all(f"{question.id} " in text for question in questionnaire.questions)
    assert "médias/radio" not in text


def test_a_saved_profile_is_whole_or_refused(tmp_path: Path):
    save(tmp_path / "p.json", "{}\n")
    assert [path.name for path in tmp_path.iterdir()] == ["p.json"]
    with pytest.raises(ProfileError, match="Choisissez un autre fichier"):
        save(tmp_path / "absent" / "p.json", "{}")
