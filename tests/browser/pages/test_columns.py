"""The columns of the page: the line between conversation and film is moved and stays, and on a phone the film makes room for who
reads back."""

from playwright.async_api import Page, expect

from tests.browser.pages.test_colours_and_parts import desk
from tests.browser.played_chat import go_live, message, reload, snapshot
from tests.browser.preview_page import COFFEE
from tests.browser.waiting import until

__all__ = ["desk"]  # the fixture

WIDTH = "document.querySelector('main').offsetWidth"
PAGES = [message(str(number), "Words. " * 60, role="user") for number in range(30)]
FILM = {**snapshot(*PAGES), "storyboard": {"revision": 1, **COFFEE}}


async def test_the_line_between_the_columns_is_moved_and_stays_there(desk: Page) -> None:
    await desk.set_viewport_size({"width": 1440, "height": 900})
    await go_live(desk, FILM)
    line = desk.get_by_role("separator", name="Width of the conversation")
    before = await line.evaluate(f"() => {WIDTH}")
    await line.press("ArrowRight")
    assert await desk.evaluate(WIDTH) > before
    await line.hover()
    await desk.mouse.down()
    await desk.mouse.move(720, 300)
    await desk.mouse.up()
    moved = await desk.evaluate(WIDTH)
    assert 640 < moved < 700
    await expect(line).to_have_attribute("aria-valuenow", str(round(moved / 14.4)))
    await reload(desk, FILM)
    await line.wait_for()
    assert await desk.evaluate(WIDTH) == moved
    await line.dblclick()
    assert await desk.evaluate(WIDTH) == before


async def test_on_a_phone_the_film_makes_room_for_who_reads_back(desk: Page) -> None:
    await desk.set_viewport_size({"width": 390, "height": 844})
    await go_live(desk, FILM)
    monitor, scroller = desk.locator(".preview-monitor"), desk.locator("[data-role=scroller]")
    await expect(monitor).to_be_visible()
    large = (await monitor.bounding_box())["height"]
    await scroller.evaluate("(scroller) => { scroller.scrollTop = 0 }")
    await until(desk, "document.querySelector('.preview-monitor').offsetHeight === 72")
    await monitor.click()
    assert (await monitor.bounding_box())["height"] == large
    assert await desk.locator("storyboard-preview [data-playing]").count() == 0, "the press meant its size"
    await scroller.evaluate("(scroller) => { scroller.scrollTop = scroller.scrollHeight }")
    await expect(desk.locator("[data-role=to-newest]")).to_be_hidden()
    await scroller.evaluate("(scroller) => { scroller.scrollTop = 0 }")
    await until(desk, "document.querySelector('.preview-monitor').offsetHeight === 72")
