"""What stands on the page."""

from playwright.async_api import Page


async def words(page: Page, selector: str) -> str:
    return " ".join((await page.inner_text(selector)).split())
