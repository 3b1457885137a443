"""Who may open a socket: pages of this very origin, for whoever is signed in, and programs with a token."""

import json
from collections.abc import Iterator

import httpx
import pytest
import redis
import websockets
from websockets import ConnectionClosed, InvalidStatus

from tests.instance import Instance, Person
from tests.wire.signed_in import Browser, signed_in


@pytest.fixture(scope="module")
def browser(instance: Instance) -> Iterator[Browser]:
    with signed_in(instance) as browser:
        yield browser


@pytest.fixture(scope="module")
def project(browser: Browser) -> str:
    return browser.make_project()


def connect(instance: Instance, project: str, **headers: str) -> websockets.connect:
    """A handshake with these headers and no others that matter; `_` stands for `-`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return websockets.connect(f"ws://127.0.0.1:{instance.port}/ws/projects/{project}/", additional_headers=named)


async def is_served(instance: Instance, project: str, **headers: str) -> bool:
    async with connect(instance, project, **headers) as socket:
        await socket.send('{"type": "stream"}')
        return json.loads(await socket.recv())["type"] == "snapshot"


async def refusal(instance: Instance, project: str, **headers: str) -> int:
    """The HTTP status that a handshake was refused with."""
    with pytest.raises(InvalidStatus) as refused:
        async with connect(instance, project, **headers):
            pass
    return refused.value.response.status_code


async def close_code(instance: Instance, project: str, **headers: str) -> int:
    """The code a socket is closed with; it must not have got a frame."""
    async with connect(instance, project, **headers) as socket:
        with pytest.raises(ConnectionClosed) as closed:
            await socket.recv()
    assert closed.value.rcvd is not None
    return closed.value.rcvd.code


async def test_a_page_of_this_origin_gets_in_with_its_cookie(
    instance: Instance, browser: Browser, project: str
) -> None:
    assert await is_served(instance, project, Cookie=browser.cookie, Origin=instance.url)


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "https://evil.example",
        "http://127.0.0.1",
        "http://127.0.0.1:1",
        "https://127.0.0.1:{port}",
        "ws://127.0.0.1:{port}",
        "http://localhost:{port}",
        "http://127.0.0.1.evil.example:{port}",
        "http://evil-127.0.0.1:{port}",
        "http://127.0.0.1:{port}@evil.example",
        "http://evil.example\\@127.0.0.1:{port}",
        "//127.0.0.1:{port}",
    ],
)
async def test_any_other_origin_is_refused(
    instance: Instance, browser: Browser, project: str, origin: str | None
) -> None:
    headers = {} if origin is None else {"Origin": origin.format(port=instance.port)}
    assert await refusal(instance, project, Cookie=browser.cookie, **headers) == 403


@pytest.mark.parametrize("origin", ["", "*", "127.0.0.1:{port}", "http://127.0.0.1:{port}.evil.example"])
async def test_what_is_no_origin_is_refused(instance: Instance, browser: Browser, project: str, origin: str) -> None:
    origin = origin.format(port=instance.port)
    assert await refusal(instance, project, Cookie=browser.cookie, Origin=origin) == 403


async def test_a_program_needs_no_origin_but_a_wrong_one_is_refused(instance: Instance, alice: Person) -> None:
    project = await alice.make_project()
    assert await is_served(instance, project, **alice.headers)
    assert await refusal(instance, project, **alice.headers, Origin="https://evil.example") == 403


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}"])
async def test_a_page_that_calls_itself_the_host_is_refused(
    instance: Instance, browser: Browser, project: str, host: str
) -> None:
    """DNS rebinding. A plain HTTP client, since its Host is ours to choose."""
    host = host.format(port=instance.port)
    forged = {"Host": host, "Origin": f"http://{host}", "Cookie": browser.cookie}
    upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
    key = {"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="}
    async with httpx.AsyncClient(base_url=instance.url) as client:
        response = await client.get(f"/ws/projects/{project}/", headers={**forged, **upgrade, **key})
    assert response.status_code == 403


@pytest.mark.parametrize(
    "forged",
    [
        {"X_Forwarded_Host": "evil.example", "Origin": "https://evil.example"},
        {"X_Forwarded_Host": "evil.example", "Origin": "http://evil.example"},
        {"X_Forwarded_Proto": "https", "Origin": "https://127.0.0.1:{port}"},
        {"Forwarded": "host=evil.example;proto=https", "Origin": "https://evil.example"},
    ],
)
async def test_forwarded_headers_do_not_make_an_origin_ours(
    instance: Instance, browser: Browser, project: str, forged: dict[str, str]
) -> None:
    headers = {name: value.format(port=instance.port) for name, value in forged.items()}
    assert await refusal(instance, project, Cookie=browser.cookie, **headers) == 403


async def test_forged_headers_change_nothing_for_those_who_may(
    instance: Instance, browser: Browser, project: str
) -> None:
    forged = {"Daphne_Root_Path": "/ws", "X_Forwarded_Host": "evil.example", "X_Forwarded_Proto": "https"}
    assert await is_served(instance, project, Cookie=browser.cookie, Origin=instance.url, **forged)
    names = {name.replace("_", "-"): value for name, value in forged.items()}
    page = browser.client.get("/", headers=names, follow_redirects=False)
    assert (page.status_code, "evil.example" in page.text, "/ws" in page.text) == (200, False, False)


async def test_nobody_is_let_in_to_be_told_so(instance: Instance, project: str) -> None:
    assert await close_code(instance, project, Origin=instance.url) == 4501
    assert await close_code(instance, project, Origin=instance.url, Cookie="sessionid=made-up") == 4501
    assert await close_code(instance, project, Authorization="Bearer made-up") == 4501


async def test_a_token_is_worth_nothing_after_a_password_change_or_when_its_user_is_inactive(
    instance: Instance, project: str
) -> None:
    tokens = instance.shell(
        "from django.contrib.auth.models import User\nfrom projects.access.tokens import make_token\nanswer = {}\n"
        "for name in ('inactive', 'changed', 'foreign key'):\n"
        "    user = User.objects.create_user(name, password='one')\n"
        "    answer[name] = make_token(user)\n"
        "    if name == 'changed': user.set_password('two')\n"
        "    user.is_active = name != 'inactive'\n"
        "    user.save()\n"
        "answer['foreign key'] = answer['foreign key'][:-1] + 'x'"
    )
    for name, token in tokens.items():
        headers = {"Authorization": f"Bearer {token}"}
        assert await close_code(instance, project, **headers) == 4501, name
        async with httpx.AsyncClient(base_url=instance.url, headers=headers) as client:
            assert (await client.get("/api/projects/")).status_code == 401, name


async def test_sockets_take_no_channel_of_the_channel_layer(
    instance: Instance, browser: Browser, project: str, store: redis.Redis
) -> None:
    """One that is cut while it opens or closes would leave it subscribed for ever: the process listens for all of them."""
    async with browser.socket(project) as first:
        await first.send(type="stream")
        await first.until("snapshot")
        channels = len(store.pubsub_channels("asgispecific*"))
        async with browser.socket(project) as second:
            await second.send(type="stream")
            await second.until("snapshot")
            assert len(store.pubsub_channels("asgispecific*")) == channels
