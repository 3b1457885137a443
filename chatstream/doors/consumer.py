"""The WebSocket door: authorise, parse the frame, call the backend. One task per connection sends what the feed yields."""

import asyncio
import logging
from contextlib import AsyncExitStack, aclosing, suppress
from functools import partial
from typing import Any
from uuid import UUID

from channels.consumer import get_handler_name
from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncWebsocketConsumer
from redis.exceptions import RedisError

from chatstream.backend import get_backend
from chatstream.cancellation import cancel_and_wait
from chatstream.doors.window import Window
from chatstream.follow.feed import Feed, feed_for
from chatstream.follow.grant import Grant, Revocation
from chatstream.follow.readers import get_readers
from chatstream.follow.revocation import get_revocations
from chatstream.log.entries import Position
from chatstream.log_context import add_ids
from chatstream.stream_shutdown import shutdown
from chatstream.tracing import span
from chatstream.wire.base import Wire, utf8_length
from chatstream.wire.errors import NotFound, PositionLost, RequestRefused
from chatstream.wire.parsing import parse_frame, refusal, request_id_in
from chatstream.wire.replies import ProjectDeleted
from chatstream.wire.requests import Ack, ClientFrame, Decide, Initiate, Retry, Steer, Stop, Stream

logger = logging.getLogger(__name__)

# Close codes (docs/protocol.md). A client comes back after those below 4500.
GOING_AWAY, TOO_SLOW, TOO_MANY_STREAMS = 4000, 4002, 4029
NOT_SIGNED_IN, NO_PROJECT, TOO_MANY_BAD_FRAMES = 4501, 4504, 4508
REVOKED: dict[Revocation, int] = {"check_again": GOING_AWAY, "signed_out": NOT_SIGNED_IN, "gone": NO_PROJECT}
BAD_FRAMES_IN_A_ROW = 20
AUTHORIZED_SECONDS = 10.0  # a socket asks for its stream right after it was authorised: one look-up is enough


async def _send_or_stop(send: Any, message: dict[str, Any]) -> None:
    """Raises StopConsumer if the client has gone. The server's OSError could as well be one of a store."""
    try:
        await send(message)
    except OSError:
        raise StopConsumer from None


