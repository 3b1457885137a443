"""`python -m chaos.recorded_worker FILE`: a worker that records its claims, appends and tool effects."""

import asyncio
import os
import sys
from pathlib import Path
from typing import Any
from unittest.mock import patch

import django

from chaos.history import History


def main(path: Path) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from chatstream.log.event_log import Log  # not earlier: these need the settings
    from chatstream.rows import ledger
    from orchestrator.run.worker import work

    history, who = History(path), str(os.getpid())
    append, claim, finish_tool = Log.append, ledger.claim, ledger.finish_tool

    async def recorded_append(log: Log, project_id: Any, producer: Any, first: int, bodies: Any, *known: Any) -> Any:
        head = await append(log, project_id, producer, first, bodies, *known)
        if producer.fence:
            fields = {"message": producer.id, "writer": producer.instance, "fence": producer.fence}
            history.write(who, "append", **fields, first=first, count=len(bodies), head=str(head))
        return head

    def recorded_claim(message_id: Any, *args: Any) -> Any:
        taken = claim(message_id, *args)
        if taken is not None:
            history.write(who, "claim", message=str(message_id), fence=taken.fence)
        return taken

    def recorded_effect(claim: Any, call: Any, *args: Any) -> Any:
        outcome = finish_tool(claim, call, *args)
        if outcome.success:
            history.write(who, "effect", call=str(call.pk))
        return outcome

    with (
        patch.object(Log, "append", recorded_append),
        patch.object(ledger, "claim", recorded_claim),
        patch.object(ledger, "finish_tool", recorded_effect),
    ):
        print("Worker started.", flush=True)  # noqa: T201 - the parent waits for this line
        asyncio.run(work())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
