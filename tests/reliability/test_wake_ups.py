"""R9: a wake-up is only a hint. If each one is lost, events come with the next look at the log, 2.5 s later at most."""

import asyncio
import time
from uuid import uuid4

import pytest

from chatstream.follow.hub import Hub
from chatstream.follow.subscription import Subscription
from chatstream.log import event_log
from chatstream.log.entries import START
from tests.chatstream.appends import append_words

pytestmark = pytest.mark.usefixtures("connections")


async def test_all_wake_ups_lost_make_an_event_late_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    project, hub, keep = str(uuid4()), Hub(event_log.get_log()), event_log.get_log()
    monkeypatch.setattr(event_log, "wake_channel", lambda project_id: "nobody hears this")
    async with Subscription(hub, keep, project, START) as reader:
        assert await reader.catch_up() == []
        published_at = time.monotonic()
        await append_words(project, "Hello")
        async with asyncio.timeout(30):
            [entry] = await reader.next()
        waited = time.monotonic() - published_at
    assert entry.event()["content"] == "Hello"
    assert waited < 10  # 2.5 s are promised; this machine may be busy
