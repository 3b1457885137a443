"""Server-sent events from bytes, as the living standard frames them, for streams whose payload is JSON."""

from codecs import BOM_UTF8
from typing import NamedTuple

# Most have some hundred bytes, some servers send an answer in one; a body that is no stream has no end.
MAX_EVENT_BYTES = 1 << 22


class ServerSentEvent(NamedTuple):
    """`name`: of its `event` field, "" if it has none."""

    data: bytes
    name: str = ""


class SSEDecoder:
    """Turns pieces of bytes, cut anywhere, into whole events. Comments and other fields are skipped."""

    def __init__(self) -> None:
        self._rest = b""
        self._data: list[bytes] = []
        self._name = ""
        self._has_begun = False
        self._after_cr = False

    def feed(self, piece: bytes) -> list[ServerSentEvent]:
        """Return the events that `piece` completes. Raises `ValueError` for a line beyond `MAX_EVENT_BYTES`."""
        if b"\r" in piece or self._after_cr:
            piece = self._normalize_line_ends(piece)
        *lines, self._rest = (self._rest + piece).split(b"\n")
        if len(self._rest) > MAX_EVENT_BYTES:
            raise ValueError("a line of the event stream has no end")
        events = []
        for line in lines:
            if not self._has_begun:
                self._has_begun, line = True, line.removeprefix(BOM_UTF8)
            if line.startswith(b"data:"):
                self._data.append(line[5:].removeprefix(b" "))
            elif line.startswith(b"event:"):
                self._name = line[6:].strip().decode(errors="replace")
            elif not line:
                if self._data:
                    events.append(ServerSentEvent(b"\n".join(self._data), self._name))
                self._data, self._name = [], ""
        return events

    def finish(self) -> list[ServerSentEvent]:
        """Return the last event of a body that ends without a blank line. The standard drops it; some gateways lose that line."""
        return self.feed(b"\n\n")

    def _normalize_line_ends(self, piece: bytes) -> bytes:
        """A line ends with CR LF, LF or CR alone; an LF that begins a piece may belong to the CR before it."""
        if self._after_cr and piece.startswith(b"\n"):
            piece = piece[1:]
        self._after_cr = piece.endswith(b"\r")
        return piece.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
