"""What belongs to one edition stands in the corpus, never in the code: the next one opens without a line changed."""

import ast
import re
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.building import build_index
from assistant.corpus import load_corpus
from assistant.engine import Assistant
from assistant.facts.personas import load_personas
from assistant.language import LANGUAGES
from assistant.settings import PROJECT, Settings

PACKAGE, CORPUS = PROJECT / "assistant", PROJECT / "corpus"
MODULES, PHRASES = sorted(PACKAGE.rglob("*.py")), sorted(PACKAGE.rglob("phrases/*.toml"))
# Names that the corpus writes with a prefix: nobody takes them apart but the modules that read or make them.
PREFIXES = re.compile(r"(?:res|fig|persona|externe):")
READERS = {"facts/populations.py", "facts/cards.py"}


def _name(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


def _facts() -> tuple[str, ...]:
    """The edition's facts that a line of code could hold: its numbers, its years, its titles, its personas."""
    described = load_corpus(CORPUS).edition().description
    assert described.fieldwork
    years = {described.year, described.fieldwork.start.year}
    personas = load_personas(CORPUS / "personas.toml").all
    names = [persona.called(language) for persona in personas for language in LANGUAGES]
    return (str(described.respondents), *map(str, sorted(years)), described.short_title, described.publisher, *names)


def _constants(path: Path) -> Iterator[str]:
    """The numbers and texts of a module, docstrings left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    spoken = [node for node in ast.walk(tree) if isinstance(node, documented) and ast.get_docstring(node)]
    told = {id(node.body[0].value) for node in spoken}  # type: ignore[attr-defined]
    seeds = [node for node in ast.walk(tree) if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "SEED"]
    told |= {id(node.value) for node in seeds}  # a seed is no year
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in told and not isinstance(node.value, bool | bytes | None):
            yield str(node.value)


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_no_module_holds_a_fact_of_the_edition(path: Path):
    held = re.compile("|".join(rf"(?<!\d){re.escape(fact)}(?!\d)" for fact in _facts()))
    assert not [text for text in _constants(path) if held.search(text)]


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_no_module_takes_a_name_apart_or_counts_the_personas(path: Path):
    texts = list(_constants(path))
    assert _name(path) in READERS or not [text for text in texts if PREFIXES.match(text)]
    assert not [text for text in texts if re.search(r"\[1-5\]|persona[ _]?[1-5]\b", text)]
    assert not re.search(r"range\(1, 6\)|range\(5\)", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", PHRASES, ids=_name)
def test_no_phrase_holds_a_number_or_a_year_of_the_edition(path: Path):
    numbers = "|".join(fact for fact in _facts() if fact.isdecimal())
    texts = [text for section in tomllib.loads(path.read_text(encoding="utf-8")).values() for text in _texts(section)]
    assert not [text for text in texts if re.search(rf"(?<!\d)(?:{numbers})(?!\d)", text)]


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)


@pytest.fixture
def next_edition(tmp_path: Path) -> Settings:
    """Another survey: 500 operators in 2026, three personas, dimensions of its own and no list of obstacles."""
    corpus = tmp_path / "corpus"
    shutil.copytree(CORPUS, corpus, ignore=shutil.ignore_patterns("official", "advice.toml", "questionnaire.toml"))
    (corpus / "manifest.toml").write_text(
        '[[edition]]\nid = "2027"\nfolder = "."\ntitle = "Baromètre 2027"\nyear = 2027\nrespondents = 500\n'
        'fieldwork = { start = 2026-03-02, end = 2026-04-10 }\npublisher = "Un observatoire"\n',
        encoding="utf-8",
    )
    for path, before, after in (
        (corpus / "questions.toml", r'(?m)^(dimension = ")\w+"', r'\1pratiques"'),
        (corpus / "questions.toml", r"(?m)^ranks = .*\n", ""),
        (corpus / "questions.toml", r"(?m)^base = 401$", "base = 500"),
        (corpus / "results.csv", r",401,(?=0\.|1\.)", ",500,"),
    ):
        path.write_text(re.sub(before, after, path.read_text(encoding="utf-8")), encoding="utf-8")
    _keep_three_personas(corpus)
    return Settings(corpus=corpus, index=tmp_path / "index", encoder="hashing")


def _keep_three_personas(corpus: Path) -> None:
    path = corpus / "personas.toml"
    text = path.read_text(encoding="utf-8")
    head, *personas = text.split("[[persona]]")
    kept, traits = personas[:3], "[[trait]]" + personas[-1].split("[[trait]]", 1)[1]
    cut = re.sub(r"(?m)^(levels = \[\d, \d, \d), \d, \d\]", r"\1]", traits)
    path.write_text(head + "".join(f"[[persona]]{one}" for one in kept) + "\n" + cut, encoding="utf-8")


def test_the_next_edition_opens_and_answers_with_its_own_numbers(next_edition: Settings):
    build_index(next_edition)
    assistant = Assistant.open(next_edition)
    (row, *_) = assistant.evidence("Combien d'opérateurs utilisent une newsletter ?").selection.rows
    assert row.base == 500
    assert 5 not in assistant.answer("Quel est le persona 5 ?").understood["personas"]
    assert assistant.answer("Quel est le persona 3 ?").understood["personas"] == [3]
    assert assistant.starters()
