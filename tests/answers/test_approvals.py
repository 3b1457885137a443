"""A tool call that waits for a person outlasts everything, and runs once."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.answers.adopter import Person, Site, frames, send
from tests.answers.approving.replies import ASKS, DECLINED, DONE
from tests.answers.llm_chat_site import running_site

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


async def decide(person: Person, answer: dict[str, Any], decision: str) -> dict[str, Any]:
    """The reply."""
    ids = {"assistant_message_id": answer["id"], "tool_call_id": answer["tool_calls"][0]["tool_call_id"]}
    async with person.connect() as line:
        await send(line, type="decide", decision=decision, **ids)
        async for frame in frames(line):
            return frame
    raise AssertionError("the socket was closed")


@pytest.mark.parametrize(("decision", "last"), [("approved", DONE), ("declined", DECLINED)])
async def test_everything_is_restarted_and_the_log_lost_while_a_call_waits(
    site: Site, decision: str, last: str
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
    reply = await decide(alice, answer, decision)
    assert (reply["type"], reply["decision"]) == ("decided", decision)
    site.valkey.flushall()  # the decision is not in the queue any more
    site.start_worker()
    seen = await alice.read(answer_id)
    assert (seen["status"], seen["content"]) == ("success", ASKS + last)
    late = await decide(alice, answer, "approved" if decision == "declined" else "declined")
    assert (late["type"], late["code"]) == ("request_error", "conflict")
    title = await asyncio.to_thread(site.run, "-c", TITLE.format(alice.stream))
    assert title.count("+") == (decision == "approved")
