"""The HTTP door: the same log as Server-Sent Events, and the requests of protocol.md as plain POSTs."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, aclosing, asynccontextmanager
from functools import wraps
from typing import Any
from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.http.request import RawPostDataException
from django.views.decorators.http import require_GET, require_POST
from redis.exceptions import RedisError

from chatstream.backend import get_backend
from chatstream.follow.feed import Feed, open_feed
from chatstream.follow.grant import Grant, Revocation
from chatstream.follow.outgoing import Outgoing
from chatstream.follow.revocation import get_revocations
from chatstream.wire.base import Wire
from chatstream.wire.errors import NotFound, RequestRefused
from chatstream.wire.limits import FRAME_MAX_BYTES
from chatstream.wire.parsing import named_request, parse_body, parse_uuid, refusal
from chatstream.wire.replies import REFUSAL_STATUS, ProjectDeleted, RequestError
from chatstream.wire.requests import Initiate, Retry

logger = logging.getLogger(__name__)

# Nothing acknowledges over SSE, so a response ends by itself; EventSource comes back with its position.
RESPONSE_BYTES = 1024 * 1024
RESPONSE_SECONDS = 300.0

View = Callable[..., Coroutine[Any, Any, HttpResponseBase]]


def door(view: View) -> View:
    """Sign-in, path ids and refusals, alike for every view: `view(request, user, …)`, a `…_id` as UUID."""

    @wraps(view)
    async def wrapped(request: HttpRequest, **ids: str | int) -> HttpResponseBase:
        user = await request.auser()
        if not user.is_authenticated:
            return json_response(
                RequestError(code="not_signed_in", detail="Sign in, or send `Authorization: Bearer …`."), 401
            )
        try:
            return await view(
                request, user, **{name: _id(value) if name.endswith("_id") else value for name, value in ids.items()}
            )
        except RequestRefused as error:
            return refused(error, _named(request))
        except Exception:  # the log or the database cannot be reached, or a fault of ours
            logger.exception("%s %s could not be served.", request.method, request.path)
            detail = "The server cannot take this right now; try again."
            return refused(RequestRefused("unavailable", detail, retry_after=2), _named(request))

    return wrapped


@require_GET
@door
async def snapshot(request: HttpRequest, user: Any, stream: str) -> HttpResponseBase:
    return json_response(await get_backend().snapshot(user, stream))


@require_GET
@door
async def message(request: HttpRequest, user: Any, message_id: UUID) -> HttpResponseBase:
    return json_response(await get_backend().message(user, message_id))


@require_POST
@door
async def initiate(request: HttpRequest, user: Any, stream: str) -> HttpResponseBase:
    frame = parse_body(Initiate, body_of(request))
    return json_response(await get_backend().initiate(user, stream, frame), 201)


@require_POST
@door
async def retry(request: HttpRequest, user: Any, message_id: UUID) -> HttpResponseBase:
    frame = parse_body(Retry, body_of(request), assistant_message_id=message_id)
    return json_response(await get_backend().retry(user, None, frame), 201)


@require_POST
@door
async def stop(request: HttpRequest, user: Any, message_id: UUID) -> HttpResponseBase:
    await get_backend().stop(user, None, message_id)
    return JsonResponse({"assistant_message_id": str(message_id)}, status=202)


@require_GET
@door
async def events(request: HttpRequest, user: Any, stream: str) -> HttpResponseBase:
    """Server-Sent Events: each frame is one `data:` line of JSON; `id:` is the position after it."""
    wanted = request.GET.get("assistant_message_id")
    message_id = _known_uuid(wanted) if wanted else None
    asked = _position_asked(request)
    seconds = _seconds_asked(request)
    if asked is not None and len(asked) > 64:
        raise RequestRefused("invalid", "A last_event_id has at most 64 characters.")
    feed = await open_feed(user, stream, message_id)
    if asked is not None and await feed.has_nothing_after(asked):
        return HttpResponse(status=204)  # the one answer that tells EventSource to stay away
    grant = Grant(user.pk, getattr(request, "credential", None), stream)
    place = await get_backend().admit_stream(user)
    response = StreamingHttpResponse(_sse(feed, asked, grant, place, seconds), content_type="text/event-stream")
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"  # nginx would hold the words back
    return response


def _position_asked(request: HttpRequest) -> str | None:
    """By the header, which EventSource sends by itself, or in the address; `lastEventId` is what its polyfill writes."""
    names = ("last_event_id", "lastEventId")
    return next(filter(None, [request.headers.get("Last-Event-ID"), *map(request.GET.get, names)]), None)


def _seconds_asked(request: HttpRequest) -> float:
    """How long the response shall last: short ones reach a reader behind a proxy that keeps a response until its end."""
    asked = request.GET.get("seconds", str(int(RESPONSE_SECONDS)))
    if not (asked.isascii() and asked.isdigit() and len(asked) < 4 and 1 <= int(asked) <= RESPONSE_SECONDS):
        raise RequestRefused("invalid", f"`seconds` is a number from 1 to {RESPONSE_SECONDS:.0f}.")
    return float(asked)


async def _sse(
    feed: Feed, asked: str | None, grant: Grant, place: AbstractAsyncContextManager[None], seconds: float
) -> AsyncIterator[bytes]:
    yield b"retry: 1000\n\n"
    end = _End(seconds)
    sent = 0
    async with place, get_revocations().watch(grant, end.revoke), aclosing(feed.frames(asked)) as frames:
        while sent < RESPONSE_BYTES and not end.why:
            try:
                async with end.waited_for():
                    frame = await anext(frames)
            except (TimeoutError, StopAsyncIteration):
                break
            except NotFound:  # a snapshot was asked for, of what is not there any more
                end.why = "gone"
                break
            except (RedisError, OSError):
                logger.warning("A stream was cut: the log cannot be reached. Its reader will come back.")
                break
            except Exception:
                logger.exception("A stream broke. Its reader will come back.")
                break  # Daphne would keep a response that raises open for ever
            chunk = _chunk(frame)
            sent += len(chunk)
            yield chunk
    if end.why == "gone":  # for any other reason, the answer to the next request says it
        yield _chunk(Outgoing(ProjectDeleted().encode()))


class _End:
    """When a response ends: by the clock, or because its grant was revoked (`why`)."""

    def __init__(self, seconds: float) -> None:
        self.why: Revocation | None = None
        self._at = asyncio.get_running_loop().time() + seconds
        self._timeout: asyncio.Timeout | None = None

    async def revoke(self, why: Revocation) -> None:
        self.why = why
        if self._timeout is not None:
            self._timeout.reschedule(asyncio.get_running_loop().time())

    @asynccontextmanager
    async def waited_for(self) -> AsyncIterator[None]:
        """Raises TimeoutError in what is awaited within, when it is time."""
        async with asyncio.timeout_at(self._at) as self._timeout:
            try:
                yield
            finally:
                self._timeout = None


def _chunk(frame: Outgoing) -> bytes:
    place = f"id: {frame.position}\n" if frame.position is not None else ""
    return f"{place}data: {frame.text}\n\n".encode()


def body_of(request: HttpRequest) -> bytes:
    """Raises RequestRefused for a body that Django does not hand out."""
    try:
        return request.body
    except RequestDataTooBig:
        raise RequestRefused("too_large", f"A request may have at most {FRAME_MAX_BYTES} bytes.") from None
    except RawPostDataException:  # the CSRF check has read it as a form
        raise RequestRefused("invalid", "Send the request as JSON, not as a form.") from None


def _named(request: HttpRequest) -> UUID | None:
    if request.method != "POST":
        return None
    try:
        return named_request(body_of(request))
    except RequestRefused:
        return None


def refused(error: RequestRefused, request_id: UUID | None = None) -> HttpResponse:
    response = json_response(refusal(error, request_id), REFUSAL_STATUS[error.code])
    if error.retry_after is not None:
        response["Retry-After"] = str(max(1, round(error.retry_after)))
    return response


def _id(value: str | int) -> UUID | int:
    """A number is one already: its route says so."""
    return _known_uuid(value) if isinstance(value, str) else value


def _known_uuid(text: str) -> UUID:
    value = parse_uuid(text)
    if value is None:
        raise NotFound("There is nothing with such an id.")
    return value


def json_response(frame: Wire, status: int = 200) -> HttpResponse:
    return HttpResponse(frame.encode(), content_type="application/json", status=status)
