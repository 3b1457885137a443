"""P5: how many live answers this machine carries, clients and upstream included, before words come late."""

import time

from bench.cluster import Cluster
from bench.figures import Figure
from bench.load import ours

TITLE = "live streams at 50 tokens/s"
QUICK_SECONDS: int | None = None
PACE, LATE_MS = 50, 250
STEPS = (50, 100, 150, 200, 250, 300, 350, 400, 450, 500, 600, 700, 800)
WORKERS = 2
WINDOW = 8.0


def measure(cluster: Cluster, figure: Figure) -> None:
    """Climb until a step fails. What is lost or late at a step ends the climb."""
    carried = 0
    for step in map(cluster.run.scaled, STEPS):
        try:
            late, wrong, share = _step(cluster, step)
        except TimeoutError as error:
            cluster.run.report(f"P5 {step} streams: {error}")
            break
        figure.seen[f"{step} streams, p99 ms"] = late
        cluster.run.report(f"P5 {step} streams: p99 {late:.0f} ms, {wrong} wrong, {share:.0%} of what was sent")
        if late > LATE_MS or wrong:
            break
        carried = step
    figure.check("streams", float(carried), ">=", 800)


def _step(cluster: Cluster, streams: int) -> tuple[float, int, float]:
    with ours(cluster, f"pace={PACE} tokens={PACE * 60}", streams, server="uvicorn", workers=WORKERS) as load:
        time.sleep(2)
        load.crowd.ask("forget_delays")
        window = load.window(WINDOW)
        later = load.crowd.ask("delays")["later"]
        return later[990], load.crowd.count()["wrong"], window.words / max(window.sent, 1)
