"""Draws the pictures of docs/operations.md: `python -m tests.browser.operators_sheet`. Two clicks from the admin to a reason.

With `--out FOLDER` it writes every page that an operator sees, by day and by night, in three widths, as PNG, to be looked at.
"""

import argparse
import asyncio
import io
import os
from pathlib import Path

import django
from PIL import Image
from playwright.async_api import Browser, Page, async_playwright

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from tests.browser.conftest import ARGUMENTS, CHROMIUM  # noqa: E402
from tests.browser.contact_sheet import IMAGES  # noqa: E402
from tests.browser.operators_site import PASSWORD, operators_site  # noqa: E402
from tests.browser.waiting import until  # noqa: E402
from tests.instance import Instance  # noqa: E402

SIZES = {1440: 900, 1024: 768, 390: 844}
FAILED = ".run-line:has-text('ines')"
STATUS = "document.querySelectorAll('#status-strip dd').length > 0"
LOG = "document.querySelectorAll('#run-log tbody tr').length > 3"


async def open_admin(browser: Browser, instance: Instance, width: int, scheme: str) -> Page:
    context = await browser.new_context(
        viewport={"width": width, "height": SIZES[width]}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = await context.new_page()
    page.on("console", lambda message: print(message.text) if message.type == "error" else None)  # noqa: T201
    await page.goto(f"{instance.url}/admin/")
    await page.fill("#id_login", "olga")
    await page.fill("#id_password", PASSWORD)
    await page.click("button[type=submit]")
    await until(page, STATUS, timeout=30)
    return page


async def first_click(page: Page) -> None:
    """The run that failed, from the index."""
    await page.locator(FAILED).click()
    await until(page, LOG, timeout=30)


async def draw_docs() -> None:
    async with operators_site() as instance, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = await open_admin(browser, instance, 1440, "light")
        await page.locator(FAILED).hover()
        save(await page.screenshot(), "operators-index.webp")
        await first_click(page)
        save(await page.screenshot(), "operators-run.webp")
        await browser.close()


def save(png: bytes, name: str) -> None:
    Image.open(io.BytesIO(png)).save(IMAGES / name, "WEBP", quality=82, method=6)
    print(IMAGES / name)  # noqa: T201


async def draw_pages(out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    async with operators_site() as instance, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for width in SIZES:
            for scheme in ("light", "dark"):
                page = await open_admin(browser, instance, width, scheme)
                for name, path in PAGES.items():
                    await page.goto(instance.url + path)
                    await page.screenshot(path=out / f"{name}-{width}-{scheme}.png", full_page=True)
                await page.goto(f"{instance.url}/admin/")
                await until(page, STATUS, timeout=30)
                await page.screenshot(path=out / f"index-{width}-{scheme}.png")
                await first_click(page)
                await page.screenshot(path=out / f"run-{width}-{scheme}.png", full_page=True)
                await page.context.close()
        await browser.close()


PAGES = {"list": "/admin/operations/run/", "errors": "/admin/operations/run/errors/", "users": "/admin/auth/user/"}

if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        prog="python -m tests.browser.operators_sheet",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--out", type=Path, help="a folder; without it docs/images has the two pictures anew")
    options = parser.parse_args()
    asyncio.run(draw_pages(options.out) if options.out else draw_docs())
