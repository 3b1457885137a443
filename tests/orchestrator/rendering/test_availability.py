"""What the pages know of the workers: one that can export is believed, and only as long as it lives."""

import pytest
import redis
from django.conf import settings
from django.core.management.base import CommandError
from django.template import engines
from django.test import RequestFactory

from instance.readiness import require_server_export
from orchestrator.rendering import availability
from orchestrator.rendering.renderers import RENDERERS, Renderer

pytestmark = pytest.mark.usefixtures("connections")
MISSING = "Chromium is not installed on this worker."


@pytest.fixture
def worker_says(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(settings, "RENDER_LANE", "told")

    async def say(why: str | None) -> None:
        monkeypatch.setitem(RENDERERS, "told", Renderer(list, lambda: why))
        await availability.announce_availability()

    return say


async def test_a_page_is_told_what_is_missing_until_one_worker_can(worker_says, valkey: redis.Redis) -> None:
    assert availability.unavailable() == availability.NO_WORKER
    await worker_says(MISSING)
    assert availability.unavailable() == MISSING
    await worker_says(None)
    assert availability.unavailable() is None
    await worker_says(MISSING)
    assert availability.unavailable() is None
    assert 0 < valkey.ttl(availability.KEY) <= availability.EXPIRY_SECONDS


async def test_a_template_has_it_as_data(worker_says) -> None:
    await worker_says(MISSING)
    page = engines["django"].from_string(
        "{{ server_export.available|yesno:'available,unavailable' }}: {{ server_export.reason }}"
    )
    request = RequestFactory().get("/")
    assert page.render(availability.server_export(request), None) == f"unavailable: {MISSING}"


def test_without_valkey_a_page_still_has_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "REDIS_URL", "unix:///nowhere/valkey.sock")
    assert availability.unavailable() == availability.NO_WORKER


@pytest.mark.parametrize(
    ("setting", "value", "cure"),
    [
        ("RENDER_LANE", "blender", "RENDER_LANE is 'blender': set it to one of chromium, remotion, off."),
        ("RENDER_CHROMIUM", "/no/browser", "RENDER_CHROMIUM is '/no/browser', and no such program can be run"),
    ],
)
def test_a_setting_that_cannot_be_meant_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, setting: str, value: str, cure: str
) -> None:
    require_server_export()
    monkeypatch.setattr(settings, setting, value)
    with pytest.raises(CommandError) as refusal:
        require_server_export()
    assert cure in str(refusal.value)
