"""States of the chat page that a server is seldom in, played by hand: for screenshots.py."""

import time
from collections.abc import Awaitable, Callable

from playwright.async_api import BrowserContext, Page

from tests.browser.frames import example
from tests.browser.played_chat import EMPTY, go_live, message, open_chat, tell
from tests.browser.waiting import until

ASKED = "A short film for our coffee roastery: we open on Saturday at nine, Mill Street 4."
SAID = """Here is the plan, in the order in which people see it:

1. **Opening**: beans fall, the name comes in.
2. **What there is**: flat white, rye bread, a window seat.

| Scene | Seconds |
|---|---|
| Opening | 4 |
| What there is | 6 |

```css
.headline { color: #ff5a36; }
```

Shall the address stay until the"""
CALL = {"tool_call_id": "t", "name": "edit_scene", "title": "Changing scene 2", "arguments": {"target": "2"}}
BEGUN = int(time.time() * 1000) - 4000
RUNNING = {**CALL, "status": "running", "started": BEGUN, "progress": 0.4}
FAILED = {**CALL, "status": "error", "elapsed_ms": 900, "payload": {"notice": "That scene could not be drawn."}}
SILENT = {"code": "provider_silent", "error": "The AI did not answer in time.", "retryable": True}
NO_CREDIT = {"code": "provider_quota_used_up", "error": "The AI is not available right now.", "retryable": False}
TOO_MUCH = {"code": "rate_limited", "detail": "That was a lot of messages. Try again in 40 s.", "retry_after": 40}

Played = Callable[[BrowserContext], Awaitable[Page]]


def _answered(*answers: dict) -> dict:
    return {
        **EMPTY,
        "project": {**EMPTY["project"], "title": "Mill Street Coffee"},
        "messages": [message("1", ASKED, role="user"), *answers],
        "storyboard": {"revision": 1, **example("launch")},
    }


async def _play(context: BrowserContext, first: dict) -> Page:
    page = await context.new_page()
    await page.route("**/api/**", lambda route: route.fulfill(json={"revisions": [], "palettes": {}, "files": []}))
    await open_chat(page)
    await go_live(page, first)
    await until(page, "Boolean(document.querySelector('storyboard-preview')?.storyboard)")
    return page


def _state(*answers: dict) -> Played:
    return lambda context: _play(context, _answered(*answers))


async def _signed_out(context: BrowserContext) -> Page:
    page = await _play(context, _answered(message("2", "Your film is ready.")))
    await tell(page, "state", {"state": "signed-out", "code": 4501})
    return page


async def _catching_up(context: BrowserContext) -> Page:
    page = await _play(context, _answered(message("2", "Your film is ready.")))
    await tell(page, "caughtup", {"missed_events": 212, "mode": "replayed"})
    return page


async def _refused(context: BrowserContext) -> Page:
    page = await _play(context, _answered(message("2", "Your film is ready.")))
    await page.fill("#composer-input", "Make it bold")
    await page.press("#composer-input", "Enter")
    await until(page, "stream.asked.length === 1")
    await page.evaluate("(refusal) => stream.asked[0].reject(refusal)", TOO_MUCH)
    await page.get_by_role("button", name="Try again").wait_for()
    return page


async def _many_messages(context: BrowserContext) -> Page:
    """The newest fifty of three hundred, read from the first of them."""
    turns = [
        message(str(n), SAID if n % 4 == 1 else "Make the second scene a little shorter.", role=role)
        for n, role in enumerate(["user", "assistant"] * 25)
    ]
    first = {**_answered(), "messages": turns}
    page = await _play(context, {**first, "project": {**first["project"], "more": True}})
    await page.evaluate("document.querySelector('[data-role=scroller]').scrollTop = 0")
    return page


PLAYED: dict[str, Played] = {
    "thinking": _state(message("2", status="running", phase="thinking", started=BEGUN)),
    "streaming": _state(message("2", SAID, status="running", phase="thinking", started=BEGUN)),
    "changing": _state(
        message("2", "At once.", status="running", phase="building", started=BEGUN, tool_calls=[RUNNING])
    ),
    "failed": _state(message("2", "I tried.", tool_calls=[FAILED], elapsed_ms=2000)),
    "approval": _state(
        message("2", SAID[:60], status="running", tool_calls=[{**CALL, "status": "running", "approval": "requested"}])
    ),
    "stopped": _state(message("2", SAID[:120], status="cancelled", finish_reason="cancelled")),
    "error": _state(message("2", SAID[:120], status="error", error=SILENT)),
    "no-credit": _state(message("2", "", status="error", error=NO_CREDIT)),
    "signed-out": _signed_out,
    "catching-up": _catching_up,
    "refused": _refused,
    "300-messages": _many_messages,
}
