"""What stands in the queue is data: nobody who can write to Valkey has a worker run their code."""

import pickle
from pathlib import Path
from uuid import uuid4

import pytest
import redis

from chatstream.run import docket_queue
from chatstream.run.lifecycle import announce
from chatstream.run.queue import get_queue
from projects.models import Project
from tests.chat import ask, fresh, until
from tests.scripted_model import ScriptedModel

pytestmark = pytest.mark.django_db(transaction=True)


class Attack:
    """A pickle that makes a file when it is read."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self.file,)


async def test_a_task_is_json(connections: None, valkey: redis.Redis) -> None:
    message_id = uuid4()
    await get_queue().enqueue(message_id)
    [(_, task)] = valkey.xrange(f"{docket_queue.NAME}:stream")
    assert (task[b"args"], task[b"kwargs"]) == (f'["{message_id}"]'.encode(), b"{}")


async def test_what_no_queue_of_ours_has_written_is_not_run_and_holds_nobody_up(
    project: Project, model: ScriptedModel, worker: None, valkey: redis.Redis, tmp_path: Path
) -> None:
    trap = tmp_path / "trap"
    poisons = [(pickle.dumps((Attack(trap),)), pickle.dumps({})), (b"5", b"[1]"), (b'{"message_id": 1}', b'"text"')]
    for number, (args, kwargs) in enumerate(poisons):
        task = {
            "key": f"poison {number}",
            "when": "2026-01-01T00:00:00+00:00",
            "function": docket_queue.RUN,
            "attempt": "1",
        }
        valkey.xadd(f"{docket_queue.NAME}:stream", {**task, "args": args, "kwargs": kwargs})
    await until(lambda: not valkey.xlen(f"{docket_queue.NAME}:stream"))
    model.answers("Hello.")
    answer = await ask(project)
    await announce(project.pk)

    async def ended() -> bool:
        return (await fresh(answer)).ended

    await until(ended)
    assert not trap.exists()
