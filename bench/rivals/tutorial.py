"""The way of the Django tutorials: the SDK's loop in a task of the consumer, `group_send` per token, a JSON consumer.

An ASGI application of its own. LAYER=core or LAYER=pubsub chooses the layer of channels_redis, with its defaults but for
the timeout that redis-py 8 needs.
"""

import asyncio
import os
from typing import Any

import django
from django.conf import settings

REDIS_URL = os.environ["REDIS_URL"]
BACKENDS = {
    "core": "channels_redis.core.RedisChannelLayer",
    "pubsub": "channels_redis.pubsub.RedisPubSubChannelLayer",
}


def configure() -> None:
    layer = {
        "BACKEND": BACKENDS[os.environ["LAYER"]],
        "CONFIG": {"hosts": [{"address": REDIS_URL, "socket_timeout": 35}]},
    }
    settings.configure(CHANNEL_LAYERS={"default": layer}, INSTALLED_APPS=["channels"], SECRET_KEY="bench", USE_TZ=True)
    django.setup()


configure()

from channels.generic.websocket import AsyncJsonWebsocketConsumer  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from django.urls import path  # noqa: E402
from openai import AsyncOpenAI  # noqa: E402

model = AsyncOpenAI()


def group_of(name: str) -> str:
    return f"chat_{name}"


class Chat(AsyncJsonWebsocketConsumer):
    async def connect(self) -> None:
        self.group = group_of(self.scope["url_route"]["kwargs"]["name"])
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        await self.channel_layer.group_discard(self.group, self.channel_name)

    async def receive_json(self, content: Any, **_: Any) -> None:
        self.task = asyncio.create_task(self.answer(content["message"]))

    async def answer(self, message: str) -> None:
        stream = await model.chat.completions.create(
            model="pace", messages=[{"role": "user", "content": message}], stream=True
        )
        async for chunk in stream:
            if chunk.choices and chunk.choices[0].delta.content:
                await self.channel_layer.group_send(
                    self.group, {"type": "chat.token", "content": chunk.choices[0].delta.content}
                )
        await self.channel_layer.group_send(self.group, {"type": "chat.done"})

    async def chat_token(self, event: dict[str, Any]) -> None:
        await self.send_json({"type": "token", "content": event["content"]})

    async def chat_done(self, event: dict[str, Any]) -> None:
        await self.send_json({"type": "done"})


application = ProtocolTypeRouter({"websocket": URLRouter([path("ws/<str:name>/", Chat.as_asgi())])})
