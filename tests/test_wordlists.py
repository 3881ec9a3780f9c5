"""The words that the program goes by are in files that a person can edit, not in code."""

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from assistant import wordlists
from assistant.errors import CorpusError
from assistant.language import LANGUAGES
from assistant.settings import PROJECT
from assistant.wordlists import listed, pattern, word_set

# Where words may stay, and why. What the workbook's labels mean is in corpus/labels.toml.
ALLOWED = {
    "evaluation/published.py": "how the exam reads a reference to a page; no answer depends on it",
    "facts/bank.py": "the kinds of a question are identifiers: no text is searched for them",
}
_CUE_WORDS = 2  # stop words among the members that make a collection one of words, not of identifiers
_GROUP = re.compile(r"[^()|]*(?:\|[^()|]*){2,}")
_WORD = re.compile(r"(?<![\\\w{])[a-zà-ÿœ]{2,}(?![\w}])")


def words_in(source: str) -> Iterator[tuple[int, str]]:
    """Yields the alternations, cut texts and collections that hold three lower-case words or more, with their lines."""
    stops = frozenset().union(*(word_set(f"stop_{language}") for language in LANGUAGES)) - set(LANGUAGES)
    for node in ast.walk(ast.parse(source)):
        texts: list[str] = []
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "split":
            texts = _texts([node.func.value])
        elif isinstance(node, ast.Set | ast.Tuple | ast.List | ast.Dict):
            said = _texts(node.keys if isinstance(node, ast.Dict) else node.elts)
            texts = [" ".join(said)] if len(stops & set(said)) >= _CUE_WORDS else []
        elif isinstance(node, ast.Constant):
            texts = [group for text in _texts([node]) for group in _GROUP.findall(text)]
        yield from ((getattr(node, "lineno", 0), one) for one in texts if len(_WORD.findall(one)) >= 3)


def _texts(nodes: Sequence[ast.AST | None]) -> list[str]:
    return [one.value for one in nodes if isinstance(one, ast.Constant) and isinstance(one.value, str)]


def _found() -> dict[str, list[tuple[int, str]]]:
    package = PROJECT / "assistant"
    paths = sorted(package.rglob("*.py"))
    found = {str(path.relative_to(package)): list(words_in(path.read_text(encoding="utf-8"))) for path in paths}
    return {name: lines for name, lines in found.items() if lines}


def test_no_list_of_words_is_in_code():
    assert {name: lines for name, lines in _found().items() if name not in ALLOWED} == {}


def test_what_is_allowed_is_still_there():
    assert set(ALLOWED) <= set(_found())


@pytest.mark.parametrize(
    "code", ['re.compile(r"\\b(?:sans|aucun|jamais)\\b")', 'frozenset("le la les".split())', '("il", "elle", "chacun")']
)
def test_a_list_of_words_in_code_is_seen(code: str):
    assert list(words_in(code))


def test_a_star_stands_for_any_ending_and_a_blank_for_a_hyphen():
    assert pattern(r"^{defining}$").match("definissent")
    assert pattern(r"^{defining}$").match("s’agit")
    assert pattern(r"^{agreement}$").match("n'est ce pas")
    assert not pattern(r"^{setting}$").match("dansons")


def test_the_longest_expression_is_found_first():
    assert pattern("{more}").findall("plus souvent que") == ["plus souvent"]


def test_every_list_is_found_by_its_name_and_an_unknown_one_is_told():
    assert "avec" in word_set("stop_fr")
    assert "ont repondu" in listed("answered")
    with pytest.raises(CorpusError, match="pas de liste « rien »"):
        listed("rien")


def test_a_list_that_is_no_text_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    file = tmp_path / "lexicon.toml"
    file.write_text('[words]\nown = 3\n\n[cardinal]\nun = 1\n\n[fraction]\n"un tiers" = 0.3333\n', encoding="utf-8")
    monkeypatch.setattr(wordlists, "_FILE", file)
    with pytest.raises(CorpusError, match=r"lexicon.toml, ligne 1 : « words » ne va pas"):
        wordlists._lists.__wrapped__()
