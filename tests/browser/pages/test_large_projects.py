"""A project of 20 MB in a real browser: it opens, shows its newest answer whole, and loads what is earlier."""

import pytest
from playwright.async_api import Page

from tests.browser.test_the_stream_cannot_be_lost import signed_in
from tests.instance import Instance
from tests.large_project import LONGEST_CHARS, make_large_project, texts_of

SHOWN = """() => Object.fromEntries([...document.querySelectorAll('chat-message')]
  .map((element) => [element.dataset.messageId, element.text]))"""


@pytest.fixture(scope="module")
def large(instance: Instance) -> str:
    return make_large_project(instance, "demo")


async def test_it_opens_with_the_newest_answer_whole_and_loads_what_is_earlier(
    instance: Instance, page: Page, large: str
) -> None:
    rows = texts_of(instance, large)
    chat = await signed_in(page, instance)
    await chat.open(large)
    await page.wait_for_function(
        "(length) => [...document.querySelectorAll('chat-message')].at(-1)?.text?.length === length",
        arg=LONGEST_CHARS,
        timeout=60_000,
    )
    before = await chat.page.locator("chat-message").count()
    await page.locator("[data-role=earlier]").click(timeout=60_000)
    await page.wait_for_function(
        "(count) => document.querySelectorAll('chat-message').length > count", arg=before, timeout=60_000
    )
    shown = await page.evaluate(SHOWN)
    assert list(shown) == list(rows)[-len(shown) :]
    assert {message: text for message, text in shown.items() if text}.items() <= rows.items()
    assert len(shown[list(rows)[-1]]) == LONGEST_CHARS
