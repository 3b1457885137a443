"""chatstream under a chat of your own: an echo that types. `REDIS_URL=redis://127.0.0.1 uvicorn examples.echo:application`"""

import asyncio
import os
from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import django
from django.conf import settings

settings.configure(
    SECRET_KEY="an example",
    ALLOWED_HOSTS=["127.0.0.1"],
    INSTALLED_APPS=["channels", "chatstream"],
    MIDDLEWARE=["examples.echo.as_guest"],
    ROOT_URLCONF="chatstream.urls",
    CHATSTREAM={
        "BACKEND": "examples.echo.EchoBackend",
        "URL_PREFIX": "projects",
        "REDIS_URL": os.environ["REDIS_URL"],
    },
)
django.setup()

from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from django.core.asgi import get_asgi_application  # noqa: E402
from django.utils.decorators import async_only_middleware  # noqa: E402

from chatstream.backend import Backend  # noqa: E402
from chatstream.follow.grant import Grant, Revocation  # noqa: E402
from chatstream.log.entries import START  # noqa: E402
from chatstream.log.event_log import Producer, get_log  # noqa: E402
from chatstream.routing import unknown_path, websocket_urlpatterns  # noqa: E402
from chatstream.wire.errors import NotFound  # noqa: E402
from chatstream.wire.events import Delta, Event, Finalized, MessageCreated  # noqa: E402
from chatstream.wire.replies import Initiated  # noqa: E402
from chatstream.wire.requests import Initiate, Retry  # noqa: E402
from chatstream.wire.views import MessageDocument, Snapshot  # noqa: E402

GUEST = SimpleNamespace(is_authenticated=True, pk=1)


class EchoBackend(Backend):
    """Answers live in the log alone: a snapshot is the empty chat before its first event, and all events follow it."""

    def __init__(self) -> None:
        self.turns: dict[UUID, tuple[Initiated, asyncio.Task[None]]] = {}

    async def authorize(self, user: Any, stream: str) -> None: ...

    async def admit_stream(self, user: Any) -> AbstractAsyncContextManager[None]:
        return nullcontext()

    async def find_revoked(self, grants: Sequence[Grant]) -> Mapping[Grant, Revocation]:
        return {}  # what everyone may, everyone may go on with

    async def has_ended(self, user: Any, stream: str, assistant_message_id: UUID) -> bool:
        raise NotFound("This example follows whole chats.")

    async def initiate(self, user: Any, stream: str, request: Initiate) -> Initiated:
        if request.request_id not in self.turns:
            ids = Initiated(request_id=request.request_id, user_message_id=uuid4(), assistant_message_id=uuid4())
            self.turns[request.request_id] = ids, asyncio.create_task(echo(stream, ids, request.message))
        return self.turns[request.request_id][0]

    async def retry(self, user: Any, stream: str | None, request: Retry) -> Initiated:
        raise NotFound("An echo does not repeat itself.")

    async def stop(self, user: Any, stream: str | None, assistant_message_id: UUID) -> None:
        raise NotFound("An echo does not stop.")

    async def message(self, user: Any, message_id: UUID) -> MessageDocument:
        raise NotFound("Echoes are in the log alone.")

    async def snapshot(self, user: Any, stream: str) -> Snapshot:
        return Snapshot(at=str(START), project={"id": stream}, messages=[])


async def echo(stream: str, ids: Initiated, text: str) -> None:
    answer = ids.assistant_message_id
    events: list[Event] = [
        MessageCreated(message_id=ids.user_message_id, role="user", content=text, status="success"),
        MessageCreated(message_id=answer, role="assistant", content="", status="pending"),
        *[Delta(message_id=answer, content=letter) for letter in text],
        Finalized(message_id=answer, status="success", content=text, elapsed_ms=20 * len(text)),
    ]
    for number, event in enumerate(events, start=1):
        await get_log().append(stream, Producer(str(answer), "echo", fence=1), number, [event.encode()])
        await asyncio.sleep(0.02)


@async_only_middleware
def as_guest(get_response: Any) -> Any:
    async def middleware(request: Any) -> Any:
        request.auser = lambda: asyncio.sleep(0, GUEST)
        return await get_response(request)

    return middleware


async def sockets(scope: dict[str, Any], receive: Any, send: Any) -> None:
    await URLRouter([*websocket_urlpatterns, unknown_path])({**scope, "user": GUEST}, receive, send)


application = ProtocolTypeRouter({"http": get_asgi_application(), "websocket": sockets})
