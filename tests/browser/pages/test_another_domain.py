"""A page of another domain, as docs/protocol.md has it: a token for what it asks, a ticket for each socket, no cookie."""

import json
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from playwright.async_api import Page

from tests.browser.waiting import until
from tests.child_process import BASE
from tests.instance import Instance, Person
from tests.wire.web_server import WebServer

CLIENT = BASE / "chatstream/static/chatstream"
VENDOR = BASE / "tests/browser/vendor"

WITH_THE_CLIENT = """async ({api, socket, token, project}) => {
  const {ChatStream} = await import("/client.js");
  const headers = {Authorization: `Bearer ${token}`};
  const ticket = async () => (await (await fetch(`${api}/tickets/`, {method: "POST", headers})).json()).ticket;
  window.stream = new ChatStream({url: `${socket}/ws/projects/${project}/`, api: `${api}/projects/${project}/`, ticket, headers});
  window.text = ""; window.transports = new Set();
  stream.addEventListener("event", ({detail}) => { if (detail.type === "finalized") window.text = detail.content; });
  stream.addEventListener("state", ({detail}) => transports.add(detail.transport ?? "socket"));
  stream.start();
  window.asked = await stream.initiate({request_id: crypto.randomUUID(), message: "Write a 20 word voice-over about rain"});
}"""

WITH_EVENT_SOURCE = """async ({api, token, project}) => {
  const headers = {Authorization: `Bearer ${token}`};
  window.frames_seen = []; window.position = "";
  const follow = async () => {
    const {ticket} = await (await fetch(`${api}/tickets/`, {method: "POST", headers})).json();
    const address = new URL(`${api}/projects/${project}/events/`);
    address.searchParams.set("ticket", ticket);
    if (window.position) address.searchParams.set("last_event_id", window.position);
    const events = window.events = new EventSource(address);
    events.onmessage = ({data, lastEventId}) => {
      window.position = lastEventId || window.position;
      window.frames_seen.push(JSON.parse(data));
    };
    events.onerror = () => { events.close(); setTimeout(follow, 100); }; // its ticket is used up: never the same address again
  };
  window.follow = follow;
  await follow();
}"""

WITH_FETCH_EVENT_SOURCE = """async ({api, token, project}) => {
  const {fetchEventSource} = await import("/fetch-event-source/fetch");
  class Over extends Error {}
  window.frames_seen = []; window.requests = 0; window.over = null;
  fetchEventSource(`${api}/projects/${project}/events/?seconds=1`, {
    headers: {Authorization: `Bearer ${token}`},
    openWhenHidden: true,
    async onopen({status}) {
      window.requests += 1;
      if (status === 204 || (status >= 400 && status < 500 && status !== 429)) throw new Over(`HTTP ${status}`);
      if (status !== 200) throw new Error(`HTTP ${status}`);
    },
    onmessage({data}) { if (data) window.frames_seen.push(JSON.parse(data)); },
    onclose() { throw new Error("an orderly end; it goes on from here"); },
    onerror(problem) { if (problem instanceof Over) throw problem; return 1000; },
  }).catch((problem) => window.over = problem.message);
}"""


@pytest.fixture(scope="module")
async def shop() -> AsyncIterator[str]:
    """The origin of another domain, which serves an empty page and a copy of the client."""
    app = web.Application()
    app.router.add_get("/", _page)
    app.router.add_get("/fetch-event-source/{name}", _package)
    app.router.add_static("/", CLIENT)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def _page(_: web.Request) -> web.Response:
    return web.Response(
        text="<!doctype html><link rel=icon href=data:,><title>A shop</title>", content_type="text/html"
    )


async def _package(request: web.Request) -> web.Response:
    """Its modules name each other without an ending, as bundlers like it."""
    file = VENDOR / f"fetch-event-source.{request.match_info['name']}.js"
    return web.Response(text=file.read_text(), content_type="text/javascript")


@pytest.fixture(scope="module")
async def server(instance: Instance, shop: str) -> AsyncIterator[WebServer]:
    with WebServer(instance, CORS_ALLOWED_ORIGINS=shop) as server:
        yield server


