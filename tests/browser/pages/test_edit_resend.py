"""Edit and resend on the page: what it leaves behind is said before, and `‹ 1/2 ›` leads back to it, words and film."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.chat import ChatPage
from tests.browser.pages.test_making_a_video import START, Studio
from tests.browser.waiting import until
from tests.instance import Instance

PALETTE = "document.querySelector('chat-page').state.storyboard.style.palette"
PEOPLE = 'chat-message[data-role="user"]'


@pytest.fixture
async def alice(instance: Instance, page: Page) -> Studio:
    chat = ChatPage(page, instance.url)
    await chat.sign_in(instance.sign_in_url)
    await chat.open(instance.shell(START))
    return Studio(chat)


async def test_an_edited_message_leaves_its_continuation_under_the_version_before(alice: Studio, open_page) -> None:
    await alice.send("We open on Saturday. Come in.")
    await alice.send("use ocean colours")
    await alice.send("change “Saturday” to “Sunday”")
    page = alice.chat.page
    ocean = (await page.evaluate(PALETTE))["bg"]
    people, second = page.locator(PEOPLE), page.locator(PEOPLE).nth(1)
    other = ChatPage(await open_page(page.context), alice.chat.origin)
    await other.open(page.url.rstrip("/").rsplit("/", 1)[-1])

    await page.locator("#composer-input").press("ArrowUp")
    editor = people.last.get_by_role("textbox")
    await expect(editor).to_be_focused()
    await expect(editor).to_have_value("change “Saturday” to “Sunday”")
    await page.keyboard.press("Escape")
    await expect(page.locator("#composer-input")).to_be_focused()

    await second.hover()
    await second.get_by_role("button", name="Edit the message").click()
    await expect(second).to_contain_text("This goes back to before 2 answers and 2 changes. They stay under ‹ 1/2 ›.")
    await second.get_by_role("textbox").fill("use neon colours")
    await page.keyboard.press("Enter")
    versions = page.locator(f"{PEOPLE} .version-switch:not([hidden])")
    await expect(versions).to_contain_text("2/2")
    await expect(people).to_have_count(2)
    await expect(page.locator("#composer-input")).to_be_focused()
    await until(page, f"{PALETTE}.bg !== '{ocean}'")
    await until(page, "document.querySelector('chat-page').state.messages.every(({status}) => status === 'success')")
    await expect(other.page.locator(f"{PEOPLE} .version-switch:not([hidden])")).to_contain_text("2/2")

    await versions.get_by_role("button", name="Previous version").click()
    await expect(versions).to_contain_text("1/2")
    await expect(people).to_have_count(3)
    await expect(versions.get_by_role("button", name="Next version")).to_be_focused()
    await until(page, f"{PALETTE}.bg === '{ocean}'")
    await expect(page.locator("[data-role=announcer]")).to_contain_text("Version 1 of 2")
    await expect(other.page.locator(PEOPLE)).to_have_count(3)

    await page.reload()
    await expect(people).to_have_count(3)
    await expect(versions).to_contain_text("1/2")
