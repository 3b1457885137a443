"""A picture on its way through the whole product: picked, sent, understood, shown in the video."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.axe import AXE
from tests.browser.chat import PREVIEW, ChatPage
from tests.browser.pages.test_video_beside_the_chat import MAKE
from tests.browser.waiting import until
from tests.instance import Instance
from tests.pictures import encoded, photograph, png

PICKER = "chat-composer input[type=file]"
SHOWN = f"{PREVIEW}.querySelector('.preview-picture image')?.href.baseVal"
LOADED = "(selector) => { const image = document.querySelector(selector); return image?.complete && image.naturalWidth > 0; }"

DROP_HUGE = """() => {
  const transfer = new DataTransfer();
  transfer.items.add(new File([new Uint8Array(10_000_001)], "huge.png", {type: "image/png"}));
  document.querySelector(".reel").dispatchEvent(new DragEvent("drop", {bubbles: true, dataTransfer: transfer}));
}"""


@pytest.fixture
async def chat(instance: Instance, page: Page) -> ChatPage:
    """Alice's project, with a video of two scenes."""
    chat = ChatPage(page, instance.url)
    await chat.sign_in(instance.sign_in_url)
    await chat.open(instance.shell(MAKE.rsplit("revisions.commit", 1)[0] + "answer = str(project.pk)"))
    return chat


def files(*named: tuple[str, str, bytes]) -> list[dict]:
    return [{"name": name, "mimeType": kind, "buffer": data} for name, kind, data in named]


async def violations(page: Page) -> list[str]:
    await page.evaluate(AXE.read_text())  # the policy of the page takes no script tag
    found = await page.evaluate("axe.run('chat-page')")
    return [each["id"] for each in found["violations"]]


async def test_a_picture_is_picked_and_stands_behind_the_words_that_came_with_it(chat: ChatPage) -> None:
    page = chat.page
    await page.set_input_files(PICKER, files(("beach.png", "image/png", encoded(photograph(640, 480)))))
    await page.wait_for_function(LOADED, arg="attachment-tray img")
    assert await page.locator("[data-action=send]").is_disabled()
    assert await page.inner_text("[data-role=note]") == "Say what they are for"
    await page.reload()  # the draft keeps it
    await page.wait_for_function(LOADED, arg="attachment-tray img")
    assert await violations(page) == []
    await chat.send("New video: We open on Saturday.")
    assert "Your words stand in one scene" in (await chat.ended(1))["text"]
    await expect(page.locator("attachment-tray")).to_be_hidden()
    await page.wait_for_function(LOADED, arg="chat-message .bubble-pictures img")
    await until(page, f"({SHOWN} ?? '').startsWith('/api/projects/')")
    assert await page.evaluate(f"fetch({SHOWN}).then(({{status, redirected}}) => [status, redirected])") == [200, False]
    assert await page.evaluate(
        f"{PREVIEW}.storyboard.scenes.map(({{layers}}) => layers.some(({{type}}) => type === 'image'))"
    ) == [True]
    await chat.open(page.url.rstrip("/").rsplit("/", 1)[1])
    await page.wait_for_function(LOADED, arg="chat-message .bubble-pictures img")
    assert await violations(page) == []


async def test_what_cannot_be_sent_is_said_in_words_before_and_after(chat: ChatPage) -> None:
    page = chat.page
    page.expected_console = ["400"]
    await page.set_input_files(
        PICKER,
        files(
            ("notes.txt", "text/plain", b"Hello"),
            ("fake.png", "image/png", b"MZ" + bytes(500)),
            ("logo.png", "image/png", png()),
        ),
    )
    await page.evaluate(DROP_HUGE)
    await page.wait_for_function(LOADED, arg="attachment-tray img")
    await page.wait_for_selector("attachment-tray li:nth-child(4).is-refused")
    said = await page.locator("attachment-tray li").all_inner_texts()
    assert "PNG, JPEG" in said[0]
    assert "PNG, JPEG" in said[1]
    assert "10 MB" in said[3]
    assert await violations(page) == []
    for _ in range(4):
        await page.click("attachment-tray li button")
    await expect(page.locator("attachment-tray")).to_be_hidden()
    await page.set_input_files(PICKER, files(*[(f"{n}.png", "image/png", png()) for n in range(9)]))
    await until(page, "document.querySelectorAll('attachment-tray img').length === 8")
    assert "at most 8 pictures" in await page.inner_text("attachment-tray")


async def test_a_picture_may_be_dropped_or_pasted(chat: ChatPage) -> None:
    page = chat.page
    give = """([where, kind, data]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(data)], "cat.png", {type: "image/png"}));
      const options = {bubbles: true, cancelable: true};
      const event = kind === "paste" ? new ClipboardEvent("paste", {...options, clipboardData: transfer})
        : new DragEvent(kind, {...options, dataTransfer: transfer});
      document.querySelector(where).dispatchEvent(event);
    }"""
    data = list(png())
    await page.evaluate(give, [".reel", "dragover", data])
    assert await page.evaluate("document.querySelector('chat-page').matches('.is-over')")
    await page.evaluate(give, [".reel", "drop", data])
    await page.evaluate(give, ["#composer-input", "paste", data])
    await until(page, "document.querySelectorAll('attachment-tray img').length === 2")
    assert not await page.evaluate("document.querySelector('chat-page').matches('.is-over')")
