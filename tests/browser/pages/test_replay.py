"""The making of an answer, watched again: film and words together, to the very end, and nothing is sent or written."""

import pytest
from playwright.async_api import Page, Request, Route, expect

from tests.browser.axe import AXE
from tests.browser.frames import example
from tests.browser.played_chat import asked, go_live, snapshot
from tests.browser.recorded_runs import ANSWER, logged, snapshot_after
from tests.browser.waiting import until

TEXT = "document.querySelector('replay-stage chat-message').text"
MOMENT = "document.querySelector('[aria-label=Moment]')"
FILM = {"revision": 2, **example("launch")}


def recording() -> dict:
    """The run "tools" with a film: it takes a quarter of a second."""
    *before, end = [event for event in logged("tools") if event["message_id"] == ANSWER]
    made = {
        "type": "storyboard",
        "message_id": ANSWER,
        "ts": end["ts"],
        "revision": 2,
        "cause": "tool",
        "summary": "Film",
    }
    return {"from": "log", "revision": 0, "events": [*before, made, end]}


@pytest.fixture
async def watching(chat: Page) -> Page:
    """A replay that has come to its end, opened by the keyboard."""
    sent: list[Request] = []

    async def answer(route: Route) -> None:
        sent.append(route.request)
        path = route.request.url.rsplit("/api/")[1]
        await route.fulfill(json=recording() if path.endswith("replay/") else {"storyboard": FILM})

    await chat.route("**/api/messages/**", answer)
    await chat.route("**/api/projects/*/revisions/*/", answer)
    shown = snapshot_after(logged("tools"))["messages"]
    await go_live(chat, snapshot(shown[0], {**shown[1], "started": 1}))
    await chat.focus("footer button:has-text('Replay')")
    await chat.keyboard.press("Enter")
    await chat.wait_for_selector("[aria-label='Watch again']")
    assert {request.method for request in sent} == {"GET"}
    return chat


async def test_it_ends_where_the_answer_ended_and_escape_leaves_it(watching: Page):
    assert await watching.evaluate(TEXT) == await watching.evaluate("document.querySelectorAll('chat-message')[1].text")
    assert await watching.inner_text("replay-stage .bubble") == "A coffee shop"
    assert await watching.inner_text("replay-stage build-card .tool-title") == "Added 0 of 1 scene"
    await watching.wait_for_selector(".replay-picture svg")
    await watching.evaluate(AXE.read_text(encoding="utf-8"))
    found = await watching.evaluate(
        "axe.run('dialog', {resultTypes: ['violations']}).then(({violations}) => violations)"
    )
    assert [each["id"] for each in found] == []
    await watching.keyboard.press("Escape")
    await until(watching, "document.querySelector('dialog.replay') === null")
    await until(watching, "document.activeElement.innerText === 'Replay'")
    assert await asked(watching) == await watching.evaluate("stream.stopped") == []


async def test_any_moment_of_it_can_be_looked_at_at_any_speed(watching: Page):
    move = f"(time) => {{ {MOMENT}.value = time; {MOMENT}.dispatchEvent(new Event('input')); }}"
    await watching.evaluate(move, 25)
    assert await watching.evaluate(TEXT) == "On it."
    await until(watching, "document.querySelector('.replay-picture').hidden")
    await watching.click("text=16×")
    assert await watching.get_attribute("text=16×", "aria-pressed") == "true"
    await watching.click("[aria-label=Play]")
    await watching.wait_for_selector("[aria-label='Watch again']")
    assert await watching.evaluate(TEXT) == "On it.\n\nDone."
    await watching.click("[aria-label='Watch again']")
    await watching.wait_for_selector("[aria-label='Watch again']")
    await watching.set_viewport_size({"width": 320, "height": 640})
    await expect(watching.get_by_label("Close")).to_be_in_viewport(ratio=1)
    await watching.click("[aria-label=Close]")
    await until(watching, "document.querySelector('dialog.replay') === null")
