"""A page of a shop: its conversations are made by Django Ninja, its answers are streamed by chatstream, over one key."""

import asyncio
import json
import uuid
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
import pytest_asyncio
import websockets

from tests.answers.adopter import Site, frames, send
from tests.answers.llm_chat_site import running_site
from tests.answers.slow_model import TEXT

pytestmark = pytest.mark.site

SHOP = "https://shop.example.org"
MAKE_KEYS = """
import django
django.setup()
from django.contrib.auth.models import User
from examples.django_ninja.keys import make_key
for name in ("alice", "bob"):
    print(make_key(User.objects.create(username=name)))
"""


@pytest_asyncio.fixture(scope="module")
async def site(valkey_server: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    async with running_site(valkey_server, folder, "examples.django_ninja", CORS_ALLOWED_ORIGINS=SHOP) as site:
        yield site


@pytest.fixture(scope="module")
def pages(site: Site) -> Iterator[list[httpx.Client]]:
    """That of Alice, and that of Bob."""
    keys = site.run("-c", MAKE_KEYS).split()
    headers = [{"Authorization": f"Bearer {key}", "Origin": SHOP} for key in keys]
    made = [httpx.Client(base_url=f"http://127.0.0.1:{site.port}/api/", headers=each, timeout=20) for each in headers]
    yield made
    for page in made:
        page.close()


async def test_what_ninja_has_made_chatstream_streams_to_a_page_of_another_domain(
    site: Site, pages: list[httpx.Client]
) -> None:
    alice, bob = pages
    made = alice.post("conversations/", json={"title": "Shoes"})
    assert (made.status_code, made.headers["Access-Control-Allow-Origin"]) == (201, SHOP)
    stream = made.json()["id"]
    events = f"streams/{stream}/events/"
    ticket = alice.post("tickets/").json()["ticket"]
    url = f"ws://127.0.0.1:{site.port}/ws/streams/{stream}/?ticket={ticket}"
    async with asyncio.timeout(60):
        async with websockets.connect(url, origin=SHOP) as line:  # type: ignore[arg-type]
            await send(line, type="stream")
            await send(line, type="initiate", request_id=str(uuid.uuid4()), message="Which ones fit?")
            async for frame in frames(line):
                if frame["type"] == "finalized":
                    break
        async with websockets.connect(url, origin=SHOP) as again:  # type: ignore[arg-type]
            with pytest.raises(websockets.ConnectionClosed):
                await again.recv()
    assert (frame["content"], again.close_code) == (TEXT, 4501)
    assert first_frame(alice, events)["messages"][-1]["content"] == TEXT
    assert [each["title"] for each in alice.get("conversations/").json()] == ["Shoes"]
    assert bob.get("conversations/").json() == []
    assert bob.delete(f"conversations/{stream}/").status_code == 404
    assert alice.delete(f"conversations/{stream}/").status_code == 204
    assert alice.get(events).status_code == 404


def first_frame(page: httpx.Client, events: str) -> dict[str, object]:
    """Of an event stream that is opened with a ticket alone."""
    address = {"url": events, "params": {"ticket": page.post("tickets/").json()["ticket"]}}
    with httpx.Client(base_url=page.base_url) as nobody, nobody.stream("GET", **address) as response:
        return next(json.loads(line[6:]) for line in response.iter_lines() if line.startswith("data: "))


def test_who_has_no_key_gets_nothing_of_either(site: Site) -> None:
    nobody = {"base_url": f"http://127.0.0.1:{site.port}/api/", "headers": {"Authorization": "Bearer made-up"}}
    with httpx.Client(**nobody) as client:
        answers = [client.get("conversations/"), client.post("tickets/")]
    assert [answer.status_code for answer in answers] == [401, 401]
