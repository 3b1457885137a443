"""Who was chosen for a project answers its next message, and the receipt says who it was."""

import asyncio
from pathlib import Path

from tests.instance import Instance, Socket
from tests.orchestrator.llm.local_server import local_server
from tests.scripted_server import obliging


async def test_the_next_answer_is_of_who_was_chosen(tmp_path: Path) -> None:
    async with local_server(obliging) as server:
        instance = Instance(tmp_path, LLM_MODEL="demo", LLM_CHOICES="chat:small", CHAT_BASE_URL=server.url)
        try:
            await asyncio.to_thread(instance.start)
            alice = await asyncio.to_thread(instance.make_user, "alice")
            project = await alice.make_project("Chosen")
            async with alice.http() as client, alice.socket(project) as tab:
                await tab.send(type="stream")
                assert await answered_by(tab) == "demo"
                chosen = await client.put(f"/api/projects/{project}/model/", json={"model": "chat:small"})
                assert chosen.json() == {"model": "chat:small", "choices": ["demo", "chat:small"]}
                assert await answered_by(tab) == "chat:small"
                await client.put(f"/api/projects/{project}/model/", json={"model": "demo"})
                assert await answered_by(tab) == "demo"
        finally:
            await asyncio.to_thread(instance.stop)


async def answered_by(tab: Socket) -> str:
    await tab.initiate("Hello")
    return (await tab.until("finalized"))[-1]["usage"]["model"]
