"""A project's name is changed in place, while others may change it too, and while the server may refuse."""

import asyncio

import pytest
from playwright.async_api import Page, Route

from tests.browser.played_chat import EMPTY, go_live, tell
from tests.browser.rendering import PROJECT
from tests.browser.waiting import until

HEADING = "h1 editable-title"
BOX = f"{HEADING} input"
PROBLEM = ".note-line"


async def open_box(page: Page) -> None:
    await go_live(page, {**EMPTY, "project": {**PROJECT, "more": False}})
    await page.dblclick(HEADING)
    await page.wait_for_selector(BOX)


async def name_by_the_model(page: Page, title: str, sequence: int) -> None:
    call = {"message_id": "1", "tool_call_id": "t", "name": "set_title", "success": True, "payload": {"title": title}}
    await tell(page, "event", {"id": f"1-{sequence}", "type": "tool_result", "ts": 1, **call})
    await until(page, f"document.title === '{title}'")


async def answer_with(page: Page, answer: dict, status: int = 200) -> list[str]:
    """Returns the names that were asked for."""
    names: list[str] = []

    async def fulfil(route: Route) -> None:
        names.append(route.request.post_data_json["title"])
        await route.fulfill(json={"title": names[-1], **answer}, status=status)

    await page.route(f"**/api/projects/{PROJECT['id']}/", fulfil)
    return names


async def names_shown(page: Page) -> list[str]:
    return await page.evaluate("[...document.querySelectorAll('editable-title')].map((each) => each.textContent)")


@pytest.mark.parametrize("key", ["Escape", "Enter", "Tab"])
async def test_a_name_that_came_while_the_box_was_open_is_shown_in_the_end(chat: Page, key: str):
    await open_box(chat)
    await name_by_the_model(chat, "By the model", 1)
    assert await chat.input_value(BOX) == "Coffee"  # the box is the person's
    await chat.press(BOX, key)
    assert await names_shown(chat) == ["By the model", "By the model"]


async def test_a_name_given_in_another_tab_is_shown_here(chat: Page):
    await go_live(chat, {**EMPTY, "project": {**PROJECT, "more": False}})
    await tell(chat, "event", {"id": "1-1", "type": "project_renamed", "ts": 1, "title": "Elsewhere"})
    await until(chat, "document.title === 'Elsewhere'")
    assert await names_shown(chat) == ["Elsewhere", "Elsewhere"]


async def test_what_the_person_typed_goes_before_a_name_that_came_meanwhile(chat: Page):
    names = await answer_with(chat, {})
    await open_box(chat)
    await name_by_the_model(chat, "By the model", 1)
    await chat.fill(BOX, "  By \0the person ")
    await chat.press(BOX, "Enter")
    await until(chat, "document.title === 'By the person'")
    assert names == ["By the person"]
    assert await names_shown(chat) == ["By the person", "By the person"]


async def test_a_name_is_shown_as_the_server_keeps_it(chat: Page):
    await answer_with(chat, {"title": "Two words"})
    await open_box(chat)
    await chat.fill(BOX, "Two    words")
    await chat.press(BOX, "Enter")
    await until(chat, "document.title === 'Two words'")
    assert await names_shown(chat) == ["Two words", "Two words"]


async def test_a_rename_that_fails_says_why_and_can_be_tried_again(chat: Page):
    chat.expected_console = ["503"]
    await answer_with(chat, {"code": "unavailable", "detail": "The server cannot take this."}, 503)
    await open_box(chat)
    await chat.fill(BOX, "New name")
    await chat.press(BOX, "Enter")
    await chat.wait_for_selector(PROBLEM)
    assert await chat.inner_text(f"{PROBLEM} span") == (
        "The name is not changed to “New name”. The server cannot take this."
    )
    assert await names_shown(chat) == ["Coffee", "Coffee"]
    assert await chat.title() == "Coffee"
    await chat.unroute_all()
    await answer_with(chat, {})
    await chat.get_by_role("button", name="Try again").click()
    assert await chat.input_value(BOX) == "New name"
    await chat.press(BOX, "Enter")
    await until(chat, "document.title === 'New name'")
    assert await chat.locator(PROBLEM).count() == 0


async def test_a_rename_that_fails_leaves_the_newest_name_not_the_one_before(chat: Page):
    chat.expected_console = ["ERR_FAILED"]
    begun, end = asyncio.Event(), asyncio.Event()

    async def fail(route: Route) -> None:
        begun.set()
        await end.wait()
        await route.abort()

    await chat.route("**/api/**", fail)
    await open_box(chat)
    await chat.fill(BOX, "New name")
    await chat.press(BOX, "Enter")
    await begun.wait()
    assert (await names_shown(chat))[0] == "Coffee"
    await name_by_the_model(chat, "By the model", 1)
    end.set()
    await chat.wait_for_selector(PROBLEM)
    assert await names_shown(chat) == ["By the model", "By the model"]
