"""MCP: a client of the SDK makes a video, in both revisions, on both web servers; what it was cut off from it gets whole."""

import asyncio
from typing import Any

import httpx
import pytest
from mcp import MCPError

from tests.instance import Instance, Person
from tests.wire.mcp_client import LONG, LONGER, Progress, Tasks, mcp_client, question, read
from tests.wire.recording import Recording
from tests.wire.web_server import WebServer

REVISIONS = {"plain_uvicorn": ("auto", "2026-07-28"), "plain_daphne": ("legacy", "2025-11-25")}


async def ask_until_cut_off(person: Person, asked: dict[str, Any]) -> None:
    progress = Progress()
    async with mcp_client(person) as client:
        call = asyncio.create_task(client.call_tool("send_message", asked, progress_callback=progress))
        await progress.begun.wait()
        call.cancel()
        await asyncio.gather(call, return_exceptions=True)


@pytest.mark.parametrize("server", REVISIONS)
async def test_a_client_makes_a_video_and_sees_it(request: pytest.FixtureRequest, server: str, alice: Person) -> None:
    web: WebServer = request.getfixturevalue(server)
    mode, revision = REVISIONS[server]
    progress = Progress()
    async with mcp_client(web.seen_by(alice), mode=mode) as client:
        assert client.protocol_version == revision
        project = (await read(client, "create_project", title="Coffee"))["project_id"]
        asked = question(project, "Make a 20 second intro for a coffee shop")
        answer = await client.call_tool("send_message", asked, progress_callback=progress)
        storyboard = await read(client, "get_storyboard", project_id=project)
        resource = await client.read_resource(f"chatstream://projects/{project}/storyboard")
        state = await read(client, "get_project", project_id=project)
        listed = await read(client, "list_projects", query="Coffee")
        [uri, *_] = [each.uri for each in (await client.list_resources()).resources]
        link = await read(client, "share_video", project_id=project)
    assert answer.structured_content["text"] == answer.content[0].text == state["messages"][-1]["text"]
    assert [number for number, _ in progress.reports] == list(range(1, len(progress.reports) + 1))
    assert any("Adding the scene" in message for _, message in progress.reports)
    assert storyboard["storyboard"]["scenes"]
    assert f'"revision": {storyboard["revision"]}' in resource.contents[0].text
    assert (project in uri, listed["projects"][0]["id"]) == (True, project)
    assert httpx.get(link["url"]).status_code == 200


async def test_an_answer_that_was_cut_off_is_whole_for_the_same_call(alice: Person) -> None:
    asked = question(await alice.make_project())
    await ask_until_cut_off(alice, asked)
    async with mcp_client(alice) as client:
        answer, again = [await read(client, "send_message", **asked) for _ in range(2)]
        messages = (await read(client, "get_project", project_id=asked["project_id"]))["messages"]
    assert answer == again
    assert [(each["role"], each["text"]) for each in messages] == [("user", LONG), ("assistant", answer["text"])]


async def test_a_tool_is_told_what_no_database_stores(alice: Person) -> None:
    async with mcp_client(alice) as client:
        refused = await client.call_tool("create_project", {"title": "a\0b"})
    assert (refused.is_error, refused.content[0].text) == (True, "The text holds a NUL character.")


async def test_an_answer_is_stopped_by_a_tool_and_keeps_its_words(alice: Person) -> None:
    asked, progress = question(await alice.make_project(), LONGER), Progress()
    async with mcp_client(alice) as client:
        call = asyncio.create_task(client.call_tool("send_message", asked, progress_callback=progress))
        await progress.begun.wait()
        [_, answer] = (await read(client, "get_project", project_id=asked["project_id"]))["messages"]
        await read(client, "stop_answer", answer_id=answer["id"])
        result = await call
    assert (result.is_error, result.structured_content["status"]) == (False, "cancelled")
    assert result.content[0].text.endswith("[This answer was stopped here.]")


async def test_a_client_that_knows_tasks_polls_its_result_or_cancels(alice: Person) -> None:
    waiting, cancelling = Tasks(), Tasks(cancels=True)
    async with mcp_client(alice, extensions=[waiting]) as client:
        answer = await read(client, "send_message", **question(await alice.make_project()))
    async with mcp_client(alice, extensions=[cancelling]) as client:
        await client.call_tool("send_message", question(await alice.make_project(), LONGER))
    assert (answer["status"], bool(answer["text"])) == ("success", True)
    assert {*waiting.seen[:-1], waiting.seen[-1]} == {"working", "completed"}
    assert cancelling.seen[-1] == "cancelled"


async def test_a_token_that_reads_alone_changes_nothing(instance: Instance, alice: Person, recorded: Recording) -> None:
    reader = instance.make_token(alice, may_write=False)
    async with mcp_client(reader) as client:
        tools = (await client.list_tools()).tools
        writing = [tool.name for tool in tools if not tool.annotations.read_only_hint]
        assert (await read(client, "get_project", project_id=recorded.project_id))["messages"]
        for name in writing:
            with pytest.raises(MCPError, match="may read, and change nothing"):
                await client.call_tool(name, {})
    assert writing == ["create_project", "send_message", "stop_answer", "share_video"]
