"""A call over MCP outlives what dies under it."""

import asyncio

from tests.instance import Instance
from tests.wire.mcp_client import Progress, mcp_client, question


async def test_a_call_ends_with_the_whole_answer_though_its_worker_is_killed(fragile: Instance) -> None:
    alice, progress = fragile.make_user("alice"), Progress()
    asked = question(await alice.make_project())
    async with mcp_client(alice) as client:
        call = asyncio.create_task(client.call_tool("send_message", asked, progress_callback=progress))
        await progress.begun.wait()
        await asyncio.to_thread(fragile.kill, "worker")
        answer = (await call).structured_content
    async with alice.http() as http:
        row = (await http.get(f"/api/messages/{answer['answer_id']}/")).json()
    assert (row["attempt"], row["content"]) == (2, answer["text"])
    assert "Going on after an interruption" in [message for _, message in progress.reports]
