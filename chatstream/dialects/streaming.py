"""A streaming response in another dialect, and what all dialects share in reading requests."""

import json
import logging
from collections.abc import AsyncIterator, Iterable
from contextlib import aclosing
from typing import Any, Protocol
from uuid import NAMESPACE_URL, UUID, uuid5

from django.http import HttpRequest, StreamingHttpResponse
from redis.exceptions import RedisError

from chatstream.dialects.changes import Change
from chatstream.dialects.follow import AnswerFollower
from chatstream.doors.http import body_of
from chatstream.wire.errors import RequestRefused

logger = logging.getLogger(__name__)

_NAMESPACE = uuid5(NAMESPACE_URL, "chatstream/dialects")
COMMENT = b": \n\n"  # keeps proxies from closing a line that is silent


class Encoder(Protocol):
    """Of one answer. Each text is one `data:` line."""

    def begin(self) -> Iterable[str]: ...

    def encode(self, change: Change) -> Iterable[str]: ...

    @property
    def is_over(self) -> bool:
        """Whether this response can say nothing more, though the answer goes on."""


def stream(follower: AnswerFollower, encoder: Encoder, **headers: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(_lines(follower, encoder), content_type="text/event-stream")
    for name, value in {"Cache-Control": "no-store", "X-Accel-Buffering": "no", **headers}.items():
        response[name] = value
    return response


async def _lines(follower: AnswerFollower, encoder: Encoder) -> AsyncIterator[bytes]:
    yield _data(encoder.begin())
    try:
        async with aclosing(follower.changes()) as steps:
            async for changes in steps:
                yield _data(text for change in changes or () for text in encoder.encode(change)) or COMMENT
                if encoder.is_over:
                    return
    except (RedisError, OSError):
        logger.warning("Redis unavailable: ended a response in a dialect; its reader comes back.")
    except Exception:
        logger.exception("A response in a dialect failed; its reader comes back.")


def _data(texts: Iterable[str]) -> bytes:
    return "".join(f"data: {text}\n\n" for text in texts).encode()


def read_json(request: HttpRequest) -> dict[str, Any]:
    """Raises RequestRefused."""
    try:
        body = json.loads(body_of(request))
    except ValueError:
        raise RequestRefused("invalid", "The request is no JSON.") from None
    if not isinstance(body, dict):
        raise RequestRefused("invalid", "The request is no JSON object.")
    return body


def request_id_of(*names: str) -> UUID:
    """The request id that stands for an id of the client's own: the same one again starts nothing."""
    return uuid5(_NAMESPACE, "\n".join(names))


def dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
