"""A tool call that a person must allow, in the words of other front ends: their own clients ask, and send what was decided."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio

from tests.answers.adopter import Person, Site
from tests.answers.approving.replies import ASKS, DECLINED, DONE
from tests.answers.llm_chat_site import running_site
from tests.dialects.foreign_client import ForeignClient, install

pytestmark = pytest.mark.site


@pytest_asyncio.fixture(scope="module")
async def site(valkey_server: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    async with running_site(valkey_server, tmp_path_factory.mktemp("approving"), "tests.answers.approving") as site:
        yield site


@pytest_asyncio.fixture
async def alice(site: Site) -> Person:
    return await asyncio.to_thread(site.sign_in)


@pytest_asyncio.fixture
async def door(alice: Person) -> AsyncIterator[httpx.AsyncClient]:
    headers = {"Cookie": f"sessionid={alice.session}", "X-Chatstream-Stream": alice.stream, "Idempotency-Key": "one"}
    url = f"http://127.0.0.1:{alice.port}/api/"
    async with httpx.AsyncClient(base_url=url, headers=headers, timeout=30) as client:
        yield client


async def post(door: httpx.AsyncClient, address: str, **body: Any) -> dict[str, Any]:
    answer: dict[str, Any] = (await door.post(address, json=body)).json()
    return answer


async def events_of(door: httpx.AsyncClient, address: str, **body: Any) -> list[dict[str, Any]]:
    lines = (await door.post(address, json=body)).text.splitlines()
    return [json.loads(line[6:]) for line in lines if line.startswith("data: {")]


@pytest.mark.package
@pytest.mark.timeout(300)
@pytest.mark.parametrize("version", ["6", "7"])
async def test_the_ai_sdk_asks_and_goes_on_in_the_same_message(
    site: Site, alice: Person, node: str, tmp_path_factory: pytest.TempPathFactory, version: str
) -> None:
    script = install(tmp_path_factory.mktemp(f"ai-{version}"), "ai_sdk.mjs", f"ai@{version}")
    chat = ForeignClient(site, alice, node, script, f"ai-sdk/v{version}/chat")
    shown = await chat.run(decides=True)
    assert (shown["text"], shown["tools"], shown["messages"]) == (ASKS + DONE, [["count", "output-available"]], 2)
    chat = ForeignClient(site, await asyncio.to_thread(site.sign_in), node, script, f"ai-sdk/v{version}/chat")
    shown = await chat.run(decides=False)
    assert (shown["text"], shown["tools"]) == (ASKS + DECLINED, [["count", "output-error"]])


@pytest.mark.package
@pytest.mark.timeout(300)
async def test_ag_ui_is_interrupted_and_resumes(
    site: Site, alice: Person, node: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    script = install(tmp_path_factory.mktemp("ag-ui"), "ag_ui.mjs", "@ag-ui/client@1")
    shown = await ForeignClient(site, alice, node, script, "ag-ui").run(decides=True)
    assert (shown["text"], shown["outcome"], shown["problems"]) == (ASKS + DONE, "success", [])


async def test_a_response_has_an_approval_request_and_another_goes_on(door: httpx.AsyncClient, alice: Person) -> None:
    about = {"model": "any", "conversation": alice.stream}
    asked = await post(door, "openai/v1/responses", **about, input="Hello")
    message, request = asked["output"]
    assert (asked["status"], message["content"][0]["text"], request["name"]) == ("completed", ASKS, "count")
    decision = {"type": "mcp_approval_response", "approval_request_id": request["id"], "approve": True}
    events = await events_of(door, "openai/v1/responses", **about, input=[decision], stream=True)
    text = "".join(event["delta"] for event in events if event["type"] == "response.output_text.delta")
    assert (text, events[-1]["type"]) == (ASKS + DONE, "response.completed")


async def test_a_streamed_response_is_complete_when_it_asks(door: httpx.AsyncClient, alice: Person) -> None:
    about = {"model": "any", "conversation": alice.stream}
    events = await events_of(door, "openai/v1/responses", **about, input="Hello", stream=True)
    numbers = [event["sequence_number"] for event in events]
    assert (events[-1]["type"], numbers) == ("response.completed", sorted(set(numbers)))
    assert [item["type"] for item in events[-1]["response"]["output"]] == ["message", "mcp_approval_request"]


async def test_a_chat_completion_ends_with_a_sentence(door: httpx.AsyncClient) -> None:
    body = {"model": "any", "messages": [{"role": "user", "content": "Hello"}]}
    whole = await post(door, "openai/v1/chat/completions", **body)
    assert "This waits until you allow or decline “Count on”" in whole["choices"][0]["message"]["content"]
    chunks = await events_of(door, "openai/v1/chat/completions", **body, stream=True)
    text = "".join(chunk["choices"][0]["delta"].get("content", "") for chunk in chunks)
    assert (text, chunks[-1]["choices"][0]["finish_reason"]) == (whole["choices"][0]["message"]["content"], "stop")


async def test_options_of_a_wrong_type_are_passed_over(door: httpx.AsyncClient) -> None:
    body = {"messages": [{"role": "user", "content": "Hello"}], "stream": True, "stream_options": ["include_usage"]}
    chunks = await events_of(door, "openai/v1/chat/completions", **body)
    assert chunks[-1]["choices"][0]["finish_reason"] == "stop"


async def test_a_page_of_the_ai_sdk_may_send_the_last_message_alone(door: httpx.AsyncClient, alice: Person) -> None:
    message = {"id": "one", "role": "user", "parts": [{"type": "text", "text": "Hello"}]}
    chunks = await events_of(door, "ai-sdk/v7/chat", id=alice.stream, message=message)
    assert "".join(chunk["delta"] for chunk in chunks if chunk["type"] == "text-delta") == ASKS
