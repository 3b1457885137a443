"""The chat page without a server: the test plays the stream, and sees what the page asks of it."""

from playwright.async_api import Page

from tests.browser.recorded_runs import snapshot_after
from tests.browser.rendering import CHAT, ORIGIN
from tests.browser.waiting import until

EMPTY = snapshot_after([])


def message(id: str, content: str = "", role: str = "assistant", status: str = "success", **fields: object) -> dict:
    return {
        "id": id,
        "role": role,
        "content": content,
        "status": status,
        "created": 0,
        "attempt": 1,
        "tool_calls": [],
    } | fields


def snapshot(*messages: dict) -> dict:
    return {**EMPTY, "messages": list(messages)}


async def tell(page: Page, type: str, detail: dict) -> None:
    await page.evaluate("([type, detail]) => stream.tell(type, detail)", [type, detail])


async def asked(page: Page) -> list[dict]:
    return await page.evaluate("stream.asked.map(({request}) => request)")


async def go_live(page: Page, first: dict = EMPTY) -> None:
    await tell(page, "snapshot", first)
    await tell(page, "state", {"state": "live"})


async def open_chat(page: Page) -> None:
    await page.goto(ORIGIN + CHAT)
    await until(page, "globalThis.stream !== undefined")


async def reload(page: Page, first: dict = EMPTY) -> None:
    await page.reload()
    await until(page, "globalThis.stream !== undefined")
    await go_live(page, first)


async def type_text(page: Page, text: str) -> None:
    """Also what no key types: as a paste puts it there."""
    await page.evaluate(
        """(text) => {
          const box = document.querySelector("#composer-input");
          box.value = text;
          box.dispatchEvent(new Event("input", {bubbles: true}));
        }""",
        text,
    )


async def send(page: Page, text: str) -> None:
    await type_text(page, text)
    await page.press("#composer-input", "Enter")


async def user_messages(page: Page) -> list[str]:
    """What stands in each of the person's bubbles and under it."""
    texts = await page.evaluate(
        "[...document.querySelectorAll('chat-message[data-role=user]')].map((each) => each.innerText)"
    )
    return [" ".join(text.removeprefix("You").split()) for text in texts]
