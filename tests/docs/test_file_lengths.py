"""A file is understood in one reading, as CONTRIBUTING.md promises."""

import statistics
from pathlib import Path

import pytest

from tests.docs.pages import ROOT

PRODUCT = (
    *("chatstream", "storyboard", "projects", "orchestrator", "instance", "operations", "accounts", "config"),
    *("chaos", "bench", "examples"),
)
KINDS = ("py", "js", "css", "html", "lua")
FOREIGN = {"vendor", "migrations", "node_modules"}  # folders of what others, or programs, wrote
LONGEST, USUAL = 300, 100  # lines


def length(path: Path) -> int:
    return len(path.read_text().splitlines())


@pytest.fixture(scope="module")
def files() -> list[Path]:
    found = (path for room in PRODUCT for kind in KINDS for path in (ROOT / room).rglob(f"*.{kind}"))
    return [path for path in found if not FOREIGN & set(path.parts)]


def test_no_file_of_the_product_is_longer_than_300_lines(files: list[Path]) -> None:
    assert {str(path.relative_to(ROOT)): length(path) for path in files if length(path) > LONGEST} == {}


def test_most_files_are_shorter_than_100_lines(files: list[Path]) -> None:
    assert statistics.median(length(path) for path in files) <= USUAL
