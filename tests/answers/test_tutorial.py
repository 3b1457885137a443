"""Whoever follows the tutorial has what it promises at its end."""

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.answers.adopter import Site
from tests.answers.new_project import TEXT, make_project
from tests.docs.pages import ROOT

pytestmark = pytest.mark.site


@pytest.fixture
def site(valkey_server: str, tmp_path: Path) -> Iterator[Site]:
    make_project(ROOT / "docs/chatstream/tutorial.md", tmp_path, sys.executable, valkey_server)
    site = Site("mysite", valkey_server, {"PYTHONPATH": str(ROOT)}, tmp_path)
    try:
        site.start()
        yield site
    finally:
        site.end()


async def test_it_survives_what_the_tutorial_breaks(site: Site) -> None:
    alice = await asyncio.to_thread(site.sign_in)
    answer = await alice.ask("Something long")
    async with asyncio.timeout(90):
        first_tab = asyncio.create_task(alice.read(answer))
        await alice.read(answer, until="word5 ")
        await asyncio.to_thread(site.kill, site.worker)
        site.start_worker()
        site.valkey.flushall()
        second_tab = asyncio.create_task(alice.read(answer))
        messages = [await first_tab, await second_tab]
    assert [(message["content"], message["status"]) for message in messages] == [(TEXT, "success")] * 2
