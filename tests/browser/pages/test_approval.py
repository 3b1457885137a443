"""A tool call that waits for the person: a card in the answer, the same one in every tab, until somebody has decided."""

from playwright.async_api import Page, expect

from tests.browser.played_chat import asked, go_live, message, snapshot, tell

ANSWER, CALL = "a0000000-0000-4000-8000-000000000001", "c0000000-0000-4000-8000-000000000001"
ABOUT = {"tool_call_id": CALL, "name": "delete_scenes", "title": "Delete 2 scenes", "arguments": {"scenes": [1, 2]}}
BEFORE = {**ABOUT, "tool_call_id": "c2", "title": "Read scene 1", "name": "read_scene"}
EVENT = {"message_id": ANSWER, "tool_call_id": CALL, "ts": 5}


async def begin(chat: Page) -> None:
    """An answer with one call that is done, and one that waits after it."""
    done = {**BEFORE, "status": "success", "offset": 4, "payload": {}}
    waiting = {**ABOUT, "status": "running", "approval": "requested", "offset": 4, "started": 0}
    await go_live(chat, snapshot(message(ANSWER, "Look", status="running", tool_calls=[done, waiting])))


async def test_a_call_that_waits_is_allowed_by_keyboard_and_goes_on_as_any_call(chat: Page) -> None:
    await begin(chat)
    card = chat.locator("tool-card + approval-card")
    await expect(card).to_contain_text("May this be done? Delete 2 scenes")
    await expect(chat.locator("chat-message[data-role=assistant]")).to_contain_text("Waiting for you")
    allow = card.get_by_role("button", name="Allow")
    await allow.focus()
    await chat.keyboard.press("Enter")
    await chat.keyboard.press("Enter")
    assert await asked(chat) == [{"assistant_message_id": ANSWER, "tool_call_id": CALL, "decision": "approved"}]
    await tell(chat, "event", {**EVENT, "id": "1-1", "type": "approval_decided", "decision": "approved"})
    await expect(card).to_have_count(0)
    await expect(chat.locator(f"tool-card[data-tool-call-id='{CALL}']")).to_have_attribute("data-status", "running")
    assert await chat.evaluate("document.activeElement.localName") == "tool-list"


async def test_what_another_tab_has_decided_is_shown_and_why_ones_own_decision_came_too_late(chat: Page) -> None:
    await begin(chat)
    card = chat.locator("approval-card")
    await card.get_by_role("button", name="Decline").click()
    await chat.evaluate("stream.asked[0].reject({code: 'conflict', detail: 'This was allowed already.'})")
    await expect(card.get_by_role("alert")).to_have_text("This was allowed already.")
    result = {"success": False, "error": "This was declined, so it was not done.", "elapsed_ms": 0}
    await tell(chat, "event", {**EVENT, "id": "1-1", "type": "approval_decided", "decision": "declined"})
    await tell(chat, "event", {**EVENT, **result, "id": "1-2", "type": "tool_result", "name": ABOUT["name"]})
    await expect(card).to_have_count(0)
    await expect(chat.locator("tool-card").last).to_contain_text("This was declined, so it was not done.")
