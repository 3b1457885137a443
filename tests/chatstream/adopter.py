"""The example project in processes of its own, and readers of it."""

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import uuid
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import redis
import websockets

from chatstream.wire.views import Snapshot
from instance.ports import find_free_port
from instance.process import wait_until
from tests.child_process import BASE, end_child, start_child
from tests.reader import Reader


class Site:
    """`worker` and `web` are processes; a killed one is started anew by `start_worker` and `start_web`."""

    def __init__(self, valkey: str, folder: Path, model_url: str) -> None:
        self.port = find_free_port()
        self.valkey = redis.Redis.from_url(valkey)
        self._environment = {
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "examples.llm_chat.settings",
            "REDIS_URL": valkey,
            "DATABASE": str(folder / "chat.sqlite3"),
            "OPENAI_BASE_URL": model_url,
            "OPENAI_API_KEY": "none",
        }
        self._children: list[subprocess.Popen[Any]] = []
        subprocess.run(self._manage("migrate", "-v0"), check=True, env=self._environment, cwd=BASE)
        self.start_web()
        self.start_worker()

    def start_web(self) -> None:
        command = [sys.executable, "-m", "uvicorn", "examples.llm_chat.asgi:application", "--port", str(self.port)]
        self.web = self._start([*command, "--log-level", "error"])
        wait_until(self._answers)

    def start_worker(self) -> None:
        self.worker = self._start(self._manage("chatstream_worker"))

    def kill(self, process: "subprocess.Popen[Any]") -> None:
        process.send_signal(signal.SIGKILL)
        process.wait()

    def end(self) -> None:
        for process in self._children:
            end_child(process)
        self.valkey.close()

    async def sign_in(self) -> "Person":
        async with httpx.AsyncClient() as client:
            page = await client.get(f"http://127.0.0.1:{self.port}/")
        stream = re.search(r"/ws/streams/([\w-]+)/", page.text)
        assert stream is not None
        return Person(self, stream[1], f"sessionid={page.cookies['sessionid']}")

    def _manage(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "django", *arguments]

    def _start(self, command: list[str]) -> "subprocess.Popen[Any]":
        process = start_child(command, env=self._environment)
        self._children.append(process)
        return process

    def _answers(self) -> bool:
        try:
            return httpx.get(f"http://127.0.0.1:{self.port}/").status_code == 200
        except httpx.TransportError:
            return False


class Person:
    def __init__(self, site: Site, stream: str, cookie: str) -> None:
        self.url = f"ws://127.0.0.1:{site.port}/ws/streams/{stream}/"
        self.stream = stream
        self._headers = {"Cookie": cookie, "Origin": f"http://127.0.0.1:{site.port}"}

    def connect(self) -> Any:
        return websockets.connect(self.url, additional_headers=self._headers)

    async def ask(self, text: str) -> str:
        """The id of the answer."""
        async with self.connect() as socket:
            await send(socket, type="initiate", request_id=str(uuid.uuid4()), message=text)
            async for frame in frames(socket):
                if frame["type"] == "initiated":
                    return str(frame["assistant_message_id"])
        raise AssertionError("the socket was closed without an answer")

    async def read(self, answer: str, until: str = "finalized") -> dict[str, Any]:
        """What a reader sees of the answer who joins now and comes back whenever the line is cut, to this event."""
        reader, position = None, None
        while True:
            try:
                async with self.connect() as socket:
                    await send(socket, type="stream", **({"last_event_id": position} if position else {}))
                    async for frame in frames(socket):
                        if frame["type"] == "snapshot":
                            reader, position = Reader(Snapshot.model_validate(frame)), frame["at"]
                        elif "id" in frame:
                            assert reader is not None
                            reader.apply(frame)
                            position = frame["id"]
                        if reader and (message := reader.messages.get(answer)) and _is_at(message, frame, until):
                            return {**message, "frame": frame}
            except (OSError, websockets.WebSocketException):
                await asyncio.sleep(0.05)  # the web server is on its way back

    async def stop(self, answer: str) -> None:
        async with self.connect() as socket:
            await send(socket, type="stop", assistant_message_id=answer)
            await self.read(answer)


def _is_at(message: dict[str, Any], frame: dict[str, Any], until: str) -> bool:
    if until == "finalized":
        return message["status"] in ("success", "error", "cancelled")
    return until in message["content"]


async def send(socket: Any, **frame: Any) -> None:
    await socket.send(json.dumps(frame))


async def frames(socket: Any) -> AsyncIterator[dict[str, Any]]:
    async for text in socket:
        yield json.loads(text)
