"""A project that has nothing but chatstream and one function: its answers survive what ours survive."""

import asyncio
import json
import random
import sys
from pathlib import Path

import pytest
import pytest_asyncio
import websockets

from chatstream.testing.fault_proxy import FaultProxy
from tests.answers.adopter import Person, Site, frames, send
from tests.answers.llm_chat_site import site
from tests.answers.slow_model import PACE_SECONDS, TEXT, WORDS
from tests.docs.pages import ROOT, blocks

pytestmark = pytest.mark.site

__all__ = ["site"]

DELETE = """
import asyncio, sys, django
django.setup()
from chatstream.chat.deletion import delete_conversation
from chatstream.chat.models import Conversation
conversation = Conversation.objects.select_related("owner").get(pk=sys.argv[1])
asyncio.run(delete_conversation(conversation.owner, conversation.pk))
"""


@pytest_asyncio.fixture
async def alice(site: Site) -> Person:
    return await asyncio.to_thread(site.sign_in)


async def test_twenty_who_join_in_mid_answer_read_the_same_to_the_letter(alice: Person) -> None:
    answer = await alice.ask("Hello")
    dice = random.Random(7)

    async def join() -> str:
        await asyncio.sleep(dice.random() * len(WORDS) * PACE_SECONDS)
        return str((await alice.read(answer))["content"])

    async with asyncio.timeout(60):
        assert set(await asyncio.gather(*[join() for _ in range(20)])) == {TEXT}


async def test_a_killed_worker_is_replaced_by_another(site: Site, alice: Person) -> None:
    answer = await alice.ask("Hello again")
    async with asyncio.timeout(90):
        reading = asyncio.create_task(alice.read(answer))
        await alice.read(answer, until="word20 ")
        await asyncio.to_thread(site.kill, site.worker)
        site.start_worker()
        message = await reading
    assert (message["content"], message["status"], message["attempt"]) == (TEXT, "success", 2)


async def test_a_killed_web_server_and_a_flushed_valkey_lose_nothing(site: Site, alice: Person) -> None:
    answer = await alice.ask("And again")
    async with asyncio.timeout(90):
        reading = asyncio.create_task(alice.read(answer))
        await alice.read(answer, until="word20 ")
        await asyncio.to_thread(site.kill, site.web)
        await asyncio.to_thread(site.start_web)
        site.valkey.flushall()
        message = await reading
    assert (message["content"], message["status"]) == (TEXT, "success")


async def test_a_deleted_conversation_is_gone_for_who_reads_it(site: Site, alice: Person) -> None:
    answer = await alice.ask("Forget me")
    async with asyncio.timeout(60), alice.connect() as line:
        await send(line, type="stream")
        await alice.read(answer, until="word5 ")
        await asyncio.to_thread(site.run, "-c", DELETE, alice.stream)
        seen = []
        with pytest.raises(websockets.ConnectionClosedError):
            async for frame in frames(line):
                seen.append(frame["type"])
    assert (seen[-1], line.close_code) == ("project_deleted", 4504)
    assert not site.valkey.exists(f"chatstream:{{{alice.stream}}}:log")


async def test_a_stop_from_another_tab_ends_it_for_all(alice: Person) -> None:
    answer = await alice.ask("Stop me")
    async with asyncio.timeout(60):
        reading = asyncio.create_task(alice.read(answer))
        await alice.read(answer, until="word5 ")
        await alice.stop(answer)
        message = await reading
    assert message["status"] == "cancelled"
    assert TEXT.startswith(message["content"])
    assert len(message["content"]) < len(TEXT)


async def test_the_client_of_the_documentation_reads_a_cut_answer_to_the_letter(
    site: Site, alice: Person, tmp_path: Path
) -> None:
    [code] = blocks((ROOT / "docs/chatstream/clients.md").read_text())
    client = tmp_path / "client.py"
    client.write_text(code)
    proxy = FaultProxy(lambda: asyncio.open_connection("127.0.0.1", site.port))
    proxy.cut_after(1_500)
    async with proxy.listening() as port, asyncio.timeout(60):
        url = f"ws://127.0.0.1:{port}/ws/streams/{alice.stream}/"
        headers = json.dumps({"Cookie": f"sessionid={alice.session}", "Origin": f"http://127.0.0.1:{port}"})
        process = await asyncio.create_subprocess_exec(
            sys.executable, client, url, headers, "Hello", stdout=asyncio.subprocess.PIPE
        )
        printed, _ = await process.communicate()
        assert proxy.cuts == 1
    assert printed.decode() == TEXT + "\n"
