"""The unmodified `openai` client reads an answer to the letter, and the same again with the same key."""

import asyncio
import random
from collections.abc import AsyncIterator
from typing import Any

import openai
import pytest
import pytest_asyncio

from chatstream.testing.fault_proxy import FaultProxy
from tests.answers.adopter import Person, Site
from tests.answers.slow_model import TEXT
from tests.dialects.disasters import kill_worker_and_flush

pytestmark = pytest.mark.site

ASKED: dict[str, Any] = {"model": "any", "messages": [{"role": "user", "content": "Hello"}]}


@pytest_asyncio.fixture
async def alice(site: Site) -> Person:
    return await asyncio.to_thread(site.sign_in)


@pytest_asyncio.fixture
async def client(site: Site, alice: Person) -> AsyncIterator[openai.AsyncOpenAI]:
    async with open_client(alice, site.port) as client:
        yield client


def open_client(alice: Person, port: int) -> openai.AsyncOpenAI:
    headers = {"X-Chatstream-Stream": alice.stream, "Cookie": f"sessionid={alice.session}"}
    url = f"http://127.0.0.1:{port}/api/openai/v1"
    return openai.AsyncOpenAI(base_url=url, api_key="none", default_headers=headers, max_retries=0)


async def read(client: Any, key: str, until: int = 10_000, **options: Any) -> tuple[str, Any]:
    """The text and the last chunk of a streamed completion; at most `until` chunks, then the line is left."""
    text, last = "", None
    async with await client.chat.completions.create(
        **ASKED, stream=True, extra_headers={"Idempotency-Key": key}, **options
    ) as chunks:
        async for chunk in chunks:
            last, until = chunk, until - 1
            text += "".join(choice.delta.content or "" for choice in chunk.choices)
            if not until:
                break
    return text, last


async def test_it_streams_the_whole_answer_and_counts(client: Any) -> None:
    text, last = await read(client, "one", stream_options={"include_usage": True})
    assert text == TEXT
    assert last.usage.total_tokens == 0  # the example does not count


async def test_the_same_key_after_a_cut_is_the_same_answer_from_its_beginning(client: Any, alice: Person) -> None:
    beginning, first = await read(client, "two", until=12)
    text, last = await read(client, "two")
    assert TEXT.startswith(beginning)
    assert (text, last.id) == (TEXT, first.id)
    assert (await alice.read(first.id.removeprefix("chatcmpl-")))["content"] == TEXT


async def test_each_of_twenty_cuts_is_an_error_and_the_same_key_has_the_whole_text(site: Site, alice: Person) -> None:
    proxy = FaultProxy(lambda: asyncio.open_connection("127.0.0.1", site.port))
    async with proxy.listening() as port, open_client(alice, port) as client:
        for size in random.Random(7).choices(range(200, 1500), k=20):
            proxy.cut_after(size)
            with pytest.raises(openai.APIConnectionError):
                await read(client, "three")
        text, _ = await read(client, "three")
    assert text == TEXT
    answers = await alice.answers()
    assert [answer["content"] for answer in answers] == [TEXT]


async def test_a_killed_worker_and_a_flushed_valkey_are_not_noticed(site: Site, alice: Person, client: Any) -> None:
    reading = asyncio.create_task(read(client, "four"))
    await kill_worker_and_flush(site, alice)
    text, last = await reading
    assert (text, last.choices[0].finish_reason) == (TEXT, "stop")


async def test_a_stop_in_another_tab_ends_the_completion_in_order(site: Site, alice: Person, client: Any) -> None:
    _, first = await read(client, "five", until=12)
    reading = asyncio.create_task(read(client, "five"))
    await alice.stop(first.id.removeprefix("chatcmpl-"))
    text, last = await reading
    assert last.choices[0].finish_reason == "stop"
    [answer] = await alice.answers()
    assert (answer["status"], answer["content"]) == ("cancelled", text)
    assert text != TEXT


async def test_it_comes_in_one_piece_too(client: Any) -> None:
    whole = await client.chat.completions.create(**ASKED, extra_headers={"Idempotency-Key": "six"})
    assert (whole.choices[0].message.content, whole.choices[0].finish_reason) == (TEXT, "stop")


async def test_a_refusal_is_an_error_of_the_client(client: Any) -> None:
    with pytest.raises(openai.NotFoundError, match="no such conversation"):
        await client.chat.completions.create(**ASKED, extra_headers={"X-Chatstream-Stream": "none"})
    with pytest.raises(openai.BadRequestError, match="no message of a user"):
        await client.chat.completions.create(model="any", messages=[])
