"""The files, folders, modules and links that pages name are there."""

import os
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.docs.pages import DECISIONS, LIVING, ROOT, blocks, codes

SUFFIXES = "py|js|lua|md|json|txt|toml|html|css|in|svg|webp|yml"
FILE = re.compile(rf"[\w.-]*(?:/[\w.-]+)*\.(?:{SUFFIXES})|[\w.-]+(?:/[\w.-]+)*/")
PACKAGES = (
    "chatstream",
    "storyboard",
    "projects",
    "orchestrator",
    "instance",
    "operations",
    "config",
    "chaos",
    "bench",
    "examples",
    "tests",
)
MODULE = re.compile(rf"(?:{'|'.join(PACKAGES)})(?:\.\w+)+(?::\w+)?")
MADE_LATER = re.compile(
    r"(?:var|mysite)/.*|(?:assets|\.venv[\w-]*|\.aimock)/|.*(?:NAME|NUMBER|NNNN|JOB).*"
)  # or the name in an example
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
LEFT_OUT = re.compile(r"\.(?!github).*|node_modules|__pycache__|var")


@cache
def tree() -> str:
    """Every file of the project and every folder that has one, a line each, with a slash before it."""
    found = set()
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if not LEFT_OUT.fullmatch(name)]
        for name in files:
            path = Path(folder, name).relative_to(ROOT)
            found |= {path, *path.parents}
    return "".join(f"/{path}\n" for path in found)


def words(page: Path) -> Iterator[str]:
    text = page.read_text()
    for code in (*codes(text), *blocks(text)):
        yield from (word.strip("()[],;:\"'") for word in code.split())


@pytest.mark.parametrize("page", LIVING, ids=lambda page: page.name)
def test_a_page_names_files_and_folders_that_are_there(page: Path) -> None:
    named = {word for word in words(page) if FILE.fullmatch(word) and not MADE_LATER.fullmatch(word)}
    assert [name for name in sorted(named) if f"/{name.strip('/')}\n" not in tree()] == []


@pytest.mark.parametrize("page", LIVING, ids=lambda page: page.name)
def test_a_page_names_modules_and_what_is_in_them(page: Path) -> None:
    for name in {word for word in words(page) if MODULE.fullmatch(word) and not FILE.fullmatch(word)}:
        pkgutil.resolve_name(name)


@cache
def sources() -> dict[str, str]:
    """The Python of each module by its last name; of a package, that of all its modules."""
    found: defaultdict[str, str] = defaultdict(str)
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            for name in {path.stem, path.parent.name}:
                found[name] += path.read_text()
    return found


def test_the_tour_of_the_architecture_names_functions_that_are_there() -> None:
    """There `outbox.flush` is what the module outbox.py, or the package of that name, defines."""
    for code in codes((ROOT / "docs/architecture.md").read_text()):
        match = re.fullmatch(r"([a-z_]+)\.(\w+)(\(.*\))?", code)
        if match and match[1] not in PACKAGES and match[2] not in SUFFIXES.split("|"):
            defined = rf"^(?:async )?(?:def|class) {match[2]}\b|^{match[2]}\b.*="
            assert re.search(defined, sources().get(match[1], ""), re.M), code


def test_the_tour_of_the_architecture_names_classes_that_are_there() -> None:
    everything = "\n".join(sources().values())
    for code in codes((ROOT / "docs/architecture.md").read_text()):
        if match := re.fullmatch(r"([A-Z]\w*[a-z]\w*)(?:\.(\w+))?", code):
            defined = re.search(rf"^class {match[1]}\b.*?(?=^\S|\Z)", everything, re.M | re.S)
            assert defined, code
            assert not match[2] or re.search(rf"\b{match[2]}\b", defined[0]), code


@pytest.mark.parametrize("page", [*LIVING, *DECISIONS], ids=lambda page: page.name)
def test_the_links_of_a_page_lead_somewhere(page: Path) -> None:
    for link in LINK.findall(page.read_text()):
        target, _, anchor = link.partition("#")
        if "://" not in link:
            path = (page.parent / target).resolve() if target else page
            assert path.exists(), link
            if anchor:
                assert anchor in anchors(path), link


def anchors(page: Path) -> set[str]:
    """The headings of a page as links name them."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(), re.M)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_index_of_docs_names_every_page() -> None:
    named = {link.partition("#")[0] for link in LINK.findall((ROOT / "docs/README.md").read_text())}
    assert {page.name for page in (ROOT / "docs").glob("*.md")} - {"README.md"} <= named
