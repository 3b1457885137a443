"""P1: web CPU per delivered frame, against the same server writing prepared frames, and against `group_send`."""

import time
from contextlib import ExitStack

from bench.accounting import cpu_seconds
from bench.clients.crowd import Crowd
from bench.cluster import Cluster
from bench.feeder import Feeder
from bench.figures import Figure
from bench.product import Server

TITLE = "web CPU per delivered frame"
QUICK_SECONDS = 14
SOCKETS, PACE = 100, 30.0
WARM_UP = 1.5


def measure(cluster: Cluster, figure: Figure) -> None:
    quick = cluster.run.quick
    for server, goal in [("daphne", 1.15)] if quick else [("daphne", 1.15), ("uvicorn", 1.3)]:
        floor, ours = _floor(cluster, server), _ours(cluster, server)
        figure.check(f"{server}: ours / floor", ours / floor, "<=", goal, "x")
        figure.seen |= {f"{server} floor µs": floor * 1e6, f"{server} ours µs": ours * 1e6}
    if quick:
        figure.left_out = {"uvicorn, group_send": "quick"}
        return
    for layer in ("core", "pubsub"):
        cost, share = _group_send(cluster, layer)
        figure.seen |= {
            f"daphne group_send ({layer}) µs": cost * 1e6,
            f"group_send ({layer}) delivered of the pace": share,
        }
    core = figure.seen["daphne group_send (core) µs"] / figure.seen["daphne ours µs"]
    figure.check("daphne: group_send (core) / ours", core, ">=", 10, "x")


def _floor(cluster: Cluster, server: str) -> float:
    with cluster.product.web(server, "bench.rivals.floor:application") as web, Crowd(cluster.run) as crowd:
        crowd.connect("floor", web.port, [{"path": f"/{PACE}/"}] * cluster.run.scaled(SOCKETS))
        return _per_frame(cluster, f"P1 {server}: the floor", web, crowd)[0]


def _ours(cluster: Cluster, server: str) -> float:
    product = cluster.product
    with ExitStack() as stack:
        web = stack.enter_context(product.web(server))
        crowd = stack.enter_context(Crowd(cluster.run))
        feeder = stack.enter_context(Feeder(cluster.run, "log", product.environment))
        projects = product.projects(cluster.run.scaled(SOCKETS))
        crowd.connect("product", web.port, [project.client() for project in projects])
        feeder.begin([project.id for project in projects], PACE)
        return _per_frame(cluster, f"P1 {server}: ours", web, crowd)[0]


def _group_send(cluster: Cluster, layer: str) -> tuple[float, float]:
    product, names = cluster.product, [f"p1{layer}{number}" for number in range(cluster.run.scaled(SOCKETS))]
    with ExitStack() as stack:
        web = stack.enter_context(product.web("daphne", "bench.rivals.tutorial:application", LAYER=layer))
        crowd = stack.enter_context(Crowd(cluster.run))
        feeder = stack.enter_context(Feeder(cluster.run, "layer", {**product.environment, "LAYER": layer}))
        crowd.connect("tutorial", web.port, [{"path": f"/ws/{name}/"} for name in names])
        feeder.begin(names, PACE)
        return _per_frame(cluster, f"P1 daphne: group_send, {layer}", web, crowd)


def _per_frame(cluster: Cluster, what: str, web: Server, crowd: Crowd) -> tuple[float, float]:
    """CPU seconds of the web server per frame that reached a client, and the share of the pace that was reached."""
    seconds = 3 if cluster.run.quick else 8
    time.sleep(WARM_UP)
    before, spent, at = crowd.count(), cpu_seconds([web.pid]), time.monotonic()
    time.sleep(seconds)
    after, spent = crowd.count(), cpu_seconds([web.pid]) - spent
    frames, share = after["frames"] - before["frames"], time.monotonic() - at
    rate = frames / share / (cluster.run.scaled(SOCKETS) * PACE)
    cluster.run.report(
        f"{what}: {spent / max(frames, 1) * 1e6:.1f} µs a frame, {rate:.0%} of the pace, wrong {after['wrong']}"
    )
    return spent / max(frames, 1), rate
