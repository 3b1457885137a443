"""P2: a worker's CPU per token, parsing and append included, against the SDK's own loop, which throws away what it reads."""

import time

from bench.accounting import cpu_seconds
from bench.cluster import Cluster
from bench.figures import Figure
from bench.load import ours
from bench.rivals.sdk_loop import SDKLoop

TITLE = "worker CPU per token"
QUICK_SECONDS = 20
RUNS, PACE = 50, 80  # of more, the SDK's loop falls behind on one core: at 100 it reads 80 %, several tokens at once
WARM_UP = 3.0
DIALECTS = {"Responses": "openai:pace", "Anthropic": "anthropic:pace"}


def measure(cluster: Cluster, figure: Figure) -> None:
    runs, seconds = cluster.run.scaled(RUNS), 5 if cluster.run.quick else 8
    message = f"pace={PACE} tokens={PACE * 60}"
    mine = _ours(cluster, message, runs, seconds)
    typed = _sdk(cluster, "typed", message, runs, seconds)
    figure.check("ours / SDK's loop", mine / typed, "<=", 0.4, "x")
    figure.seen = {"runs": runs, "ours µs": mine, "SDK's loop µs": typed}
    for dialect, model in DIALECTS.items():
        other = _ours(cluster, message, runs, seconds, model)
        figure.check(f"{dialect} / Chat Completions", other / mine, "<=", 1.3, "x")
        figure.seen[f"{dialect} µs"] = other
    if cluster.run.quick:
        figure.left_out = {"the SDK's byte stream": "quick"}
    else:
        figure.seen["SDK's byte stream µs"] = _sdk(cluster, "bytes", message, runs, seconds)


def _ours(cluster: Cluster, message: str, runs: int, seconds: float, model: str = "chat:pace") -> float:
    with ours(cluster, message, runs, model=model) as load:
        time.sleep(WARM_UP)
        window = load.window(seconds)
    cluster.run.report(
        f"P2 ours, {model}: {window.per_word('worker'):.1f} µs a token, {window.busy('worker'):.0%} of a core, "
        f"{window.words / window.sent:.0%} of what the upstream sent"
    )
    return window.per_word("worker")


def _sdk(cluster: Cluster, kind: str, message: str, runs: int, seconds: float) -> float:
    with SDKLoop(cluster.run, cluster.upstream.url) as sdk:
        sdk.begin(kind, runs, message)
        time.sleep(WARM_UP)
        sent, tokens, cpu = cluster.upstream.count()["sent"], sdk.count(), cpu_seconds([sdk.pid])
        time.sleep(seconds)
        tokens, cpu = sdk.count() - tokens, cpu_seconds([sdk.pid]) - cpu
        sent = cluster.upstream.count()["sent"] - sent
    cost = cpu / max(tokens, 1) * 1e6
    cluster.run.report(
        f"P2 SDK, {kind}: {cost:.1f} µs a token, {cpu / seconds:.0%} of a core, {tokens / sent:.0%} of what was sent"
    )
    return cost
