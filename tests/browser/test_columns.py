"""The columns of the page: the line between conversation and film is moved and stays, and on a phone the film makes room for who
reads back."""

from playwright.async_api import Page, expect

from tests.browser.frames import give_picture
from tests.browser.played_chat import go_live, message, reload, snapshot
from tests.browser.test_preview import COFFEE
from tests.browser.waiting import until

WIDTH = "document.querySelector('main').offsetWidth"
PAGES = [message(str(number), "Words. " * 60, role="user") for number in range(30)]
FILM = {**snapshot(*PAGES), "storyboard": {"revision": 1, **COFFEE}}


async def test_the_line_between_the_columns_is_moved_and_stays_there(chat: Page) -> None:
    await chat.set_viewport_size({"width": 1440, "height": 900})
    await chat.route("**/assets/**", give_picture)
    await go_live(chat, FILM)
    line = chat.get_by_role("separator", name="Width of the conversation")
    before = await line.evaluate(f"() => {WIDTH}")
    await line.press("ArrowRight")
    assert await chat.evaluate(WIDTH) > before
    await line.hover()
    await chat.mouse.down()
    await chat.mouse.move(720, 300)
    await chat.mouse.up()
    moved = await chat.evaluate(WIDTH)
    assert 640 < moved < 700
    await expect(line).to_have_attribute("aria-valuenow", str(round(moved / 14.4)))
    await reload(chat, FILM)
    await line.wait_for()
    assert await chat.evaluate(WIDTH) == moved
    await line.dblclick()
    assert await chat.evaluate(WIDTH) == before


async def test_on_a_phone_the_film_makes_room_for_who_reads_back(chat: Page) -> None:
    await chat.set_viewport_size({"width": 390, "height": 844})
    await chat.route("**/assets/**", give_picture)
    await go_live(chat, FILM)
    monitor, scroller = chat.locator(".preview-monitor"), chat.locator("[data-role=scroller]")
    await expect(monitor).to_be_visible()
    large = (await monitor.bounding_box())["height"]
    await scroller.evaluate("(scroller) => { scroller.scrollTop = 0 }")
    await until(chat, "document.querySelector('.preview-monitor').offsetHeight === 72")
    await monitor.click()
    assert (await monitor.bounding_box())["height"] == large
    assert await chat.locator("storyboard-preview [data-playing]").count() == 0, "the press meant its size"
    await scroller.evaluate("(scroller) => { scroller.scrollTop = scroller.scrollHeight }")
    await expect(chat.locator("[data-role=to-newest]")).to_be_hidden()
    await scroller.evaluate("(scroller) => { scroller.scrollTop = 0 }")
    await until(chat, "document.querySelector('.preview-monitor').offsetHeight === 72")