class ChatConsumer(AsyncWebsocketConsumer):
    """One socket of one stream. A browser cannot read a refused handshake: a refused socket is accepted, then closed."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Without a channel of its own, and without the task that Channels makes for each frame: it would wait for both.

        A process receives each hint once (`revocation.py`), and channels-redis would keep the subscription of a socket that is
        cancelled while it opens or closes until the process ends.
        """
        self.scope, self.base_send = scope, partial(_send_or_stop, send)
        self.is_served = False  # from the authorisation to the close
        self.is_closed = False
        self.pump: asyncio.Task[None] | None = None
        try:
            async with AsyncExitStack() as self.watches:
                while True:
                    await self.dispatch(await receive())
        except StopConsumer:
            return  # the socket is closed
        finally:
            await self._stop_pump()  # once more where the server cancelled us, or a revocation failed

    async def dispatch(self, message: dict[str, Any]) -> None:
        """Without Channels' hop to a thread for each frame: database connections are closed where they are used."""
        await getattr(self, get_handler_name(message))(message)

    async def connect(self) -> None:
        self.window = Window()
        self.bad_frames = 0
        self.backend = get_backend()
        self.user = self.scope["user"]
        stream: str = self.scope["url_route"]["kwargs"]["stream"]
        await self.accept()
        if not self.user.is_authenticated:
            await self.close(NOT_SIGNED_IN)
            return
        try:
            await self._authorize(stream)
        except RequestRefused:
            await self.close(NO_PROJECT)
            return
        except Exception:  # the database is unavailable
            logger.exception("Socket of stream %s could not be authorised; closed it with %d.", stream, GOING_AWAY)
            await self.close(GOING_AWAY)
            return
        add_ids(user=self.user.pk, stream=stream)
        self.stream = stream
        self.grant = Grant(self.user.pk, self.scope.get("credential"), stream)
        try:
            await self.watches.enter_async_context(await self.backend.admit_stream(self.user))
        except RequestRefused as refused:
            await self.close(TOO_MANY_STREAMS, refused.detail)
            return
        except (RedisError, OSError):
            logger.warning("Redis unavailable: open streams cannot be counted; closed a socket with %d.", GOING_AWAY)
            await self.close(GOING_AWAY)
            return
        self.is_served = True
        reading = get_readers().record(stream, self.user.pk, "WebSocket", self.window.progress)
        await self.watches.enter_async_context(reading)
        await self.watches.enter_async_context(get_revocations().watch(self.grant, self._revoke))

    async def _authorize(self, stream: str) -> None:
        await self.backend.authorize(self.user, stream)
        self.authorized_until = asyncio.get_running_loop().time() + AUTHORIZED_SECONDS

    async def close(self, code: int | None = None, reason: str | None = None) -> None:
        """Close once: the pump, a revocation and a frame may each have a reason at the same time."""
        self.is_served = False
        if not self.is_closed:
            self.is_closed = True
            with suppress(StopConsumer):
                await super().close(code, reason)

    async def websocket_disconnect(self, message: dict[str, Any]) -> None:
        """Without Channels' hop to a thread, too."""
        await self._stop_pump()
        raise StopConsumer

    async def _revoke(self, why: Revocation) -> None:
        """The grant does not hold any more: close the socket, and send nothing after this."""
        if not self.is_served:
            return
        self.is_served = False
        await self._stop_pump()
        if why == "gone":
            await self.send(text_data=ProjectDeleted().encode())
        await self.close(REVOKED[why])

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if not self.is_served:
            return  # closed already: a frame that was in flight is dropped
        try:
            if text_data is None:
                raise RequestRefused("invalid", "Frames are JSON text; this one was binary.")
            frame = parse_frame(text_data)
        except RequestRefused as error:
            await self._refuse(error, request_id_in(text_data or bytes_data or ""))
            await self._count_bad_frame()
            return
        self.bad_frames = 0
        await self._serve(frame)

    async def _serve(self, frame: ClientFrame) -> None:
        try:
            if isinstance(frame, Ack):  # many, and nothing comes of them
                await self._answer(frame)
                return
            with span(f"frame {frame.type}", {"chatstream.stream": self.stream}, "server"):
                await self._answer(frame)
        except RequestRefused as error:
            await self._refuse(error, getattr(frame, "request_id", None))
        except StopConsumer:
            raise
        except Exception:  # a store is unavailable, or a fault of ours: the socket stays open
            logger.exception("Frame %s of stream %s failed; refused it as unavailable.", frame.type, self.stream)
            unavailable = RequestRefused(
                "unavailable", "The server cannot take this right now; try again.", retry_after=2
            )
            await self._refuse(unavailable, getattr(frame, "request_id", None))

    async def _answer(self, frame: ClientFrame) -> None:
        match frame:
            case Ack():
                position = Position.parse(frame.last_event_id)
                if position is not None:
                    self.window.acknowledge(position)
            case Stream():
                await self._start_pump(frame)
            case Initiate() if await self._may_still_start():
                await self._send(await self.backend.initiate(self.user, self.stream, frame))
            case Retry() if await self._may_still_start():
                await self._send(await self.backend.retry(self.user, self.stream, frame))
            case Decide() if await self._may_still_start():
                await self._send(await self.backend.decide(self.user, self.stream, frame))
            case Steer() if await self._may_still_start():
                await self._send(await self.backend.steer(self.user, self.stream, frame))
            case Stop():
                await self.backend.stop(self.user, self.stream, frame.assistant_message_id)

    async def _may_still_start(self) -> bool:
        """Check the grant before each turn, decision or steering, since these cost money; close the socket if it was revoked."""
        revoked = await self.backend.find_revoked([self.grant])
        if self.grant in revoked:
            await self._revoke(revoked[self.grant])
        return self.is_served

    async def _start_pump(self, request: Stream) -> None:
        if asyncio.get_running_loop().time() > self.authorized_until:
            await self._authorize(self.stream)
        feed = await feed_for(self.user, self.stream, request.assistant_message_id)
        await self._stop_pump()
        self.pump = asyncio.create_task(self._send_feed(feed, request.last_event_id), name="chatstream pump")

    async def _stop_pump(self) -> None:
        pump, self.pump = self.pump, None
        if pump is not None:
            await cancel_and_wait(pump)

    async def _send_feed(self, feed: Feed, last_event_id: str | None) -> None:
        """The pump. It sends without Channels' `send`, which waits for a thread that all connections share."""
        try:
            async with aclosing(feed.frames(last_event_id)) as frames:
                async for frame in frames:
                    await self.window.wait_until_open()
                    await self.base_send({"type": "websocket.send", "text": frame.text})
                    if frame.position is not None:
                        self.window.add(frame.position, utf8_length(frame.text))
            if shutdown.begun:
                await self.close(GOING_AWAY)
        except StopConsumer:
            return  # its `websocket.disconnect` is on the way
        except TimeoutError:
            await self.close(TOO_SLOW)
        except NotFound:  # for a snapshot of a stream that is gone
            self.is_served = False
            await self.send(text_data=ProjectDeleted().encode())
            await self.close(NO_PROJECT)
        except PositionLost:  # the log was lost again while the snapshot was on its way
            logger.warning("The log of stream %s was lost: ended the feed; its reader comes back.", self.stream)
            await self.close(GOING_AWAY)
        except (RedisError, OSError):
            logger.warning("Redis unavailable: ended the feed of stream %s; its reader comes back.", self.stream)
            await self.close(GOING_AWAY)
        except Exception:
            logger.exception("Feed of stream %s failed; its reader comes back.", self.stream)
            await self.close(GOING_AWAY)

    async def _send(self, frame: Wire) -> None:
        if self.is_served:
            await self.send(text_data=frame.encode())

    async def _refuse(self, error: RequestRefused, request_id: UUID | None) -> None:
        await self._send(refusal(error, request_id))

    async def _count_bad_frame(self) -> None:
        self.bad_frames += 1
        if self.bad_frames >= BAD_FRAMES_IN_A_ROW:
            await self.close(TOO_MANY_BAD_FRAMES)
