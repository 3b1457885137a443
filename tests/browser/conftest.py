"""The browser of all browser tests: one Chromium, a fresh profile per page, and no error in its console goes unseen."""

import os
import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from tests.browser.frames import open_stage
from tests.browser.played_chat import open_chat
from tests.browser.rendering import FIND_ACTIVE, ORIGIN, PREPARE, serve
from tests.browser.scripted_server import ScriptedServer, scripted_server

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# A violation is also a console error, but not of every directive in every version.
REPORT_VIOLATIONS = """document.addEventListener("securitypolicyviolation",
    ({effectiveDirective, blockedURI}) => console.error(`CSP violation: ${effectiveDirective} ${blockedURI}`))"""

OpenPage = Callable[..., Awaitable[Page]]


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    if shutil.which(CHROMIUM) is None:
        complaint = f"NO BROWSER TEST WAS RUN: there is no {CHROMIUM} (set CHROMIUM to a Chromium binary)"
        if os.environ.get("CI") == "true":
            pytest.fail(complaint)
        pytest.skip(complaint)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest.fixture
async def open_page(browser: Browser) -> AsyncIterator[OpenPage]:
    """`await open_page()`: a page of a fresh context; `open_page(context=page.context)`: the same person's next tab.

    What a page complains of fails the test, unless a pattern in its list `page.expected_console` says so.
    """
    contexts: list[BrowserContext] = []
    complaints: list[tuple[Page, str]] = []

    async def open_page(context: BrowserContext | None = None, **options: object) -> Page:
        if context is None:
            context = await browser.new_context(**options)
            context.set_default_timeout(10_000)
            await context.add_init_script(REPORT_VIOLATIONS)
            contexts.append(context)
        page = await context.new_page()
        page.expected_console = []
        page.on("console", lambda message: message.type == "error" and complaints.append((page, message.text)))
        page.on("pageerror", lambda error: complaints.append((page, str(error))))
        return page

    yield open_page
    for context in contexts:
        await context.close()
    unexpected = [
        text for page, text in complaints if not any(re.search(pattern, text) for pattern in page.expected_console)
    ]
    assert not unexpected, "the page complained:\n" + "\n".join(unexpected)


@pytest.fixture
async def page(open_page: OpenPage) -> Page:
    return await open_page()


@pytest.fixture
async def chat(page: Page) -> AsyncIterator[Page]:
    """The chat page without a server; the test plays the stream (played_chat.py)."""
    strays = await open_chat(page)
    yield page
    assert strays == []


@pytest.fixture
async def strays(page: Page) -> AsyncIterator[list[str]]:
    """Of an empty page with the modules of ours: the requests that it should not have made."""
    strays = await serve(page)
    await page.goto(ORIGIN)
    await page.evaluate(PREPARE % FIND_ACTIVE)
    yield strays
    assert strays == []


@pytest.fixture
def studio(page: Page, strays: list[str]) -> Page:
    return page


# --- for the tests of the renderer alone ---


@pytest.fixture(scope="module")
async def shown(browser: Browser) -> AsyncIterator[Page]:
    """One page for all tests here: nothing of a frame stays behind, and opening a page takes longer than most of them."""
    context = await browser.new_context(viewport={"width": 1280, "height": 720})
    page = await context.new_page()
    page.complaints = []
    page.on("console", lambda message: message.type == "error" and page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.strays = await open_stage(page)
    yield page
    await context.close()


@pytest.fixture
async def stage(shown: Page) -> AsyncIterator[Page]:
    yield shown
    seen = [*shown.complaints, *shown.strays]
    shown.complaints.clear()
    shown.strays.clear()
    assert seen == []


# --- for the tests of client.js alone; the server outlives the page, else the page would complain of its going ---


@pytest.fixture
async def scripted() -> AsyncIterator[ScriptedServer]:
    async with scripted_server() as server:
        yield server


@pytest.fixture
async def tab(scripted: ScriptedServer, page: Page) -> Page:
    await page.goto(scripted.url)
    return page


@pytest.fixture
async def still_tab(scripted: ScriptedServer, page: Page) -> Page:
    """A tab whose clock stands still until `clock.run_for`, and whose dice always fall highest."""
    await page.clock.install(time=0)
    await page.goto(scripted.url)
    await page.clock.pause_at(60_000)
    await page.evaluate("Math.random = () => 1")
    return page
