"""The HTTP door: the same log as Server-Sent Events, and the requests of protocol.md as plain POSTs."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, aclosing, asynccontextmanager
from functools import wraps
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.http.request import RawPostDataException
from django.views.decorators.http import require_GET, require_POST
from redis.exceptions import RedisError

from chatstream.backend import get_backend
from chatstream.follow.feed import Feed, open_feed
from chatstream.follow.grant import Grant, Revocation
from chatstream.follow.outgoing import Outgoing
from chatstream.follow.readers import get_readers
from chatstream.follow.revocation import get_revocations
from chatstream.log.entries import Position
from chatstream.log_context import add_ids
from chatstream.tracing import continued, span
from chatstream.wire.base import Wire
from chatstream.wire.errors import NotFound, PositionLost, RequestRefused
from chatstream.wire.parsing import parse_body, parse_uuid, refusal, request_id_in
from chatstream.wire.replies import REFUSAL_STATUS, ProjectDeleted, RequestError
from chatstream.wire.requests import Decide, Initiate, Retry, Steer

logger = logging.getLogger(__name__)

# SSE has no acknowledgements, so a response ends by itself; EventSource comes back with its position.
RESPONSE_BYTES = 1024 * 1024
RESPONSE_SECONDS = 300.0

View = Callable[..., Coroutine[Any, Any, HttpResponseBase]]


def door(view: View) -> View:
    """Authentication, path ids and refusals for every view: it is called as `view(request, user, …)`, with each `…_id` a UUID."""

    @wraps(view)
    async def wrapped(request: HttpRequest, **ids: str | int) -> HttpResponseBase:
        user = await request.auser()
        if not user.is_authenticated:
            return json_response(
                RequestError(code="not_signed_in", detail="Sign in, or send `Authorization: Bearer …`."), 401
            )
        add_ids(request=request.headers.get("X-Request-ID", uuid4().hex)[:64], user=user.pk, **ids)
        try:
            with continued(request.headers), span(*_described(request), "server") as traced:
                response = await view(
                    request,
                    user,
                    **{name: _id(value) if name.endswith("_id") else value for name, value in ids.items()},
                )
                traced.set({"http.response.status_code": response.status_code})
                return response
        except RequestRefused as error:
            return refuse(request, error)
        except Exception:  # a store is unavailable, or a fault of ours
            logger.exception("%s %s failed; answered 503.", request.method, request.path)
            detail = "The server cannot take this right now; try again."
            return refuse(request, RequestRefused("unavailable", detail, retry_after=2))

    return wrapped


def _described(request: HttpRequest) -> tuple[str, dict[str, str]]:
    """The name of a request's span, and what it says of it: the route, never the address, which has ids and tickets."""
    route = request.resolver_match.route if request.resolver_match else ""
    return f"{request.method} /{route}", {"http.request.method": request.method or "", "http.route": f"/{route}"}


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


@require_POST
@door
async def decide(request: HttpRequest, user: Any, message_id: UUID, tool_call_id: UUID) -> HttpResponseBase:
    ids = {"assistant_message_id": message_id, "tool_call_id": tool_call_id}
    return json_response(await get_backend().decide(user, None, parse_body(Decide, body_of(request), **ids)))


@require_POST
@door
async def steer(request: HttpRequest, user: Any, message_id: UUID) -> HttpResponseBase:
    frame = parse_body(Steer, body_of(request), assistant_message_id=message_id)
    return json_response(await get_backend().steer(user, None, frame))


@require_GET
@door
async def events(request: HttpRequest, user: Any, stream: str) -> HttpResponseBase:
    """Server-Sent Events: each frame is one `data:` line of JSON; `id:` is the position after it."""
    wanted = request.GET.get("assistant_message_id")
    message_id = _known_uuid(wanted) if wanted else None
    last_event_id = _last_event_id(request)
    seconds = _response_seconds(request)
    if last_event_id is not None and len(last_event_id) > 64:
        raise RequestRefused("invalid", "A last_event_id has at most 64 characters.")
    feed = await open_feed(user, stream, message_id)
    if last_event_id is not None and await feed.has_nothing_after(last_event_id):
        return HttpResponse(status=204)  # the only answer after which EventSource does not come back
    grant = Grant(user.pk, credential_of(request), stream)
    place = await get_backend().admit_stream(user)
    response = StreamingHttpResponse(_sse(feed, last_event_id, grant, place, seconds), content_type="text/event-stream")
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"  # nginx would buffer the events
    return response


def credential_of(request: HttpRequest) -> Any:
    """What a middleware has found the user by; None if it says nothing of it."""
    return getattr(request, "credential", None)


