"""Elapsed times and countdowns go by a clock that nobody can set."""

import pytest
from playwright.async_api import Page

from tests.browser.played_chat import go_live, message, snapshot, tell
from tests.browser.waiting import until

HOUR_MS = 3_600_000
ELAPSED = "document.querySelector('.activity elapsed-time')?.textContent"
SET_CLOCK = "(by) => { const now = Date.now; Date.now = () => now() + by; }"


@pytest.mark.parametrize("by", [HOUR_MS, -HOUR_MS], ids=["an hour ahead", "an hour back"])
async def test_a_run_takes_as_long_as_it_takes_when_the_clock_of_the_machine_is_set(chat: Page, by: int):
    now = await chat.evaluate("Date.now()")
    await go_live(chat, snapshot(message("1", "Half", status="running", started=now - 2_000)))
    await chat.evaluate(SET_CLOCK, by)
    await tell(chat, "event", {"id": "1-1", "type": "delta", "message_id": "1", "content": "x", "ts": now})
    await until(chat, f"/^[3-9] s$/.test({ELAPSED})")


@pytest.mark.parametrize("by", [HOUR_MS, -HOUR_MS], ids=["an hour ahead", "an hour back"])
async def test_a_countdown_goes_on_when_the_clock_of_the_machine_is_set(chat: Page, by: int):
    await go_live(chat)
    now = await chat.evaluate("Date.now()")
    await tell(chat, "state", {"state": "waiting", "retryAt": now + 9_000})
    await chat.evaluate(SET_CLOCK, by)
    await until(chat, "/Reconnecting in [3-7] s/.test(document.querySelector('connection-status').textContent)")
