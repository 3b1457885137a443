"""One history: a project with one turn, its owners and its followers; steps happen to them, and at the end all is quiet."""

import asyncio
from contextlib import suppress
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth import get_user_model
from django.db import DatabaseError
from redis.exceptions import RedisError

from chaos.checker import Verdict, check
from chaos.history import History
from chaos.small.database import Database
from chaos.small.faulty_log import stores
from chaos.small.owner import Owner
from chaos.small.reader import Reader
from chaos.small.steps import FOLLOWERS, Step
from chaos.small.store import Store
from chatstream.log.entries import START
from chatstream.log.event_log import get_log
from chatstream.rows import turns
from chatstream.rows.outbox import flush
from chatstream.rows.steering import steer
from chatstream.run import stops
from chatstream.run.supervision import ClaimReleased
from chatstream.wire.errors import Fenced, RequestRefused
from projects import actions
from projects.models import Message, Project, ToolCall

_EXPECTED_ERRORS = (type(None), RedisError, OSError, DatabaseError, ClaimReleased, Fenced)
_ENTRY_FIELDS = {"id": "id", "type": "type", "message": "message_id", "call": "tool_call_id"}
QUIET_SECONDS = 60.0  # how long the end may take when nothing is broken any more; on a busy machine it is all waiting


async def perform(steps: list[Step]) -> Verdict:
    """Apply the steps to a world of their own, wait until all is quiet, and return the checker's verdict."""
    world = World()
    try:
        for step in steps:
            await world.take(step)
        await world.wait_until_quiet()
        verdict = check([*world.history.records, *await world.rows()])
        for fault in world.faults():
            verdict.add_problem(fault)
        return verdict
    finally:
        await world.end()


class World:
    """`take` a step after the other, then `wait_until_quiet`."""

    def __init__(self) -> None:
        user, _ = get_user_model().objects.get_or_create(username="chaos")
        self.user: Any = user
        self.project: Project = actions.create_project(user, "Marks")
        self.message: UUID = actions.start_turn(self.project.pk, uuid4(), "Go.").pk
        self.history = History()
        stream = str(self.project.pk)
        self.store = stores[stream] = Store(stream, self.history)
        self.database = Database()
        self.owners: list[Owner] = []
        self.tool_calls = count(1)
        self.steerings = 0  # those that were accepted
        self.readers = [Reader(f"reader {n}", user, self.project.pk, self.history) for n in range(FOLLOWERS)]
        for reader in self.readers:
            reader.begin()

    async def take(self, step: Step) -> None:
        word, number = step
        match word:
            case "say" | "use" | "finish":
                self._let_the_model(word, number)
            case "wait":
                await asyncio.sleep(number / 1000)
            case "lose requests":
                self.store.lose_requests += number + 1
            case "lose answers":
                self.store.lose_answers += number + 1
            case "go away":
                self.store.away += number + 1
            case "drop wake-ups":
                self.store.drop_wakeups += number + 1
            case "lose the log":
                await self.store.lose_log()
            case "remember":
                await self.store.remember()
            case "go back":
                await self.store.go_back()
            case "lose transactions":
                self.database.lose_requests += number + 1
            case "lose commits":
                self.database.lose_answers += number + 1
            case "stop":
                turns.request_stop(Message.objects.get(pk=self.message))
                stops.receive(self.message)
            case "steer":
                self._steer()
            case "cut":
                await self.readers[number].cut()
            case "leave":
                await self.readers[number].leave()
            case "return":
                self.readers[number].begin()
            case _:
                await self._change_owners(word)
        await asyncio.sleep(0.002)

    def _steer(self) -> None:
        with suppress(RequestRefused):  # it is at its end, or has enough
            steer(Message.objects.get(pk=self.message), uuid4(), "Go on.")
            self.steerings += 1

    async def _change_owners(self, word: str) -> None:
        if word == "take over":
            self._take_over()
        elif word == "wake":
            for owner in self.owners:
                owner.wake()
        elif at_work := self._at_work():
            if word == "pause":
                at_work[-1].pause()
            else:
                await at_work[-1].kill()

    async def wait_until_quiet(self) -> None:
        """Without further faults and with every reader back: wait until the answer has ended and all readers know."""
        self.store.mend()
        self.database.mend()
        for owner in self.owners:
            owner.wake()
        for reader in self.readers:
            reader.begin()
        with suppress(TimeoutError):
            async with asyncio.timeout(QUIET_SECONDS):
                while not self._ended():
                    if not self._at_work():
                        self._take_over()
                    for owner in self._at_work():
                        if owner.acts.empty():
                            owner.acts.put_nowait(("finish", 0))
                    await asyncio.sleep(0.03)
                await flush(self.project.pk)
                while not all(str(self.message) in reader.ended for reader in self.readers):
                    await asyncio.sleep(0.005)

    async def rows(self) -> list[dict[str, Any]]:
        """What the stores hold in the end, as records."""
        history = History()
        for row in Message.objects.filter(project=self.project):
            fields = {"message": str(row.pk), "project": str(row.project_id), "role": row.role}
            history.write("rows", "message", **fields, status=row.status, content=row.content, reasoning=row.reasoning)
        for mark in Project.objects.get(pk=self.project.pk).title.split()[1:]:
            history.write("rows", "effect", call=f"mark {mark}")
        for call in ToolCall.objects.filter(message__project=self.project):
            history.write("rows", "call", call=str(call.pk), message=str(call.message_id), status=call.status)
        [entries] = await get_log().read_after([(str(self.project.pk), START)], count=100_000)
        for entry in entries:
            event = entry.event()
            fields = {name: str(event.get(key)) for name, key in _ENTRY_FIELDS.items()}
            history.write("rows", "entry", project=str(self.project.pk), **fields)
        return history.records

    def faults(self) -> list[str]:
        """What owners raised that `run_answer` does not name: a fault of ours, which another attempt may hide. Lost steerings."""
        raised = [(owner.number, owner.raised) for owner in self.owners]
        faults = [
            f"owner {number} raised {fault!r}" for number, fault in raised if not isinstance(fault, _EXPECTED_ERRORS)
        ]
        answer = Message.objects.get(pk=self.message)
        read = [each for each in answer.steerings if "step" in each or answer.status != Message.Status.SUCCESS]
        return faults if len(read) == self.steerings else [*faults, f"{self.steerings} steerings, {len(read)} read"]

    async def end(self) -> None:
        for owner in self.owners:
            await owner.kill()
        for reader in self.readers:
            await reader.leave()
        del stores[str(self.project.pk)]
        await self.store.lose_log()

    def _let_the_model(self, word: str, number: int) -> None:
        for owner in self._at_work()[-1:]:
            owner.acts.put_nowait((word, number))

    def _at_work(self) -> list[Owner]:
        return [owner for owner in self.owners if owner.at_work]

    def _take_over(self) -> None:
        """Another owner claims the run, as if the present one had sent no heartbeat for long enough."""
        Message.objects.filter(pk=self.message).update(heard_from=None)
        owner = Owner(len(self.owners) + 1, self.tool_calls, self.database)
        self.owners.append(owner)
        owner.begin(self.message)

    def _ended(self) -> bool:
        return Message.objects.get(pk=self.message).ended
