"""Decisions have one form: a number, then context, decision, perhaps why, and consequence; the index names each."""

import re
from pathlib import Path

import pytest

from tests.docs.pages import DECISIONS


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.name[:4])
def test_a_decision_has_its_parts_in_order(page: Path) -> None:
    text = page.read_text()
    assert text.startswith(f"# {page.name[:4]} ")
    parts = re.findall(r"^\*\*(Context|Decision|Why|Consequence)\.\*\*", text, re.M)
    assert parts in (["Context", "Decision", "Why", "Consequence"], ["Context", "Decision", "Consequence"])


def test_the_index_has_every_decision_by_its_title() -> None:
    index = (DECISIONS[0].parent / "README.md").read_text()
    lines = [
        re.sub(r"^# (\d{4}) (.*)$", rf"- [\1]({page.name}) \2", page.read_text().split("\n")[0]) for page in DECISIONS
    ]
    assert [line for line in index.splitlines() if line.startswith("- ")] == lines
