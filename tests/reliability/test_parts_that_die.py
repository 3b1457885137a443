"""R4, R5, R6, R8: a part is killed, stopped or emptied under people's eyes; they see every event, and the answer ends."""

import asyncio
import os
import signal
import sys

import pytest
import redis

from config.socket_path import socket_path
from tests.child_process import BASE
from tests.instance import WEB, Instance, Person
from tests.reliability.readers import answer_of, ask, check_answer, connected_readers

LONG = "write a 150 word voice-over about coffee"


@pytest.fixture(scope="module")
def alice(fragile: Instance) -> Person:
    return fragile.make_user("alice")


async def test_a_web_server_is_killed_under_fifty_streams_and_nobody_loses_an_event(
    fragile: Instance, alice: Person
) -> None:
    project = await alice.make_project()
    async with connected_readers(alice, project, 50) as readers:
        answer = await ask(alice, project, LONG)
        await readers.wait_for_words()
        await asyncio.to_thread(fragile.kill, WEB)
        await check_answer(alice, project, answer, readers)
    row = await answer_of(alice, project, answer)
    assert row["attempt"] == 1, "the run was none of the web server's business"


async def test_a_worker_is_killed_and_the_next_one_finishes_its_answer_once(fragile: Instance, alice: Person) -> None:
    project = await alice.make_project()
    async with connected_readers(alice, project, 3) as readers:
        answer = await ask(alice, project, "Make a 20 second intro for a coffee shop")
        await readers.wait_for_words()
        await asyncio.to_thread(fragile.kill, "worker")
        await check_answer(alice, project, answer, readers)
    code = "from projects.models import Revision, ToolCall; " + f"m='{answer}'; "
    count = "answer = [Revision.objects.filter(message=m).count(), ToolCall.objects.filter(message=m, status='success').count()]"
    revisions, calls = await asyncio.to_thread(fragile.shell, code + count)
    assert 1 <= revisions <= calls


async def test_an_answer_waits_while_the_memory_of_valkey_is_full_and_readers_come_all_the_same(
    fragile: Instance, alice: Person
) -> None:
    project = await alice.make_project()
    with redis.Redis(unix_socket_path=str(socket_path(fragile.folder))) as valkey:
        async with connected_readers(alice, project, 2) as readers:
            answer = await ask(alice, project, LONG)
            await readers.wait_for_words()
            try:
                valkey.config_set("maxmemory", 1)
                async with connected_readers(alice, project, 1, event_sources=1) as late:
                    assert answer not in late.clients[0].ended
            finally:
                valkey.config_set("maxmemory", 0)
            await check_answer(alice, project, answer, readers)
    assert (await answer_of(alice, project, answer))["attempt"] == 1


async def test_valkey_is_killed_and_the_answer_goes_on_while_others_begin(fragile: Instance, alice: Person) -> None:
    """The queue's worker used to wait for the longest run before it took another turn."""
    project, other = await alice.make_project(), await alice.make_project()
    async with connected_readers(alice, project, 3) as readers, connected_readers(alice, other, 1) as others:
        answer = await ask(alice, project, "write a 500 word voice-over about coffee")
        await readers.wait_for_words()
        await asyncio.to_thread(fragile.kill, "valkey-server")
        second = await ask_again_until_taken(alice, other)
        await others.wait_for_end_of(second)
        assert answer not in readers.clients[0].ended, "the second answer waited for the first"
        await check_answer(alice, project, answer, readers)


async def ask_again_until_taken(alice: Person, project: str) -> str:
    async with asyncio.timeout(30), alice.http() as client:
        while True:
            body = {"request_id": "6d2f7f7e-0d0e-4d3c-9d70-0d6a4f0b7a11", "message": "Hello"}
            answer = await client.post(f"/api/projects/{project}/messages/", json=body)
            if answer.status_code == 201:
                return answer.json()["assistant_message_id"]
            assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")


async def test_valkey_is_emptied_in_mid_run_and_everyone_ends_with_the_right_text(
    fragile: Instance, alice: Person
) -> None:
    project = await alice.make_project()
    async with connected_readers(alice, project, 3) as readers:
        answer = await ask(alice, project, LONG)
        await readers.wait_for_words()
        with redis.Redis.from_url(f"unix://{socket_path(fragile.folder)}") as store:
            store.flushall()
        await check_answer(alice, project, answer, readers)
        waiting = await ask(alice, project, "Hello")  # the queue, too, was emptied
        await check_answer(alice, project, waiting, readers)


async def test_the_queue_is_lost_with_the_worker_and_all_three_turns_end_in_order(
    fragile: Instance, alice: Person
) -> None:
    """One was being written, two waited; what the queue has forgotten, the rows remember."""
    project = await alice.make_project()
    async with connected_readers(alice, project, 3) as readers:
        answers = [await ask(alice, project, f"write a {words} word voice-over about coffee") for words in (60, 40, 20)]
        await readers.wait_for_words()
        with redis.Redis.from_url(f"unix://{socket_path(fragile.folder)}") as store:
            store.flushall()
            await asyncio.to_thread(fragile.kill, "worker")
        for answer in answers:
            await check_answer(alice, project, answer, readers)
    texts = [(await answer_of(alice, project, answer))["content"] for answer in answers]
    assert [len(text.split()) for text in texts] == [60, 40, 20]
    for reader in readers.clients:
        received_frames = [record["frame"] for record in readers.frames if record["who"] == reader.name]
        speakers = [
            answers.index(frame["message_id"]) for frame in received_frames if frame["type"] in ("delta", "finalized")
        ]
        assert speakers == sorted(speakers), "a turn spoke before the one before it was done"


@pytest.mark.slow
async def test_a_worker_that_slept_for_a_minute_is_not_heard_when_it_wakes(fragile: Instance, alice: Person) -> None:
    """Nobody else is there to take over, so it is fenced by another one that is started for it."""
    project = await alice.make_project()
    async with connected_readers(alice, project, 3) as readers:
        answer = await ask(alice, project, LONG)
        await readers.wait_for_words()
        sleeper = fragile.pid_of("worker")
        os.kill(sleeper, signal.SIGSTOP)
        helper = await asyncio.create_subprocess_exec(
            sys.executable, "manage.py", "worker", cwd=BASE, env=fragile.environment
        )
        try:
            await readers.wait_for_end_of(answer)
            await asyncio.sleep(60)
            os.kill(sleeper, signal.SIGCONT)
            await asyncio.sleep(5)
            await check_answer(alice, project, answer, readers)
        finally:
            os.kill(sleeper, signal.SIGCONT)
            helper.terminate()
            await helper.wait()
