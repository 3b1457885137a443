"""Requests without an answer: each is sent again with every connection, under the same id, until it has one."""

import asyncio
from collections.abc import Iterator, Mapping
from typing import Any

from chatstream.wire.errors import LaterChanges, RequestRefused
from chatstream.wire.replies import Decided, Initiated, Steered

Frame = dict[str, Any]

Answer = Initiated | Decided | Steered

_ANSWERS: dict[str, type[Answer]] = {"initiated": Initiated, "decided": Decided, "steered": Steered}


class PendingRequests:
    def __init__(self) -> None:
        self._pending: dict[str, tuple[Frame, asyncio.Future[Any]]] = {}

    def __iter__(self) -> Iterator[Frame]:
        return iter([frame for frame, _ in self._pending.values()])

    def __bool__(self) -> bool:
        return bool(self._pending)

    def add(self, key: str, frame: Frame) -> "asyncio.Future[Any]":
        """The answer that will come; the same one, however often it is asked for."""
        if key not in self._pending:
            self._pending[key] = frame, asyncio.get_running_loop().create_future()
        return self._pending[key][1]

    def answer(self, frame: Mapping[str, Any]) -> None:
        """`initiated`, `decided`, `steered`, or a `request_error` that names its request."""
        if kind := _ANSWERS.get(frame["type"]):
            self.resolve(frame["request_id"], kind.model_validate(frame, extra="ignore"))
        else:
            self._fail(frame["request_id"], _refusal(frame))

    def resolve(self, key: str, answer: Answer | None = None) -> None:
        _, future = self._pending.pop(key, (None, None))
        if future is not None and not future.done():
            future.set_result(answer)

    def fail_all(self, problem: BaseException) -> None:
        for key in list(self._pending):
            self._fail(key, problem)

    def _fail(self, key: str, problem: BaseException) -> None:
        _, future = self._pending.pop(key, (None, None))
        if future is not None and not future.done():
            future.set_exception(problem)
            future.exception()  # a `stop` is not awaited


def stop_key(message_id: str) -> str:
    return f"stop {message_id}"


def _refusal(frame: Mapping[str, Any]) -> RequestRefused:
    if frame.get("later_changes") is not None:
        return LaterChanges(frame["later_changes"])
    return RequestRefused(frame["code"], frame["detail"], frame.get("retry_after"))
