"""Events as they lie in the log, without a server."""

from collections.abc import Iterable

from chatstream.log.packing import Row, pack


def to_rows(bodies: Iterable[str], epoch: int) -> list[Row]:
    return [(f"{epoch}-{seq}".encode(), (b"e", pack(body).encode())) for seq, body in enumerate(bodies, 1)]
