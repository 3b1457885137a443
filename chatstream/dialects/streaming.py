"""A streaming response in another dialect."""

import logging
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import aclosing
from typing import Any, Protocol

from django.http import StreamingHttpResponse
from pydantic_core import to_json
from redis.exceptions import RedisError

from chatstream.dialects.changes import Change
from chatstream.dialects.follow import AnswerFollower

logger = logging.getLogger(__name__)

COMMENT = b": \n\n"  # keeps proxies from closing a line that is silent


class Encoder(Protocol):
    """Of one answer. Each text is what follows `data: `; it may have more fields of the event in lines of its own."""

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
                yield _data(_encode(encoder, changes or ())) or COMMENT
                if encoder.is_over:
                    return
    except (RedisError, OSError):
        logger.warning("Redis unavailable: ended a response in a dialect; its reader comes back.")
    except Exception:
        logger.exception("A response in a dialect failed; its reader comes back.")


def _encode(encoder: Encoder, changes: Iterable[Change]) -> Iterator[str]:
    """What comes after the end of a response, in the same frame, is not for it."""
    for change in changes:
        yield from encoder.encode(change)
        if encoder.is_over:
            return


def _data(texts: Iterable[str]) -> bytes:
    return "".join(f"data: {text}\n\n" for text in texts).encode()


def dumps(value: Any) -> str:
    """`json.dumps` with options makes an encoder for each call, at seven times the cost."""
    return to_json(value).decode()
