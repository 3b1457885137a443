"""R22: a new release is rolled out beside the old one while answers are written, by the commands of docs/operations.md."""

import asyncio
import os
import re
import shlex
import sys
from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path

import pytest
from django.conf import settings

from chaos.actor import Actor
from tests.docs.pages import section
from tests.fork_server import manage
from tests.instance import Instance
from tests.own_database import own_database
from tests.reliability.readers import answer_of, ask, check_answer, connected_readers
from tests.wire.web_server import WebServer

pytestmark = pytest.mark.site

LONG = "write a 100 word voice-over about coffee"
NEXT = {"DJANGO_SETTINGS_MODULE": "tests.next_release.settings"}
UPDATING = section("docs/operations.md", "Updating")


def commands() -> list[str]:
    """Those of the page that prepare the new release, in their order."""
    blocks = re.findall(r"```sh\n(.*?)```", UPDATING, re.S)
    return re.findall(r"^(\.venv/bin/python .*?) *(?:#.*)?$", "\n".join(blocks), re.M)


def run(command: str, environment: Mapping[str, str]) -> None:
    python, script, *arguments = shlex.split(command)
    assert (python, script) == (".venv/bin/python", "manage.py")
    if arguments[0] == "collectstatic":
        arguments.append("--dry-run")  # `make deploy-check` does it in full, and looks at what is served
    done = manage(*arguments, environment={**os.environ, **environment})
    assert done.returncode == 0, done.stderr


@contextmanager
def new_worker(old: Instance) -> Iterator[Actor]:
    environment = {**old.environment, **NEXT}
    worker = Actor("worker", [sys.executable, "manage.py", "worker"], environment, output=old.folder / "new-worker.log")
    worker.start()
    try:
        yield worker
    finally:
        worker.stop(15)


@pytest.mark.timeout(300)  # nine processes start, four of them beside each other
@pytest.mark.usefixtures("valkey")
async def test_a_release_is_rolled_out_in_mid_answer_and_no_answer_fails(tmp_path: Path) -> None:
    with own_database("upgraded") as database:
        settings_of_both = {"DATABASE_URL": database, "REDIS_URL": settings.REDIS_URL, "DEMO_WORD_SECONDS": "0.05"}
        await roll_out(Instance(tmp_path / "old", **settings_of_both))


async def roll_out(old: Instance) -> None:
    """One answer is being written while the database is migrated, another one while the old processes end."""
    new_web = WebServer(old, **NEXT)
    production = {"PRODUCTION": "true", "SECRET_KEY": os.urandom(40).hex(), **NEXT}
    await asyncio.to_thread(old.start)
    try:
        alice = await asyncio.to_thread(old.make_user, "alice")
        addresses = [f"127.0.0.1:{old.port}", f"127.0.0.1:{new_web.port}"]
        first, second = await alice.make_project(), await alice.make_project()
        async with (
            connected_readers(alice, first, 1, event_sources=1, addresses=addresses) as readers,
            connected_readers(alice, second, 1, event_sources=1, addresses=addresses) as others,
            AsyncExitStack() as new,
        ):
            early = await ask(alice, first, LONG)
            await readers.wait_for_words()
            for command in commands():
                await asyncio.to_thread(run, command, {**old.environment, **production})
            worker = new.enter_context(new_worker(old))
            await asyncio.gather(
                worker.until_up(),
                asyncio.to_thread(new.enter_context, new_web),
                asyncio.to_thread(old_code_goes_on, old),
            )
            late = await ask(alice, second, LONG)
            await others.wait_for_words()
            await asyncio.to_thread(old.stop)
            alice = new_web.seen_by(alice)
            for project, answer, each in ((first, early, readers), (second, late, others)):
                await check_answer(alice, project, answer, each)
                row = await answer_of(alice, project, answer)
                assert (row["attempt"], len(row["content"].split())) == (1, 100)
    finally:
        await asyncio.to_thread(old.stop)


def old_code_goes_on(old: Instance) -> None:
    """With the new tables and columns: it writes rows of every kind that have one more."""
    bob = old.make_user("bob")

    async def ask_bob() -> None:
        project = await bob.make_project()
        async with connected_readers(bob, project, 1) as readers:
            await readers.wait_for_end_of(await ask(bob, project, "Make a 10 second intro for a bakery"))

    asyncio.run(ask_bob())
