"""Whoever has never seen the page makes a film, changes it, undoes, exports, shares and finds it again, in few clicks."""

import secrets
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.chat import PREVIEW
from tests.browser.waiting import until
from tests.instance import Instance

NEW_PERSON = """
from django.contrib.auth.models import User
User.objects.create_user({name!r}, password={password!r})
answer = None
"""
FILM = f"{PREVIEW}.storyboard"
NAMES = f"{FILM}.scenes.map(({{name}}) => name)"
SECONDS = f"{FILM}.scenes.reduce((sum, {{duration}}) => sum + duration, 0)"
ENDED = "document.querySelectorAll('chat-message[data-role=assistant][data-status=success]').length === {count}"


class Hand:
    """Counts what it does: a click, a drag, a key that is no text."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.done = 0

    def count(self) -> int:
        """Since this was asked last."""
        done, self.done = self.done, 0
        return done

    async def click(self, target: Locator) -> None:
        self.done += 1
        await target.click(timeout=60_000)

    async def press(self, keys: str) -> None:
        self.done += 1
        await self.page.keyboard.press(keys)

    async def drag(self, target: Locator, to: Locator) -> None:
        self.done += 1
        start, end = await target.bounding_box(), await to.bounding_box()
        assert start
        assert end
        await self.page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
        await self.page.mouse.down()
        await self.page.mouse.move(end["x"] + end["width"] - 4, end["y"] + end["height"] / 2, steps=4)
        await self.page.mouse.up()


@pytest.fixture
async def hand(instance: Instance, page: Page) -> AsyncIterator[Hand]:
    """Of somebody who has just signed in for the first time."""
    name, password = f"dora-{secrets.token_hex(4)}", secrets.token_hex(8)
    instance.shell(NEW_PERSON.format(name=name, password=password))
    await page.set_viewport_size({"width": 1440, "height": 900})
    await page.goto(f"{instance.url}/sign-in/")
    await page.get_by_label("Name").fill(name)
    await page.get_by_label("Password", exact=True).fill(password)
    await page.get_by_role("button", name="Sign in").click()
    yield Hand(page)
    await page.goto("about:blank")  # the headless shell may never close a page that has just made a file


@pytest.mark.timeout(240)
async def test_a_film_is_made_changed_exported_shared_and_found_again_in_few_clicks(hand: Hand) -> None:
    page = hand.page
    await hand.click(page.get_by_role("main").get_by_role("button", name="New video"))
    await hand.click(page.locator("[data-starter]").first)
    await until(page, ENDED.format(count=1), timeout=60)
    await until(page, f"{FILM}?.scenes.length === 5")
    assert hand.count() <= 2, "to make a film"

    await page.keyboard.type("make it 5 seconds")
    await hand.press("Enter")
    await until(page, ENDED.format(count=2), timeout=30)
    await until(page, f"{SECONDS} < 6")
    assert hand.count() <= 1, "to change it in words"

    before = await page.evaluate(FILM)
    await hand.click(page.locator(".preview-picture text").first)
    await hand.press("End")
    await page.keyboard.type(" today")
    await hand.press("Enter")
    await until(page, f"JSON.stringify({FILM}).includes(' today')")
    assert hand.count() <= 3, "to change a text by hand"

    # At once: what was typed may still be on its way.
    await hand.click(page.get_by_role("button", name="Undo", exact=True))
    await until(page, f"!JSON.stringify({FILM}).includes(' today')")
    assert hand.count() <= 1, "to undo that"

    blocks = page.locator(".shot")
    await hand.drag(blocks.nth(0), to=blocks.nth(1))
    first, second, *_ = [scene["name"] for scene in before["scenes"]]
    await until(page, f"{NAMES}[0] === '{second}' && {NAMES}[1] === '{first}'")
    assert hand.count() <= 2, "to move a scene"

    await hand.click(page.locator("palette-picker summary"))
    await hand.click(page.locator(".palette").nth(4))
    await until(page, f"{FILM}.style.palette.bg !== '{before['style']['palette']['bg']}'")
    assert hand.count() <= 2, "for other colours"

    await hand.click(page.get_by_role("button", name="Share"))
    async with page.expect_download(timeout=90_000) as file:
        await hand.click(page.get_by_role("button", name="Export MP4"))
    assert (await file.value).suggested_filename.endswith(".mp4")
    await expect(page.get_by_role("link", name="Download")).to_be_visible()
    assert hand.count() <= 2, "for a file"

    await hand.click(page.get_by_role("button", name="Share"))
    await hand.click(page.get_by_role("switch"))
    link = page.get_by_label("Link to the film").and_(page.locator("input[type=text]"))
    await expect(link).not_to_have_value("")
    assert hand.count() <= 2, "for a link"
    assert (await page.request.get(await link.input_value())).ok

    address, title = page.url, await page.locator("h1").inner_text()
    await page.goto(address.split("/projects/")[0])
    await hand.click(page.locator(".slates li[data-project] a").first)
    await page.wait_for_url(address)
    assert hand.count() <= 1, "to find it in the list"

    await page.locator("#composer-input").focus()
    await hand.press("Control+K")
    await page.keyboard.type(title[:8])
    await expect(page.locator(".finder [role=option]").first).to_contain_text(title)
    async with page.expect_navigation(url=address):  # it is there already
        await hand.press("Enter")
    assert hand.count() <= 2, "to find it by its name"
