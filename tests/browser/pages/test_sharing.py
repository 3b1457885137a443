"""Alice shares her film; Charlie, who has no account, watches it; she takes the link back."""

import asyncio

import pytest
from playwright.async_api import Page, expect

from tests.browser.axe import AXE
from tests.browser.conftest import OpenPage
from tests.browser.pages.test_video_export import open_video
from tests.browser.waiting import until
from tests.instance import Instance

LINK = "document.querySelector('.share-address input').value"
FINDINGS = "axe.run().then(({violations}) => violations.map(({id, nodes}) => [id, nodes.map(({html}) => html)]))"


async def findings(page: Page) -> list:
    await page.evaluate(AXE.read_text())
    return await page.evaluate(FINDINGS)


@pytest.mark.timeout(240)
async def test_a_link_opens_the_film_until_it_is_taken_back(
    instance: Instance, page: Page, open_page: OpenPage
) -> None:
    await open_video(instance, page, "landscape", 4)
    await page.click("share-menu > button")
    async with page.expect_response("**/share/poster/**") as poster:
        await page.get_by_role("switch").click()
    assert (await poster.value).ok
    await until(page, f"{LINK} !== ''")
    link = await page.evaluate(LINK)
    assert await findings(page) == []

    stranger = await open_page()
    await stranger.goto(link)
    await stranger.wait_for_selector(".film-picture svg text")
    assert await stranger.get_attribute("meta[property='og:image']", "content") is not None
    assert await stranger.evaluate("document.querySelector('.film-picture image')?.getAttribute('href')") is None
    await stranger.press("body", "End")
    await until(stranger, "document.querySelector('.film-time').value === '0:03 / 0:04'")
    [href] = await stranger.evaluate("[...document.querySelectorAll('.film-picture image')].map((e) => e.href.baseVal)")
    assert (await stranger.request.get(link + href)).ok
    assert await stranger.get_attribute("[data-role=play]", "aria-label") == "Play"
    assert await findings(stranger) == []

    await page.get_by_role("switch").click()
    await until(page, "document.querySelector('.share-details').hidden")
    await page.keyboard.press("Escape")
    await until(page, "document.activeElement.textContent === 'Share'")
    stranger.expected_console = ["404"]
    await stranger.reload()
    assert await stranger.inner_text("h1") == "This film is not shared"

    await page.goto(instance.url)
    more = page.locator(".slates [data-action=project-menu]").first
    await more.click()
    await page.get_by_role("menuitem", name="Share").click()
    await page.get_by_role("switch").click()
    await until(page, f"{LINK} !== ''")
    assert await page.evaluate(LINK) != link
    assert await findings(page) == []
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await page.get_by_role("button", name="Copy code for a web page").click()
    await expect(page.get_by_role("button", name="Copied")).to_be_visible()
    code = await page.evaluate("navigator.clipboard.readText()")
    assert code.startswith(f'<iframe src="{await page.evaluate(LINK)}" width="640" height="360"')
    await page.keyboard.press("Escape")
    await expect(more).to_be_focused()

    await show_in_a_frame(await open_page(), code)


async def show_in_a_frame(page: Page, code: str) -> None:
    """The film plays in a web page of somebody else, whose origin is another one; of ours nothing else does."""
    link = code.split('"')[1]
    chat = f'<iframe src="{link.partition("/film/")[0]}/"></iframe>'
    page.expected_console = ["frame-ancestors", "404"]

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n{code}{chat}".encode())
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as elsewhere:
        await page.goto(f"http://127.0.0.1:{elsewhere.sockets[0].getsockname()[1]}/")
        film = page.frame_locator("iframe").first
        await film.locator("[data-role=play]").click()
        await expect(film.locator("[data-role=play]")).to_have_attribute("aria-label", "Pause")
        assert [frame.url.startswith("chrome-error:") for frame in page.frames[1:]] == [False, True]
        await page.close()  # before the server
