"""R15: people come and go for an hour, and when they have gone, the instance holds no more than before they came.

SOAK_SECONDS says how long (120; 3600 for the hour). What is compared is two times of rest: one when projects are as full
as they get (a page of messages, a log at its bound), one at the end. Only memory and counts are judged, no times: two of
these may run side by side, and beside other work. Tasks of the event loops can't be counted from outside: one that is
left shows in what it holds, which is a subscription, a connection or memory.
"""

import asyncio
import os
import random
import time
from collections.abc import Iterator

import pytest

from chatstream.run.docket_queue import NAME, RUN
from instance.process import wait_until
from instance.web_servers import SERVERS
from tests.conftest import LASTING
from tests.instance import WEB, Instance, Person
from tests.reliability.people import People
from tests.reliability.readings import Memory, Reading, channels, key_families, keys_for_ever, read

SECONDS = float(os.environ.get("SOAK_SECONDS", "120"))
PIECE_SECONDS = 30.0  # of the warm-up
FULL_SECONDS = 900.0  # a busy machine takes long to fill the projects
RETAINED_EVENTS = 1000  # of a log: the bound is reached while they fill
SAMPLES = 24  # of memory, printed: what grows, and whether it levels off
RETENTION_SECONDS = 15  # so that at rest there is no log any more, whoever has talked
PROJECTS = 8
BURST = 100  # requests at once: every pool of threads and connections is as full as it gets

# Who works on which task, as the queue keeps it: one key for each task that it knows, and its own three.
BY_TASK = {f"{NAME}:task-workers:{name}".encode() for name in (RUN, "trace", "fail", "sleep")}

# What ends by itself and is there, or is not, whoever talks: one of each.
PASSING = {"orchestrator:export", "orchestrator:worker-tasks:*", "orchestrator:leases:redelivery-sweep"}

# Python's and libc's allocators keep freed pages as they happen to be split up: memory is never quite what it was.
MORE_MEMORY, MORE_KIB = 1.25, 15 * 1024
# A pool keeps what was once needed at the same moment, which is chance: 32 at most in each process.
POOL = 32


@pytest.fixture(scope="module", params=SERVERS)
def soaked(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Instance]:
    settings = {
        "CHATSTREAM_RETENTION_SECONDS": str(RETENTION_SECONDS),
        "CHATSTREAM_RETENTION_EVENTS": str(RETAINED_EVENTS),
        "DEMO_WORD_SECONDS": "0.01",
    }
    with Instance(tmp_path_factory.mktemp(f"soaked-{request.param}"), request.param, **settings) as running:
        yield running


async def fill(people: People, alice: Person, projects: list[str]) -> None:
    """Until each project has more messages than a snapshot shows: from here on none of them weighs more."""
    async with asyncio.timeout(FULL_SECONDS), alice.http() as http:
        while True:
            await people.live(PIECE_SECONDS)
            pages = [(await http.get(f"/api/projects/{project}/")).json() for project in projects]
            if all(page["project"]["more"] for page in pages):
                return


async def at_rest(instance: Instance, alice: Person, projects: list[str]) -> Reading:
    """What is held when nobody is there, nothing is to be done, and what was said has been forgotten."""
    async with alice.http() as http:
        await asyncio.gather(*[http.get(f"/api/projects/{projects[n % len(projects)]}/") for n in range(BURST)])
    await asyncio.to_thread(wait_until, lambda: not logs_of(instance), 120, lambda: logs_of(instance))
    reading = await asyncio.to_thread(settled, instance)
    assert not [name for name in channels(instance) if name.startswith("chatstream")], "a reader is still listened for"
    return reading


def counts_for_a_while(name: str) -> bool:
    """What limits count goes by itself, some a minute and some an hour after the act; running answers are not among it."""
    return name.startswith("limits:") and not name.endswith(":live")


def logs_of(instance: Instance) -> list[str]:
    """The kinds of keys that are there because of what was said: they go some time after the last reader."""
    return [name for name in key_families(instance) if name.startswith("chatstream:")]


def settled(instance: Instance) -> Reading:
    """A reading that did not change in its counts for three seconds: connections take a moment to go."""
    end = time.monotonic() + 60
    reading, since = read(instance), time.monotonic()
    while time.monotonic() - since < 3 and time.monotonic() < end:
        time.sleep(0.25)
        newer = read(instance)
        if counts(newer) != counts(reading):
            since = time.monotonic()
        reading = newer
    return reading


def counts(reading: Reading) -> Reading:
    return {name: value for name, value in reading.items() if not name.endswith(("memory", "data"))}


def bound(name: str, base: Reading) -> int:
    """What may be held at the end."""
    if name.endswith((": memory", ": data")):
        return round(base[name] * MORE_MEMORY) + MORE_KIB
    if name == "Valkey: connections":
        return max(base[name], 2 * POOL)
    if name == "valkey-server: descriptors":
        return base[name] + bound("Valkey: connections", base) - base["Valkey: connections"]
    if name in (f"{WEB}: descriptors", "worker: descriptors"):
        return base[name] + POOL
    return base[name]


def table(base: Reading, end: Reading) -> str:
    rows = [f"| {name} | {base[name]} | {end[name]} | {bound(name, base)} |" for name in base]
    return "\n".join(["| at rest | base | end | at most |", "|---|---|---|---|", *rows])


@pytest.mark.slow
@pytest.mark.timeout(SECONDS + FULL_SECONDS + 600)
async def test_nothing_is_left_of_people_who_have_gone(soaked: Instance, capsys: pytest.CaptureFixture[str]) -> None:
    alice = soaked.make_user("alice")
    projects = [await alice.make_project() for _ in range(PROJECTS)]
    chance = random.Random(15)
    await fill(People(alice, projects, chance), alice, projects)
    base = await at_rest(soaked, alice, projects)
    people, memory = People(alice, projects, chance), Memory(soaked)
    async with memory.watched(SECONDS / SAMPLES):
        await people.live(SECONDS)
    end = await at_rest(soaked, alice, projects)
    with capsys.disabled():
        done = f"{people.visits} visits, {people.cuts} cuts, answers: {people.answers}"
        print(f"\n{soaked.server}, {SECONDS:.0f} s, {done}\n{memory}")  # noqa: T201
        print(table(base, end))  # noqa: T201
        print(dict(key_families(soaked)), dict(channels(soaked)))  # noqa: T201
    assert all([people.visits, people.cuts, people.answers["success"], people.answers["cancelled"]])
    assert people.answers["error"] == 0
    assert keys_for_ever(soaked) <= LASTING | BY_TASK
    held = {name: count for name, count in key_families(soaked).items() if not counts_for_a_while(name)}
    assert set(held) <= PASSING | {key.decode() for key in LASTING | BY_TASK}
    assert set(held.values()) == {1}
    assert {name: end[name] for name in base if end[name] > bound(name, base)} == {}
