"""The unmodified `openai` client starts responses in the background, reads them after any number, and cancels them."""

import asyncio
from typing import Any

import openai
import pytest
import pytest_asyncio

from tests.answers.adopter import Person, Site
from tests.answers.slow_model import TEXT


@pytest_asyncio.fixture
async def alice(site: Site) -> Person:
    return await asyncio.to_thread(site.sign_in)


@pytest_asyncio.fixture
async def client(site: Site, alice: Person) -> Any:
    url = f"http://127.0.0.1:{site.port}/api/openai/v1"
    headers = {"Cookie": f"sessionid={alice.session}"}
    async with openai.AsyncOpenAI(base_url=url, api_key="none", default_headers=headers, max_retries=0) as client:
        yield client


async def follow(events: Any, until: int = 10_000) -> tuple[str, Any]:
    """The text of the deltas and the last event; after `until` of them the line is left."""
    text, last = "", None
    async with events:
        async for event in events:
            assert last is None or event.sequence_number > last.sequence_number
            text, last, until = (
                text + (event.delta if event.type == "response.output_text.delta" else ""),
                event,
                until - 1,
            )
            if not until:
                break
    return text, last


async def test_it_streams_the_whole_response(client: Any, alice: Person) -> None:
    events = await client.responses.create(model="any", input="Hello", conversation=alice.stream, stream=True)
    text, last = await follow(events)
    assert (text, last.type, last.response.output_text) == (TEXT, "response.completed", TEXT)


async def test_a_cut_stream_goes_on_after_the_last_number(client: Any, alice: Person) -> None:
    events = await client.responses.create(
        model="any", input="Hello", conversation=alice.stream, stream=True, background=True
    )
    text, last, response = "", None, ""
    async with asyncio.timeout(60):
        while last is None or last.type != "response.completed":
            if last is not None:
                events = await client.responses.retrieve(response, stream=True, starting_after=last.sequence_number)
            more, last = await follow(events, until=9)
            response = response or f"resp_{last.item_id.removeprefix('msg_')}_{alice.stream}"
            text += more
    assert text == TEXT


async def test_one_in_the_background_is_retrieved_when_it_is_done(client: Any, alice: Person) -> None:
    made = await client.responses.create(model="any", input="Hello", conversation=alice.stream, background=True)
    assert made.status in ("queued", "in_progress")
    answer = made.id.split("_")[1]
    await alice.read(answer)
    done = await client.responses.retrieve(made.id)
    assert (done.status, done.output_text) == ("completed", TEXT)


async def test_a_cancelled_one_keeps_what_was_written(client: Any, alice: Person) -> None:
    made = await client.responses.create(model="any", input="Hello", conversation=alice.stream, background=True)
    answer = made.id.split("_")[1]
    await alice.read(answer, until="word5 ")
    await client.responses.cancel(made.id)
    ended = await alice.read(answer)
    response = await client.responses.retrieve(made.id)
    assert (response.status, response.output_text) == ("cancelled", ended["content"])


async def test_what_is_not_there_is_not_found(client: Any, alice: Person) -> None:
    with pytest.raises(openai.NotFoundError):
        await client.responses.retrieve(f"resp_00000000-0000-4000-8000-000000000000_{alice.stream}")
    with pytest.raises(openai.BadRequestError, match="conversation"):
        await client.responses.create(model="any", input="Hello")
