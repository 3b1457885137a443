"""A worker that takes over may say other words. OpenAI's API cannot say that: it is an error, and the whole is there to read."""

import asyncio
from collections.abc import AsyncIterator
from itertools import cycle

import openai
import pytest
import pytest_asyncio

from tests.answers.adopter import Site
from tests.answers.llm_chat_site import running_site
from tests.answers.slow_model import WORDS, type_slowly
from tests.dialects import test_openai_chat as chat
from tests.dialects import test_openai_responses as responses
from tests.dialects.disasters import kill_worker_and_flush
from tests.orchestrator.llm.local_server import Exchange

pytestmark = pytest.mark.site

OTHER_WORDS = [f"other{number} " for number in range(40)]


@pytest_asyncio.fixture(scope="module")
async def site(valkey_server: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    """Its model says other words at every second request."""
    turns = cycle([WORDS, OTHER_WORDS])

    async def respond(exchange: Exchange) -> None:
        await type_slowly(exchange, next(turns))

    async with running_site(valkey_server, tmp_path_factory.mktemp("site"), respond=respond) as site:
        yield site


async def test_a_completion_is_sent_again_with_its_key(site: Site) -> None:
    alice = await asyncio.to_thread(site.sign_in)
    async with chat.open_client(alice, site.port) as client:
        reading = asyncio.create_task(chat.read(client, "one"))
        await kill_worker_and_flush(site, alice)
        with pytest.raises(openai.APIError, match=r"begun anew.*same Idempotency-Key"):
            await reading
        text, _ = await chat.read(client, "one")
    assert text == "".join(OTHER_WORDS)


async def test_a_response_is_retrieved_from_its_beginning(site: Site) -> None:
    alice = await asyncio.to_thread(site.sign_in)
    async with responses.open_client(alice, site.port) as client:
        made = await client.responses.create(model="any", input="Hello", conversation=alice.stream, background=True)
        reading = asyncio.create_task(responses.follow(await client.responses.retrieve(made.id, stream=True)))
        await kill_worker_and_flush(site, alice)
        _, last = await reading
        assert (last.type, last.code) == ("error", "begun_anew")
        text, _ = await responses.follow(await client.responses.retrieve(made.id, stream=True))
    assert text == "".join(OTHER_WORDS)
