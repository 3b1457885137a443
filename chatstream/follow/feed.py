"""What one `stream` request gets, whatever the transport: missed events or a snapshot, `reconnected`, then live events."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass
from math import ceil
from typing import Any
from uuid import UUID

from chatstream.backend import Backend, get_backend
from chatstream.follow.hub import get_hub
from chatstream.follow.outgoing import Outgoing, entry_frame, heartbeat_frame, reconnected_frame
from chatstream.follow.subscription import Subscription
from chatstream.log.entries import START, Entry, Position
from chatstream.log.event_log import Log, get_log
from chatstream.stream_shutdown import shutdown
from chatstream.wire.base import ENDED
from chatstream.wire.errors import PositionLost
from chatstream.wire.events import Event
from chatstream.wire.snapshot_frame import encode_snapshot
from chatstream.wire.views import Snapshot

logger = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 15.0
_ROUND_SECONDS = 0.1  # heartbeats of different readers come together as often as this


class _SnapshotOutdated(Exception):
    """What the reader has is not what its events go on from.

    An event needs a snapshot; or there was no log yet, and one with the end of an unfinished message may have been created and
    lost since. `position`: of that event.
    """

    def __init__(self, position: Position = START) -> None:
        super().__init__(str(position))
        self.position = position


async def open_feed(user: Any, stream: str, message_id: UUID | None = None) -> "Feed":
    """The feed of a whole stream, or of one answer in it. Raises NotFound if either is not this user's."""
    await get_backend().authorize(user, stream)
    return await feed_for(user, stream, message_id)


async def feed_for(user: Any, stream: str, message_id: UUID | None = None) -> "Feed":
    """Like open_feed, for a user who was authorised for the stream a moment ago."""
    backend, log = get_backend(), get_log()
    has_ended = message_id is not None and await backend.has_ended(user, stream, message_id)
    ends_at = await log.end_stale(stream) if has_ended else None
    return Feed(backend, log, user, stream, str(message_id) if message_id else None, ends_at)


