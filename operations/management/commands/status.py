import asyncio
import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from chatstream.log.connection import close_client
from operations.site_status import SiteStatus, read_status


class Command(BaseCommand):
    help = (
        "Say how this site is: database, Valkey, workers, what runs and waits, what failed in the last hour, how soon the first "
        "word comes. Ends with 1 if it is not ready, so that scripts can ask."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print it as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        status = asyncio.run(_read())
        self.stdout.write(json.dumps(status.as_json(), indent=1) if options["json"] else _in_words(status))
        if not status.readiness.ready:
            sys.exit(1)


async def _read() -> SiteStatus:
    try:
        return await read_status()
    finally:
        await close_client()


def _in_words(status: SiteStatus) -> str:
    readiness = status.readiness
    lines = ["Ready." if readiness.ready else "Not ready."]
    lines += [f"{name}: {getattr(readiness, name).detail}" for name in ("database", "valkey", "worker")]
    if (runs := status.runs) is not None:
        lines.append(f"runs: {runs.live} live, {runs.queued} queued, {runs.stuck} stuck")
        failed = ", ".join(f"{count} {code}" for code, count in runs.failed.items())
        lines.append(f"failed in the last hour: {failed or 'none'}")
        if runs.first_token_ms is not None:
            lines.append("first word, last hour: {} ms (p50), {} ms (p95)".format(*runs.first_token_ms))
    if (memory := status.valkey) is not None:
        bound = f" of {memory.bound / 1_000_000:.1f}" if memory.bound else ""
        full = ": full, no answers begin" if memory.is_full else ""
        lines.append(f"Valkey holds {memory.used / 1_000_000:.1f}{bound} MB{full}")
    if status.open_streams is not None:
        lines.append(f"{status.open_streams} sockets and event streams are open")
    return "\n".join(lines)
