"""The log as the product reaches it in a small history: steps make its round trips fail."""

from collections.abc import Sequence

from chaos.small.store import Store
from chatstream.log.entries import START, Entry, Position
from chatstream.log.event_log import PAGE, Log, Producer

stores: dict[str, Store] = {}  # by stream; the log of any other stream is without faults


class FaultyLog(Log):
    async def append(
        self, stream: str, producer: Producer, first: int, bodies: Sequence[str], known: Position = START
    ) -> Position:
        store = stores.get(stream)
        if store is None:
            return await super().append(stream, producer, first, bodies, known)
        append = super().append
        return await store.append(lambda: append(stream, producer, first, bodies, known), producer, first, bodies)

    def wake_channel(self, stream: str) -> str:
        store = stores.get(stream)
        return super().wake_channel(stream) if store is None or store.wakes() else "chatstream:without subscribers"

    async def head(self, stream: str) -> Position:
        store, head = stores.get(stream), super().head
        return await (store.read(lambda: head(stream)) if store else head(stream))

    async def read_missed(self, stream: str, position: Position, count: int = PAGE) -> list[Entry]:
        store, read = stores.get(stream), super().read_missed
        return await (store.read(lambda: read(stream, position, count)) if store else read(stream, position, count))

    async def read_back(self, stream: str, until: Position, count: int = PAGE) -> list[Entry]:
        store, read = stores.get(stream), super().read_back
        return await (store.read(lambda: read(stream, until, count)) if store else read(stream, until, count))
