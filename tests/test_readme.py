"""The documents tell the truth: every command, option, target, variable and path they name exists, and the reverse."""

import argparse
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.cli import _parser
from assistant.settings import PROJECT, Settings

README = (PROJECT / "README.md").read_text(encoding="utf-8")
ARCHITECTURE = PROJECT / "docs" / "architecture.md"
DOCUMENTS = (
    PROJECT / "README.md",
    PROJECT / "CONTRIBUTING.md",
    *sorted((PROJECT / "docs").glob("*.md")),
    *sorted(PROJECT.glob("*/README.md")),
)
MAKEFILE = (PROJECT / "Makefile").read_text(encoding="utf-8")
# What is made by use, named in documents and absent from a clone.
MADE = (
    ".venv", "corpus/official", "official", "index", "feedback", "/api", "/sante", "/etc", "/opt", "/srv", "/var",
)  # fmt: skip


def _commands() -> dict[str, argparse.ArgumentParser]:
    (names,) = (action for action in _parser()._actions if isinstance(action, argparse._SubParsersAction))
    return dict(names.choices)


def _called(text: str) -> Iterator[str]:
    """The boussole commands of code blocks and code spans."""
    text = re.sub(r"(?s)<!--.*?-->", "", text)
    for line in re.findall(r"(?m)^boussole .+$|(?<=`)boussole [^`\n]+(?=`)", text):
        yield line.partition(" # ")[0].partition(" > ")[0].strip()


def _spans(text: str) -> Iterator[str]:
    yield from re.findall(r"(?<!`)`([^`\n]+)`(?!`)", re.sub(r"(?ms)^```.*?^```", "", text))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(PROJECT)))
def test_every_command_shown_can_be_written_so(path: Path):
    known = _commands()
    for line in _called(path.read_text(encoding="utf-8")):
        _, name, *rest = shlex.split(line.replace("boussole …", "boussole COMMANDE").replace("…", ""))
        if name == "COMMANDE" or name.startswith("-"):
            continue
        assert name in known, line
        options = {option for action in known[name]._actions for option in action.option_strings}
        assert {word.strip("[]") for word in rest if word.strip("[").startswith("--")} <= options, line


def test_every_command_is_shown_in_the_readme():
    shown = {shlex.split(line)[1] for line in _called(README)}
    assert _commands().keys() <= shown


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(PROJECT)))
def test_every_path_and_link_of_a_document_exists(path: Path):
    text = path.read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)#]+)", text):
        if "://" not in link:
            assert (path.parent / link).exists(), link
    for span in _spans(text):
        if re.fullmatch(r"[\w.-]+(?:/[\w.-]+)+/?", span) and not span.startswith(MADE):
            places = (PROJECT, PROJECT / "assistant", path.parent, PROJECT / "assistant" / "models")
            assert any((place / span).exists() for place in places) or _is_no_path(span), span


def _is_no_path(span: str) -> bool:
    """A name of a model, a licence or a type of content has a slash too."""
    return not span.startswith(tuple(f"{folder.name}/" for folder in PROJECT.iterdir() if folder.is_dir()))


@pytest.mark.parametrize("path", [ARCHITECTURE, PROJECT / "CONTRIBUTING.md"], ids=lambda path: path.name)
def test_every_file_named_in_a_span_or_a_drawing_exists(path: Path):
    text = re.sub(r"(?s)<!--.*?-->", "", path.read_text(encoding="utf-8"))
    tree = {str(found.relative_to(PROJECT)) for found in PROJECT.rglob("*") if ".venv" not in found.parts}
    places = {"", "assistant/", "corpus/", "docs/", "assistant/phrases/", "corpus/official/"}
    shown = [word for block in re.findall(r"(?ms)^```\n(.*?)^```", text) for word in block.split()]
    for name in {*_spans(text), *(word.strip(",;:()") for word in shown)}:
        if re.fullmatch(r"[\w./-]+\.(?:py|toml|csv|md|json|yaml|txt|cff)", name):
            assert any(f"{place}{name}" in tree for place in places), name


def test_every_room_and_every_module_outside_a_room_is_in_the_architecture():
    text = ARCHITECTURE.read_text(encoding="utf-8")
    for path in (PROJECT / "assistant").iterdir():
        if path.suffix == ".py" and not path.name.startswith("_"):
            assert path.name in text, path.name
        elif (path / "__init__.py").exists():
            assert f"{path.name}/" in text, path.name


def test_every_make_target_named_exists_and_the_two_of_a_newcomer_come_first():
    targets = set(re.findall(r"(?m)^([a-z-]+):", MAKEFILE))
    for path in DOCUMENTS:
        assert set(re.findall(r"[`\n]make ([a-z-]+)", path.read_text(encoding="utf-8"))) <= targets, path
    first = re.search(r"(?ms)^```sh\n(.*?)^```", README)
    assert first is not None
    assert [line.split()[1] for line in first[1].splitlines()] == ["run", "test"]


def test_every_file_that_a_target_runs_exists():
    for module in re.findall(r"python -m ((?:benchmarks|tools)[\w.]*)", MAKEFILE):
        assert (PROJECT / f"{module.replace('.', '/')}.py").exists(), module
    assert "make test" in (PROJECT / ".ci" / "run").read_text(encoding="utf-8")


def test_every_variable_of_the_settings_is_in_the_readme():
    assert Settings().as_environment().keys() <= set(re.findall(r"BOUSSOLE_[A-Z]+", README))


def test_every_file_of_the_corpus_is_described():
    described = (PROJECT / "corpus" / "README.md").read_text(encoding="utf-8")
    for path in (PROJECT / "corpus").iterdir():
        assert path.is_dir() or path.name == "README.md" or f"`{path.name}`" in described, path.name


def test_every_dependency_is_explained_and_locked():
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    described = (PROJECT / "docs" / "architecture.md").read_text(encoding="utf-8")
    locked = {line.partition("==")[0].lower() for line in (PROJECT / "constraints.txt").read_text().splitlines()}
    for dependency in project["dependencies"]:
        name = re.split(r"[\[<>=]", dependency)[0]
        assert name == "numpy" or name in described, name
        assert name in locked, name


def test_no_file_names_a_place_of_packages_other_than_the_public_one():
    for name in ("constraints.txt", "pyproject.toml", "Makefile", ".ci/run"):
        text = (PROJECT / name).read_text(encoding="utf-8")
        assert not re.search(r"file://|find-links|trusted-host|extra-index-url", text), name
