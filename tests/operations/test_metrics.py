"""One scrape of any web server has the figures of the whole site, and they only rise."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from redis.exceptions import RedisError

from operations.metrics import read_metrics
from orchestrator.run.metrics import BUCKETS, Metrics
from tests.instance import Instance
from tests.wire.recording import record

pytestmark = [pytest.mark.site, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("connections")]

TOKEN = "a-token-for-prometheus"
Figures = dict[tuple[str, tuple[tuple[str, str], ...]], float]


def figures_of(text: str) -> Figures:
    families = text_string_to_metric_families(text)
    return {(s.name, tuple(sorted(s.labels.items()))): s.value for family in families for s in family.samples}


async def read_figures() -> Figures:
    return figures_of((await read_metrics()).decode())


@pytest.fixture(scope="module")
def scraped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    with Instance(tmp_path_factory.mktemp("scraped"), METRICS_TOKEN=TOKEN) as running:
        yield running


async def test_the_counts_of_all_workers_add_up() -> None:
    for worker in (Metrics(), Metrics()):
        worker.count("runs_ended", status="success", code="")
        worker.count("tokens", 30, direction="input")
        await worker.publish()
        await worker.publish()
    figures = await read_figures()
    assert figures["chatstream_runs_ended_total", (("code", ""), ("status", "success"))] == 2
    assert figures["chatstream_tokens_total", (("direction", "input"),)] == 60


async def test_a_histogram_counts_how_many_took_at_most_so_long() -> None:
    worker = Metrics()
    for seconds in (0.05, 0.25, 0.3, 10_000):
        worker.observe("first_word_seconds", seconds)
    await worker.publish()
    figures = await read_figures()
    name = "chatstream_first_word_seconds"
    assert [figures[f"{name}_bucket", (("le", bound),)] for bound in ("0.1", "0.25", "0.5", str(BUCKETS[-1]))] == [
        1,
        2,
        3,
        3,
    ]
    assert figures[f"{name}_count", ()] == 4
    assert figures[f"{name}_sum", ()] == pytest.approx(10_000.6)


async def test_what_could_not_be_published_is_published_with_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(*_: Any) -> None:
        raise RedisError

    worker = Metrics()
    worker.count("run_takeovers")
    with monkeypatch.context() as broken, pytest.raises(RedisError):
        broken.setattr("orchestrator.run.metrics.call_script", refuse)
        await worker.publish()
    worker.count("run_takeovers")
    await worker.publish()
    assert (await read_figures())["chatstream_run_takeovers_total", ()] == 2


async def test_a_site_without_a_worker_says_so() -> None:
    figures = await read_figures()
    assert figures["chatstream_ready", (("part", "database"),)] == 1
    assert figures["chatstream_ready", (("part", "worker"),)] == 0


async def test_an_answer_is_in_the_figures(scraped: Instance) -> None:
    alice = scraped.make_user("alice")
    await record(alice, "Make a 10 second intro for a bakery")
    scraped.terminate("worker")  # which publishes what it has counted
    figures = scrape(scraped)
    assert figures["chatstream_runs_ended_total", (("code", ""), ("status", "success"))] == 1
    assert figures["chatstream_first_word_seconds_count", ()] == 1
    assert ("chatstream_open_streams", ()) in figures


def test_the_figures_are_for_who_has_the_token(scraped: Instance, instance: Instance) -> None:
    assert httpx.get(f"{scraped.url}/metrics").status_code == 401
    assert httpx.get(f"{scraped.url}/metrics", headers={"Authorization": "Bearer no"}).status_code == 401
    assert httpx.get(f"{instance.url}/metrics").status_code == 404


def scrape(site: Instance) -> Figures:
    answer = httpx.get(f"{site.url}/metrics", headers={"Authorization": f"Bearer {TOKEN}", "Host": "10.1.2.3"})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain")
    return figures_of(answer.text)
