"""Server-sent events from bytes, as the living standard frames them, for streams whose payload is JSON."""

MAX_EVENT_BYTES = (
    1 << 22
)  # most have some hundred bytes, some servers send an answer in one; a body that is no stream has no end


class SSEDecoder:
    """Turns pieces of bytes, cut anywhere, into the `data` of whole events. Comments and other fields are skipped."""

    def __init__(self) -> None:
        self._rest = b""
        self._data: list[bytes] = []

    def feed(self, piece: bytes) -> list[bytes]:
        """Return the events that `piece` completes. Raises `ValueError` for a line beyond `MAX_EVENT_BYTES`."""
        *lines, self._rest = (self._rest + piece).split(b"\n")
        if len(self._rest) > MAX_EVENT_BYTES:
            raise ValueError("a line of the event stream has no end")
        events = []
        for line in lines:
            line = line.removesuffix(b"\r")
            if line.startswith(b"data:"):
                self._data.append(line[5:].removeprefix(b" "))
            elif not line and self._data:
                events.append(b"\n".join(self._data))
                self._data = []
        return events
