"""The unmodified `openai` client starts responses in the background, reads them after any number, and cancels them."""

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
from tests.dialects.disasters import kill_worker_and_flush, until_words

pytestmark = pytest.mark.site


@pytest_asyncio.fixture
async def alice(site: Site) -> Person:
    return await asyncio.to_thread(site.sign_in)


@pytest_asyncio.fixture
async def client(site: Site, alice: Person) -> AsyncIterator[openai.AsyncOpenAI]:
    async with open_client(alice, site.port) as client:
        yield client


def open_client(alice: Person, port: int) -> openai.AsyncOpenAI:
    url = f"http://127.0.0.1:{port}/api/openai/v1"
    headers = {"Cookie": f"sessionid={alice.session}"}
    return openai.AsyncOpenAI(base_url=url, api_key="none", default_headers=headers, max_retries=0)


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


async def test_twenty_cuts_change_nothing(site: Site, alice: Person) -> None:
    proxy = FaultProxy(lambda: asyncio.open_connection("127.0.0.1", site.port))
    async with proxy.listening() as port, open_client(alice, port) as client:
        made = await client.responses.create(model="any", input="Hello", conversation=alice.stream, background=True)
        text, number = "", -1
        for size in random.Random(7).choices(range(200, 1500), k=20):
            proxy.cut_after(size)
            with pytest.raises(openai.APIConnectionError):
                async for event in await client.responses.retrieve(made.id, stream=True, starting_after=number):
                    text += event.delta if event.type == "response.output_text.delta" else ""
                    number = event.sequence_number
        more, last = await follow(await client.responses.retrieve(made.id, stream=True, starting_after=number))
    assert (text + more, last.response.output_text) == (TEXT, TEXT)


async def test_a_killed_worker_and_a_flushed_valkey_are_not_noticed(site: Site, client: Any, alice: Person) -> None:
    events = await client.responses.create(model="any", input="Hello", conversation=alice.stream, stream=True)
    reading = asyncio.create_task(follow(events))
    await kill_worker_and_flush(site, alice)
    text, last = await reading
    assert (text, last.type) == (TEXT, "response.completed")


async def test_a_program_that_begins_anew_reads_it_from_the_beginning(client: Any, alice: Person) -> None:
    events = await client.responses.create(model="any", input="Hello", conversation=alice.stream, stream=True)
    await follow(events, until=12)
    [answer] = await alice.answers()
    text, _ = await follow(await client.responses.retrieve(f"resp_{answer['id']}_{alice.stream}", stream=True))
    assert text == TEXT


async def test_a_stop_in_another_tab_ends_the_stream_in_order(site: Site, client: Any, alice: Person) -> None:
    events = await client.responses.create(model="any", input="Hello", conversation=alice.stream, stream=True)
    reading = asyncio.create_task(follow(events))
    await until_words(site, alice)
    [answer] = await alice.answers()
    await alice.stop(answer["id"])
    text, last = await reading
    assert (last.type, last.response.status, last.response.output_text) == ("response.incomplete", "cancelled", text)
    assert text != TEXT


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
