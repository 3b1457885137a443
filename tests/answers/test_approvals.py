"""A tool call that waits for a person outlasts everything, and runs once."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio

from chatstream.client import Stream
from chatstream.wire.base import Decision
from chatstream.wire.errors import RequestRefused
from tests.answers.adopter import Person, Site, frames, send
from tests.answers.approving.replies import ASKS, DECLINED, DONE
from tests.answers.llm_chat_site import running_site

pytestmark = pytest.mark.site

TITLE = """
import django
django.setup()
from chatstream.chat.models import Conversation
print(Conversation.objects.get(pk="{}").title)
"""


@pytest_asyncio.fixture(scope="module")
async def site(valkey_server: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    async with running_site(valkey_server, tmp_path_factory.mktemp("approving"), "tests.answers.approving") as site:
        yield site


async def until_waiting(person: Person) -> dict[str, Any]:
    """The answer that waits, with its call, as somebody sees it who joins now."""
    async with asyncio.timeout(30), person.connect() as line:
        await send(line, type="stream")
        async for frame in frames(line):
            if frame["type"] == "snapshot":
                [*_, answer] = [{}, *frame["messages"]]
                if any(call.get("approval") == "requested" for call in answer.get("tool_calls", ())):
                    return answer
            elif frame["type"] == "approval_requested":
                return await until_waiting(person)
    raise AssertionError("the socket was closed")


def ids_of(answer: dict[str, Any]) -> tuple[str, str]:
    return answer["id"], answer["tool_calls"][0]["tool_call_id"]


async def decide_over_http(person: Person, answer: dict[str, Any], decision: str) -> int:
    """The status of the response."""
    message, call = ids_of(answer)
    url = f"http://127.0.0.1:{person.port}/api/messages/{message}/approvals/{call}/"
    async with httpx.AsyncClient(cookies={"sessionid": person.session}) as client:
        return (await client.post(url, json={"decision": decision})).status_code


@pytest.mark.parametrize(("decision", "last"), [("approved", DONE), ("declined", DECLINED)])
async def test_everything_is_restarted_and_the_log_lost_while_a_call_waits(
    site: Site, decision: Decision, last: str
) -> None:
    alice = await asyncio.to_thread(site.sign_in)
    answer_id = await alice.ask("Hello")
    await until_waiting(alice)
    site.kill(site.web)
    site.kill(site.worker)
    site.valkey.flushall()
    await asyncio.to_thread(site.start_web)

    answer = await until_waiting(alice)
    assert (answer["id"], answer["content"]) == (answer_id, ASKS)
    url = f"http://127.0.0.1:{site.port}/api/streams/{alice.stream}/"
    async with Stream(url, cookie=f"sessionid={alice.session}") as stream:
        assert (await stream.decide(*ids_of(answer), decision)).decision == decision
    site.valkey.flushall()  # the decision is not in the queue any more
    site.start_worker()
    seen = await alice.read(answer_id)
    assert (seen["status"], seen["content"]) == ("success", ASKS + last)
    assert await decide_over_http(alice, answer, decision) == 200
    assert await decide_over_http(alice, answer, "approved" if decision == "declined" else "declined") == 409
    title = await asyncio.to_thread(site.run, "-c", TITLE.format(alice.stream))
    assert title.count("+") == (decision == "approved")


async def test_what_is_added_while_it_waits_is_read_once_whatever_is_lost(site: Site) -> None:
    """Over both doors, from two tabs under the same request id, and at its end no more."""
    alice = await asyncio.to_thread(site.sign_in)
    answer_id, request_id = await alice.ask("Hello"), uuid4()
    answer = await until_waiting(alice)
    url = f"http://127.0.0.1:{site.port}/api/streams/{alice.stream}/"
    async with Stream(url, cookie=f"sessionid={alice.session}") as stream:
        await stream.steer(answer_id, "Blue", request_id=request_id)
        site.kill(site.worker)
        site.valkey.flushall()
        await stream.steer(answer_id, "Blue", request_id=request_id)
        await stream.decide(*ids_of(answer), "approved")
        site.start_worker()
        seen = await alice.read(answer_id)
        assert seen["content"] == f"{ASKS}{DONE} (Blue)"
        assert [(each["text"], each["offset"]) for each in seen["steerings"].values()] == [("Blue", len(ASKS + DONE))]
        with pytest.raises(RequestRefused) as refused:
            await stream.steer(answer_id, "And a dog")
    assert refused.value.code == "too_late"
