"""The chat page as a person uses it: type, send, read, reload."""

import re
from typing import Any

from playwright.async_api import Page

POLLING = 30  # milliseconds; else it is with each frame, and the browser draws sixty of them a second for that alone
PREVIEW = "document.querySelector('storyboard-preview')"

# An answer as the page holds it: its exact text, not what markdown made of it.
LAST_ANSWER = """() => {
  const answer = [...document.querySelectorAll('chat-message[data-role="assistant"]')].at(-1);
  return answer && {id: answer.dataset.messageId, status: answer.dataset.status, text: answer.text};
}"""


class ChatPage:
    """`origin`: where the page is fetched from, so that it may go through a proxy."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page = page
        self.origin = origin

    async def follow_link(self, link: str) -> None:
        """As a person does: the page behind it signs in by itself, and leads to the projects."""
        await self.page.goto(self.origin + re.sub(r"^http://[^/]+", "", link))

    async def sign_in(self, link: str) -> None:
        """The same without a page."""
        address, request = self.origin + re.sub(r"^http://[^/]+", "", link), self.page.context.request
        shown = await (await request.get(address)).text()
        [token] = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', shown)
        assert (await request.post(address, form={"csrfmiddlewaretoken": token})).ok

    async def open(self, project_id: str) -> None:
        await self.page.goto(f"{self.origin}/projects/{project_id}/")
        await self.page.wait_for_selector('[data-role="loading"]', state="hidden", timeout=30_000)

    async def send(self, text: str) -> None:
        await self.page.locator("#composer-input").fill(text)
        await self.page.keyboard.press("Enter")

    async def answers(self) -> int:
        return await self.page.locator('chat-message[data-role="assistant"]').count()

    async def last_answer(self) -> dict[str, Any] | None:
        return await self.page.evaluate(LAST_ANSWER)

    async def words_arrive(self, words: int = 5) -> None:
        await self.page.wait_for_function(
            f"(n) => {{ const a = ({LAST_ANSWER})(); return a && a.text.split(' ').length > n; }}",
            arg=words,
            polling=POLLING,
        )

    async def ended(self, count: int) -> dict[str, Any]:
        """The last of `count` answers, once all of them are over."""
        over = f"""(count) => {{
          const all = [...document.querySelectorAll('chat-message[data-role="assistant"]')];
          return all.length === count && ["success", "error", "cancelled"].includes(all.at(-1).dataset.status)
            && ({LAST_ANSWER})();
        }}"""
        handle = await self.page.wait_for_function(over, arg=count, timeout=30_000, polling=POLLING)
        return await handle.json_value()
