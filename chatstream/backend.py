"""What chatstream needs from the project that uses it: one class, named by the setting BACKEND."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from functools import lru_cache
from typing import Any, Protocol, cast
from uuid import UUID

from django.utils.module_loading import import_string

from chatstream.conf import setting
from chatstream.follow.grant import Grant, Revocation
from chatstream.wire.replies import Decided, Initiated, Steered
from chatstream.wire.requests import Decide, Initiate, Retry, Steer
from chatstream.wire.views import MessageDocument, Snapshot


class Backend(Protocol):
    """`user`: a signed-in Django user. Every method may raise errors.RequestRefused (NotFound is one).

    `stream`: its name in the address, at most 100 letters, digits, `.`, `_`, `~` and `-`. One that is not the user's answers
    exactly like one that does not exist.
    """

    async def authorize(self, user: Any, stream: str) -> None:
        """Return if the user may follow the stream."""

    async def find_revoked(self, grants: Sequence[Grant]) -> Mapping[Grant, Revocation]:
        """Those of the grants that do not hold any more, and why, with one query for all of them.

        Called for every open stream every CHECK_SECONDS, and before a turn is started over a socket.
        """

    async def admit_stream(self, user: Any) -> AbstractAsyncContextManager[None]:
        """A context that holds one more open stream of the user while it is entered. Raises RequestRefused at their limit."""

    async def has_ended(self, user: Any, stream: str, assistant_message_id: UUID) -> bool:
        """Whether this answer is finished, and its `finalized` in the log. Raises NotFound if it is not the stream's."""

    async def initiate(self, user: Any, stream: str, request: Initiate) -> Initiated:
        """Start a turn; the same `request_id` again returns the same ids and starts nothing."""

    async def retry(self, user: Any, stream: str | None, request: Retry) -> Initiated:
        """Answer the same message once more. `stream` is None where the request names the message alone.

        Raises errors.LaterChanges where that goes back over later work, unless the request says `discard_later`.
        """

    async def stop(self, user: Any, stream: str | None, assistant_message_id: UUID) -> None:
        """End a run, keeping its text. Repeating it is harmless."""

    async def decide(self, user: Any, stream: str | None, request: Decide) -> Decided:
        """Allow a tool call that waits for it, or decline it; the run goes on. Repeating it is harmless.

        Raises RequestRefused (`conflict`) where it was decided otherwise, or does not wait any more.
        """

    async def steer(self, user: Any, stream: str | None, request: Steer) -> Steered:
        """Add words to an answer that is being written. The same `request_id` again adds nothing.

        Raises RequestRefused (`too_late`) where no run would read them.
        """

    async def snapshot(self, user: Any, stream: str) -> Snapshot:
        """The state of the stream, true as of `at`: choose one at which no unfinished answer has a text too long for a frame."""

    async def message(self, user: Any, message_id: UUID) -> MessageDocument:
        """One message, whole: for clients that got a frame without its text."""


@lru_cache(maxsize=1)
def _load(path: str) -> Backend:
    return cast(Backend, import_string(path)())


def get_backend() -> Backend:
    return _load(setting("BACKEND"))
