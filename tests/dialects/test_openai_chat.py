"""The unmodified `openai` client reads an answer to the letter, and the same again with the same key."""

import asyncio
from typing import Any

import openai
import pytest
import pytest_asyncio

from tests.answers.adopter import Person, Site
from tests.answers.slow_model import TEXT

ASKED: dict[str, Any] = {"model": "any", "messages": [{"role": "user", "content": "Hello"}]}


@pytest_asyncio.fixture
async def alice(site: Site) -> Person:
    return await asyncio.to_thread(site.sign_in)


@pytest_asyncio.fixture
async def client(site: Site, alice: Person) -> Any:
    headers = {"X-Chatstream-Stream": alice.stream, "Cookie": f"sessionid={alice.session}"}
    url = f"http://127.0.0.1:{site.port}/api/openai/v1"
    async with openai.AsyncOpenAI(base_url=url, api_key="none", default_headers=headers, max_retries=0) as client:
        yield client


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


async def test_it_comes_in_one_piece_too(client: Any) -> None:
    whole = await client.chat.completions.create(**ASKED, extra_headers={"Idempotency-Key": "three"})
    assert (whole.choices[0].message.content, whole.choices[0].finish_reason) == (TEXT, "stop")


async def test_a_refusal_is_an_error_of_the_client(client: Any) -> None:
    with pytest.raises(openai.NotFoundError, match="no such conversation"):
        await client.chat.completions.create(**ASKED, extra_headers={"X-Chatstream-Stream": "none"})
    with pytest.raises(openai.BadRequestError, match="no message of a user"):
        await client.chat.completions.create(model="any", messages=[])
