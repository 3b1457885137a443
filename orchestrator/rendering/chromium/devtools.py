"""The Chrome DevTools Protocol over two pipes: JSON messages, each ended by a NUL byte. No port is opened."""

import json
import os
import select
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

ANSWER_SECONDS = 25.0
END = b"\0"


class BrowserGone(Exception):
    """The browser ended, or does not answer any more."""


class CommandRefused(Exception):
    """The browser answered a command with an error; its text is for the log."""


class DevTools:
    """`session`: the tab that commands are for, once there is one. `on`: handlers of events, by their names."""

    def __init__(self, read: int, write: int) -> None:
        self.session: str | None = None
        self.on: dict[str, Callable[[dict[str, Any]], None]] = {}
        self._read = read
        self._write = write
        self._sent = 0
        self._unfinished = bytearray()
        self._answers: dict[int, dict[str, Any]] = {}

    def send(self, method: str, **parameters: Any) -> int:
        """Returns the number that `answer` takes. Raises BrowserGone."""
        self._sent += 1
        command: dict[str, Any] = {"id": self._sent, "method": method, "params": parameters}
        if self.session is not None:
            command["sessionId"] = self.session
        rest = memoryview(json.dumps(command).encode() + END)
        try:
            while rest:
                rest = rest[os.write(self._write, rest) :]
        except BrokenPipeError:
            raise BrowserGone("the browser ended") from None
        return self._sent

    def answer(self, number: int, seconds: float = ANSWER_SECONDS) -> dict[str, Any]:
        """Wait for the result of a command. Raises BrowserGone, CommandRefused."""
        end = time.monotonic() + seconds
        while number not in self._answers:
            self._receive(end - time.monotonic())
        answer = self._answers.pop(number)
        if "error" in answer:
            raise CommandRefused(str(answer["error"].get("message")))
        result: dict[str, Any] = answer["result"]
        return result

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        return self.answer(self.send(method, **parameters))

    @contextmanager
    def expecting(self, event: str) -> Iterator[None]:
        """Wait, after the block, for this event, which the block has caused. Raises BrowserGone."""
        happened: list[dict[str, Any]] = []
        self.on[event] = happened.append
        yield
        end = time.monotonic() + ANSWER_SECONDS
        while not happened:
            self._receive(end - time.monotonic())
        del self.on[event]

    def _receive(self, seconds: float) -> None:
        readable, _, _ = select.select([self._read], [], [], max(0.0, seconds))
        if not readable:
            raise BrowserGone("the browser does not answer")
        data = os.read(self._read, 1 << 20)
        if not data:
            raise BrowserGone("the browser ended")
        *messages, rest = data.split(END)
        if messages:
            messages[0] = bytes(self._unfinished) + messages[0]
            self._unfinished.clear()
        self._unfinished += rest
        for message in messages:
            self._dispatch(json.loads(message))

    def _dispatch(self, message: dict[str, Any]) -> None:
        if "id" in message:
            self._answers[message["id"]] = message
        elif handle := self.on.get(message["method"]):
            handle(message["params"])
