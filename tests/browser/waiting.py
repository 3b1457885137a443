"""Waiting for what a page will show."""

import asyncio

from playwright.async_api import Page


async def until(page: Page, condition: str, arg: object = None, timeout: float = 30) -> None:
    """Return once the JavaScript `condition` holds; `page.wait_for_function` needs `eval`, which our pages forbid."""
    pause = 0.005  # seconds; longer and longer, so that a long wait leaves the machine to what is waited for
    try:
        async with asyncio.timeout(timeout):
            while not await page.evaluate(condition, arg):
                await asyncio.sleep(pause)
                pause = min(pause * 1.5, 0.04)
    except TimeoutError:
        raise AssertionError(f"not after {timeout} s: {condition}") from None
