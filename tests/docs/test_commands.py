"""The commands that pages name are there, with the options that pages give them."""

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from tests.docs.pages import LIVING, ROOT, blocks, codes, rows, section

OURS = {name for name, app in get_commands().items() if (ROOT / str(app)).is_dir()}
MAKEFILE, WORKFLOW = ((ROOT / name).read_text() for name in ("Makefile", ".github/workflows/tests.yml"))
TARGETS = set(re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.M)[1].split())  # type: ignore[index]

MAKE = re.compile(r"(?:\$ )?make ([a-z-]+)(?: [A-Z]+=\S+)*(?: +#.*)?")


def lines(page: Path) -> list[str]:
    """Every line of code of a page, in blocks and in the text."""
    text = page.read_text()
    return [*codes(text), *(line for block in blocks(text) for line in block.splitlines())]


@cache
def options_of(command: str) -> set[str]:
    parser = load_command_class(get_commands()[command], command).create_parser("manage.py", command)
    return set(parser._option_string_actions)


def calls(page: Path) -> list[tuple[str, set[str]]]:
    """Each `manage.py COMMAND` of a page with the options behind it, as far as the command goes."""
    found = [re.match(r"[a-z_-]+", rest) for line in lines(page) for rest in re.split(r"manage\.py ", line)[1:]]
    return [
        (match[0], set(re.findall(r"(?<!\S)--[a-z-]+", re.split(r"&&|[;|#]", match.string)[0])))
        for match in found
        if match
    ]


@pytest.mark.parametrize("page", LIVING, ids=lambda page: page.name)
def test_a_page_names_commands_and_options_that_are_there(page: Path) -> None:
    for command, options in calls(page):
        assert command in get_commands()
        assert options <= options_of(command), command


def test_every_command_of_ours_is_named_on_a_page() -> None:
    assert OURS - {command for page in LIVING for command, _ in calls(page)} == set()


@pytest.mark.parametrize("page", LIVING, ids=lambda page: page.name)
def test_a_page_names_targets_of_make_that_are_there(page: Path) -> None:
    called = [MAKE.fullmatch(line) for line in lines(page)]
    assert {match[1] for match in called if match} <= TARGETS


def test_the_workflow_runs_targets_of_make_that_are_there() -> None:
    assert set(re.findall(r"- run: make ([a-z-]+)", WORKFLOW)) <= TARGETS


def test_the_workflow_runs_every_python_that_the_locks_are_for() -> None:
    locked = re.findall(r"for python in ([\d. ]+);", MAKEFILE)
    assert [" ".join(re.findall(r'"(3[\d.]+)"', line)) for line in re.findall(r"python: \[.*\]", WORKFLOW)] == locked


@pytest.mark.parametrize("page", LIVING, ids=lambda page: page.name)
def test_a_page_names_modules_to_run_that_are_there(page: Path) -> None:
    modules = {module for line in lines(page) for module in re.findall(r"python3? -m ([\w.]+)", line)}
    assert [module for module in modules if find_spec(module) is None] == []


def test_contributing_explains_every_target_of_make() -> None:
    table = rows(section("CONTRIBUTING.md", "Run and test"), "target")
    assert {target.removeprefix("make ") for cell, _ in table for target in codes(cell)} == TARGETS - {"named-model"}
