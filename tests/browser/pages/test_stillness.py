"""Nothing on the page moves by itself: not when a film is made, not when what shows it arrives, not behind a sheet."""

import aiohttp
import pytest
from aiohttp import web
from playwright.async_api import Page

from tests.browser.chat import ChatPage
from tests.browser.conftest import OpenPage
from tests.browser.narrow_proxy import NarrowProxy, narrow_proxy
from tests.browser.waiting import until
from tests.instance import Instance

MOST = 0.02  # of the cumulative layout shift; what people call good is 0.1
PREVIEW = "document.querySelector('storyboard-preview')"
OBSERVE = """
  globalThis.shifts = [];
  const name = (node) => node?.closest?.("[class], [data-role]")?.className ?? node?.nodeName;
  new PerformanceObserver((list) => {
    for (const {value, sources} of list.getEntries()) shifts.push([value, ...sources.map(({node}) => name(node))]);
  }).observe({type: "layout-shift", buffered: true});
"""
NEW = """
from django.contrib.auth.models import User
from projects.actions import create_project
answer = str(create_project(User.objects.get(username="demo"), "").pk)
"""

LONG = """
from uuid import uuid4
from django.contrib.auth.models import User
from django.utils import timezone
from projects.actions import create_project
from projects.models import Message
project = create_project(User.objects.get(username="demo"), "A long talk")
for turn in range(60):
    ids = {"request_id": uuid4(), "project": project, "status": "success", "finished": timezone.now()}
    asked = Message.objects.create(position=2 * turn + 1, role="user", content="Tell me more", **ids)
    Message.objects.create(
        position=2 * turn + 2, role="assistant", content="What *they* have in common.\\n\\n" * 60, answers=asked, fence=1, **ids
    )
answer = str(project.pk)
"""

COLUMN = b'<aside id="preview"'
LONG_ENOUGH = "new Promise((drawn) => setTimeout(drawn, 200))"  # for a page to be drawn, if it may be


class PagesInPieces(NarrowProxy):
    """What stands before the studio's column in a project's page comes at once, the rest when it is `released`."""

    async def change_page(self, request: web.Request, down: web.StreamResponse, answer: aiohttp.ClientResponse) -> bool:
        if not request.path.startswith("/projects/"):
            return False
        before, column, after = (await answer.read()).partition(COLUMN)
        await down.write(before)
        await self.released.wait()
        await down.write(column + after)
        return True


async def assert_still(page: Page) -> None:
    """Also what follows a click, which browsers do not count."""
    await page.evaluate("new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen)))")
    shifts = await page.evaluate("shifts.splice(0)")
    assert sum(value for value, *_ in shifts) < MOST, shifts


async def test_a_conversation_is_seen_at_its_end_from_the_first_picture_on(instance: Instance, page: Page) -> None:
    await page.add_init_script(OBSERVE)
    chat = ChatPage(page, instance.url)
    await chat.sign_in(instance.sign_in_url)
    await chat.open(instance.shell(LONG))
    await until(page, "document.querySelectorAll('chat-message').length === 50")
    await assert_still(page)


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1024, 768), (390, 844)])
async def test_nothing_moves_while_a_film_is_made_and_looked_at(
    instance: Instance, open_page: OpenPage, width: int, height: int
) -> None:
    page = await open_page(viewport={"width": width, "height": height})
    await page.add_init_script(OBSERVE)
    chat = ChatPage(page, instance.url)
    await chat.sign_in(instance.sign_in_url)
    await chat.open(instance.shell(NEW))
    starter = page.locator("[data-starter]").nth(1)
    await starter.wait_for()
    await page.evaluate("shifts.length = 0")
    await chat.send("Launch a product that sorts the support inbox")
    await until(page, f"{PREVIEW}?.storyboard?.scenes.length >= 1", timeout=30)
    await page.evaluate("shifts.length = 0")  # what one sends makes room for its answer
    await chat.ended(1)
    await page.locator("build-card:not([data-status=running]) svg").last.wait_for()
    await assert_still(page)
    await page.reload()
    await until(page, f"Boolean({PREVIEW}?.storyboard)")
    await page.locator("build-card svg").last.wait_for()
    await assert_still(page)
    if width < 768:
        before = await page.locator("main").bounding_box()
        await page.locator("[data-role=open-preview]").click()
        await page.locator(".preview.is-open").wait_for()
        assert await page.locator("main").bounding_box() == before  # it lies behind the sheet


async def test_a_page_that_comes_in_pieces_is_drawn_when_its_columns_are_there(
    instance: Instance, open_page: OpenPage
) -> None:
    page = await open_page()
    page.expected_console = ["ERR_"]  # the proxy ends before the page
    await page.add_init_script(OBSERVE)
    async with narrow_proxy(instance.url, PagesInPieces) as proxy:
        proxy.sockets = "pass"
        chat = ChatPage(page, proxy.url)
        await chat.sign_in(instance.sign_in_url)
        await page.goto(f"{proxy.url}/projects/{instance.shell(NEW)}/", wait_until="commit")
        await until(page, "document.querySelector('message-list') !== null")
        await page.evaluate(LONG_ENOUGH)
        assert await page.evaluate("performance.getEntriesByType('paint').length") == 0
        proxy.released.set()
        await page.locator("[data-starter]").first.wait_for()
        await assert_still(page)
