"""A request of the page that is lost on the way does not take a part of it away until a reload."""

import pytest
from playwright.async_api import Page, Route

from tests.browser.frames import example
from tests.browser.recorded_runs import snapshot_after
from tests.browser.rendering import CHAT, ORIGIN
from tests.browser.waiting import until

UNLOADED = "document.querySelector('[data-role=unloaded]')"
SCENES = "document.querySelectorAll('.preview-strip li').length"
TRIES = 4


@pytest.fixture
async def chat(page: Page) -> Page:
    page.expected_console = ["ERR_FAILED", "ERR_EMPTY_RESPONSE"]  # what is lost, and a server that is not there
    await page.goto(ORIGIN + CHAT)
    await until(page, "globalThis.stream !== undefined")
    return page


async def lose(page: Page, file: str, times: int = 1) -> list[str]:
    """The next `times` requests for `file` fail. Returns a list of all that come."""
    asked: list[str] = []

    async def answer(route: Route) -> None:
        asked.append(route.request.url)
        await (route.abort() if len(asked) <= times else route.fallback())

    await page.route(f"**/{file}", answer)
    return asked


async def show_video(page: Page) -> None:
    shown = {**snapshot_after([]), "storyboard": {"revision": 3, **example("launch")}}
    await page.evaluate("(shown) => { stream.tell('snapshot', shown); stream.tell('state', {state: 'live'}) }", shown)


@pytest.mark.parametrize("file", ["video-column.js", "preview-clock.js"])
async def test_a_lost_module_is_asked_for_again(chat: Page, file: str) -> None:
    asked = await lose(chat, file)
    await show_video(chat)
    await until(chat, f"{SCENES} > 0")
    assert len(asked) > 1
    assert await chat.evaluate(f"{UNLOADED}.hidden")


async def test_a_lost_style_sheet_is_asked_for_again(chat: Page) -> None:
    asked = await lose(chat, "preview.css")
    await show_video(chat)
    await until(chat, f"{SCENES} > 0")
    assert len(asked) == 2
    assert await chat.evaluate("[...document.styleSheets].some(({href}) => href.endsWith('/preview.css'))")


async def test_what_cannot_be_loaded_says_so_and_is_tried_again_on_demand(chat: Page) -> None:
    await lose(chat, "preview-clock.js", TRIES)
    await show_video(chat)
    await until(chat, f"!{UNLOADED}.hidden")
    said = "What shows the video could not be loaded. Try again, or reload the page: nothing is lost."
    assert await chat.inner_text("[data-role=unloaded] span") == said
    await chat.click("[data-role=unloaded] button")
    await until(chat, f"{SCENES} > 0")
    assert await chat.evaluate(f"{UNLOADED}.hidden")


async def test_pictures_that_cannot_be_sent_yet_are_kept_for_the_next_try(chat: Page) -> None:
    await show_video(chat)
    await lose(chat, "attachment-tray.js", TRIES)
    await chat.set_input_files("input[type=file]", {"name": "a.png", "mimeType": "image/png", "buffer": b"\x89PNG"})
    await until(chat, f"{UNLOADED}.innerText.startsWith('What sends pictures')")
    await chat.click("[data-role=unloaded] button")
    await until(chat, "document.querySelectorAll('attachment-tray li').length === 1")


async def test_a_page_whose_first_modules_are_lost_says_so(page: Page) -> None:
    page.expected_console = ["ERR_FAILED", "ERR_EMPTY_RESPONSE"]
    await lose(page, "message-list.js", TRIES)  # a lost preload is followed by an import
    await page.goto(ORIGIN + CHAT)
    said = "A part of this page did not load. Reload it: nothing is lost."
    await until(page, f"document.querySelector('.page-notice')?.textContent === '{said}'")
