"""What was not sent says so and why, holds nothing up, and is tried again or discarded by the person."""

import pytest
from playwright.async_api import Page

from tests.browser.played_chat import EMPTY, asked, go_live, message, reload, send, snapshot, tell, user_messages
from tests.browser.waiting import until

LATE_MS = 10_000


async def messages_asked(page: Page) -> list[str]:
    return [request["message"] for request in await asked(page)]


async def refuse(page: Page, index: int, code: str, detail: str) -> None:
    await page.evaluate(
        "([index, error]) => stream.asked[index].reject(error)", [index, {"code": code, "detail": detail}]
    )


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("a\0b", "ab"),
        ("\0\x01\x08\x0b\x0c\x0e\x1b[31mred\x1f\x7f", "[31mred"),
        ("a\tb\nc", "a\tb\nc"),
        ("👩\u200d👧 \u202aنص\u202c \ufeff\u0301", "👩\u200d👧 \u202aنص\u202c \ufeff\u0301"),
    ],
)
async def test_what_nobody_means_to_send_is_not_sent(chat: Page, typed: str, sent: str):
    await go_live(chat)
    await send(chat, typed)
    assert await messages_asked(chat) == [sent]


async def test_half_of_a_character_is_sent_as_the_sign_for_a_lost_one(chat: Page):
    await go_live(chat)
    await chat.evaluate("document.querySelector('#composer-input').value = 'a\\ud83d b'")
    await chat.press("#composer-input", "Enter")
    assert await messages_asked(chat) == ["a\ufffd b"]


async def test_a_message_of_nothing_but_control_characters_is_no_message(chat: Page):
    await go_live(chat)
    await send(chat, "\0\x1b \0")
    assert await asked(chat) == []
    assert await chat.is_disabled("[data-action=send]")


async def test_a_refused_message_does_not_hold_up_the_next(chat: Page):
    await go_live(chat)
    for text in ("One", "Two", "Three"):
        await send(chat, text)
    assert await messages_asked(chat) == ["One"]
    await refuse(chat, 0, "invalid", "The server could not read it.")
    await until(chat, "stream.asked.length === 2")
    await refuse(chat, 1, "too_large", "A frame may have at most 65536 bytes.")
    await until(chat, "stream.asked.length === 3")
    await until(chat, "document.querySelectorAll('[data-status=failed]').length === 2")
    assert await user_messages(chat) == [
        "One Not sent: The server could not read it. Try again Discard",
        "Two Not sent: A frame may have at most 65536 bytes. Try again Discard",
        "Three Sending",
    ]
    await until(chat, "document.querySelector('[data-role=announcer]').textContent.includes('Not sent: A frame')")


async def test_a_message_without_an_answer_does_not_hold_up_the_next(still_chat: Page):
    await go_live(still_chat)
    await send(still_chat, "One")
    await send(still_chat, "Two")
    await still_chat.clock.run_for(LATE_MS - 100)
    assert await messages_asked(still_chat) == ["One"]
    await still_chat.clock.run_for(200)
    assert await messages_asked(still_chat) == ["One", "Two"]
    assert await user_messages(still_chat) == [
        "One Not sent: the server has not answered. Try again Discard",
        "Two Sending",
    ]
    await still_chat.evaluate("stream.asked[0].resolve({user_message_id: 'u', assistant_message_id: 'a'})")
    await still_chat.clock.run_for(100)
    assert await user_messages(still_chat) == ["One Sent", "Two Sending"]


async def test_what_had_no_answer_is_asked_again_with_the_same_id_and_can_be_discarded(still_chat: Page):
    await go_live(still_chat)
    await send(still_chat, "One")
    await still_chat.clock.run_for(LATE_MS + 100)
    await still_chat.get_by_role("button", name="Try again").click()
    [first, again] = await asked(still_chat)
    assert first == again
    await still_chat.clock.run_for(LATE_MS + 100)
    await still_chat.get_by_role("button", name="Discard").click()
    await still_chat.clock.run_for(100)
    assert await user_messages(still_chat) == []
    assert await still_chat.evaluate("stream.withdrawn") == [first["request_id"]]
    assert await still_chat.evaluate("localStorage.length") == 0


