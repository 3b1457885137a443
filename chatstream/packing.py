"""How a delta lies in the log: without what every delta has in common, a third smaller. Reading gives the very same bytes."""

from chatstream.resume import PLAIN_DELTA


def pack(body: str) -> str:
    """The JSON text of an event as it is stored; anything but a plain delta stays as it is."""
    found = PLAIN_DELTA.fullmatch(body)
    return " ".join(found.groups()) if found else body


def unpack(stored: str) -> str:
    """The body that `pack` was given. JSON objects, which alone begin with a brace, were not packed."""
    if stored.startswith("{"):
        return stored
    message_id, ts, content = stored.split(" ", 2)
    return f'{{"type":"delta","message_id":"{message_id}","ts":{ts},"content":{content}}}'
