"""A project that uses chatstream, in processes of its own, and readers of it."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import uuid
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import redis
import websockets

from chatstream.wire.views import Snapshot
from instance.ports import find_free_port
from instance.process import wait_until
from tests.child_process import BASE, end_child, start_child
from tests.reader import Reader

WORKER = ("-m", "django", "chatstream_worker")
SIGN_IN = """
import django
django.setup()
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from chatstream.chat.models import Conversation
user, _ = User.objects.get_or_create(username="alice")
session = SessionStore()
session.update({SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: "django.contrib.auth.backends.ModelBackend",
                HASH_SESSION_KEY: user.get_session_auth_hash()})
session.save()
print(Conversation.objects.create(owner=user).pk, session.session_key)
"""


@dataclass
class Site:
    """`project`: the package with `settings` and `asgi`. `folder`: where it is found. A killed process is started anew by hand."""

    project: str
    valkey_url: str
    environment: dict[str, str]
    folder: Path = BASE
    python: str = sys.executable
    worker_command: Sequence[str] = WORKER
    port: int = field(default_factory=find_free_port)
    _children: list["subprocess.Popen[Any]"] = field(default_factory=list)

    def start(self) -> None:
        self.valkey = redis.Redis.from_url(self.valkey_url)
        settings = {"DJANGO_SETTINGS_MODULE": f"{self.project}.settings", "REDIS_URL": self.valkey_url}
        self.environment = {"PATH": os.environ["PATH"], **settings, **self.environment}
        self.prepare()
        self.start_web()
        self.start_worker()

    def prepare(self) -> None:
        self.run("-m", "django", "check", "--fail-level=WARNING")
        self.run("-m", "django", "migrate", "-v0")

    def start_web(self) -> None:
        command = [
            "-m",
            "uvicorn",
            f"{self.project}.asgi:application",
            "--port",
            str(self.port),
            "--log-level",
            "error",
        ]
        self.web = self._start(command)
        wait_until(self._listens)

    def start_worker(self) -> None:
        self.worker = self._start(self.worker_command)

    def kill(self, process: "subprocess.Popen[Any]") -> None:
        process.send_signal(signal.SIGKILL)
        process.wait()

    def end(self) -> None:
        for process in self._children:
            end_child(process)
        self.valkey.close()

    def run(self, *arguments: str) -> str:
        """The output of the project's Python with these arguments."""
        command = [self.python, *arguments]
        done = subprocess.run(command, env=self.environment, cwd=self.folder, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def sign_in(self) -> "Person":
        stream, session = self.run("-c", SIGN_IN).split()
        return Person(self.port, stream, session)

    def _start(self, arguments: Sequence[str]) -> "subprocess.Popen[Any]":
        process = start_child([self.python, *arguments], env=self.environment, cwd=self.folder)
        self._children.append(process)
        return process

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


@dataclass(frozen=True)
class Person:
    """Somebody with a session and a conversation."""

    port: int
    stream: str
    session: str

    def connect(self) -> Any:
        headers = {"Cookie": f"sessionid={self.session}", "Origin": f"http://127.0.0.1:{self.port}"}
        return websockets.connect(f"ws://127.0.0.1:{self.port}/ws/streams/{self.stream}/", additional_headers=headers)

    async def ask(self, text: str) -> str:
        """The id of the answer."""
        async with self.connect() as line:
            await send(line, type="initiate", request_id=str(uuid.uuid4()), message=text)
            async for frame in frames(line):
                if frame["type"] == "initiated":
                    return str(frame["assistant_message_id"])
        raise AssertionError("the socket was closed without an answer")

    async def read(self, answer: str, until: str = "") -> dict[str, Any]:
        """The answer as somebody sees it who joins now and comes back whenever the line is cut; to its end, or to this text."""
        reader, position = None, None
        while True:
            try:
                async with self.connect() as line:
                    await send(line, type="stream", **({"last_event_id": position} if position else {}))
                    async for frame in frames(line):
                        if frame["type"] == "snapshot":
                            reader, position = Reader(Snapshot.model_validate(frame)), frame["at"]
                        elif "id" in frame and reader:
                            reader.apply(frame)
                            position = frame["id"]
                        message = reader.messages.get(answer) if reader else None
                        if message and (_has_ended(message) or (until and until in message["content"])):
                            return message
            except (OSError, websockets.WebSocketException):
                await asyncio.sleep(0.05)  # the web server is on its way back

    async def answers(self) -> list[dict[str, Any]]:
        """All answers of the conversation, as they are now."""
        async with self.connect() as line:
            await send(line, type="stream")
            async for frame in frames(line):
                if frame["type"] == "snapshot":
                    return [each for each in frame["messages"] if each["role"] == "assistant"]
        raise AssertionError("the socket was closed without a snapshot")

    async def stop(self, answer: str) -> None:
        async with self.connect() as line:
            await send(line, type="stop", assistant_message_id=answer)
            await self.read(answer)


def _has_ended(message: dict[str, Any]) -> bool:
    return message["status"] in ("success", "error", "cancelled")


async def send(line: Any, **frame: Any) -> None:
    await line.send(json.dumps(frame))


async def frames(line: Any) -> AsyncIterator[dict[str, Any]]:
    async for text in line:
        yield json.loads(text)
