"""axe finds nothing in what is opened, typed into and waited for on the page: one film's story, by day and by night."""

import pytest
from playwright.async_api import Page

from projects.demo_offers import STARTERS
from tests.browser.axe import AXE, RUN
from tests.browser.chat import PREVIEW, ChatPage
from tests.browser.pages.test_making_a_video import START
from tests.browser.waiting import until
from tests.instance import Instance

ENDED = "document.querySelector('chat-page').state.messages.every(({status}) => status === 'success')"


class States:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.found: dict[str, list[str]] = {}

    async def look(self, state: str) -> None:
        """By night the colours alone are others."""
        await self.page.evaluate(AXE.read_text(encoding="utf-8"))
        self.found[state] = await self.page.evaluate(RUN, None)
        await self.page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        self.found[f"{state}, by night"] = await self.page.evaluate(RUN, ["color-contrast"])
        await self.page.emulate_media(color_scheme="light", reduced_motion="reduce")


@pytest.mark.timeout(240)
async def test_axe_finds_nothing_from_the_first_look_to_the_second_version(instance: Instance, page: Page) -> None:
    chat, states = ChatPage(page, instance.url), States(page)
    await chat.sign_in(instance.sign_in_url)
    await chat.open(instance.shell(START))
    await page.locator("[data-starter]").first.wait_for()
    await states.look("first run")
    await chat.send(STARTERS[0].sentence)
    await until(page, f"({PREVIEW}?.storyboard?.scenes.length ?? 0) >= 1", timeout=60)
    await states.look("building")
    await chat.ended(1)
    await until(page, f"{PREVIEW}.storyboard.scenes.length === 5")

    await page.locator(".preview-monitor").press("Enter")  # the first text
    await page.locator(".canvas-input").wait_for(state="attached")
    await states.look("typing into the picture")
    await page.keyboard.press("Escape")

    for words in ("write a 900 word voice-over about the sea", "use ocean colours", "make it portrait"):
        await chat.send(words)
    await page.locator("message-queue li").nth(1).wait_for()
    await page.locator("message-queue li").first.get_by_role("button", name="Edit").click()
    await states.look("queue")
    await page.keyboard.press("Escape")
    await until(page, ENDED, timeout=60)

    await page.locator("#composer-input").press("ArrowUp")
    await states.look("a message is edited")
    await page.keyboard.type(" 1080p")
    await page.keyboard.press("Enter")
    await page.locator(".version-switch:not([hidden])").first.wait_for()
    await until(page, ENDED, timeout=60)
    await states.look("versions")

    await page.set_viewport_size({"width": 390, "height": 844})
    await page.locator("[data-role=open-preview]").click()
    await states.look("sheet of a phone")
    assert {state: each for state, each in states.found.items() if each} == {}
