"""A preview on a page of its own, whose clock moves only when a test says so: for the tests of it and of what lies in it."""

import copy
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page

from tests.browser.conftest import complaints_of
from tests.browser.frames import example
from tests.browser.rendering import ORIGIN

STYLES = ["tokens", "base", "preview", "timeline-blocks", "timeline"]
COFFEE = example("coffee")  # scenes of 4, 4, 5, 4 and 3 seconds, 30 frames each

LAST_WORDS = "all => all.map((shot) => shot.innerText.split(/\\s*\\n\\s*/).slice(-3).join(' '))"
OPEN = """async () => {
  await import("/static/projects/js/preview.js");
  document.querySelector("storyboard-preview")?.remove();
  globalThis.preview = document.createElement("storyboard-preview");
  preview.dataset.assets = "/pictures/";
  preview.style.height = "700px";
  globalThis.chosen = [];
  preview.addEventListener("scene-chosen", ({detail}) => chosen.push(detail.sceneId));
  document.querySelector("main").append(preview);
}"""


@pytest.fixture(scope="module")
async def studio(browser: Browser) -> AsyncIterator[Page]:
    """One page for all tests here, each of which has a preview of its own. Its clock moves only when a test says so."""
    context = await browser.new_context()
    page = await context.new_page()
    page.complaints = complaints_of(page)
    await page.clock.install(time=0)
    await page.goto(ORIGIN)
    await page.clock.pause_at(1_000)
    for name in STYLES:
        await page.add_style_tag(url=f"/static/projects/css/{name}.css")
    yield page
    await context.close()


@pytest.fixture
async def preview(studio: Page, strays: list[str]) -> AsyncIterator[Page]:
    await studio.evaluate(OPEN)
    yield studio
    await studio.emulate_media(reduced_motion="no-preference", color_scheme="light")
    seen = [*studio.complaints]
    studio.complaints.clear()
    assert seen == []


async def give(page: Page, storyboard: dict | None) -> None:
    await page.evaluate("(storyboard) => { preview.storyboard = storyboard }", storyboard)


async def until_shown(page: Page, condition: str) -> None:
    """Each scene of the timeline is drawn in a frame of its own, once the page is laid out."""
    for _ in range(100):
        if await page.evaluate(condition):
            return
        await page.clock.run_for(20)
    raise AssertionError(condition)


async def frame(page: Page) -> int:
    return await page.evaluate("preview.frame")


async def label(page: Page) -> str:
    return await page.get_attribute(".preview-picture", "aria-label")


async def is_playing(page: Page) -> bool:
    return await page.evaluate("preview.isPlaying")


def changed(scene: int, **fields: object) -> dict:
    storyboard = copy.deepcopy(COFFEE)
    storyboard["scenes"][scene] |= fields
    return storyboard