def _last_event_id(request: HttpRequest) -> str | None:
    """From the header, which EventSource sends by itself, or from the address; its polyfill writes `lastEventId`."""
    names = ("last_event_id", "lastEventId")
    return next(filter(None, [request.headers.get("Last-Event-ID"), *map(request.GET.get, names)]), None)


def _response_seconds(request: HttpRequest) -> float:
    """How long the response shall last: a short one reaches a reader behind a proxy that buffers whole responses."""
    asked = request.GET.get("seconds", str(int(RESPONSE_SECONDS)))
    if not (asked.isascii() and asked.isdigit() and len(asked) < 4 and 1 <= int(asked) <= RESPONSE_SECONDS):
        raise RequestRefused("invalid", f"`seconds` is a number from 1 to {RESPONSE_SECONDS:.0f}.")
    return float(asked)


async def _sse(
    feed: Feed, last_event_id: str | None, grant: Grant, place: AbstractAsyncContextManager[None], seconds: float
) -> AsyncIterator[bytes]:
    yield b"retry: 1000\n\n"
    end = _End(seconds)
    sent, position = 0, Position.parse(last_event_id or "")
    reading = get_readers().record(grant.stream, grant.user_id, "event stream", lambda: (position, 0))
    watch = get_revocations().watch(grant, end.revoke)
    async with place, reading, watch, aclosing(feed.frames(last_event_id)) as frames:
        while sent < RESPONSE_BYTES and not end.why:
            try:
                async with end.deadline():
                    frame = await anext(frames)
            except (TimeoutError, StopAsyncIteration):
                break
            except NotFound:  # for a snapshot of a stream that is gone
                end.why = "gone"
                break
            except PositionLost:  # the log was lost again while the snapshot was on its way
                logger.warning(
                    "The log of stream %s was lost: ended an event stream; its reader comes back.", feed.stream
                )
                break
            except (RedisError, OSError):
                logger.warning("Redis unavailable: ended an event stream of %s; its reader comes back.", feed.stream)
                break
            except Exception:
                logger.exception("Event stream of %s failed; its reader comes back.", feed.stream)
                break  # Daphne would keep a response that raises open for ever
            chunk = _chunk(frame)
            sent, position = sent + len(chunk), frame.position or position
            yield chunk
    if end.why == "gone":  # the reader learns any other reason from the answer to its next request
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
    async def deadline(self) -> AsyncIterator[None]:
        """Raise TimeoutError in what is awaited within, when the response has to end."""
        async with asyncio.timeout_at(self._at) as self._timeout:
            try:
                yield
            finally:
                self._timeout = None


def _chunk(frame: Outgoing) -> bytes:
    place = f"id: {frame.position}\n" if frame.position is not None else ""
    return f"{place}data: {frame.text}\n\n".encode()


def body_of(request: HttpRequest) -> bytes:
    """Raises RequestRefused for a body that Django refuses to read."""
    try:
        return request.body
    except RequestDataTooBig:
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        raise RequestRefused("too_large", f"A request may have at most {most} bytes.") from None
    except RawPostDataException:  # the CSRF check has read it as a form
        raise RequestRefused("invalid", "Send the request as JSON, not as a form.") from None


def _request_id(request: HttpRequest) -> UUID | None:
    if request.method != "POST":
        return None
    try:
        return request_id_in(body_of(request))
    except RequestRefused:
        return None


def refuse(request: HttpRequest, error: RequestRefused) -> HttpResponse:
    """The answer to a refused request, with the `request_id` of its body."""
    return refusal_response(error, _request_id(request))


def refusal_response(error: RequestRefused, request_id: UUID | None = None) -> HttpResponse:
    return with_retry_after(json_response(refusal(error, request_id), REFUSAL_STATUS[error.code]), error)


def with_retry_after(response: HttpResponse, error: RequestRefused) -> HttpResponse:
    """The response to a refusal, with its seconds as a header."""
    if error.retry_after is not None:
        response["Retry-After"] = str(max(1, round(error.retry_after)))
    return response


def _id(value: str | int) -> UUID | int:
    """A path parameter that its route has parsed is a number already."""
    return _known_uuid(value) if isinstance(value, str) else value


def _known_uuid(text: str) -> UUID:
    value = parse_uuid(text)
    if value is None:
        raise NotFound("There is nothing with such an id.")
    return value


def json_response(frame: Wire, status: int = 200) -> HttpResponse:
    return HttpResponse(frame.encode(), content_type="application/json", status=status)
