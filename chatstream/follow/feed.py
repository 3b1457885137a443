"""What one `stream` request gets, whatever the transport: missed events or a snapshot, `reconnected`, then live events."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple
from uuid import UUID

from chatstream.backend import Backend, get_backend
from chatstream.follow.hub import get_hub
from chatstream.follow.subscription import Subscription
from chatstream.log.entries import START, Entry, Position
from chatstream.log.event_log import Log, get_log
from chatstream.shutdown import shutdown
from chatstream.wire.base import utf8_length
from chatstream.wire.errors import PositionLost
from chatstream.wire.limits import SERVER_FRAME_MAX_BYTES
from chatstream.wire.replies import Heartbeat, Reconnected
from chatstream.wire.snapshot_frame import encode_snapshot
from chatstream.wire.views import Snapshot

logger = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 15.0


class Outgoing(NamedTuple):
    """A frame to send. `position` is set where the receiver's position becomes this one by applying it."""

    text: str
    position: Position | None = None


async def open_feed(user: Any, stream: str, message_id: UUID | None = None) -> "Feed":
    """The feed of a whole stream, or of one answer in it. Raises NotFound if either is not this user's."""
    await get_backend().authorize(user, stream)
    return await feed_for(user, stream, message_id)


async def feed_for(user: Any, stream: str, message_id: UUID | None = None) -> "Feed":
    """Like open_feed, for a user who was authorised for the stream a moment ago."""
    backend, log = get_backend(), get_log()
    has_ended = message_id is not None and await backend.has_ended(user, stream, message_id)
    await log.end_stale(stream)
    ends_at = await log.head(stream) if has_ended else None
    return Feed(backend, log, user, stream, str(message_id) if message_id else None, ends_at)


@dataclass(frozen=True, slots=True)
class Feed:
    """What one reader gets of a stream, or of one message of it, which ends after its `finalized`.

    `ends_at`: for a message that has ended already, a position at or after its `finalized`.
    """

    backend: Backend
    log: Log
    user: Any
    stream: str
    message_id: str | None
    ends_at: Position | None

    async def frames(self, asked: str | None) -> AsyncGenerator[Outgoing]:
        """All frames, from the position `asked` for (None: from a snapshot). Ends for a single message alone."""
        position = Position.parse(asked) if asked is not None else None
        # The start of an empty log may be the start of one that came and went since: it can't be told, so never trusted.
        if asked is not None and position is not None and position != START:
            try:
                async with aclosing(self._replayed(asked, position)) as frames:
                    async for frame in frames:
                        yield frame
                return
            except PositionLost:
                logger.info("Position %s of stream %s is gone; a snapshot follows.", asked, self.stream)
        async with aclosing(self._from_snapshot(asked)) as frames:
            async for frame in frames:
                yield frame

    async def has_nothing_after(self, asked: str) -> bool:
        """Whether the message has ended and a reader at `asked` has all of it: there is nothing to stream, ever."""
        position = Position.parse(asked)
        if self.ends_at is None or position is None or position == START:
            return False
        try:
            while missed := await self.log.read_missed(self.stream, position):
                if self._mine(missed):
                    return False
                position = missed[-1].position
        except PositionLost:
            return False  # what came after it is not known
        return True

    async def _replayed(self, asked: str, position: Position) -> AsyncGenerator[Outgoing]:
        missed, ended = 0, set[str]()
        async with Subscription(get_hub(), self.log, self.stream, position) as subscription:
            while entries := await subscription.catch_up():
                for entry in self._mine(entries):
                    _refuse_repeats(entry, ended)
                    missed += entry.merged
                    yield _outgoing(entry)
                    if self._ends(entry):
                        yield _reconnected(missed, asked, "replayed")
                        return
            yield _reconnected(missed, asked, "replayed")
            async with aclosing(self._live(subscription, ended)) as live:
                async for frame in live:
                    yield frame

    async def _from_snapshot(self, asked: str | None) -> AsyncGenerator[Outgoing]:
        while True:
            snapshot = await self.backend.snapshot(self.user, self.stream)
            at, ended = Position.parse(snapshot.at) or START, _ended(snapshot)
            is_unfinished = len(ended) < len(snapshot.messages)
            yield Outgoing(encode_snapshot(snapshot), at)
            del snapshot  # readers stay for hours: each would keep its own
            if asked is not None:
                yield _reconnected(0, asked, "snapshot")
            if self.message_id in ended:
                return  # the one message that is followed had ended as of the snapshot, which holds all of it
            try:
                async with (
                    Subscription(get_hub(), self.log, self.stream, at) as subscription,
                    aclosing(self._live(subscription, ended)) as live,
                ):
                    async for frame in live:
                        yield frame
                        # A log with the end in it may have come and gone, and nobody would say it again.
                        if subscription.position == START and is_unfinished:
                            asked = None
                            break
                    else:
                        return
            except PositionLost:
                if asked == str(at):
                    raise  # a snapshot that the log can't follow would be sent for ever
                asked = str(at)

    async def _live(self, subscription: Subscription, ended: set[str]) -> AsyncGenerator[Outgoing]:
        """Entries as they come, and a heartbeat every HEARTBEAT_SECONDS: the only frame that leaves the position as it was.

        `ended`: messages whose end the reader was shown. Ends with the departure of this server.
        """
        later = asyncio.get_running_loop().call_later
        beat = later(HEARTBEAT_SECONDS, subscription.nudge)
        with shutdown.wakes(subscription.nudge):
            try:
                while not shutdown.begun and (self.ends_at is None or subscription.position < self.ends_at):
                    entries = await subscription.next()
                    if not entries:
                        beat = later(HEARTBEAT_SECONDS, subscription.nudge)
                        yield self._heartbeat(subscription)
                    for entry in self._mine(entries):
                        _refuse_repeats(entry, ended)
                        yield _outgoing(entry)
                        if self._ends(entry):
                            return
            finally:
                beat.cancel()

    def _mine(self, entries: list[Entry]) -> list[Entry]:
        if self.message_id is None:
            return entries
        return [entry for entry in entries if entry.message_id == self.message_id]

    def _ends(self, entry: Entry) -> bool:
        return self.message_id is not None and entry.type == "finalized"

    def _heartbeat(self, subscription: Subscription) -> Outgoing:
        newest = get_hub().position(self.stream)
        return Outgoing(Heartbeat(head=str(max(newest or START, subscription.position))).encode())


def _ended(snapshot: Snapshot) -> set[str]:
    return {str(message.id) for message in snapshot.messages if message.status not in ("pending", "running")}


def _refuse_repeats(entry: Entry, ended: set[str]) -> None:
    """Raise PositionLost if another log tells what the reader was shown the end of: a snapshot has all of it, once."""
    if entry.type in ("status", "finalized") and (message := entry.message_id) is not None:
        if message in ended:
            raise PositionLost(str(entry.position))
        if entry.type == "finalized":
            ended.add(message)


def _outgoing(entry: Entry) -> Outgoing:
    """Raises PositionLost for what a server of an older version has written too large to send: a snapshot passes over it."""
    if len(entry.body) * 4 > SERVER_FRAME_MAX_BYTES and utf8_length(entry.frame) > SERVER_FRAME_MAX_BYTES:
        raise PositionLost(str(entry.position))
    return Outgoing(entry.frame, entry.position)


def _reconnected(missed: int, asked: str, mode: Literal["replayed", "snapshot"]) -> Outgoing:
    return Outgoing(Reconnected(missed_events=missed, last_event_id=asked, mode=mode).encode())
