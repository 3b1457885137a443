"""An answer in its order: text, thoughts and cards where they came; a film in the making as one card."""

from itertools import count

from playwright.async_api import Page, expect

from tests.browser.frames import example
from tests.browser.played_chat import EMPTY, go_live, message, snapshot, tell
from tests.browser.waiting import until

PARTS = """[...document.querySelectorAll('.answer-body > :not([hidden])')]
  .map((part) => part.localName === "div" ? part.textContent : part.localName)"""
LAUNCH = example("launch")
NAMES = [scene["name"] for scene in LAUNCH["scenes"]]
_places = count(1)


async def comes(page: Page, type: str, **fields: object) -> None:
    event = {"id": f"1-{next(_places)}", "type": type, "message_id": "1", "ts": 1000, **fields}
    await tell(page, "event", event)


async def calls(page: Page, id: str, tool: str, /, offset: int = 0, **arguments: object) -> None:
    place = {"offset": offset, "reasoning_offset": 0}
    await comes(page, "tool_start", tool_call_id=id, name=tool, title=f"{tool} {id}", **place, arguments=arguments)


async def returns(page: Page, id: str, tool: str, **fields: object) -> None:
    result = {"success": True, "payload": {}, "elapsed_ms": 1500} | fields
    await comes(page, "tool_result", tool_call_id=id, name=tool, **result)


async def test_text_and_cards_stand_where_they_came_and_new_text_moves_nothing_above_it(chat: Page):
    await go_live(chat, snapshot(message("1", status="running", started=0)))
    await comes(chat, "delta", content="First **🟥**.")
    await calls(chat, "a", "set_style", offset=12)
    await until(
        chat, "document.querySelector('tool-card') && document.querySelector('.prose strong')?.textContent === '🟥'"
    )
    top = "document.querySelector('tool-card').getBoundingClientRect().top - document.querySelector('chat-message').offsetTop"
    before = await chat.evaluate(top)
    await chat.evaluate("getSelection().selectAllChildren(document.querySelector('.prose strong'))")
    await returns(chat, "a", "set_style")
    await comes(chat, "delta", content="\n\nThen 🟦.\n\nAnd more.")
    await until(chat, f"{PARTS}.length === 3")
    assert await chat.evaluate(PARTS) == ["First 🟥.", "tool-list", "Then 🟦.And more"]  # a last mark may yet mean more
    assert await chat.evaluate("String(getSelection())") == "🟥"
    assert await chat.evaluate(f"Math.abs({top} - {before}) < 80")
    await comes(chat, "finalized", status="success", content="First **🟥**.\n\nThen 🟦.\n\nAnd more.", elapsed_ms=9)
    await until(chat, f"{PARTS}.at(-1) === 'Then 🟦.And more.'")
    assert (
        await chat.evaluate("document.querySelector('chat-message').text") == "First **🟥**.\n\nThen 🟦.\n\nAnd more."
    )


async def test_a_call_of_an_older_server_stands_behind_the_text(chat: Page):
    call = {"tool_call_id": "a", "name": "set_style", "title": "Ocean", "status": "success", "elapsed_ms": 9}
    await go_live(chat, snapshot(message("1", "One.\n\nTwo.", tool_calls=[call], reasoning="Hm.")))
    await until(chat, f"{PARTS}.join() === 'message-thoughts,One.Two.,tool-list'")


async def test_a_film_in_the_making_is_one_card_whose_places_fill_and_which_folds_when_it_is_done(chat: Page):
    await chat.route("**/api/**", lambda route: route.fulfill(json={"revisions": []}))
    await go_live(chat, {**EMPTY, "messages": [message("1", status="running", started=0)]})
    await calls(chat, "plan", "plan_video", scenes=[{"name": name} for name in NAMES], seconds=9)
    await returns(chat, "plan", "plan_video", revision=1)
    await until(chat, "document.querySelector('.tool-title')?.textContent.endsWith('scenes · 0 done')")
    assert await chat.locator(".build-scenes [data-state=planned]").count() == len(NAMES)
    for place, name in enumerate(NAMES):
        await calls(chat, str(place), "add_scene", name=name, brief="{}")
    await until(chat, f"document.querySelectorAll('[data-state=running] > .scene-picture').length === {len(NAMES)}")
    assert await chat.locator("build-card").count() == await chat.locator("chat-message details:visible").count() == 1
    for place in range(len(NAMES)):
        film = {**LAUNCH, "scenes": LAUNCH["scenes"][: place + 1]}
        await comes(chat, "storyboard", revision=place + 2, cause="tool", summary="Scene added", storyboard=film)
        await returns(chat, str(place), "add_scene", revision=place + 2, payload={"summary": "Scene “X” added"})
        await until(chat, f"document.querySelectorAll('.build-scenes svg[viewBox]').length === {place + 1}")
    await comes(chat, "finalized", status="success", content="", elapsed_ms=9)
    await until(chat, "document.querySelector('build-card').dataset.status === 'success'")
    assert await chat.inner_text("build-card summary > .tool-title") == f"Built {len(NAMES)} scenes"
    assert await chat.inner_text("build-card summary > .tool-time") == "1.5 s"
    assert "{" not in await chat.inner_text("build-card")
    await chat.click("build-card summary")
    await chat.click("build-card details details:nth-child(2) summary")
    assert '"brief"' in await chat.inner_text("build-card")
    await chat.click(".build-scenes li:nth-child(2) button")
    await chat.wait_for_selector(f"text=About scene 2: {NAMES[1]}")


async def test_what_failed_is_told_in_words_for_a_person(chat: Page):
    call = {"tool_call_id": "a", "name": "edit_scene", "title": "A step that could not be done", "arguments": {}}
    failed = {
        "status": "error",
        "error": "target: Field required",
        "payload": {"notice": "It was told so."},
        "elapsed_ms": 3,
    }
    await go_live(chat, snapshot(message("1", "On it.", tool_calls=[{**call, **failed, "offset": 6}])))
    await expect(chat.locator("tool-card")).to_contain_text("It was told so.")
    assert "Field required" not in await chat.inner_text("tool-card")
    await chat.click("tool-card summary")
    await expect(chat.locator("tool-card")).to_contain_text("Field required", use_inner_text=True)
