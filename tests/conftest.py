"""What every test may use: the official report and workbook, where they are to be had."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]


def _folders() -> Iterator[Path]:
    if os.environ.get("BOUSSOLE_OFFICIAL"):
        yield Path(os.environ["BOUSSOLE_OFFICIAL"])
    yield PROJECT / "corpus" / "official"
    yield PROJECT.parent / "shared" / "corpus"


def _official(pattern: str) -> Path:
    found = next((path for folder in _folders() for path in sorted(folder.glob(pattern))), None)
    if found is None:
        missing = f"no official {pattern} in $BOUSSOLE_OFFICIAL, corpus/official or ../shared/corpus"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    return found


@pytest.fixture(scope="session")
def official_report() -> Path:
    """The report as published, a PDF of 83 pages."""
    return _official("*.pdf")


@pytest.fixture(scope="session")
def official_workbook() -> Path:
    """The results as published, a workbook of 37 sheets."""
    return _official("*.xlsx")
