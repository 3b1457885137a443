"""The first look: a film runs beside the sign-in, a password can be read, and a starter plays while a pointer rests on it."""

from playwright.async_api import Page, expect

from tests.browser.chat import ChatPage
from tests.browser.test_making_a_video import START
from tests.instance import Instance


async def test_a_film_runs_beside_the_sign_in_and_errors_are_plain(instance: Instance, page: Page) -> None:
    await page.goto(f"{instance.url}/sign-in/")
    await expect(page.locator(".sign-in-film svg")).to_be_visible()
    password = page.get_by_label("Password", exact=True)
    await password.fill("secret")
    await page.get_by_role("button", name="Show password").click()
    await expect(password).to_have_attribute("type", "text")
    await page.get_by_label("Name").fill("nobody")
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_role("alert")).to_contain_text("This name and this password do not fit together.")


async def test_a_starter_plays_and_keys_work_from_the_empty_composer(instance: Instance, page: Page) -> None:
    await page.emulate_media(reduced_motion="no-preference")
    chat = ChatPage(page, instance.url)
    await chat.sign_in(instance.sign_in_url)
    await chat.open(instance.shell(START))
    starter = page.locator("[data-film=hiring]")
    await starter.hover()
    await expect(starter.locator("svg")).to_be_visible()
    await page.locator("#composer-input").focus()
    await page.keyboard.press("?")
    await expect(page.get_by_role("dialog")).to_contain_text("Edit your last message")
    await page.keyboard.press("Escape")
    await page.locator("#composer-input").fill("Why")
    await page.keyboard.type("?")
    await expect(page.locator("#composer-input")).to_have_value("Why?")
