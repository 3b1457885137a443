"""The events of a body, as JSON, from a stream of server-sent events or whatever a server sends in its place."""

import json
import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from typing import Any

from pydantic_core import from_json

from orchestrator.llm.http.alike_events import AlikeEvents
from orchestrator.llm.http.sse import ServerSentEvent, SSEDecoder

MAX_BODY_BYTES = 1 << 22
_DONE = (b"[DONE]", b'"[DONE]"')
_DECODER = json.JSONDecoder(strict=False)
_BETWEEN = re.compile(r"(?:\s|data:|\[DONE\])*")


class BodyReader:
    """`feed` it the pieces of a body, `finish` it at its end. `done`: `[DONE]` was read. `text_of`: see `Decoder.text_of`.

    Both return the events as they are read: what stands before an event that cannot be read is not lost. Reading on from there
    raises ValueError.
    """

    def __init__(self, text_of: Callable[[Any], str]) -> None:
        self.done = False
        self._text_of = text_of
        self._alike = AlikeEvents()
        self._decoder = SSEDecoder()
        self._raw: bytearray | None = bytearray()  # until the first event: the body may be no stream

    def feed(self, piece: bytes) -> Iterator[Any]:
        events = self._decoder.feed(self._alike.join(piece))
        if self._raw is not None:
            if events:
                self._raw = None
            else:
                self._raw += piece
                if len(self._raw) > MAX_BODY_BYTES:
                    raise ValueError("a body without any event has no end")
        return self._read(events)

    def finish(self) -> Iterator[Any]:
        events = self._decoder.finish()
        if self._raw is None or events:
            return self._read(events)
        return iter(_parse_whole(bytes(self._raw)))

    def _read(self, events: list[ServerSentEvent]) -> Iterator[Any]:
        for event in events:
            if self.done:
                return
            data = event.data.strip()
            if data in _DONE:
                self.done = True
            elif data:
                values = _parse_event(event)
                if not self._alike.knows(event.data):
                    self._learn(event, values)
                yield from values

    def _learn(self, event: ServerSentEvent, values: list[Any]) -> None:
        if len(values) == 1 and (text := self._text_of(values[0])):
            self._alike.learn(event, text)


def _parse_event(event: ServerSentEvent) -> list[Any]:
    return [_with_type(value, event.name) for value in _parse_values(event.data)]


def _with_type(value: Any, name: str) -> Any:
    """Some gateways leave the type of an event to the name that it has beside its data."""
    is_typed = not name or name == "message" or not isinstance(value, dict) or "type" in value
    return value if is_typed else {**value, "type": name}


def _parse_whole(raw: bytes) -> list[Any]:
    """JSON in one piece, an array of chunks, or a line of JSON for each chunk."""
    text = raw.removeprefix(BOM_UTF8).strip()
    if text[:1] not in (b"{", b"[", b'"'):
        raise ValueError(f"a body that is neither events nor JSON: {text[:200]!r}")
    return _parse_values(text)


def _parse_values(data: bytes) -> list[Any]:
    """The values of a list, of JSON within JSON text, or of JSON one behind the other. Raises ValueError."""
    try:
        value = _parse_json(data)
    except ValueError:
        return _parse_sequence(data)
    if isinstance(value, str):  # some gateways encode what is encoded
        value = _parse_json(value.encode(errors="replace"))
    return value if isinstance(value, list) else [value]


def _parse_sequence(data: bytes) -> list[Any]:
    """Some servers leave out what stands between events, some gateways frame what is framed."""
    text, values = _decode(data), []
    at = _end_of_gap(text, 0)
    while at < len(text):
        try:
            value, at = _DECODER.raw_decode(text, at)
        except RecursionError:
            raise ValueError("JSON that is nested too deep") from None
        values.append(value)
        at = _end_of_gap(text, at)
    return values


def _end_of_gap(text: str, at: int) -> int:
    gap = _BETWEEN.match(text, at)
    return gap.end() if gap else at


def _parse_json(data: bytes) -> Any:
    """Raises ValueError."""
    try:
        try:
            return from_json(data)
        except ValueError:  # bytes that are no UTF-8, or characters that JSON wants escaped
            return _DECODER.decode(_decode(data))
    except RecursionError:
        raise ValueError("JSON that is nested too deep") from None


def _decode(data: bytes) -> str:
    return data.decode("utf-8-sig", "replace")
