"""The hook in a page without a bundler: tabs and reloads see one text. The client in a worker sees it too."""

import asyncio
from collections.abc import AsyncIterator
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

ANSWER = "[...document.querySelectorAll('.assistant')].at(-1)?.textContent ?? ''"
# Of a blob, which has no address that a relative one could begin at.
WORKER = """([client, url]) => {
  const code = `
    const {ChatStream} = await import("${client}");
    const stream = new ChatStream({url: "${url}"});
    stream.addEventListener("snapshot", ({detail}) => postMessage(detail.messages.at(-1).content));
    stream.start();`;
  const worker = new Worker(URL.createObjectURL(new Blob([code], {type: "text/javascript"})), {type: "module"});
  return new Promise((resolve) => worker.onmessage = ({data}) => resolve(data));
}"""


@pytest_asyncio.fixture
async def site(valkey_server: str, tmp_path: Path) -> AsyncIterator[Site]:
    async with running_site(valkey_server, tmp_path, "examples.react_page") as site:
        yield site


@pytest_asyncio.fixture
async def guest(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[BrowserContext]:
    page = ROOT / "examples/react_page/chat.html"
    modules = await asyncio.to_thread(bundle_modules, page, tmp_path_factory.mktemp("react"))
    async with browser_with(modules) as context:
        yield context


async def open_tab(guest: BrowserContext, site: Site) -> Page:
    tab = await guest.new_page()
    await tab.goto(f"http://127.0.0.1:{site.port}/")
    await tab.get_by_label("Message").wait_for()
    return tab


async def test_two_tabs_and_a_reload_in_mid_answer_show_one_text(site: Site, guest: BrowserContext) -> None:
    first = await open_tab(guest, site)
    await until(first, "document.querySelector('[role=status]').textContent === ''")
    await first.get_by_label("Message").fill("Hello")
    await first.keyboard.press("Enter")
    await until(first, f"({ANSWER}).includes('word5 ')")
    second = await open_tab(guest, site)
    await until(second, f"({ANSWER}).includes('word10 ')")
    await first.reload()
    for tab in (first, second):
        await tab.get_by_role("button", name="Again").wait_for()
        assert await tab.evaluate(ANSWER) == TEXT
    stream = await first.get_attribute("main", "data-url")
    origin = f"127.0.0.1:{site.port}"
    addresses = [f"http://{origin}/static/chatstream/client.js", f"ws://{origin}{stream}"]
    async with asyncio.timeout(20):
        assert await first.evaluate(WORKER, addresses) == TEXT

    await first.get_by_role("button", name="Again").click()
    await until(second, f"({ANSWER}).startsWith('word0 ') && ({ANSWER}).length < {len(TEXT)}")
    await second.get_by_role("button", name="Stop").click()
    await first.get_by_role("button", name="Again").wait_for()
    assert await first.evaluate(ANSWER) == await second.evaluate(ANSWER)
