"""Who reads German reads German: also what the server says of the changes of a video."""

from playwright.async_api import expect

from tests.browser.chat import PREVIEW, ChatPage
from tests.browser.conftest import OpenPage
from tests.browser.pages.test_video_beside_the_chat import MAKE
from tests.browser.waiting import until
from tests.instance import Instance

NAMELESS = '"Beans"', '""'


async def test_changes_and_a_project_without_a_name_are_told_in_german(instance: Instance, open_page: OpenPage) -> None:
    page = await open_page(locale="de-DE", viewport={"width": 1440, "height": 900})
    chat = ChatPage(page, instance.url)
    await chat.sign_in(instance.sign_in_url)
    await chat.open(instance.shell(MAKE.replace(*NAMELESS)))
    await until(page, f"{PREVIEW}?.storyboard?.scenes.length === 1")
    await expect(page.locator("h1")).to_have_text("Video ohne Titel")
    assert await page.title() == "Video ohne Titel"
    await page.locator("video-toolbar").get_by_role("button", name="Rückgängig").click()
    await expect(page.locator(".toolbar-note")).to_have_text("Rückgängig gemacht: Szene „CTA“ hinzugefügt")
    await page.get_by_role("button", name="Verlauf").click()
    await expect(page.locator(".revision-summary").last).to_have_text("Neues Video: 2 Szenen, 8 s")
    await page.get_by_label("Sekunden").fill("2.5")
    await page.keyboard.press("Enter")
    await expect(page.locator(".revision-summary").first).to_have_text("Szene 2 „CTA“: 4,2 s → 2,5 s")
