"""Many followers at once, in a process of their own; the bench commands it and reads its counts."""

import asyncio
import sys
from typing import Any

from bench.bench_run import BenchRun
from bench.clients.followers import KINDS, Follower
from bench.peers import Peer, serve
from bench.words import UNITS

CONNECTING_AT_ONCE = 50
ACK_SECONDS = 1.0


class Crowd(Peer):
    """The crowd as the bench sees it. Answers are plain dicts; see the methods of `_Crowd` of the same names."""

    def __init__(self, run: BenchRun) -> None:
        super().__init__(run, "bench.clients.crowd")

    def connect(self, kind: str, port: int, clients: list[dict[str, Any]], **options: Any) -> dict[str, Any]:
        """`clients`: one dict of a Follower's arguments for each. Waits until all are open (and caught up, of ours)."""
        answer: dict[str, Any] = self.ask("connect", kind=kind, port=port, clients=clients, timeout=180, **options)
        return answer

    def count(self) -> dict[str, int]:
        answer: dict[str, int] = self.ask("count")
        return answer


class _Crowd:
    def __init__(self) -> None:
        self.followers: list[Follower] = []
        self.acks: asyncio.Task[None] | None = None

    async def connect(
        self,
        kind: str,
        port: int,
        clients: list[dict[str, Any]],
        seconds: float = 60,
        at_once: int = CONNECTING_AT_ONCE,
        ramp: float = 0.0,
    ) -> dict[str, Any]:
        """`ramp`: seconds over which the clients connect, one after the other."""
        loop = asyncio.get_running_loop()
        self.acks = self.acks or asyncio.create_task(self._acknowledge())
        mine = [KINDS[kind](**{"host": "127.0.0.1", "port": port, **client}) for client in clients]
        self.followers += mine
        gate = asyncio.Semaphore(at_once)
        began = loop.time()
        took: list[float] = []

        async def one(number: int, follower: Follower) -> None:
            await asyncio.sleep(ramp * number / len(mine))
            async with gate:
                await follower.connect()
                await follower.ready.wait()
                took.append(loop.time() - began)

        await asyncio.wait_for(asyncio.gather(*(one(*each) for each in enumerate(mine))), seconds)
        return {"open": len(mine), "seconds": max(took, default=0.0)}

    async def send_messages(self, message: str, ramp: float = 1.0) -> int:
        """Each client sends the message, one after the other over `ramp` seconds."""
        loop = asyncio.get_running_loop()
        for number, follower in enumerate(self.followers):
            loop.call_later(ramp * number / len(self.followers), follower.send_message, message)
        await asyncio.sleep(ramp)
        return len(self.followers)

    async def count(self) -> dict[str, int]:
        each = self.followers
        return {
            "frames": sum(follower.frames for follower in each),
            "bytes": sum(follower.bytes for follower in each),
            "words": sum(follower.words.taken for follower in each),
            "wrong": sum(follower.words.wrong for follower in each),
            "began": sum(follower.words.arrived > 0 for follower in each),
            "ended": sum(follower.ended for follower in each),
            "open": sum(follower.open for follower in each),
            "cuts": sum(follower.cut_count for follower in each),
        }

    async def forget_delays(self) -> int:
        for follower in self.followers:
            follower.words.delays.clear()
        return 0

    async def delays(self) -> dict[str, list[float]]:
        """Milliseconds, sorted; of the later tokens every thousandth quantile."""
        first = sorted(f.words.first_delay for f in self.followers if f.words.first_delay is not None)
        later = sorted(delay for f in self.followers for delay in f.words.delays)
        thousand = [later[min(len(later) - 1, len(later) * n // 1000)] for n in range(1001)] if later else []
        return {"first": [_ms(delay) for delay in first], "later": [_ms(delay) for delay in thousand]}

    async def turn_starts(self) -> list[float]:
        """Milliseconds from the question to the first word, in the order of the clients."""
        return [(each.answered_at - each.sent_at) * 1000 for each in self.followers if each.answered_at]

    async def leave(self) -> int:
        for follower in self.followers:
            follower.leave()
        self.followers.clear()
        return 0

    async def _acknowledge(self) -> None:
        while True:
            await asyncio.sleep(ACK_SECONDS)
            for follower in self.followers:
                follower.acknowledge()


def _ms(units: int) -> float:
    return units * 1000 / UNITS


if __name__ == "__main__":
    import uvloop

    sys.exit(uvloop.run(serve(_Crowd())))
