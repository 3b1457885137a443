"""Many live answers at once, ours or a rival's, from the upstream to the clients; and what they cost in a stretch of time."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from urllib.parse import quote

from bench.accounting import cpu_seconds
from bench.clients.crowd import Crowd
from bench.rivals import resumable
from bench.setting import Setting

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
    setting: Setting
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
        began, before, sent = time.monotonic(), self.crowd.count(), self.setting.upstream.count()["sent"]
        cpu = {part: cpu_seconds(pids) for part, pids in self.pids.items()}
        time.sleep(seconds)
        spent = {part: cpu_seconds(pids) - cpu[part] for part, pids in self.pids.items()}
        after, took = self.crowd.count(), time.monotonic() - began
        return Window(
            took,
            after["words"] - before["words"],
            after["frames"] - before["frames"],
            self.setting.upstream.count()["sent"] - sent,
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
    setting: Setting,
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
    product = setting.product
    try:
        with ExitStack() as stack:
            pids = stack.enter_context(product.workers(workers, model))
            web = stack.enter_context(product.web(server))
            crowd = stack.enter_context(Crowd(setting.stage))
            projects = product.projects(streams)
            clients = [project.client(cuts=cuts, seed=number, checked=words) for number, project in enumerate(projects)]
            crowd.connect("product", web.port, clients)
            load = Load(setting, crowd, streams, {"web": [web.pid], "worker": pids, "valkey": [setting.valkey.pid]})
            load.logs = [f"chatstream:{{{project.id}}}:log" for project in projects]
            crowd.ask("say", message=message, ramp=streams / begin_per_second)
            if words:
                load.wait_until_all_stream()
            yield load
            crowd.ask("leave")
    finally:
        product.forget_runs()


@contextmanager
def tutorial(setting: Setting, message: str, streams: int, layer: str) -> Iterator[Load]:
    with ExitStack() as stack:
        application = "bench.rivals.tutorial:application"
        web = stack.enter_context(setting.product.web("daphne", application, LAYER=layer))
        crowd = stack.enter_context(Crowd(setting.stage))
        crowd.connect("tutorial", web.port, [{"path": f"/ws/{layer}{number}/"} for number in range(streams)])
        load = Load(setting, crowd, streams, {"web": [web.pid], "valkey": [setting.valkey.pid]})
        crowd.ask("say", message=message, ramp=streams / 25)
        load.wait_until_all_stream()
        yield load


@contextmanager
def resumed(setting: Setting, message: str, streams: int, cuts: float = 0.0) -> Iterator[Load]:
    """Raises resumable.NotHere."""
    resumable.install()
    with ExitStack() as stack:
        node = stack.enter_context(resumable.serving(setting.stage, setting.valkey.url, setting.upstream.url))
        crowd = stack.enter_context(Crowd(setting.stage))
        path = f"/{cuts:g}-{time.monotonic_ns()}-NUMBER?message={quote(message)}"
        clients = [
            {"path": path.replace("NUMBER", str(number)), "cuts": cuts, "seed": number} for number in range(streams)
        ]
        crowd.connect("resumable", node.port, clients, ramp=streams / 25)
        load = Load(setting, crowd, streams, {"node": [node.pid], "valkey": [setting.valkey.pid]})
        load.wait_until_all_stream()
        yield load
        crowd.ask("leave")
