"""What waits for its answer stands above the composer, and can be changed there by keyboard alone, or dragged."""

import json
import re

from playwright.async_api import Page, Route, expect

from tests.browser.played_chat import go_live, message, snapshot, tell, user_messages

WORDS = {"a": "Write it", "b": "Make it blue", "c": "Make it short", "d": "Make it loud"}


def turn(name: str, status: str) -> list[dict]:
    asked = {"request_id": f"request-{name}"}
    return [message(name, WORDS[name], role="user", **asked), message(f"answer-{name}", status=status, **asked)]


def queued(*names: str) -> dict:
    return snapshot(*turn("a", "running"), *(each for name in names for each in turn(name, "pending")))


async def test_messages_that_wait_are_a_list_of_their_own(chat: Page) -> None:
    asked: list[tuple[str, str, dict]] = []

    async def answer(route: Route) -> None:
        request = route.request
        asked.append((request.method, request.url.rsplit("/queue/", 1)[1], json.loads(request.post_data or "{}")))
        await route.fulfill(json={"project_id": "p"})

    await chat.route("**/queue/**", answer)
    await go_live(chat, queued("b", "c", "d"))
    rows = chat.locator("message-queue li")
    await expect(rows).to_have_count(3)
    await expect(chat.locator("message-queue h2")).to_have_text("3 messages wait")
    assert await user_messages(chat) == ["Write it"], "the conversation has what is answered"

    await rows.nth(0).get_by_role("button", name="Later").press("Enter")
    await expect(chat.locator("[data-role=announcer]")).to_contain_text("Number 2 of 3")
    await tell(chat, "snapshot", queued("c", "b", "d"))
    await expect(rows.locator(".words")).to_have_text(["Make it short", "Make it blue", "Make it loud"])
    await expect(rows.nth(1).get_by_role("button", name="Later")).to_be_focused()

    await chat.keyboard.press("Alt+ArrowDown")
    await expect(chat.locator("[data-role=announcer]")).to_contain_text("Number 3 of 3")
    await tell(chat, "snapshot", queued("c", "d", "b"))
    grip, goal = rows.nth(1).locator(".grip"), await rows.nth(2).bounding_box()
    await grip.hover()
    await chat.mouse.down()
    await chat.mouse.move(goal["x"] + 9, goal["y"] + goal["height"] - 2, steps=3)
    await expect(rows.nth(2)).to_have_attribute("style", re.compile("translate"))
    await chat.mouse.up()
    await expect(rows.locator(".words")).to_have_text(["Make it short", "Make it blue", "Make it loud"])
    await tell(chat, "snapshot", queued("c", "b", "d"))

    await rows.nth(2).get_by_role("button", name="Edit").press("Enter")
    await expect(rows.nth(2).get_by_role("textbox")).to_be_focused()
    await rows.nth(2).get_by_role("textbox").fill("Make it quiet")
    await chat.keyboard.press("Enter")
    await expect(rows.nth(2).get_by_role("button", name="Edit")).to_be_focused()

    await rows.nth(2).get_by_role("button", name="Remove").press("Enter")
    await tell(chat, "snapshot", queued("c", "b"))
    await expect(rows.nth(1).get_by_role("button").first).to_be_focused()
    await rows.nth(0).get_by_role("button", name="Send now").press("Enter")
    await expect(chat.locator("[data-role=announcer]")).to_contain_text("It is answered now")
    assert asked == [
        ("PUT", "", {"order": ["c", "b", "d"]}),
        ("PUT", "", {"order": ["c", "d", "b"]}),
        ("PUT", "", {"order": ["c", "b", "d"]}),
        ("PATCH", "d/", {"message": "Make it quiet"}),
        ("DELETE", "d/", {}),
        ("POST", "c/", {}),
    ]
    await tell(chat, "snapshot", snapshot(*turn("a", "success")))
    await expect(chat.locator("message-queue")).to_be_hidden()
    await expect(chat.locator("#composer-input")).to_be_focused()
