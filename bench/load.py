"""Many live answers at once, ours or a rival's, from the upstream to the clients; and what they cost in a stretch of time."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from urllib.parse import quote

from bench.accounting import cpu_seconds
from bench.clients.crowd import Crowd
from bench.cluster import Cluster
from bench.rivals import resumable

START_SECONDS = 90.0


@dataclass(frozen=True, slots=True)
class Window:
    """What happened in so many seconds. `cpu`: seconds by part; `words`: tokens that reached their client."""

    seconds: float
    words: int
    frames: int
    sent: int
    cpu: dict[str, float]

    def per_word(self, *parts: str) -> float:
        """Microseconds of CPU per delivered token, of these parts or of all."""
        return sum(self.cpu[part] for part in parts or self.cpu) / max(self.words, 1) * 1e6

    def busy(self, part: str) -> float:
        """How much of one core a part has used."""
        return self.cpu[part] / self.seconds


@dataclass(slots=True)
class Load:
    cluster: Cluster
    crowd: Crowd
    streams: int
    pids: dict[str, list[int]]
    logs: list[str] = field(default_factory=list)  # keys of our event logs

    def wait_until_all_stream(self) -> None:
        """Raises TimeoutError."""
        end = time.monotonic() + START_SECONDS
        while (seen := self.crowd.count())["began"] < self.streams:
            if time.monotonic() > end:
                raise TimeoutError(f"only {seen['began']} of {self.streams} streams have begun")
            time.sleep(0.2)

    def window(self, seconds: float) -> Window:
        began, before, sent = time.monotonic(), self.crowd.count(), self.cluster.upstream.count()["sent"]
        cpu = {part: cpu_seconds(pids) for part, pids in self.pids.items()}
        time.sleep(seconds)
        spent = {part: cpu_seconds(pids) - cpu[part] for part, pids in self.pids.items()}
        after, took = self.crowd.count(), time.monotonic() - began
        return Window(
            took,
            after["words"] - before["words"],
            after["frames"] - before["frames"],
            self.cluster.upstream.count()["sent"] - sent,
            spent,
        )

    def wait_for_the_end(self, seconds: float) -> dict[str, int]:
        """What the clients have in the end: when all have come to it, or after so many seconds."""
        end = time.monotonic() + seconds
        while (seen := self.crowd.count())["ended"] < self.streams and time.monotonic() < end:
            time.sleep(0.2)
        return seen


@contextmanager
def ours(
    cluster: Cluster,
    message: str,
    streams: int,
    server: str = "daphne",
    workers: int = 1,
    cuts: float = 0.0,
    words: bool = True,
    begin_per_second: int = 25,
    model: str = "chat:pace",
) -> Iterator[Load]:
    """So many projects, each with one client and one answer in the making. `words`: the tokens are numbered ones."""
    product = cluster.product
    try:
        with ExitStack() as stack:
            pids = stack.enter_context(product.workers(workers, model))
            web = stack.enter_context(product.web(server))
            crowd = stack.enter_context(Crowd(cluster.run))
            projects = product.projects(streams)
            clients = [project.client(cuts=cuts, seed=number, checked=words) for number, project in enumerate(projects)]
            crowd.connect("product", web.port, clients)
            load = Load(cluster, crowd, streams, {"web": [web.pid], "worker": pids, "valkey": [cluster.valkey.pid]})
            load.logs = [f"chatstream:{{{project.id}}}:log" for project in projects]
            crowd.ask("send_messages", message=message, ramp=streams / begin_per_second)
            if words:
                load.wait_until_all_stream()
            yield load
            crowd.ask("leave")
    finally:
        product.forget_runs()


@contextmanager
def tutorial(cluster: Cluster, message: str, streams: int, layer: str) -> Iterator[Load]:
    with ExitStack() as stack:
        application = "bench.rivals.tutorial:application"
        web = stack.enter_context(cluster.product.web("daphne", application, LAYER=layer))
        crowd = stack.enter_context(Crowd(cluster.run))
        crowd.connect("tutorial", web.port, [{"path": f"/ws/{layer}{number}/"} for number in range(streams)])
        load = Load(cluster, crowd, streams, {"web": [web.pid], "valkey": [cluster.valkey.pid]})
        crowd.ask("send_messages", message=message, ramp=streams / 25)
        load.wait_until_all_stream()
        yield load


@contextmanager
def resumed(cluster: Cluster, message: str, streams: int, cuts: float = 0.0) -> Iterator[Load]:
    """Raises resumable.NotHere."""
    resumable.install()
    with ExitStack() as stack:
        node = stack.enter_context(resumable.serving(cluster.run, cluster.valkey.url, cluster.upstream.url))
        crowd = stack.enter_context(Crowd(cluster.run))
        path = f"/{cuts:g}-{time.monotonic_ns()}-NUMBER?message={quote(message)}"
        clients = [
            {"path": path.replace("NUMBER", str(number)), "cuts": cuts, "seed": number} for number in range(streams)
        ]
        crowd.connect("resumable", node.port, clients, ramp=streams / 25)
        load = Load(cluster, crowd, streams, {"node": [node.pid], "valkey": [cluster.valkey.pid]})
        load.wait_until_all_stream()
        yield load
        crowd.ask("leave")
