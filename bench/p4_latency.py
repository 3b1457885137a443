"""P4: how much later than at the model's server a token is at the client: each token has the time when it was sent."""

import time

from bench.cluster import Cluster
from bench.figures import Figure
from bench.load import ours

TITLE = "added latency, upstream chunk to client frame"
QUICK_SECONDS = 9
STREAMS, MANY, PACE = 40, 100, 50  # with many, words are gathered for longer
BEGIN_PER_SECOND = 10  # the start of an answer is dear, and is not what is measured here
GOALS = {"first, p50": 15, "first, p99": 60, "then, p50": 35, "then, p99": 150}
GOALS_OF_MANY = {**GOALS, "then, p50": 75, "then, p99": 180}


def measure(cluster: Cluster, figure: Figure) -> None:
    _measure(cluster, figure, cluster.run.scaled(STREAMS), GOALS)
    if cluster.run.quick:
        figure.left_out = {f"{MANY} streams": "quick"}
    else:
        _measure(cluster, figure, cluster.run.scaled(MANY), GOALS_OF_MANY)


def _measure(cluster: Cluster, figure: Figure, streams: int, goals: dict[str, int]) -> None:
    seconds = 3 if cluster.run.quick else 10
    with ours(cluster, f"pace={PACE} tokens={PACE * 40}", streams, begin_per_second=BEGIN_PER_SECOND) as load:
        time.sleep(1)
        load.crowd.ask("forget_delays")  # what came while others were still starting
        time.sleep(seconds)
        delays = load.crowd.ask("delays")
        wrong = load.crowd.count()["wrong"]
    first, later = delays["first"], delays["later"]
    values = [first[len(first) // 2], first[min(len(first) - 1, len(first) * 99 // 100)], later[500], later[990]]
    for (name, goal), value in zip(goals.items(), values, strict=True):
        figure.check(f"{streams} streams, {name}", value, "<=", goal, " ms")
    figure.seen |= {f"{streams} streams, tokens lost or doubled": wrong, f"{streams} streams, p99.9 ms": later[999]}
    line = ", ".join(f"{name} {value:.1f} ms" for name, value in zip(goals, values, strict=True))
    cluster.run.report(f"P4, {streams} streams: {line}")
