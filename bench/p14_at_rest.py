"""P14: 10 000 idle sockets, each of a person and project of its own: memory of each, CPU of the web server at rest.

Then a hundred of them are live. Fewer, if the machine allows no more open files to a process, or ports to an address.
"""

import resource
import time
from contextlib import ExitStack
from pathlib import Path

from bench.accounting import memory_bytes
from bench.clients.crowd import Crowd
from bench.cluster import Cluster
from bench.figures import Figure
from bench.load import Load
from bench.product import Project

TITLE = "10 000 idle sockets"
QUICK_SECONDS: int | None = None
SOCKETS, LIVE, WARM = 10_000, 100, 100
SPARE_FILES = 500
TOGETHER = 1_000  # that connect in one call, whose time is bounded
SETTLE, REST, WINDOW = 20.0, 60.0, 15.0
PACE = 50
MESSAGE = f"pace={PACE} tokens={PACE * 60}"


def measure(cluster: Cluster, figure: Figure) -> None:
    sockets, live = min(cluster.run.scaled(SOCKETS), _allowed_sockets()), cluster.run.scaled(LIVE)
    idle = cluster.product.projects(sockets - live)
    figure.seen["sockets"] = sockets
    for server in ("uvicorn", "daphne"):
        _measure(cluster, figure, server, idle, cluster.product.projects(live))


def _allowed_sockets() -> int:
    """How many one process may have open to one address, with some files to spare. Lifts this process's own limit."""
    _, files = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    first, last = map(int, Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split())
    return min(files, last - first) - SPARE_FILES


def _measure(cluster: Cluster, figure: Figure, server: str, idle: list[Project], live: list[Project]) -> None:
    try:
        with ExitStack() as stack:
            stack.enter_context(cluster.product.workers())
            web = stack.enter_context(cluster.product.web(server))
            idlers, talkers = (stack.enter_context(Crowd(cluster.run)) for _ in range(2))
            _connect(talkers, web.port, live)
            _connect(idlers, web.port, idle[:WARM])
            before = memory_bytes(web.pid)
            _connect(idlers, web.port, idle[WARM:])
            time.sleep(SETTLE)
            memory = (memory_bytes(web.pid) - before) / len(idle[WARM:]) / 1e3
            load = Load(cluster, talkers, len(live), {"web": [web.pid], "valkey": [cluster.valkey.pid]})
            rest = load.window(REST)
            talkers.ask("send_messages", message=MESSAGE, ramp=len(live) / 25)
            load.wait_until_all_stream()
            busy = load.window(WINDOW)
            open_sockets = idlers.count()["open"] + talkers.count()["open"]
    finally:
        cluster.product.forget_runs()
    figure.check(f"memory of a socket, {server}", memory, "<=", 40, " KB")
    figure.check(f"CPU at rest, {server}", rest.busy("web") * 100, "<", 5, " % of a core")
    figure.seen |= {
        f"{server}: Valkey at rest, % of a core": rest.busy("valkey") * 100,
        f"{server}: web with {len(live)} live, % of a core": busy.busy("web") * 100,
        f"{server}: sockets that stayed open": open_sockets,
    }
    cluster.run.report(
        f"P14 {server}: {memory:.1f} KB a socket, {rest.busy('web'):.2%} of a core at rest (Valkey {rest.busy('valkey'):.2%}), "
        f"{busy.busy('web'):.1%} with {len(live)} live; {open_sockets} open"
    )


def _connect(crowd: Crowd, port: int, projects: list[Project]) -> None:
    for start in range(0, len(projects), TOGETHER):
        clients = [project.client() for project in projects[start : start + TOGETHER]]
        crowd.connect("product", port, clients, seconds=170)