@pytest.fixture(scope="module")
def alice(instance: Instance, server: WebServer) -> Person:
    return server.seen_by(instance.make_user("alice"))


async def at_the_shop(page: Page, shop: str, server: WebServer, alice: Person) -> dict[str, str]:
    await page.goto(shop)
    token = alice.headers["Authorization"].removeprefix("Bearer ")
    addresses = {"api": f"{server.url}/api", "socket": server.url.replace("http", "ws")}
    return {**addresses, "token": token, "project": await alice.make_project()}


async def test_the_client_follows_and_asks_with_a_ticket_for_each_socket(
    page: Page, shop: str, server: WebServer, alice: Person
) -> None:
    places = await at_the_shop(page, shop, server, alice)
    await page.evaluate(WITH_THE_CLIENT, places)
    await until(page, "text.split(' ').length >= 20", timeout=30)
    await page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))")
    await page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    await until(page, "stream.state === 'live'")
    assert await page.evaluate("[...transports]") == ["socket"]
    await page.evaluate("stream.close()")


async def test_without_sockets_it_shows_its_token(page: Page, shop: str, server: WebServer, alice: Person) -> None:
    page.expected_console = ["WebSocket connection to .* failed"]
    places = await at_the_shop(page, shop, server, alice)
    await page.evaluate(WITH_THE_CLIENT, {**places, "socket": shop.replace("http", "ws")})
    await until(page, "text.split(' ').length >= 20", timeout=30)
    assert await page.evaluate("[stream.state, transports.has('http')]") == ["live", True]
    await page.evaluate("stream.close()")


def sequence_of(event_id: str) -> int:
    return int(event_id.split("-")[1])


async def test_an_event_source_opens_with_a_ticket_and_comes_back_with_another(
    page: Page, shop: str, server: WebServer, alice: Person
) -> None:
    places = await at_the_shop(page, shop, server, alice)
    await page.evaluate(WITH_EVENT_SOURCE, places)
    await until(page, "frames_seen.length === 1 && frames_seen[0].type === 'snapshot'")
    await page.evaluate("events.close(); follow()")
    async with alice.socket(places["project"]) as socket:
        await socket.initiate("Hello")
    await until(page, "frames_seen.some(({type}) => type === 'finalized')", timeout=30)
    seen = json.loads(await page.evaluate("JSON.stringify(frames_seen)"))
    [*_, position] = [sequence_of(frame["at"]) for frame in seen if frame["type"] == "snapshot"]
    for frame in seen:
        if "id" in frame:
            position += frame.get("merged", 1)
            assert sequence_of(frame["id"]) == position, "none missing, none twice"
    await page.evaluate("events.close()")


async def test_another_domain_that_is_not_allowed_gets_nothing(
    page: Page, shop: str, instance: Instance, alice: Person
) -> None:
    """The instance itself allows nobody."""
    page.expected_console = ["CORS", "ERR_FAILED"]
    await page.goto(shop)
    asked = "(url) => fetch(url, {method: 'POST', headers: {Authorization: 'Bearer x'}}).then(() => 'read', () => 'blocked')"
    assert await page.evaluate(asked, f"{instance.url}/api/tickets/") == "blocked"


async def test_fetch_event_source_goes_on_after_an_orderly_end_and_stops_when_the_project_is_gone(
    page: Page, shop: str, server: WebServer, alice: Person, instance: Instance
) -> None:
    page.expected_console = ["404"]
    places = await at_the_shop(page, shop, server, alice)
    async with alice.socket(places["project"]) as socket:
        await socket.initiate("Hello")
    await page.evaluate(WITH_FETCH_EVENT_SOURCE, places)
    await until(page, "requests >= 3", timeout=30)
    async with alice.socket(places["project"]) as socket:
        await socket.initiate("Hello again")
    await until(page, "frames_seen.some(({content}) => content === 'Hello again')", timeout=30)
    seen = json.loads(await page.evaluate("JSON.stringify(frames_seen)"))
    assert sum(frame["type"] == "snapshot" for frame in seen) == 1, "it keeps its position"
    instance.shell(
        f"from projects.models import Project\nanswer = Project.objects.get(pk='{places['project']}').delete()[0]"
    )
    await until(page, "over === 'HTTP 404'", timeout=30)
