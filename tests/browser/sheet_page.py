"""The page on which the pictures of the docs are drawn."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Page, async_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.frames import serve_stage


@asynccontextmanager
async def sheet_page() -> AsyncIterator[Page]:
    """With the renderer in it; letters are not fitted to pixels, so that the same code gives the same bytes."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*ARGUMENTS, "--font-render-hinting=none"]
        )
        page = await browser.new_page()
        page.on("pageerror", lambda error: print(error))  # noqa: T201
        await serve_stage(page)
        yield page
        await browser.close()
