"""Another take on the page: it asks before it goes back over later work, and the takes of an answer move the video with them."""

from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.chat import ChatPage
from tests.browser.pages.test_making_a_video import START, Studio
from tests.browser.waiting import until
from tests.instance import Instance

VIDEO = "document.querySelector('chat-page').state.storyboard"
FIRST_ANSWER = 'chat-message[data-role="assistant"]'


@pytest.fixture
async def alice(instance: Instance, page: Page) -> Studio:
    """With a first video."""
    chat = ChatPage(page, instance.url)
    await chat.sign_in(instance.sign_in_url)
    await chat.open(instance.shell(START))
    studio = Studio(chat)
    await studio.send("Make a 10 second intro for a coffee shop in warm colours")
    return studio


async def video(studio: Studio) -> dict[str, Any]:
    return await studio.chat.page.evaluate(VIDEO)


def first_answer(studio: Studio) -> Locator:
    return studio.chat.page.locator(FIRST_ANSWER).first


SAYS_TEA = f"/\\btea\\b/.test(JSON.stringify({VIDEO}))"


async def test_an_older_answer_asks_first_and_its_takes_move_the_video(alice: Studio, open_page) -> None:
    await alice.send("use ocean colours")
    await alice.send("change “coffee” to “tea”")
    page, before = alice.chat.page, await video(alice)
    another_take = first_answer(alice).get_by_role("button", name="Try a different version")
    dialog = page.get_by_role("dialog")

    await another_take.click()
    await expect(dialog).to_contain_text("This goes back to before 2 later changes.")
    await page.keyboard.press("Escape")
    await expect(another_take).to_be_enabled()
    await expect(another_take).to_be_focused()
    assert await video(alice) == before
    assert await alice.chat.answers() == 3

    await another_take.click()
    await dialog.get_by_role("button", name="Go back").click()
    take = first_answer(alice).locator(".version-switch")
    await expect(take).to_contain_text("2/2")
    await until(page, "document.querySelector('chat-page').state.messages.every(({status}) => status === 'success')")
    await until(page, f"!{SAYS_TEA}")

    await take.get_by_role("button", name="Previous version").click()
    await expect(take).to_contain_text("1/2")
    await until(page, SAYS_TEA)
    assert {**await video(alice), "revision": 0} == {**before, "revision": 0}
    await expect(page.locator("video-toolbar .toolbar-note")).to_contain_text(
        "as it was with version 1. Undo leads back"
    )

    other = ChatPage(await open_page(page.context), alice.chat.origin)
    await other.open(page.url.rstrip("/").rsplit("/", 1)[-1])
    there = other.page.locator(FIRST_ANSWER).first.locator(".version-switch")
    await expect(there).to_contain_text("1/2")  # after a load too, the words are those of the video

    await page.get_by_role("button", name="Undo", exact=True).click()
    await until(page, f"!{SAYS_TEA}")
    for each in (take, there):
        await expect(each).to_contain_text("2/2")


async def test_the_newest_answer_is_taken_again_without_a_question(alice: Studio) -> None:
    last = alice.chat.page.locator(FIRST_ANSWER).last
    await last.get_by_role("button", name="Try a different version").click()
    await expect(last.locator(".version-switch")).to_contain_text("2/2")
    assert await alice.chat.page.get_by_role("dialog").count() == 0
