"""A streaming response in another dialect, and what all dialects share in reading requests."""

import json
import logging
from collections.abc import AsyncIterator, Iterable
from contextlib import aclosing
from typing import Any, Protocol
from uuid import NAMESPACE_URL, UUID, uuid5

from django.http import HttpRequest, StreamingHttpResponse
from redis.exceptions import RedisError

from chatstream.backend import get_backend
from chatstream.dialects.changes import Change
from chatstream.dialects.follow import AnswerFollower
from chatstream.doors.http import body_of
from chatstream.wire.base import ENDED
from chatstream.wire.errors import RequestRefused
from chatstream.wire.limits import MESSAGE_MAX_CHARS
from chatstream.wire.views import MessageView

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


def message_text(content: Any) -> str:
    """Of a text, or of a list of parts with a text each. Raises RequestRefused if it is no message."""
    if isinstance(content, list):
        content = "".join(str(part.get("text") or "") for part in content if isinstance(part, dict))
    if not isinstance(content, str) or not content.strip():
        raise RequestRefused("invalid", "A message needs a text.")
    if len(content) > MESSAGE_MAX_CHARS:
        raise RequestRefused("too_large", f"A message has at most {MESSAGE_MAX_CHARS} characters.")
    return content


async def answers_of(user: Any, name: str) -> list[MessageView]:
    """The newest page of them, oldest first. Raises NotFound."""
    await get_backend().authorize(user, name)
    snapshot = await get_backend().snapshot(user, name)
    return [message for message in snapshot.messages if message.role == "assistant"]


async def stop_answers(user: Any, name: str, answers: Iterable[MessageView]) -> None:
    """End those that are being written, for all."""
    for answer in answers:
        if answer.status not in ENDED:
            await get_backend().stop(user, name, answer.id)


def dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
