"""The product is restarted as a whole, without its log, while a tool call waits; another tab decides, and the tool runs once.

What its person has added meanwhile is read after it.
"""

import asyncio
from pathlib import Path
from uuid import uuid4

import pytest
import redis

from config.socket_path import socket_path
from tests.instance import Instance

pytestmark = pytest.mark.site

COUNT = "from projects.models import ToolCall; answer = ToolCall.objects.filter(name='plan_video', status='success').count()"


async def test_a_call_that_waits_outlasts_a_restart_of_everything(tmp_path: Path) -> None:
    with Instance(tmp_path, LLM_MODEL="demo", TOOLS_NEED_APPROVAL="plan_video") as instance:
        alice = await asyncio.to_thread(instance.make_user, "alice")
        project = await alice.make_project()
        async with alice.socket(project) as socket:
            await socket.send(type="stream")
            answer = (await socket.initiate("Make a 20 second intro for a coffee shop"))["assistant_message_id"]
            await socket.until("status", status="waiting")
            added = {"request_id": str(uuid4()), "text": "Make it blue"}
            await socket.send(type="steer", assistant_message_id=answer, **added)
            await socket.until("steered")
        with redis.Redis(unix_socket_path=str(socket_path(instance.folder))) as valkey:
            valkey.flushall()
        await asyncio.to_thread(instance.stop)
        await asyncio.to_thread(instance.start)

        async with alice.socket(project) as one, alice.socket(project) as other:
            for tab in (one, other):
                await tab.send(type="stream")
            [*_, snapshot] = await one.until("snapshot")
            [call] = [each for each in snapshot["messages"][-1]["tool_calls"] if each.get("approval") == "requested"]
            about = {"assistant_message_id": answer, "tool_call_id": call["tool_call_id"]}
            await other.send(type="decide", **about, decision="approved")
            events = await one.until("finalized", 60)
        assert "approved" in [event.get("decision") for event in events]
        assert events[-1]["status"] == "success"
        [read] = [event for event in events if event["type"] == "steering"]
        assert added.items() <= read.items()
        assert "call_offset" in read
        assert await asyncio.to_thread(instance.shell, COUNT) == 1
