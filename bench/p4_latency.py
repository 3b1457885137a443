"""P4: how much later than at the model's server a token is at the client: each token has the time when it was sent."""

import time

from bench.cluster import Cluster
from bench.figures import Figure
from bench.load import ours

TITLE = "added latency, upstream chunk to client frame"
QUICK_SECONDS = 9
STREAMS, PACE = 100, 50
BEGIN_PER_SECOND = 10  # the start of an answer is dear, and is not what is measured here
GOALS = {"first, p50": 15, "first, p99": 60, "then, p50": 35, "then, p99": 150}


def measure(cluster: Cluster, figure: Figure) -> None:
    quick = cluster.run.quick
    streams, seconds = cluster.run.scaled(40 if quick else STREAMS), 3 if quick else 10
    with ours(cluster, f"pace={PACE} tokens={PACE * 40}", streams, begin_per_second=BEGIN_PER_SECOND) as load:
        time.sleep(1)
        load.crowd.ask("forget_delays")  # what came while others were still starting
        time.sleep(seconds)
        delays = load.crowd.ask("delays")
        wrong = load.crowd.count()["wrong"]
    first, later = delays["first"], delays["later"]
    values = [first[len(first) // 2], first[min(len(first) - 1, len(first) * 99 // 100)], later[500], later[990]]
    for (name, goal), value in zip(GOALS.items(), values, strict=True):
        figure.check(name, value, "<=", goal, " ms")
    figure.seen = {"streams": streams, "tokens lost or doubled": wrong, "then, p99.9 ms": later[999]}
    cluster.run.report(
        f"P4: {', '.join(f'{name} {value:.1f} ms' for (name, _), value in zip(GOALS.items(), values, strict=True))}"
    )
