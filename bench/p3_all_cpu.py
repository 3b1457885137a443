"""P3: CPU of every server process per delivered token: against the tutorials' way, and against resumable-stream.

The tutorials' way is Daphne, and is compared with ours on it; Node's server with the faster of the two that we run on.
"""

import time

from bench.cluster import Cluster
from bench.figures import Figure
from bench.load import Load, ours, resumed, tutorial
from bench.rivals.resumable import NotHere

TITLE = "all server CPU per token"
QUICK_SECONDS: int | None = None
STREAMS, PACE, TOKENS = 100, 50, 1_000
CUTS = 0.02
WARM_UP, WINDOW = 2.0, 8.0


def measure(cluster: Cluster, figure: Figure) -> None:
    streams = cluster.run.scaled(STREAMS)
    message = f"pace={PACE} tokens={TOKENS}"
    with ours(cluster, message, streams) as load:
        as_shipped = _cost(figure, "ours on Daphne", load)
    with ours(cluster, message, streams, server="uvicorn") as load:
        calm = _cost(figure, "ours on uvicorn", load)
    with ours(cluster, message, streams, server="uvicorn", cuts=CUTS) as load:
        cut = _cost(figure, "ours on uvicorn, 2 % cuts", load)
    _against_resumable(cluster, figure, message, streams, calm, cut)
    _against_tutorial(cluster, figure, message, streams, as_shipped)


def _against_resumable(cluster: Cluster, figure: Figure, message: str, streams: int, calm: float, cut: float) -> None:
    try:
        with resumed(cluster, message, streams) as load:
            theirs = _cost(figure, "resumable-stream", load)
            figure.check("ours on uvicorn / resumable-stream", calm / theirs, "<", 1, "x")
        with resumed(cluster, message, streams, cuts=CUTS) as load:
            theirs = _cost(figure, "resumable-stream, 2 % cuts", load)
            figure.check("the same, 2 % cuts", cut / theirs, "<=", 0.5, "x")
    except NotHere as error:
        figure.left_out["resumable-stream"] = str(error)


def _against_tutorial(cluster: Cluster, figure: Figure, message: str, streams: int, as_shipped: float) -> None:
    """With a quarter of the streams: of more, many never begin."""
    for layer in ("core", "pubsub"):
        try:
            with tutorial(cluster, message, streams // 4, layer) as load:
                theirs = _cost(figure, f"group_send ({layer})", load, to_the_end=False)
        except TimeoutError as error:
            figure.left_out[f"group_send ({layer})"] = str(error)
            continue
        figure.check(f"ours on Daphne / group_send ({layer})", as_shipped / theirs, "<=", 0.1, "x")


def _cost(figure: Figure, what: str, load: Load, to_the_end: bool = True) -> float:
    """Microseconds per delivered token in the middle of all answers; then, unless it never would, the end is waited for."""
    time.sleep(WARM_UP)
    window = load.window(WINDOW)
    cost = window.per_word()
    figure.seen[f"{what} µs"] = cost
    parts = ", ".join(f"{part} {window.per_word(part):.0f}" for part in window.cpu)
    line = f"P3 {what}: {cost:.0f} µs a token ({parts}), {window.words / max(window.sent, 1):.0%} of what was sent"
    figure.seen[f"{what}, delivered of what was sent"] = window.words / max(window.sent, 1)
    if to_the_end:
        end = load.wait_for_the_end(TOKENS / PACE + 20)
        figure.seen[f"{what}, answers that came to their end"] = end["ended"]
        figure.seen[f"{what}, tokens lost or doubled"] = end["wrong"]
        line += f"; {end['ended']} of {load.streams} ended, {end['wrong']} wrong, {end['cuts']} cuts"
    load.cluster.run.report(line)
    return cost