@dataclass(frozen=True, slots=True)
class Feed:
    """What one reader gets of a stream, or of one message of it, which ends after its `finalized`.

        position known ──> missed events, `reconnected` ──> live
                  └─ PositionLost ─┐                         │ PositionLost (then `reconnected` follows it), `NEEDS_SNAPSHOT`
        no position ───────────────┴──> snapshot <───────────┘
                                           └──> live

    `ends_at`: for a message that has ended already, a position at or after its `finalized`.
    """

    backend: Backend
    log: Log
    user: Any
    stream: str
    message_id: str | None
    ends_at: Position | None

    async def frames(self, last_event_id: str | None) -> AsyncGenerator[Outgoing]:
        """All frames after `last_event_id` (None: from a snapshot on). Ends by itself for a single message alone.

        Raises PositionLost if the log cannot be followed from a fresh snapshot, RedisError, and what the backend raises.
        """
        position, known = _parse_position(last_event_id), START
        if last_event_id is not None and position is not None:
            try:
                async with aclosing(self._replay(last_event_id, position)) as frames:
                    async for frame in frames:
                        yield frame
                return
            except _SnapshotOutdated as outdated:
                last_event_id, known = None, outdated.position  # the reader is live: it takes a snapshot alone
            except PositionLost:
                logger.info("Position %s of stream %s is gone; sending a snapshot.", last_event_id, self.stream)
        async with aclosing(self._send_snapshot(last_event_id, known)) as frames:
            async for frame in frames:
                yield frame

    async def has_nothing_after(self, last_event_id: str) -> bool:
        """Whether the message has ended and a reader at `last_event_id` has its `finalized`: there is nothing to stream, ever.

        What else names the message may come later, such as a title that it gave.
        """
        position = _parse_position(last_event_id)
        if self.ends_at is None or position is None:
            return False
        try:
            while missed := await self.log.read_missed(self.stream, position):
                if any(self._is_last(entry) for entry in self._select(missed)):
                    return False
                position = missed[-1].position
        except PositionLost:
            return False  # what came after it is not known
        return True

    async def _replay(self, last_event_id: str, position: Position) -> AsyncGenerator[Outgoing]:
        """Missed events, `reconnected`, live events. Raises PositionLost."""
        missed, ended = 0, set[str]()
        async with Subscription(get_hub(), self.log, self.stream, position) as subscription:
            while entries := await subscription.catch_up():
                for entry in self._select(entries):
                    _refuse_another_log(entry, ended)
                    if entry.type in Event.SNAPSHOT_TYPES:
                        raise PositionLost(str(entry.position))  # the reader has not what comes after it
                    missed += entry.merged
                    yield entry_frame(entry)
                    if self._is_last(entry):
                        yield reconnected_frame(missed, last_event_id, "replayed")
                        return
            yield reconnected_frame(missed, last_event_id, "replayed")
            async with aclosing(self._follow(subscription, ended)) as live:
                async for frame in live:
                    yield frame

    async def _send_snapshot(self, lost_position: str | None, known: Position) -> AsyncGenerator[Outgoing]:
        """A snapshot, `reconnected` for a reader that has lost its position, live events; again if that position is lost too.

        `known`: the last event that needed a snapshot; while a long text is written, the snapshot may be of an earlier one.
        """
        while True:
            snapshot = await self.backend.snapshot(self.user, self.stream)
            at, ended = Position.parse(snapshot.at) or START, _ended_messages(snapshot)
            may_outdate = at == START and len(ended) < len(snapshot.messages)
            yield Outgoing(encode_snapshot(snapshot), at)
            del snapshot  # readers stay for hours: each would keep its own
            if lost_position is not None:
                yield reconnected_frame(0, lost_position, "snapshot")
            if self.message_id in ended:
                return  # the snapshot holds all of the one message that is followed
            try:
                async with (
                    Subscription(get_hub(), self.log, self.stream, at) as subscription,
                    aclosing(self._follow(subscription, ended, may_outdate, known)) as live,
                ):
                    async for frame in live:
                        yield frame
                return
            except _SnapshotOutdated as outdated:
                lost_position = None  # the reader is live: it takes a snapshot alone
                known = max(known, outdated.position)
            except PositionLost:
                if lost_position == str(at):
                    raise  # twice at one position: a snapshot that the log cannot follow would be sent for ever
                lost_position = str(at)

    async def _follow(
        self, subscription: Subscription, ended: set[str], may_outdate: bool = False, known: Position = START
    ) -> AsyncGenerator[Outgoing]:
        """Live events, and a heartbeat every HEARTBEAT_SECONDS. Ends when this server shuts down.

        `ended`: messages whose end the reader has got. `may_outdate`: raise _SnapshotOutdated at a heartbeat where there
        still is no log, or after an event later than `known` that needs a snapshot. Raises PositionLost.
        """
        timer = _call_at_next_heartbeat(subscription.nudge)
        with shutdown.wakes(subscription.nudge):
            try:
                while not shutdown.begun and (self.ends_at is None or subscription.position < self.ends_at):
                    entries = await subscription.next()
                    if not entries:
                        timer = _call_at_next_heartbeat(subscription.nudge)
                        yield heartbeat_frame(subscription.head)
                        if may_outdate and subscription.position == START:
                            raise _SnapshotOutdated
                    for entry in self._select(entries):
                        _refuse_another_log(entry, ended)
                        yield entry_frame(entry)
                        if entry.type in Event.SNAPSHOT_TYPES and entry.position > known:
                            raise _SnapshotOutdated(entry.position)
                        if self._is_last(entry):
                            return
            finally:
                timer.cancel()

    def _select(self, entries: list[Entry]) -> list[Entry]:
        if self.message_id is None:
            return entries
        return [entry for entry in entries if entry.message_id == self.message_id]

    def _is_last(self, entry: Entry) -> bool:
        return self.message_id is not None and entry.type == "finalized"


def _call_at_next_heartbeat(nudge: Callable[[], None]) -> asyncio.TimerHandle:
    """Together with those of other readers: the loop wakes up once for all of them."""
    loop = asyncio.get_running_loop()
    rounds = ceil((loop.time() + HEARTBEAT_SECONDS) / _ROUND_SECONDS)
    return loop.call_at(rounds * _ROUND_SECONDS, nudge)


def _parse_position(last_event_id: str | None) -> Position | None:
    """None for 0-0 too, which is not trusted: a log may have been created and lost in between."""
    position = Position.parse(last_event_id) if last_event_id is not None else None
    return position if position != START else None


def _ended_messages(snapshot: Snapshot) -> set[str]:
    return {str(message.id) for message in snapshot.messages if message.status in ENDED}


def _refuse_another_log(entry: Entry, ended: set[str]) -> None:
    """Raise PositionLost if `entry` is about a message that has ended for the reader: it is of a newer log. Else note an end."""
    if entry.type in ("status", "finalized") and (message := entry.message_id) is not None:
        if message in ended:
            raise PositionLost(str(entry.position))
        if entry.type == "finalized":
            ended.add(message)
