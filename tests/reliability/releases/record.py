"""What this release leaves in Valkey in the midst of an answer, for tests of the releases after it.

Before a release: `.venv/bin/python -m tests.reliability.releases.record 0.1`, which writes 0.1.json beside this file.
"""

import asyncio
import json
import os
import signal
import sys
import tempfile
from pathlib import Path
from typing import Any

import redis

from config.socket_path import socket_path
from tests import fork_server
from tests.instance import Instance

HERE = Path(__file__).parent
WORDS = 12  # events of the answer


def record(release: str) -> None:
    settings = {"DJANGO_SETTINGS_MODULE": "config.settings", "DEMO_WORD_SECONDS": "0.1"}
    with tempfile.TemporaryDirectory() as folder, Instance(Path(folder) / "var", **settings) as instance:
        project, answer = asyncio.run(ask(instance))
        worker = instance.pid_of("worker")
        os.kill(worker, signal.SIGSTOP)
        try:
            left = read(instance, project, answer)
        finally:
            os.kill(worker, signal.SIGCONT)
    (HERE / f"{release}.json").write_text(json.dumps(left, indent=1) + "\n")


async def ask(instance: Instance) -> tuple[str, str]:
    """The project, and an answer that has said a little."""
    alice = await asyncio.to_thread(instance.make_user, "alice")
    project = await alice.make_project()
    async with alice.socket(project) as tab:
        await tab.send(type="stream")
        initiated = await tab.initiate("write a 300 word voice-over about coffee")
        for _ in range(WORDS):
            await tab.until("delta")
    return project, initiated["assistant_message_id"]


def read(instance: Instance, project: str, answer: str) -> dict[str, Any]:
    with redis.Redis(unix_socket_path=str(socket_path(instance.folder)), decode_responses=True) as valkey:
        log = f"chatstream:{{{project}}}:log"
        states = {key: valkey.get(key) for key in valkey.scan_iter(f"chatstream:{{{project}}}:*") if key != log}
        instance.shell(
            "import asyncio, uuid\nfrom chatstream.run.queue import get_queue\n"
            f"answer = asyncio.run(get_queue().enqueue(uuid.UUID({answer!r})))"
        )
        [task] = [fields for _, fields in valkey.xrange("chatstream:stream") if fields["key"] == answer]
        entries = [[at, fields["e"]] for at, fields in valkey.xrange(log)]
    return {"project": project, "answer": answer, "log": entries, "states": states, "queue": "chatstream", "task": task}


if __name__ == "__main__":
    record(sys.argv[1])
    fork_server.end_server()
