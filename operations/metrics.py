"""The site's figures in the text format of Prometheus."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from redis.exceptions import RedisError

from chatstream.log.connection import outage
from operations.site_status import SiteStatus, read_status
from orchestrator.run.metrics import BUCKETS, Sample, read_counts

PREFIX = "chatstream"
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
COUNTERS = {
    "runs_ended": "Answers that have ended, by status and by the code of their error",
    "run_takeovers": "Attempts that took up where another had stopped",
    "tokens": "Tokens that models have read and written",
    "cost_dollars": "What models have cost, where prices are known, in US dollars",
}
HISTOGRAMS = {
    "first_word_seconds": "From the beginning of an attempt to its first word",
    "run_seconds": "How long an attempt at an answer took that ended it",
}


async def read_metrics() -> bytes:
    """Whatever the stores that answer say; `ready` says which do not. Raises nothing of theirs."""
    status = await read_status()
    families = [*_gauges(status)]
    if status.readiness.valkey.ready:
        try:
            counts = await read_counts()
            families += [*_counters(counts), *_histograms(counts)]
        except (RedisError, OSError) as problem:
            outage.record_failure(problem)  # it has gone since; the next scrape says so
    return _encode(families)


def _gauges(status: SiteStatus) -> Iterator[Metric]:
    ready = GaugeMetricFamily(f"{PREFIX}_ready", "Whether a part of the site is ready: 1 or 0", labels=["part"])
    for part in ("database", "valkey", "worker"):
        ready.add_metric([part], float(getattr(status.readiness, part).ready))
    yield ready
    if status.runs is not None:
        runs = GaugeMetricFamily(f"{PREFIX}_runs", "Answers that have not ended, by state", labels=["state"])
        for state in ("live", "queued", "stuck"):
            runs.add_metric([state], getattr(status.runs, state))
        yield runs
    if status.valkey is not None:
        yield _gauge("valkey_bytes", "Memory that Valkey uses", status.valkey.used)
        yield _gauge("valkey_max_bytes", "Memory that Valkey may use (maxmemory); 0: no bound", status.valkey.bound)
    if status.open_streams is not None:
        yield _gauge("open_streams", "WebSockets and event streams that are open", status.open_streams)


def _counters(counts: dict[Sample, float]) -> Iterator[Metric]:
    for name, text in COUNTERS.items():
        own = {labels: amount for (counted, labels), amount in counts.items() if counted == name}
        names = sorted({label for labels in own for label, _ in labels})
        family = CounterMetricFamily(f"{PREFIX}_{name}", text, labels=names)
        for labels, amount in own.items():
            family.add_metric([dict(labels).get(label, "") for label in names], amount)
        yield family


def _histograms(counts: dict[Sample, float]) -> Iterator[Metric]:
    for name, text in HISTOGRAMS.items():
        at_most, buckets = 0.0, []
        for bound in [*map(str, BUCKETS), "+Inf"]:
            at_most += counts.get((f"{name}_bucket", (("le", bound),)), 0.0)
            buckets.append((bound, at_most))
        family = HistogramMetricFamily(f"{PREFIX}_{name}", text)
        family.add_metric([], buckets, counts.get((f"{name}_sum", ()), 0.0))
        yield family


def _gauge(name: str, text: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"{PREFIX}_{name}", text, value=value)


def _encode(families: list[Metric]) -> bytes:
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Families(families))
    return generate_latest(registry)


class _Families:
    """What prometheus-client asks for its figures."""

    def __init__(self, families: list[Metric]) -> None:
        self._families = families

    def collect(self) -> list[Metric]:
        return self._families