async def test_what_waits_for_the_connection_can_be_sent_at_once_or_discarded(chat: Page):
    await go_live(chat)
    await tell(chat, "state", {"state": "offline"})
    await send(chat, "One")
    waiting = "One Not sent yet: there is no connection. It goes out when there is. Try again Discard"
    await until(chat, "document.querySelector('[data-status=waiting]') !== null")
    assert await user_messages(chat) == [waiting]
    await chat.get_by_role("button", name="Try again").click()
    assert await chat.evaluate("stream.retried")
    await chat.get_by_role("button", name="Discard").click()
    await until(chat, "document.querySelector('chat-message') === null")
    await reload(chat)
    assert await asked(chat) == []


@pytest.mark.parametrize(
    ("state", "why"),
    [
        ("signed-out", "you are signed out. It goes out when you have signed in again."),
        ("gone", "this project is not there any more, or not yours."),
        ("refused", "the server refused the connection."),
    ],
)
async def test_a_message_that_met_the_end_of_the_stream_says_why(chat: Page, state: str, why: str):
    await go_live(chat)
    await send(chat, "One")
    await tell(chat, "state", {"state": state})
    await refuse(chat, 0, state, "The stream has ended.")
    await until(chat, "document.querySelector('[data-status=failed]') !== null")
    assert await user_messages(chat) == [f"One Not sent: {why} Try again Discard"]
    await reload(chat)
    await until(chat, "stream.asked.length === 1")  # it was not judged: after the next sign-in it goes out


@pytest.mark.parametrize("press", ["dblclick", "click, click", "Enter, held"])
async def test_a_starter_is_sent_once(chat: Page, press: str):
    await go_live(chat)
    starter = chat.locator("[data-starter]").first
    if press == "dblclick":
        await starter.dblclick()
    elif press == "Enter, held":
        await starter.focus()
        for _ in range(3):
            await chat.keyboard.down("Enter")
    else:
        await starter.evaluate("(button) => { button.click(); button.click(); }")
    assert len(await asked(chat)) == 1
    await chat.evaluate("stream.asked[0].resolve({user_message_id: 'u', assistant_message_id: 'a'})")
    await until(chat, "document.querySelector('[data-status=sent]') !== null")
    assert len(await asked(chat)) == 1


async def test_a_button_says_nothing_while_what_it_says_is_being_answered(chat: Page):
    text = "Warm colours"
    question = message("1", text, role="user", request_id="r")
    press = f"""document.querySelector('chat-page').dispatchEvent(
        new CustomEvent('answer-question', {{detail: {{message: '{text}'}}}}))"""
    await go_live(chat, snapshot(question, message("2", status="running", request_id="r")))
    await chat.evaluate(f"{press}; {press}")
    assert await asked(chat) == []
    await tell(chat, "snapshot", snapshot(question, message("2", "There it is.", request_id="r")))
    await chat.evaluate(f"{press}; {press}")
    assert await messages_asked(chat) == [text]


async def test_another_take_is_asked_for_once(chat: Page):
    await go_live(chat, snapshot(message("1", "Hello", role="user"), message("2", "Hello")))
    button = chat.get_by_role("button", name="Try a different version")
    await button.dblclick()
    await until(chat, "stream.asked.length === 1")
    await chat.evaluate("stream.asked[0].resolve({user_message_id: '1', assistant_message_id: '3'})")
    assert await button.is_disabled()  # until the new answer takes its place
    assert len(await asked(chat)) == 1


async def test_a_discarded_message_does_not_go_out_after_the_scene_it_waited_for(chat: Page):
    await go_live(chat, EMPTY)
    await chat.evaluate(
        """() => {
          const page = document.querySelector("chat-page");
          document.querySelector("#composer-input").value = "One";
          document.querySelector("chat-composer").submit();
          const [entry] = JSON.parse(localStorage.getItem(`outbox:${page.dataset.projectId}`));
          page.dispatchEvent(new CustomEvent("discard", {detail: {message: entry}}));
        }"""
    )
    await send(chat, "Two")
    await until(chat, "stream.asked.length === 1")
    assert await messages_asked(chat) == ["Two"]
