"""Words that come a few times a second, as from a busy server, are shown at a steady pace; nobody waits longer for the last."""

from playwright.async_api import Page

from tests.browser.played_chat import go_live, message, snapshot, tell
from tests.browser.waiting import until

SHOWN = "document.querySelector('.prose').textContent.trim()"
FIRST, SECOND, THIRD = "one two ", "three four five six ", "seven "
FRAME = 20  # ms: in which the page draws


async def tell_event(page: Page, type: str, **fields: object) -> None:
    await tell(page, "event", {"id": "1-1", "type": type, "message_id": "1", "ts": 0} | fields)
    await page.clock.run_for(FRAME)


async def say(page: Page, words: str) -> str:
    """What is shown a frame after these words have come."""
    await tell_event(page, "delta", content=words)
    return await page.evaluate(SHOWN)


async def hear_the_first(page: Page) -> None:
    await go_live(page, snapshot(message("1", "Zero ", status="running")))
    await page.clock.run_for(FRAME)
    await until(page, "document.querySelector('.prose')")
    assert await say(page, FIRST) == "Zero one two", "the first are not waited for"
    await page.clock.run_for(100 - FRAME)


async def test_the_words_of_a_tenth_of_a_second_are_shown_over_the_next_one(still_chat: Page):
    await still_chat.emulate_media(reduced_motion="no-preference")
    await hear_the_first(still_chat)
    part = await say(still_chat, SECOND)
    assert len("Zero one two") < len(part) < len("Zero one two three four five six")
    await still_chat.clock.run_for(100)
    assert await still_chat.evaluate(SHOWN) == "Zero one two three four five six"


async def test_no_words_wait_when_the_next_come_or_the_answer_ends(still_chat: Page):
    await still_chat.emulate_media(reduced_motion="no-preference")
    await hear_the_first(still_chat)
    await say(still_chat, SECOND)
    assert (await say(still_chat, THIRD)).startswith("Zero one two three four five six")
    await still_chat.clock.run_for(100)
    await say(still_chat, THIRD)
    whole = "Zero one two three four five six seven seven"
    await tell_event(still_chat, "finalized", status="success", content=whole + " ")
    assert await still_chat.evaluate(SHOWN) == whole


async def test_who_wants_less_motion_sees_words_as_they_come(still_chat: Page):
    await hear_the_first(still_chat)
    assert await say(still_chat, SECOND) == "Zero one two three four five six"
