"""The first look: a film runs beside the sign-in, a password can be read, starters play, and a film gets the chosen format."""

from playwright.async_api import Page, expect

from tests.browser.chat import ChatPage
from tests.browser.conftest import OpenPage
from tests.browser.pages.test_making_a_video import START
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


async def test_a_new_video_can_be_pressed_before_the_scripts_of_the_page_are_there(
    instance: Instance, open_page: OpenPage
) -> None:
    page = await open_page(java_script_enabled=False)
    chat = ChatPage(page, instance.url)
    await chat.sign_in(instance.sign_in_url)
    await page.goto(f"{instance.url}/")
    await page.get_by_role("button", name="New video").first.click()
    await page.wait_for_url("**/projects/*/")


async def test_starters_play_keys_work_and_format_and_length_are_chosen_beside_the_first_message(
    instance: Instance, page: Page
) -> None:
    await page.emulate_media(reduced_motion="no-preference")
    chat = ChatPage(page, instance.url)
    await chat.sign_in(instance.sign_in_url)
    await chat.open(instance.shell(START))
    await expect(page.locator(".starters .is-playing svg")).to_be_visible()  # without a hand on it
    starter = page.locator("[data-film=hiring]")
    await starter.hover()
    await expect(starter.locator("svg")).to_be_visible()
    await expect(page.locator(".is-playing")).to_have_attribute("data-film", "hiring")  # one at a time
    await page.locator("#composer-input").focus()
    await page.keyboard.press("?")
    await expect(page.get_by_role("dialog")).to_contain_text("Edit your last message")
    await page.keyboard.press("Escape")
    await page.locator("#composer-input").fill("Why")
    await page.keyboard.type("?")
    await expect(page.locator("#composer-input")).to_have_value("Why?")
    await page.keyboard.press("Escape")
    await page.get_by_role("radio", name="9:16").check()
    await page.get_by_role("group", name="Length").get_by_role("radio", name="10 s").check()
    await chat.send("We open on Saturday. Come in.")
    assert (await chat.ended(1))["status"] == "success"
    [said] = await page.evaluate(
        "document.querySelector('chat-page').state.messages.filter(({role}) => role === 'user').map(({content}) => content)"
    )
    assert said == "We open on Saturday. Come in.\n\n9:16 format, 10 seconds long."
    film = await page.evaluate("document.querySelector('chat-page').state.storyboard")
    assert (film["canvas"]["width"], film["canvas"]["height"]) == (720, 1280)
    assert sum(scene["duration"] for scene in film["scenes"]) == 10
    await expect(page.locator(".first-choices")).to_be_hidden()
