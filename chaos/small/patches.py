"""What is replaced in the product while small histories run: waits are short, nothing runs on threads, stores fail."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any
from unittest.mock import patch

from chaos.small.faulty_log import FaultyLog
from chaos.small.owner import acting, alive
from chatstream import backoff
from chatstream.follow import feed, hub
from chatstream.log import event_log, gathering
from chatstream.log.connection import get_client
from chatstream.rows import database, ledger
from chatstream.rows.ledger import Claim, ToolOutcome
from chatstream.run import heartbeats
from chatstream.wire.errors import Fenced
from orchestrator.llm import roles
from orchestrator.llm.roles import Roles
from orchestrator.tools import TOOLS
from orchestrator.tools.tool import Arguments, Commit, Tool, ToolContext
from projects.models import Project

# Seconds that pass only while something waits: a history takes no longer than its work.
_SHORT_WAITS = [
    (backoff, "PAUSES", (0.002,)),
    (gathering, "LEAST_SECONDS", 0.001),
    (feed, "HEARTBEAT_SECONDS", 0.5),
    (hub, "POLL_SECONDS", 0.05),
    (heartbeats, "HEARTBEAT_SECONDS", 0.25),
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
    """Every history of the running loop runs within this context."""
    event_log.logs.put(FaultyLog(get_client()))
    with ExitStack() as stack:
        for module, name, value in _SHORT_WAITS:
            stack.enter_context(patch.object(module, name, value))
        stack.enter_context(patch.dict(TOOLS, {"mark": Mark()}))
        stack.enter_context(patch.dict(os.environ, {"DJANGO_ALLOW_ASYNC_UNSAFE": "true"}))
        stack.enter_context(patch.object(database, "database_sync_to_async", _on_the_loop))
        stack.enter_context(patch.object(roles, "get_roles", _roles))
        stack.enter_context(patch.object(heartbeats, "record", _record_heartbeat))
        yield


def _on_the_loop(function: Callable[..., Any], thread_sensitive: bool = False) -> Callable[..., Awaitable[Any]]:
    """Run a transaction between two awaits: it is as atomic as in a database."""

    async def call(*args: Any, **kwargs: Any) -> Any:
        await alive()
        await asyncio.sleep(0)
        owner, transaction = acting.get(), partial(function, *args, **kwargs)
        result = owner.database.run(transaction) if owner else transaction()
        await alive()
        return result

    return call


def _roles(director: str) -> Roles:
    owner = acting.get()
    assert owner is not None
    return Roles(owner, owner)


async def _record_heartbeat(claim: Claim) -> bool:
    """Without a batch: each owner stands for a process of its own."""
    stop_flags = await database.off_loop(ledger.record_heartbeats)([claim])
    if claim not in stop_flags:
        raise Fenced(str(claim.message_id))
    return stop_flags[claim]
