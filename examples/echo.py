"""chatstream under a chat of your own: an echo that types. `REDIS_URL=redis://127.0.0.1 uvicorn examples.echo:application`"""

import asyncio
import os
from contextlib import nullcontext
from types import SimpleNamespace
from uuid import uuid4

import django
from django.conf import settings

settings.configure(
    SECRET_KEY="an example",
    ALLOWED_HOSTS=["127.0.0.1"],
    INSTALLED_APPS=["channels", "chatstream"],
    MIDDLEWARE=["examples.echo.as_guest"],
    ROOT_URLCONF="chatstream.urls",
    CHATSTREAM_BACKEND="examples.echo.EchoBackend",
    CHATSTREAM_REDIS_URL=os.environ["REDIS_URL"],
)
django.setup()

from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from django.core.asgi import get_asgi_application  # noqa: E402
from django.urls import re_path  # noqa: E402
from django.utils.decorators import async_only_middleware  # noqa: E402

from chatstream.errors import NotFound  # noqa: E402
from chatstream.events import Delta, Finalized, Initiated, MessageCreated, Snapshot  # noqa: E402
from chatstream.log import Speaker, get_log  # noqa: E402
from chatstream.resume import START  # noqa: E402
from chatstream.routing import websocket_urlpatterns  # noqa: E402
from chatstream.unknown_path import close_unknown_path  # noqa: E402

GUEST = SimpleNamespace(is_authenticated=True, pk=1)


class EchoBackend:
    """Answers live in the log alone: a snapshot is the empty chat before its first event, and all events follow it."""

    def __init__(self):
        self.turns = {}

    async def authorize(self, user, project_id): ...

    async def admit_stream(self, user):
        return nullcontext()

    async def find_revoked(self, grants):
        return {}  # what everyone may, everyone may go on with

    async def has_ended(self, user, project_id, message_id):
        raise NotFound("This example follows whole chats.")

    async def initiate(self, user, project_id, request):
        if request.request_id not in self.turns:
            ids = Initiated(request_id=request.request_id, user_message_id=uuid4(), assistant_message_id=uuid4())
            self.turns[request.request_id] = ids, asyncio.create_task(echo(project_id, ids, request.message))
        return self.turns[request.request_id][0]

    async def retry(self, user, project_id, request):
        raise NotFound("An echo does not repeat itself.")

    stop = retry

    async def message(self, user, message_id):
        raise NotFound("Echoes are in the log alone.")

    async def snapshot(self, user, project_id):
        return Snapshot(at=str(START), project={"id": str(project_id)}, messages=[])


async def echo(project_id, ids, text):
    answer, events = ids.assistant_message_id, []
    events.append(MessageCreated(message_id=ids.user_message_id, role="user", content=text, status="success"))
    events.append(MessageCreated(message_id=answer, role="assistant", content="", status="pending"))
    events += [Delta(message_id=answer, content=letter) for letter in text]
    events.append(Finalized(message_id=answer, status="success", content=text, elapsed_ms=20 * len(text)))
    for number, event in enumerate(events, start=1):
        await get_log().append(project_id, Speaker(str(answer), "echo", fence=1), number, [event.encode()])
        await asyncio.sleep(0.02)


@async_only_middleware
def as_guest(get_response):
    async def middleware(request):
        request.auser = lambda: asyncio.sleep(0, GUEST)
        return await get_response(request)

    return middleware


async def sockets(scope, receive, send):
    await URLRouter([*websocket_urlpatterns, re_path("", close_unknown_path)])({**scope, "user": GUEST}, receive, send)


application = ProtocolTypeRouter({"http": get_asgi_application(), "websocket": sockets})
