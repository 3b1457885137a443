"""What is laid over the page takes the focus and gives it back; and the page is there for fingers, for who reads from the right,
for who zooms in, and for who chose their colours."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.pages.test_video_export import open_video
from tests.browser.waiting import until
from tests.instance import Instance

FOCUS = "document.activeElement.dataset.action ?? document.activeElement.className"
SMALL = """[...document.querySelectorAll("button, select, summary, .primary, input:not([type=range], [type=checkbox])")]
  .filter((each) => each.checkVisibility() && !each.closest(".visually-hidden") && !each.matches(".shot-add"))
  .map((each) => [each.getBoundingClientRect(), each.ariaLabel || each.textContent.trim()])
  .filter(([{ width, height }]) => width > 0 && (width < 40 || height < 40)).map(([, name]) => name)"""
HEADLINE = """["text", "svg"].map((name) => document.querySelector(`.preview-picture ${name}`).getBoundingClientRect().left)
  .reduce((text, film) => text - film)"""
INERT = "document.querySelector('main').inert"
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.timeout(240)
async def test_fingers_find_everything_and_what_lies_over_the_page_has_the_focus(
    instance: Instance, open_page: OpenPage
) -> None:
    """In German, which comes with the page."""
    page = await open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, locale="de-DE")
    await open_video(instance, page, "landscape", 4)
    assert await page.evaluate(SMALL) == []

    await page.tap("[data-action=open-projects]:visible")
    await until(page, "document.querySelector('#sidebar').contains(document.activeElement)")
    await until(page, INERT)
    await page.keyboard.press("Escape")
    await until(page, f"({FOCUS}) === 'open-projects' && !{INERT}")

    await page.tap("[data-role=open-preview]")
    await until(page, f"({FOCUS}) === 'preview-monitor' && {INERT}")
    assert await page.evaluate(SMALL) == []
    tall = await page.evaluate("document.querySelector('#preview').offsetHeight / innerHeight")
    await page.get_by_role("button", name="Höhe des Blatts").tap()
    await until(page, "Math.abs(document.querySelector('#preview').offsetHeight / innerHeight - 0.4) < 0.01")
    assert tall == pytest.approx(0.9, abs=0.01)
    await page.touchscreen.tap(195, 60)  # on the veil
    await expect(page.locator("[data-role=open-preview]")).to_be_focused()
    await until(page, f"!{INERT}")


@pytest.mark.timeout(240)
async def test_the_page_reads_from_the_right_and_can_be_zoomed(instance: Instance, page: Page) -> None:
    await open_video(instance, page, "landscape", 4)
    before = await page.evaluate(HEADLINE)
    await page.evaluate("document.documentElement.dir = 'rtl'")
    for width in (1440, 1024, 390):
        await page.set_viewport_size({"width": width, "height": 900})
        assert await page.evaluate(WIDE) == 0, width
    await page.set_viewport_size({"width": 1280, "height": 720})
    sidebar = await page.locator("#sidebar").bounding_box()
    assert (await page.locator("#preview").bounding_box())["x"] == 0
    assert sidebar["x"] + sidebar["width"] == 1280
    assert await page.evaluate(HEADLINE) == pytest.approx(before, abs=1)  # the film is as it was

    await page.evaluate("document.documentElement.dir = 'ltr'")
    await page.set_viewport_size({"width": 320, "height": 256})  # 1280 × 1024 at 400 %
    assert await page.evaluate(WIDE) == 0
    assert (await page.locator("[data-role=scroller]").bounding_box())["height"] > 60
    await expect(page.locator("#composer-input")).to_be_in_viewport()
    await page.emulate_media(forced_colors="active")
    border = "getComputedStyle(document.querySelector('.preview-play')).borderTopWidth"
    assert await page.evaluate(border) == "1px"
