"""Every phrase of the catalogues is said somewhere in the code: by its name, or by a name built from its section."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.settings import PROJECT

PACKAGE = PROJECT / "assistant"
CATALOGUES = (PACKAGE / "phrases" / "fr.toml", PACKAGE / "ui" / "phrases" / "fr.toml")


def _names(path: Path) -> Iterator[str]:
    for section, texts in tomllib.loads(path.read_text(encoding="utf-8")).items():
        yield from (f"{section}.{key}" for key in texts)


def _said() -> Iterator[re.Pattern[str]]:
    """The names of phrases in the code; the part of a name that is computed stands for anything."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield re.compile(rf"{re.escape(node.value)}(_one|_other)?")
            elif isinstance(node, ast.JoinedStr):
                parts = [re.escape(one.value) if isinstance(one, ast.Constant) else r"[^.]+" for one in node.values]
                pattern = "".join(parts)
                if re.match(r"[a-z]+\\\.", pattern):  # a bare "{section}.{key}" would stand for everything
                    yield re.compile(rf"{pattern}(_one|_other)?")


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_phrase_is_kept_that_nobody_says(path: Path):
    said = list(_said())
    unsaid = [name for name in _names(path) if not any(pattern.fullmatch(name) for pattern in said)]
    assert not unsaid
