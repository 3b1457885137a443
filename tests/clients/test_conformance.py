"""`python -m chatstream.conformance`: a server that keeps its promises passes, one that breaks one of them does not."""

import asyncio
import os
import sys

import pytest
import pytest_asyncio

from chatstream.conformance.__main__ import make
from chatstream.conformance.check import CHECKS
from chatstream.conformance.recording import Recording, record
from chatstream.conformance.server import Server
from tests.answers.adopter import Person
from tests.browser.narrow_proxy import narrow_proxy
from tests.child_process import BASE
from tests.clients.wrong_servers import CAUGHT_BY, Passing

pytestmark = pytest.mark.site

SEEN_LIVE = ("snapshot-then-events", "one-end-that-measures")


async def conformance(*arguments: str) -> tuple[int | None, str]:
    """The exit code, and what it printed. It needs no Django."""
    environment = {"PATH": os.environ["PATH"]}
    command = (sys.executable, "-m", "chatstream.conformance", *arguments)
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, cwd=BASE, env=environment, stdout=pipe, stderr=pipe)
    out, err = await process.communicate()
    return process.returncode, (out + err).decode()


async def test_a_project_with_nothing_but_chatstream_passes(alice: Person) -> None:
    """Through what stands before the wrong servers too, so that it is not this which fails there."""
    async with narrow_proxy(f"http://127.0.0.1:{alice.port}", Passing) as proxy:
        arguments = ("--stream", alice.stream, "--cookie", f"sessionid={alice.session}")
        code, printed = await conformance(f"{proxy.url}/api/streams/", *arguments)
    outcomes = [line.split(" ")[0] for line in printed.splitlines()[: len(CHECKS)]]
    assert (code, outcomes) == (0, ["ok"] * len(CHECKS)), printed


async def test_it_says_what_it_looks_at_and_what_it_was_not_given() -> None:
    code, printed = await conformance("--list")
    assert (code, "resume-from-every-position" in printed) == (0, True)
    code, printed = await conformance("http://127.0.0.1/api/streams/1/")
    assert (code, "one of --token and --cookie" in printed) == (2, True)


def server_of(alice: Person, origin: str) -> Server:
    url = f"{origin}/api/streams/{alice.stream}/"
    return Server(url, token=None, cookie=f"sessionid={alice.session}", message="Hello")


@pytest_asyncio.fixture(scope="module")
async def recording(alice: Person) -> Recording:
    """By the right server; it has the whole answer."""
    return await record(server_of(alice, f"http://127.0.0.1:{alice.port}"))


@pytest.mark.parametrize(("kind", "name"), CAUGHT_BY.items(), ids=lambda each: getattr(each, "__name__", ""))
async def test_one_that_breaks_a_promise_is_caught(
    alice: Person, recording: Recording, kind: type[Passing], name: str
) -> None:
    [check] = [each for each in CHECKS if each.name == name]
    async with asyncio.timeout(60), narrow_proxy(f"http://127.0.0.1:{alice.port}", kind) as proxy:
        server = server_of(alice, proxy.url)
        if check.name not in SEEN_LIVE:
            server.recording = recording
        outcome = await make(check, server)
    assert outcome.startswith(f"FAILED   {check.promise} [{name}]: "), outcome
