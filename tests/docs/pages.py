"""The project's pages in Markdown, and what stands in them: sections, tables, code."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
DECISIONS = sorted((ROOT / "docs/decisions").glob("[0-9]*.md"))  # they name things as they were when they were decided
LIVING = [
    page
    for page in (
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/*.md"),
        *ROOT.glob("docs/chatstream/*.md"),
        *ROOT.glob("docs/dialects/*.md"),
        ROOT / "chatstream/README.md",
        ROOT / "docs/decisions/README.md",
    )
    if page.name != "CHANGELOG.md"
]

_FENCE = re.compile(r"^( *)```.*?^\1```$", re.M | re.S)


def section(page: str, heading: str) -> str:
    """The text under a heading of `page`, up to the next one of its rank or above."""
    text = (ROOT / page).read_text()
    found = re.search(rf"^(#+) {re.escape(heading)}$", text, re.M)
    assert found, f"{page} has no heading “{heading}”"
    rest = text[found.end() :]
    end = re.search(rf"^#{{1,{len(found[1])}}} ", _FENCE.sub(lambda fence: "·" * len(fence[0]), rest), re.M)
    return rest[: end.start()] if end else rest


def rows(text: str, first: str) -> list[list[str]]:
    """The cells of each row of the table whose first head is `first`."""
    lines = text.splitlines()
    start = next((at for at in heads(lines) if cells(lines[at])[0] == first), None)
    assert start is not None, f"there is no table whose first head is “{first}”"
    body = lines[start + 2 :]
    length = next((at for at, line in enumerate(body) if not line.startswith("|")), len(body))
    return [cells(line) for line in body[:length]]


def all_rows(text: str) -> list[list[str]]:
    """The cells of every row of every table, without heads."""
    lines = text.splitlines()
    rules = {at for head in heads(lines) for at in (head, head + 1)}
    return [cells(line) for at, line in enumerate(lines) if line.startswith("|") and at not in rules]


def heads(lines: list[str]) -> list[int]:
    """Where the head of a table stands."""
    return [at - 1 for at, line in enumerate(lines) if line.startswith("|---")]


def cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip().strip("|").split("|")]


def codes(text: str) -> list[str]:
    """What stands in `single backticks`."""
    return re.findall(r"`([^`\n]+)`", _FENCE.sub("", text))


def blocks(text: str) -> list[str]:
    """The fenced blocks, without their fences."""
    return [fence[0].strip().removesuffix("```").split("\n", 1)[1] for fence in _FENCE.finditer(text)]


def block_after(words: str, page: str = "chatstream/README.md") -> str:
    """The block of Python that follows these words."""
    found = re.search(r"```python\n(.*?)```", (ROOT / page).read_text().split(words, 1)[1], re.DOTALL)
    assert found is not None
    return found[1]
