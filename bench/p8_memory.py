"""P8: memory: of an idle connection, and of an answer in Valkey."""

import time

from bench.accounting import memory_bytes
from bench.clients.crowd import Crowd
from bench.cluster import Cluster
from bench.figures import Figure
from bench.load import ours

TITLE = "memory"
QUICK_SECONDS = 7
WARM, MORE = 100, 1_000
ANSWERS, PACE, TOKENS = 20, 50, 1_000


def measure(cluster: Cluster, figure: Figure) -> None:
    quick = cluster.run.quick
    for server in ("daphne",) if quick else ("daphne", "uvicorn"):
        figure.check(f"idle connection, {server}", _connection(cluster, server) / 1e3, "<=", 60, " KB")
    if quick:
        figure.left_out = {"uvicorn, Valkey": "quick"}
    else:
        figure.check("Valkey, an answer of 1 000 tokens", _answer(cluster, figure) / 1e3, "<=", 60, " KB")


def _connection(cluster: Cluster, server: str) -> float:
    """Bytes that each further follower of a project of its own adds to the web process."""
    more = cluster.run.scaled(200 if cluster.run.quick else MORE)
    with cluster.product.web(server) as web, Crowd(cluster.run) as crowd:
        crowd.connect("product", web.port, [project.client() for project in cluster.product.projects(WARM)])
        before = memory_bytes(web.pid)
        crowd.connect("product", web.port, [project.client() for project in cluster.product.projects(more)])
        time.sleep(1)
        each = (memory_bytes(web.pid) - before) / more
    cluster.run.report(f"P8 {server}: {each / 1e3:.1f} KB a connection")
    return each


def _answer(cluster: Cluster, figure: Figure) -> float:
    """Bytes of all keys of a project that has one answer: 1 000 words of five characters at 50 a second."""
    answers = cluster.run.scaled(ANSWERS)
    with ours(cluster, f"pace={PACE} tokens={TOKENS} plain", answers, words=False) as load:
        ended = load.wait_for_the_end(TOKENS / PACE + 60)["ended"]
        events = sum(cluster.valkey.client.xlen(key) for key in load.logs) / answers
        each = sum(cluster.valkey.memory_of(key.replace(":log", ":*")) for key in load.logs) / answers
    figure.seen |= {"events of an answer": events, "answers": ended}
    cluster.run.report(f"P8 Valkey: {each / 1e3:.1f} KB an answer of {events:.0f} events")
    return each
