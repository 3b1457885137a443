"""The browser of all browser tests: one Chromium, and no error in its console goes unseen.

Most pages are of one profile, which is emptied before each test: Chromium keeps our modules there, and to load them anew
takes longer than most tests. `lone_page` and `open_page()` have a fresh one, for whoever sets what holds for a whole profile:
its clock, or that it is offline.
"""

import asyncio
import os
import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

from tests.browser.frames import open_stage
from tests.browser.page_server import PageServer, page_server
from tests.browser.played_chat import open_chat
from tests.browser.rendering import FIND_ACTIVE, ORIGIN, PREPARE
from tests.browser.scripted_server import ScriptedServer, scripted_server

# The one without windows opens a profile and a page in a fifth of the time.
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
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

WAIT_MS = 30_000  # for what a page will show, on a machine that has other work
expect.set_options(timeout=WAIT_MS)
CLEAR_SECONDS = 30  # a browser that does not answer fails the test, and holds up nobody else
OpenPage = Callable[..., Awaitable[Page]]


@pytest.fixture(scope="session")
async def pages() -> AsyncIterator[PageServer]:
    async with page_server() as server:
        yield server


@pytest.fixture(scope="session")
async def browser(pages: PageServer) -> AsyncIterator[Browser]:
    if shutil.which(CHROMIUM) is None:
        complaint = f"NO BROWSER TEST WAS RUN: there is no {CHROMIUM} (set CHROMIUM to a Chromium binary)"
        if os.environ.get("CI") == "true":
            pytest.fail(complaint)
        pytest.skip(complaint)
    async with async_playwright() as playwright:
        arguments = [*ARGUMENTS, f"--host-resolver-rules={pages.rule}"]
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        await browser.close()


async def new_context(browser: Browser, **options: object) -> BrowserContext:
    """Of a person who asked for less motion: to draw sixty frames a second takes a processor from what a test waits for.

    Tests of what moves say so (`page.emulate_media`).
    """
    context = await browser.new_context(reduced_motion="reduce", **options)
    context.set_default_timeout(WAIT_MS)
    await context.add_init_script(REPORT_VIOLATIONS)
    return context


@pytest.fixture
async def open_page(browser: Browser) -> AsyncIterator[OpenPage]:
    """`await open_page()`: a page of a fresh context; `open_page(context=page.context)`: the same person's next tab.

    What a page complains of fails the test, unless a pattern in its list `page.expected_console` says so.
    """
    contexts: list[BrowserContext] = []
    opened: list[Page] = []
    complaints: list[tuple[Page, str]] = []

    async def open_page(context: BrowserContext | None = None, **options: object) -> Page:
        if context is None:
            context = await new_context(browser, **options)
            contexts.append(context)
        page = await context.new_page()
        opened.append(page)
        page.expected_console = []
        page.on("console", lambda message: message.type == "error" and complaints.append((page, message.text)))
        page.on("pageerror", lambda error: complaints.append((page, str(error))))
        return page

    yield open_page
    async with asyncio.timeout(CLEAR_SECONDS):
        for page in opened:
            if page.context not in contexts and not page.is_closed():
                await page.close()
        for context in contexts:
            await context.close()
    unexpected = [
        text for page, text in complaints if not any(re.search(pattern, text) for pattern in page.expected_console)
    ]
    assert not unexpected, "the page complained:\n" + "\n".join(unexpected)


@pytest.fixture
async def lone_page(open_page: OpenPage) -> Page:
    return await open_page()


@pytest.fixture(scope="session")
async def anchor(browser: Browser) -> AsyncIterator[Page]:
    """A page of the shared profile that stays: with it the process stays in which the others are drawn."""
    context = await new_context(browser)
    page = await context.new_page()
    await page.goto(ORIGIN)
    yield page
    await context.close()


@pytest.fixture
async def page(open_page: OpenPage, anchor: Page) -> AsyncIterator[Page]:
    """The next page of the shared profile, which holds nothing but what browsers cache."""
    profile = anchor.context
    await profile.clear_cookies()
    await anchor.evaluate("localStorage.clear()")
    page = await open_page(context=profile)
    yield page
    async with asyncio.timeout(CLEAR_SECONDS):
        await _clear(profile, anchor)


async def _clear(profile: BrowserContext, anchor: Page) -> None:
    """Close what is open but `anchor`, and delete what their origins have stored."""
    used = {urlsplit(each.url)._replace(path="", query="", fragment="").geturl() for each in profile.pages}
    for each in profile.pages:
        if each is not anchor:  # one that asks for something after its cookies are gone would complain
            await each.close()
    session = await profile.new_cdp_session(anchor)
    for origin in used - {ORIGIN}:
        await session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
    await session.detach()


@pytest.fixture
def strays(pages: PageServer) -> Iterator[list[str]]:
    """The requests that pages of ours should not have made."""
    pages.strays.clear()
    yield pages.strays
    assert pages.strays == []


@pytest.fixture
async def chat(page: Page, strays: list[str]) -> Page:
    """The chat page without a server; the test plays the stream (played_chat.py)."""
    await open_chat(page)
    return page


@pytest.fixture
async def still_chat(lone_page: Page, strays: list[str]) -> Page:
    """A chat page whose clock stands still until `clock.run_for`."""
    await open_chat(lone_page)
    await lone_page.clock.install(time=0)
    await lone_page.clock.pause_at(60_000)
    return lone_page


async def open_studio(page: Page) -> None:
    await page.goto(ORIGIN)
    await page.evaluate(PREPARE % FIND_ACTIVE)


@pytest.fixture
async def studio(page: Page, strays: list[str]) -> Page:
    """An empty page with the modules of ours."""
    await open_studio(page)
    return page


# --- for tests that draw something of their own into a page: one page for all of a module, nothing of the others stays in it,
# and opening a page takes longer than most of them ---


def complaints_of(page: Page) -> list[str]:
    """What this page will complain of, as long as it is open."""
    complaints: list[str] = []
    page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints


@pytest.fixture(scope="module")
async def markdown_page(browser: Browser) -> AsyncIterator[Page]:
    context = await new_context(browser)
    page = await context.new_page()
    page.complaints = complaints_of(page)
    await open_studio(page)
    yield page
    await context.close()


@pytest.fixture
async def markdown(markdown_page: Page, strays: list[str]) -> AsyncIterator[Page]:
    """A page with the modules of ours, where `newView()` replaces what the test before has drawn."""
    yield markdown_page
    seen = [*markdown_page.complaints]
    markdown_page.complaints.clear()
    assert seen == []


@pytest.fixture(scope="module")
async def shown(browser: Browser) -> AsyncIterator[Page]:
    context = await browser.new_context(viewport={"width": 1280, "height": 720})
    page = await context.new_page()
    page.complaints = complaints_of(page)
    await open_stage(page)
    yield page
    await context.close()


@pytest.fixture
async def stage(shown: Page, strays: list[str]) -> AsyncIterator[Page]:
    """The page with the renderer."""
    yield shown
    seen = [*shown.complaints]
    shown.complaints.clear()
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
async def lone_tab(scripted: ScriptedServer, lone_page: Page) -> Page:
    await lone_page.goto(scripted.url)
    return lone_page


@pytest.fixture
async def still_tab(scripted: ScriptedServer, lone_page: Page) -> Page:
    """A tab whose clock stands still until `clock.run_for`, and whose dice always fall highest."""
    await lone_page.clock.install(time=0)
    await lone_page.goto(scripted.url)
    await lone_page.clock.pause_at(60_000)
    await lone_page.evaluate("Math.random = () => 1")
    return lone_page
