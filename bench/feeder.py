"""Says words into many projects at a set pace, in a process of its own, so that a web server can be measured alone."""

import asyncio
import os
import random
import sys
from collections.abc import Awaitable, Callable
from typing import Any

from bench.peers import Peer, serve
from bench.stage import Stage
from bench.words import make_word


class Feeder(Peer):
    """`kind`: `log` appends to our event log, `layer` calls `group_send` of the tutorials' channel layer."""

    def __init__(self, stage: Stage, kind: str, environment: dict[str, str]) -> None:
        super().__init__(stage, "bench.feeder", kind, environment=environment)

    def begin(self, targets: list[str], pace: float) -> None:
        self.ask("begin", targets=targets, pace=pace)

    def stop(self) -> int:
        """How many words were said in all."""
        said: int = self.ask("stop")
        return said


class _Feeder:
    def __init__(self, kind: str) -> None:
        self.make_say = _log if kind == "log" else _layer
        self.tasks: list[asyncio.Task[None]] = []
        self.said = 0

    async def begin(self, targets: list[str], pace: float) -> int:
        self.tasks = [asyncio.create_task(self._feed(self.make_say(target), pace)) for target in targets]
        return len(targets)

    async def fill(self, targets: list[str], events: int) -> list[str]:
        """Say so many words into each target at once; returns each one's first position."""
        return [await _fill(target, events) for target in targets]

    async def stop(self) -> int:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        return self.said

    async def _feed(self, say: Callable[[int, str], Awaitable[Any]], pace: float) -> None:
        now = asyncio.get_running_loop().time
        due = now() + random.random() / pace
        number = 0
        while True:
            await asyncio.sleep(due - now())
            await say(number, make_word(number).decode())
            self.said += 1
            number += 1
            due = max(due + 1 / pace, now() - 1)


async def _fill(project: str, events: int) -> str:
    from uuid import uuid4

    from chatstream.log.event_log import Producer, get_log
    from chatstream.wire.events import Delta, Status

    log, message = get_log(), uuid4()
    producer = Producer(str(message), "feeder", 1)
    first = await log.append(project, producer, 1, [Status(message_id=message, status="thinking", attempt=1).encode()])
    for start in range(0, events, 200):
        words = [Delta(message_id=message, content=make_word(start + n).decode()).encode() for n in range(200)]
        await log.append(project, producer, start + 2, words)
    return str(first)


def _log(project: str) -> Callable[[int, str], Awaitable[Any]]:
    from uuid import uuid4

    from chatstream.log.event_log import Producer, get_log
    from chatstream.wire.events import Delta

    log, message = get_log(), uuid4()
    producer = Producer(str(message), "feeder", 1)

    async def say(number: int, word: str) -> None:
        await log.append(project, producer, number + 1, [Delta(message_id=message, content=word).encode()])

    return say


def _layer(name: str) -> Callable[[int, str], Awaitable[Any]]:
    from channels.layers import get_channel_layer

    from bench.rivals.tutorial import group_of

    layer = get_channel_layer()

    async def say(number: int, word: str) -> None:
        await layer.group_send(group_of(name), {"type": "chat.token", "content": word})

    return say


def _set_up(kind: str) -> None:
    if kind == "log":
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        import django

        django.setup()
    else:
        import bench.rivals.tutorial  # noqa: F401 - configures Django


if __name__ == "__main__":
    _set_up(sys.argv[1])
    sys.exit(asyncio.run(serve(_Feeder(sys.argv[1]))))
