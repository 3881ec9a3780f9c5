"""The directions of the imports, and the sizes, that keep the program readable."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.settings import PROJECT

PACKAGE = PROJECT / "assistant"
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST_MODULE, LONGEST_FUNCTION = 300, 45


def _name(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


def test_imports_go_one_way_and_only_the_interface_knows_streamlit():
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([lint, "--no-cache"], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_module_can_be_held_in_mind(path: Path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST_MODULE
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    too_long = [one.name for one in functions if (one.end_lineno or 0) - one.lineno >= LONGEST_FUNCTION]
    assert not too_long


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_module_begins_by_saying_what_it_is(path: Path):
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_no_failure_is_swallowed():
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ExceptHandler):
                assert node.type is not None, path
                assert not all(isinstance(line, ast.Pass) for line in node.body), (path, node.lineno)


def test_nothing_is_pickled():
    for path in MODULES:
        assert "pickle" not in path.read_text(encoding="utf-8"), path


@pytest.mark.parametrize("module", ["assistant.engine", "assistant.checking", "assistant.evaluation.command"])
def test_importing_loads_no_heavy_package(module: str):
    code = f"import sys, {module}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    heavy = {"faiss", "torch", "sentence_transformers", "onnxruntime", "pypdf", "pypdfium2", "pandas", "openpyxl"}
    assert not heavy & set(loaded)
