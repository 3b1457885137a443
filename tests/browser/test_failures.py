"""A person reads what an answer's end means for them; who may enter the admin has a way to the reason."""

from playwright.async_api import Page

from tests.browser.played_chat import go_live, message, snapshot

AWAY = {"code": "key", "error": "The AI is not available right now. Your message is kept.", "retryable": False}
OUTCOME = "[...document.querySelectorAll('.outcome')].map((each) => each.innerText.trim())"
SAID = (
    "This answer failed. The AI is not available right now. Your message is kept. Trying again as it is will not help."
)


async def test_the_reason_is_behind_a_link_for_staff_alone(chat: Page):
    await go_live(chat, snapshot(message("a", "", status="error", error=AWAY)))
    await chat.wait_for_selector(".outcome:not([hidden])")
    assert await chat.evaluate(OUTCOME) == [SAID]
    await chat.evaluate("document.querySelector('chat-page').dataset.admin = '/admin/projects/message/'")
    await go_live(chat, snapshot(message("b", "", status="error", error=AWAY)))
    link = await chat.wait_for_selector(".outcome a")
    assert await link.get_attribute("href") == "/admin/projects/message/b/change/"
