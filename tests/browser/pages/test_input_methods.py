"""The key that chooses a word in an input method does nothing else: neither by its own flag nor by the code 229 alone."""

import pytest
from playwright.async_api import Page

from tests.browser.frames import example
from tests.browser.played_chat import EMPTY, asked, go_live, message, snapshot
from tests.browser.rendering import PROJECT
from tests.browser.waiting import until

# A composition as browsers report it: Chromium and Firefox, and Safari, where it is over when the key is reported.
COMPOSING = {"its flag": "{isComposing: true, keyCode: 229}", "229 alone": "{isComposing: false, keyCode: 229}"}
PRESS = """([selector, key, options]) => {
  const event = new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true, ...options});
  document.querySelector(selector).dispatchEvent(event);
  return event.defaultPrevented;
}"""
RUNNING = message("1", "Half", status="running")


@pytest.fixture(params=COMPOSING.values(), ids=COMPOSING)
async def compose(chat: Page, request: pytest.FixtureRequest):
    """`await compose(selector, key, **modifiers)`: whether somebody took the key."""

    async def press(selector: str, key: str, **modifiers: bool) -> bool:
        return await chat.evaluate(
            PRESS.replace("...options", f"...options, ...{request.param}"), [selector, key, modifiers]
        )

    return press


async def test_it_neither_sends_nor_stops_nor_opens_anything(chat: Page, compose):
    await go_live(chat, snapshot(RUNNING))
    await chat.fill("#composer-input", "にほん")
    for key in ("Enter", "Escape", "F2", "?"):
        assert not await compose("#composer-input", key)
        assert not await compose("body", key)
    assert await asked(chat) == []
    assert await chat.evaluate("stream.stopped") == []
    assert await chat.locator("editable-title input, dialog[open]").count() == 0


async def test_it_neither_ends_a_rename_nor_saves_it(chat: Page, compose):
    await go_live(chat, {**EMPTY, "project": {**PROJECT, "more": False}})
    await chat.dblclick("h1 editable-title")
    await chat.fill("h1 input", "にほん")
    for key in ("Enter", "Escape"):
        assert not await compose("h1 input", key)
    assert await chat.input_value("h1 input") == "にほん"


async def test_it_neither_saves_a_text_of_the_video_nor_moves_or_undoes_anything(chat: Page, compose):
    edits: list[str] = []
    await chat.route("**/api/**", lambda route: route.fulfill(json={"revisions": []}))
    chat.on("request", lambda request: request.method != "GET" and edits.append(request.url))
    await go_live(chat, {**EMPTY, "storyboard": {"revision": 1, **example("launch")}})
    field = ".scene-field textarea"
    await chat.fill(field, "にほん")
    for key in ("Enter", "Escape"):
        assert not await compose(field, key)
    assert await chat.input_value(field) == "にほん"
    for key in (" ", "ArrowLeft", "Home", "Escape"):
        assert not await compose("storyboard-preview", key)
    assert not await compose("body", "z", ctrlKey=True)
    assert edits == []


async def test_the_same_keys_act_when_no_composition_goes_on(chat: Page):
    await go_live(chat, snapshot(RUNNING))
    await chat.fill("#composer-input", "日本")
    await chat.press("#composer-input", "Escape")
    await chat.press("#composer-input", "Enter")
    await until(chat, "stream.stopped.length === 1 && stream.asked.length === 1")
