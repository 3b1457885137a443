"""A worker that was told to end is not kept by a call that nobody answers."""

import subprocess
import sys

import pytest

from tests.child_process import BASE

SCRIPT = """
import asyncio, sys, threading
import uvloop
from chatstream.run.threads import joined_threads

def wait(loop, begun):
    loop.call_soon_threadsafe(begun.set)
    threading.Event().wait()

async def work():
    async with joined_threads():
        await asyncio.to_thread(lambda: None)
        if "unanswered" in sys.argv:
            begun = asyncio.Event()
            call = asyncio.create_task(asyncio.to_thread(wait, asyncio.get_running_loop(), begun))
            await begun.wait()

uvloop.run(work())
print("ended in order")
"""


@pytest.mark.parametrize(
    ("call", "printed", "logged"), [("answered", "ended in order\n", ""), ("unanswered", "", "blocking call")]
)
def test_a_process_exits_whether_its_calls_are_answered_or_not(call: str, printed: str, logged: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, call], cwd=BASE, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout) == (0, printed), done.stderr
    assert logged in done.stderr
