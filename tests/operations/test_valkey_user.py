"""The site's own user of Valkey (deploy/valkey/users.acl) may do all that the site does, and nothing else."""

import asyncio
import re
from collections.abc import Iterator

import httpx
import pytest
import redis
from redis.exceptions import NoPermissionError
from websockets import ConnectionClosed

from tests.docs.pages import ROOT
from tests.instance import Instance
from tests.valkey_servers import Server
from tests.wire.recording import record
from tests.wire.signed_in import signed_in

pytestmark = pytest.mark.site

ACL = (ROOT / "deploy/valkey/users.acl").read_text()
PASSWORD = "a-password-of-the-site"
TOKEN = "a-token-for-prometheus"
LONG = "write a 3000 word voice-over about coffee"

# Sent only for another database than 0, for a task that is due later or whose worker is slow or gone, to leave a pattern, and to a
# cluster (`test_cluster.py`).
SELDOM = {"select", "zrangebyscore", "xclaim", "xautoclaim", "punsubscribe", "command", "cluster|slots"}
# In place of a command that may read, change or stop more than the site's own keys.
OTHERS = ["CONFIG GET *", "FLUSHALL", "KEYS *", "SHUTDOWN", "ACL LIST", "MONITOR", "REPLICAOF NO ONE"]
OTHERS += [
    "GET someone:else",
    "SET someone:else 1",
    "PUBLISH elsewhere 1",
    "SUBSCRIBE elsewhere",
    "CLIENT LIST",
    "EVAL return 0",
]


@pytest.fixture(scope="module")
def valkey_of_users(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with these users; the test itself is the default one."""
    folder = tmp_path_factory.mktemp("guarded")
    users = folder / "users.acl"
    users.write_text(ACL.replace("CHAT_PASSWORD", PASSWORD).replace("default off", "default on nopass ~* &* +@all"))
    server = Server(folder / "valkey", "--aclfile", str(users), "--appendonly", "yes")
    yield server
    server.end()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, valkey_of_users: Server) -> Iterator[Instance]:
    url = f"redis://chat:{PASSWORD}@127.0.0.1:{valkey_of_users.port}/0"
    folder = tmp_path_factory.mktemp("site")
    with Instance(
        folder,
        REDIS_URL=url,
        METRICS_TOKEN=TOKEN,
        LIMIT_STREAMS="100",
        LIMIT_CALLS_PER_MINUTE="5000",
        LIMIT_TOKENS_PER_DAY="1000000",
    ) as running:
        yield running


async def test_nothing_that_the_site_does_is_refused_to_its_user(site: Instance, valkey_of_users: Server) -> None:
    alice, bob = site.make_user("alice"), site.make_user("bob")
    await record(alice, "Make a 10 second intro for a bakery", "make it portrait")
    await stop_and_delete(site, bob)
    await sign_out(site)
    ask_for_a_new_password(site)
    site.terminate("worker")
    await record(bob, "write a 30 word voice-over about tea")
    assert httpx.get(f"{site.url}/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200
    site.manage("status")
    assert "append-only file is rewritten" in await asyncio.to_thread(site.manage, "forget", alice.username, "--yes")
    refused = valkey_of_users.client.acl_log()
    assert [(entry["reason"], entry["object"]) for entry in refused] == []
    used = {name.removeprefix("cmdstat_") for name in valkey_of_users.client.info("commandstats")}
    assert granted() - SELDOM <= used, "the user may do no more than the site needs"


@pytest.mark.parametrize("command", OTHERS)
def test_the_user_may_do_nothing_else(valkey_of_users: Server, command: str) -> None:
    with (
        redis.Redis(port=valkey_of_users.port, username="chat", password=PASSWORD) as client,
        pytest.raises(NoPermissionError),
    ):
        client.execute_command(*command.split())


def test_nobody_gets_in_without_a_name() -> None:
    assert "user default off" in ACL


def granted() -> set[str]:
    """The commands of the user of the site."""
    [line] = [line for line in ACL.splitlines() if line.startswith("user chat ")]
    return {word[1:] for word in line.split() if word.startswith("+")}


async def stop_and_delete(site: Instance, bob) -> None:  # type: ignore[no-untyped-def]
    """An answer is stopped in the midst, another waits behind it, and the project goes."""
    project = await bob.make_project("Coffee")
    async with bob.socket(project) as tab, bob.http() as client:
        await tab.send(type="stream")
        first = await tab.initiate(LONG)
        await tab.initiate("And tea?")
        await tab.until("delta")
        ticket = (await client.post("/api/tickets/")).json()["ticket"]
        async with httpx.AsyncClient(base_url=site.url) as stranger:
            events = f"/api/projects/{project}/events/?ticket={ticket}"
            async with stranger.stream("GET", events) as response:
                assert response.status_code == 200
        await tab.send(type="stop", assistant_message_id=first["assistant_message_id"])
        await tab.until("finalized")
        assert (await client.delete(f"/api/projects/{project}/")).status_code == 200
        with pytest.raises(ConnectionClosed):
            while True:
                await tab.receive()


async def sign_out(site: Instance) -> None:
    """The hint over the channel layer."""
    with signed_in(site) as browser:
        project = browser.make_project()
        async with browser.socket(project) as tab:
            await tab.send(type="stream")
            await tab.until("snapshot")
            await asyncio.to_thread(browser.post, "/sign-out/")
            with pytest.raises(ConnectionClosed):
                await tab.receive(10)


def ask_for_a_new_password(site: Instance) -> None:
    """allauth counts it in Django's cache."""
    with httpx.Client(base_url=site.url, timeout=20) as client:
        [token] = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get("/password/").text)
        sent = client.post("/password/", data={"csrfmiddlewaretoken": token, "email": "nobody@example.org"})
        assert sent.headers["Location"] == "/password/sent/"
