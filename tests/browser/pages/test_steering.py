"""What a person adds to an answer that is being written stands in it, where the model has read it."""

from itertools import count

from playwright.async_api import Page, expect

from tests.browser.played_chat import asked, go_live, message, reload, snapshot, tell, type_text, user_messages
from tests.browser.waiting import until

ANSWER = "a0000000-0000-4000-8000-000000000001"
PARTS = """[...document.querySelectorAll('.answer-body > :not([hidden])')].map((part) =>
  part.localName === 'ul' ? [...part.querySelectorAll('.bubble')].map((each) => `> ${each.textContent}`).join() :
  part.localName === 'div' ? part.textContent : [...part.children].map((each) => each.dataset.toolCallId).join())"""
_places = count(1)


async def comes(page: Page, type: str, **fields: object) -> None:
    await tell(page, "event", {"id": f"1-{next(_places)}", "type": type, "message_id": ANSWER, "ts": 5, **fields})


async def parts(page: Page, *expected: str) -> None:
    await until(page, f"{PARTS}.join('|') === {'|'.join(expected)!r}")


async def test_it_is_added_by_keyboard_and_gets_its_place_when_it_is_read(chat: Page) -> None:
    await go_live(chat, snapshot(message(ANSWER, "Look", status="running", started=0, request_id="r")))
    await type_text(chat, "Make it blue")
    await chat.press("#composer-input", "Control+Enter")
    [request] = await asked(chat)
    assert (request["assistant_message_id"], request["text"]) == (ANSWER, "Make it blue")
    assert await user_messages(chat) == ["Make it blue Sending"]

    said = {"request_id": request["request_id"], "text": "Make it blue"}
    await comes(chat, "steering", **said)
    await parts(chat, "Loo", "> Make it blue")  # a last letter may yet mean more
    await expect(chat.locator(".steerings")).to_contain_text("Read with the next step")
    assert await user_messages(chat) == []
    await comes(chat, "delta", content=" here.")
    await parts(chat, "Look here", "> Make it blue")
    await comes(chat, "steering", **said, offset=10, reasoning_offset=0, call_offset=0)
    await comes(chat, "delta", content="\n\nBlue it is.")
    await comes(chat, "finalized", status="success", content="Look here.\n\nBlue it is.", elapsed_ms=9)
    await parts(chat, "Look here.", "> Make it blue", "Blue it is.")
    assert await chat.locator(".steerings .send-state:visible").count() == 0


async def test_an_answer_that_is_at_its_end_leaves_it_a_message_of_its_own_under_the_same_id(chat: Page) -> None:
    await go_live(chat, snapshot(message(ANSWER, "Look", status="running", started=0, request_id="r")))
    add = chat.get_by_role("button", name="Add to this answer")
    await expect(add).to_be_hidden()
    await type_text(chat, "Make it blue")
    await add.click()
    await chat.evaluate("stream.asked[0].reject({code: 'too_late', detail: 'This answer is at its end.'})")
    await until(chat, "stream.asked.length === 2")
    first, second = await asked(chat)
    assert (second["request_id"], second["message"]) == (first["request_id"], "Make it blue")
    await comes(chat, "finalized", status="success", content="Look", elapsed_ms=9)
    await expect(add).to_be_hidden()


async def test_what_was_not_confirmed_is_added_again_after_a_reload_and_stands_between_the_calls(chat: Page) -> None:
    running = message(ANSWER, "Look", status="running", started=0, request_id="r")
    await go_live(chat, snapshot(running))
    await type_text(chat, "Make it blue")
    await chat.press("#composer-input", "Control+Enter")
    before = await asked(chat)
    await reload(chat, snapshot(running))
    assert await asked(chat) == before

    call = {"name": "set_style", "title": "Ocean", "status": "success", "offset": 4, "payload": {}}
    calls = [{**call, "tool_call_id": each} for each in ("c1", "c2")]
    said = {"request_id": before[0]["request_id"], "text": "Make it blue", "offset": 4, "call_offset": 1}
    await tell(chat, "snapshot", snapshot({**running, "tool_calls": calls, "steerings": [said]}))
    await parts(chat, "Look", "c1", "> Make it blue", "c2")
    assert await user_messages(chat) == []
