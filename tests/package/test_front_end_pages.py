"""Each page of another front end sends, streams, goes on after a reload in mid-answer, and stops for all."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, Page

from tests.answers.adopter import Site
from tests.answers.llm_chat_site import running_site
from tests.answers.slow_model import TEXT
from tests.browser.waiting import until
from tests.docs.pages import ROOT
from tests.package.page_modules import browser_with, bundle_modules

pytestmark = [pytest.mark.package, pytest.mark.timeout(900), pytest.mark.usefixtures("npm")]


@dataclass(frozen=True)
class FrontEnd:
    """An example. `answers`: CSS of what answers are shown in. `stop`: a selector of the button that is there while one comes."""

    example: str
    answers: str = ".assistant"
    stop: str = "text=Stop"

    @property
    def text(self) -> str:
        """JavaScript: the last answer, as it is shown."""
        return f"([...document.querySelectorAll('{self.answers}')].at(-1)?.textContent ?? '').trim()"


COPILOTKIT = FrontEnd(
    "copilotkit_page", "[data-testid=copilot-assistant-message] p", "[data-testid=copilot-send-button]:enabled"
)


@pytest.fixture(
    scope="module",
    params=[FrontEnd("ai_sdk_page"), FrontEnd("assistant_ui_page"), FrontEnd("tanstack_page"), COPILOTKIT],
    ids=lambda each: each.example,
)
def front_end(request: pytest.FixtureRequest) -> FrontEnd:
    front_end: FrontEnd = request.param
    return front_end


@pytest_asyncio.fixture
async def site(front_end: FrontEnd, valkey_server: str, tmp_path: Path) -> AsyncIterator[Site]:
    async with running_site(valkey_server, tmp_path, f"examples.{front_end.example}") as site:
        yield site


@pytest_asyncio.fixture
async def guest(front_end: FrontEnd, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[BrowserContext]:
    page = ROOT / "examples" / front_end.example / "chat.html"
    modules = await asyncio.to_thread(bundle_modules, page, tmp_path_factory.mktemp(front_end.example))
    async with browser_with(modules) as context:
        yield context


async def ask(tab: Page, text: str) -> None:
    await tab.get_by_role("textbox").fill(text)
    await tab.keyboard.press("Enter")


async def test_it_goes_on_after_a_reload_and_stops_for_all(
    front_end: FrontEnd, site: Site, guest: BrowserContext
) -> None:
    shown = front_end.text
    first = await guest.new_page()
    await first.goto(f"http://127.0.0.1:{site.port}/")
    await ask(first, "Hello")
    await until(first, f"{shown}.includes('word5 ')", timeout=30)
    await first.reload()
    await until(first, f"{shown} === {TEXT.strip()!r}", timeout=30)

    await ask(first, "Again")
    await until(first, f"{shown}.includes('word5 ') && {shown} !== {TEXT.strip()!r}", timeout=30)
    await first.locator(front_end.stop).click()
    await first.locator(front_end.stop).wait_for(state="hidden")
    second = await guest.new_page()
    await second.goto(f"http://127.0.0.1:{site.port}/")
    await until(second, f"{shown} !== ''", timeout=30)
    assert await second.evaluate(shown) == await first.evaluate(shown) != TEXT.strip()
