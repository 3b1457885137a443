"""A load balancer and a scheduler learn what is well: `/healthz` of the process, `/readyz` of all that an answer needs."""

import json
import os
import signal
from typing import Any

import httpx
import pytest
import redis

from chatstream.run import presence
from instance.process import wait_until
from operations.readiness import check_readiness
from tests.instance import Instance

pytestmark = [pytest.mark.site, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("connections")]


async def test_a_site_with_a_worker_is_ready() -> None:
    await presence.announce("worker-1")
    readiness = await check_readiness()
    assert readiness.ready
    assert "1 heard from" in readiness.worker.detail


async def test_a_worker_that_has_not_been_heard_from_for_15_seconds_is_none(valkey: redis.Redis) -> None:
    await presence.announce("worker-1")
    seconds, _ = valkey.time()
    valkey.zadd(presence.KEY, {"worker-1": seconds - 16})
    readiness = await check_readiness()
    assert not readiness.ready
    assert readiness.worker.detail == "none heard from in 15 s"


async def test_a_site_without_its_valkey_says_which_part_is_missing(settings: Any) -> None:
    settings.CHATSTREAM = {**settings.CHATSTREAM, "REDIS_URL": "redis://127.0.0.1:1/0"}
    readiness = await check_readiness()
    assert (readiness.database.ready, readiness.valkey.ready, readiness.worker.ready) == (True, False, False)
    assert "unavailable" in readiness.valkey.detail


def test_a_probe_needs_no_name_and_no_host_of_ours(instance: Instance) -> None:
    """It comes by the machine's own address."""
    for path, field in (("/healthz", "alive"), ("/readyz", "ready")):
        answer = httpx.get(instance.url + path, headers={"Host": "10.1.2.3:8000"})
        assert (answer.status_code, answer.json()[field]) == (200, True)
        assert answer.headers["Cache-Control"] == "no-store"


def test_a_site_whose_valkey_hangs_lives_and_is_not_ready(fragile: Instance) -> None:
    valkey = fragile.pid_of("valkey-server")
    os.kill(valkey, signal.SIGSTOP)
    try:
        answer = httpx.get(f"{fragile.url}/readyz", timeout=20)
        assert (answer.status_code, answer.json()["valkey"]["ready"]) == (503, False)
        assert httpx.get(f"{fragile.url}/healthz").status_code == 200
    finally:
        os.kill(valkey, signal.SIGCONT)
    wait_until(lambda: httpx.get(f"{fragile.url}/readyz").status_code == 200, 60, fragile.read_output)


def test_status_says_the_same_to_a_script(instance: Instance) -> None:
    status = json.loads(instance.manage("status", "--json"))
    assert status["ready"] is True
    assert set(status["runs"]) == {"live", "queued", "stuck", "failed", "first_token_ms"}
