"""What a person sends goes out once and in order, is kept until it is confirmed, and waits for what it is about."""

import asyncio

from playwright.async_api import Page, Route

from tests.browser.frames import example
from tests.browser.page_words import words
from tests.browser.played_chat import EMPTY, asked, go_live, tell
from tests.browser.waiting import until


async def test_a_message_goes_out_once_however_often_it_is_clicked(chat: Page):
    await go_live(chat)
    await chat.fill("textarea", "A coffee shop")
    await chat.dblclick("[data-action=send]")
    await chat.press("textarea", "Enter")
    assert [request["message"] for request in await asked(chat)] == ["A coffee shop"]
    await chat.wait_for_selector("chat-message[data-role=user][data-status=sending]")
    assert await words(chat, "chat-message") == "You A coffee shop Sending"
    assert await chat.evaluate("document.activeElement.id") == "composer-input"


async def test_enter_that_ends_a_composition_does_not_send(chat: Page):
    await go_live(chat)
    await chat.fill("textarea", "コーヒー")
    await chat.evaluate(
        """document.querySelector("textarea").dispatchEvent(
          new KeyboardEvent("keydown", {key: "Enter", isComposing: true, bubbles: true, cancelable: true}))"""
    )
    assert await asked(chat) == []
    await chat.press("textarea", "Shift+Enter")
    assert await chat.input_value("textarea") == "コーヒー\n"


async def test_what_was_not_confirmed_survives_a_reload_and_goes_out_in_order_with_its_ids(chat: Page):
    for text in ("One", "Two"):
        await chat.fill("textarea", text)
        await chat.press("textarea", "Enter")
    [first] = await asked(chat)  # the second waits for the first
    await chat.reload()
    await until(chat, "globalThis.stream !== undefined")
    await go_live(chat)
    await until(chat, "stream.asked.length === 1")
    assert await asked(chat) == [first]
    await chat.evaluate("stream.asked[0].resolve({user_message_id: 'u', assistant_message_id: 'a'})")
    await until(chat, "stream.asked.length === 2")
    assert [request["message"] for request in await asked(chat)] == ["One", "Two"]
    created = {"type": "message_created", "role": "user", "content": "One", "status": "success", "ts": 1}
    await tell(chat, "event", {"id": "1-1", "message_id": "u", "request_id": first["request_id"], **created})
    await until(chat, "!JSON.stringify(localStorage).includes('One') && JSON.stringify(localStorage).includes('Two')")
    await until(chat, "document.querySelectorAll('chat-message').length === 2")


async def test_a_refused_message_says_why_and_can_be_sent_again(chat: Page):
    await go_live(chat)
    await chat.fill("textarea", "Now")
    await chat.press("textarea", "Enter")
    await chat.evaluate("stream.asked[0].reject({code: 'rate_limited', detail: 'Too many at once.'})")
    await until(chat, "document.querySelector('[data-status=failed]') !== null")
    assert "Not sent: Too many at once." in await chat.inner_text("chat-message")
    await chat.get_by_role("button", name="Try again").click()
    [first, second] = await asked(chat)
    assert first == second


async def test_the_draft_is_kept_and_the_limit_is_told_before_sending(chat: Page):
    await chat.fill("textarea", "Half a thought")
    await chat.reload()
    assert await chat.input_value("textarea") == "Half a thought"
    await chat.fill("textarea", "x" * 32_001)
    assert await chat.inner_text("#composer-note") == "1 character too long"
    assert await chat.is_disabled("[data-action=send]")


async def test_a_message_waits_for_the_scene_that_was_clicked_before_it(chat: Page):
    kept, answered = [], asyncio.Event()

    async def answer(route: Route) -> None:
        if route.request.method == "PUT":
            kept.append(route.request.post_data_json["scene_id"])
            await answered.wait()
        await route.fulfill(json={"revisions": []})

    await chat.route("**/api/**", answer)
    await go_live(chat, {**EMPTY, "storyboard": {"revision": 1, **example("launch")}})
    await chat.click("[data-scene-id=stats]")
    await chat.click("[data-scene-id=cta]")
    await chat.fill("textarea#composer-input", "Make it bold")
    await chat.press("textarea#composer-input", "Enter")
    await chat.wait_for_selector("text=About scene 4: Call to action")
    assert await asked(chat) == []
    answered.set()
    await until(chat, "stream.asked.length === 1")
    assert kept[-1] == "cta"


async def test_a_choice_that_cannot_be_kept_does_not_hold_a_message_up(chat: Page):
    chat.expected_console = ["net::ERR_FAILED"]
    await chat.route("**/api/**", lambda route: route.abort())
    await go_live(chat, {**EMPTY, "storyboard": {"revision": 1, **example("launch")}})
    await chat.click("[data-scene-id=stats]")
    await chat.fill("textarea#composer-input", "Make it bold")
    await chat.press("textarea#composer-input", "Enter")
    await until(chat, "stream.asked.length === 1")
