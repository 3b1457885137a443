"""What is put between the product and its stores while small histories run: faults, short waits, and no threads."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any
from unittest.mock import patch
from uuid import UUID

from chaos.small.owner import acting, alive
from chaos.small.store import Store
from chatstream.follow import feed, hub, wake_ups
from chatstream.log import event_log as log_module
from chatstream.log import writer
from chatstream.log.event_log import Log, wake_channel
from chatstream.wire.errors import Fenced
from orchestrator.llm.roles import Roles
from orchestrator.run import heartbeats, lifecycle, queue, supervision
from orchestrator.tools import TOOLS
from orchestrator.tools.tool import Arguments, Commit, Tool, ToolContext
from projects import database, ledger, outbox
from projects.ledger import Claim, ToolOutcome
from projects.models import Project

stores: dict[str, Store] = {}  # by stream

# Seconds that only pass while something waits: a history should take no longer than its work.
_WAITS = [
    (writer, "GATHER_SECONDS", 0.001),
    (writer, "_RETRY_SECONDS", (0.002,)),
    (feed, "HEARTBEAT_SECONDS", 0.5),
    (hub, "POLL_SECONDS", 0.05),
    (hub, "RETRY_SECONDS", 0.01),
    (wake_ups, "RETRY_SECONDS", 0.01),
    (heartbeats, "BEAT_SECONDS", 0.05),
    (outbox, "_RETRY_SECONDS", 0.005),
    (database, "_PAUSES", (0.002,)),
]


class MarkArguments(Arguments):
    number: int


class Mark(Tool[MarkArguments]):
    """Leaves its number in the project's title, where a second effect shows."""

    name = "mark"
    description = "Leave a mark."
    arguments = MarkArguments

    def title(self, arguments: MarkArguments) -> str:
        return f"Mark {arguments.number}"

    async def run(self, context: ToolContext, arguments: MarkArguments) -> Commit:
        def effect() -> ToolOutcome:
            project = Project.objects.get(pk=context.project_id)
            project.title = f"{project.title} {arguments.number}"
            project.save(update_fields=["title"])
            return ToolOutcome(True, {})

        return effect


@contextmanager
def in_one_process() -> Iterator[None]:
    """Every history of this process runs in here."""
    with ExitStack() as stack:
        for module, name, value in _WAITS:
            stack.enter_context(patch.object(module, name, value))
        stack.enter_context(patch.dict(TOOLS, {"mark": Mark()}))
        stack.enter_context(patch.dict(os.environ, {"DJANGO_ALLOW_ASYNC_UNSAFE": "true"}))
        stack.enter_context(patch.object(database, "database_sync_to_async", _on_the_loop))
        stack.enter_context(patch.object(supervision, "draining", asyncio.Event()))  # an event belongs to one loop
        stack.enter_context(patch.object(lifecycle, "get_roles", _roles))
        stack.enter_context(patch.object(queue, "enqueue", _nobody_queues))
        stack.enter_context(patch.object(heartbeats, "beat", _beat_alone))
        stack.enter_context(patch.object(log_module, "wake_channel", _wake_channel))
        stack.enter_context(patch.object(Log, "append", _faulty_append(Log.append)))
        for name in ("head", "read_missed", "read_back"):
            stack.enter_context(patch.object(Log, name, _faulty_read(getattr(Log, name))))
        yield


def _on_the_loop(function: Callable[..., Any], thread_sensitive: bool = False) -> Callable[..., Awaitable[Any]]:
    """A transaction happens between two awaits, as whole as it is in a database."""

    async def call(*args: Any, **kwargs: Any) -> Any:
        await alive()
        await asyncio.sleep(0)
        owner, ask = acting.get(), partial(function, *args, **kwargs)
        result = owner.database.ask(ask) if owner else ask()
        await alive()
        return result

    return call


def _roles(director: str) -> Roles:
    owner = acting.get()
    assert owner is not None
    return Roles(owner, owner)


async def _nobody_queues(message_id: UUID) -> None:
    """Who runs the turn, the steps say."""


async def _beat_alone(claim: Claim) -> bool:
    """Each owner is a process of its own."""
    held = await database.off_loop(ledger.record_heartbeats)([claim])
    if claim not in held:
        raise Fenced(str(claim.message_id))
    return held[claim]


def _wake_channel(stream: str) -> str:
    store = stores.get(stream)
    return wake_channel(stream) if store is None or store.wakes() else "chatstream:nobody hears this"


def _faulty_append(append: Any) -> Any:
    async def faulty(log: Log, stream: str, producer: Any, first: int, bodies: Any, *known: Any) -> Any:
        def ask() -> Awaitable[Any]:
            return append(log, stream, producer, first, bodies, *known)  # type: ignore[no-any-return]

        store = stores.get(stream)
        return await ask() if store is None else await store.append(ask, producer, first, bodies)

    return faulty


def _faulty_read(read: Any) -> Any:
    async def faulty(log: Log, stream: str, *args: Any, **kwargs: Any) -> Any:
        store = stores.get(stream)
        if store is None:
            return await read(log, stream, *args, **kwargs)
        return await store.read(lambda: read(log, stream, *args, **kwargs))

    return faulty
