import asyncio
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from redis.exceptions import RedisError

from chatstream.follow.hub import get_hub
from chatstream.follow.subscription import Subscription
from chatstream.log.connection import close_client
from chatstream.log.entries import START, Entry, Position
from chatstream.log.event_log import get_log
from chatstream.wire.errors import PositionLost
from chatstream.wire.parsing import parse_uuid
from instance.readiness import require_valkey
from projects.models import Project

RECENT = 10
_AGAIN_SECONDS = 1.0


class Command(BaseCommand):
    help = (
        "Follow a project's events in the terminal. A cut connection is taken up again where it broke; Ctrl-C ends it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("project_id", metavar="PROJECT_ID")
        parser.add_argument(
            "--last-event-id", metavar="ID", help=f"start after this event (default: the last {RECENT})"
        )
        parser.add_argument("--json", action="store_true", help="print the frames as they go over the wire")

    def handle(self, *args: Any, **options: Any) -> None:
        project_id = parse_uuid(options["project_id"])
        if project_id is None or not Project.objects.filter(pk=project_id).exists():
            raise CommandError(f"There is no project {options['project_id']}.")
        position = None
        if options["last_event_id"] is not None:
            position = Position.parse(options["last_event_id"])
            if position is None:
                raise CommandError("An event id looks like 1763846400123-41.")
        require_valkey()
        try:
            asyncio.run(
                self._follow(str(project_id), position, self._print_json if options["json"] else self._print_line)
            )
        except KeyboardInterrupt:
            self.stdout.write("")

    async def _follow(self, stream: str, position: Position | None, show: Any) -> None:
        try:
            position = position or await _recent(stream)
            while True:
                try:
                    async with Subscription(get_hub(), get_log(), stream, position) as subscription:
                        while True:
                            for entry in await subscription.next():
                                show(entry)
                            position = subscription.position
                except PositionLost:
                    self.stderr.write(f"The log no longer has {position}; going on with what is there.")
                    position = START  # a new log is news from its first event on; of a trimmed one the last few must do
                    if (await get_log().head(stream)).epoch == subscription.position.epoch:
                        position = await _recent(stream)
                except (RedisError, OSError):
                    self.stderr.write("The connection was cut; trying again.")
                    await asyncio.sleep(_AGAIN_SECONDS)
        finally:
            await close_client()

    def _print_json(self, entry: Entry) -> None:
        self.stdout.write(entry.frame)
        self.stdout.flush()

    def _print_line(self, entry: Entry) -> None:
        event = entry.event()
        shown = {key: value for key, value in event.items() if key not in ("id", "ts", "type", "message_id")}
        said = " ".join(f"{key}={value!r}" for key, value in shown.items())
        self.stdout.write(f"{entry.position}  {event['type']:<15} {said}"[:400])
        self.stdout.flush()


async def _recent(stream: str) -> Position:
    """The position before the last few events, which the log still has."""
    log = get_log()
    entries = await log.read_back(stream, await log.head(stream), count=RECENT + 1)
    if sum(entry.merged for entry in entries) <= RECENT:
        return START
    return Position(entries[0].before.epoch, entries[0].before.seq + 1)
