"""What the page keeps in the browser: it may be of any shape, full, or another tab's."""

import json
import uuid

import pytest
from playwright.async_api import Page

from tests.browser.conftest import OpenPage
from tests.browser.played_chat import asked, go_live, open_chat, reload, send, type_text, user_messages
from tests.browser.rendering import PROJECT
from tests.browser.waiting import until

OUTBOX, DRAFT, PICTURES = (f"{key}:{PROJECT['id']}" for key in ("outbox", "draft", "pictures"))
ID = "70000000-0000-4000-8000-000000000000"
URL = f"/api/projects/{PROJECT['id']}/assets/{ID}/"
PICTURE = {"id": ID, "name": "cup.png", "width": 4, "height": 3, "url": URL}
ENTRY = {"request_id": ID, "message": "Kept", "sent": False}
FAILED = {**ENTRY, "failure": {"code": "conflict", "detail": "Too many wait."}}

# Whatever lies there: the page lives, and sends what can be sent.
SHAPES: dict[str, tuple[str, str, list[str]]] = {
    "a number": (OUTBOX, "5", []),
    "an object": (OUTBOX, "{}", []),
    "a list of nothing": (OUTBOX, "[null]", []),
    "a list of texts": (OUTBOX, '["x"]', []),
    "a list of lists": (OUTBOX, "[[[]]]", []),
    "like a list": (OUTBOX, '{"length": 3}', []),
    "half of it": (OUTBOX, json.dumps([ENTRY])[:-9], []),
    "brackets without end": (OUTBOX, "[" * 100_000, []),
    "an entry without its message": (OUTBOX, json.dumps([{"request_id": ID}, ENTRY]), ["Kept"]),
    "a message that is a number": (OUTBOX, json.dumps([{**ENTRY, "message": 7}]), []),
    "a message of nothing": (OUTBOX, json.dumps([{**ENTRY, "message": "\0"}]), []),
    "a request id that is none": (OUTBOX, json.dumps([{**ENTRY, "request_id": "7"}]), []),
    "a request id in a list": (OUTBOX, json.dumps([{**ENTRY, "request_id": [ID]}]), []),
    "an entry twice": (OUTBOX, json.dumps([ENTRY, ENTRY]), ["Kept"]),
    "pictures of a message that are none": (OUTBOX, json.dumps([{**ENTRY, "attachments": [None, 7, {}]}]), ["Kept"]),
    "a failure without words": (OUTBOX, json.dumps([{**ENTRY, "failure": True}]), []),
    "sent, to whom is not known": (OUTBOX, json.dumps([{**ENTRY, "sent": "yes", "user_message_id": {}}]), ["Kept"]),
    "a draft that is a number": (DRAFT, "7", []),
    "a draft that is an object": (DRAFT, "{}", []),
    "a draft that is no JSON": (DRAFT, "Half a", []),
    "pictures that are a number": (PICTURES, "7", []),
    "pictures of nothing": (PICTURES, "[null]", []),
    "pictures that are like a list": (PICTURES, '{"length": 3}', []),
    "a picture without an address": (PICTURES, json.dumps([{"id": ID, "name": "x"}]), []),
    "a picture from elsewhere": (PICTURES, json.dumps([{**PICTURE, "url": "https://elsewhere.example/x.png"}]), []),
}

FILL = """() => {
  for (let piece = "x".repeat(1 << 20), i = 0; piece.length; i++) {
    try { localStorage.setItem(`fill${i}`, piece); } catch { piece = piece.slice(piece.length >> 1 || 1); }
  }
}"""


async def store(page: Page, key: str, value: str) -> None:
    await page.evaluate("([key, value]) => localStorage.setItem(key, value)", [key, value])


async def stored(page: Page, key: str) -> object:
    return await page.evaluate("(key) => JSON.parse(localStorage.getItem(key))", key)


async def second_tab(chat: Page, open_page: OpenPage) -> Page:
    page = await open_page(context=chat.context)
    await open_chat(page)
    await go_live(page)
    return page


@pytest.mark.parametrize("key", [OUTBOX, DRAFT, PICTURES], ids=["outbox", "draft", "pictures"])
async def test_a_stored_value_of_any_shape_breaks_nothing(chat: Page, key: str):
    for name, (_, value, kept) in ((name, shape) for name, shape in SHAPES.items() if shape[0] == key):
        await chat.evaluate("localStorage.clear()")
        await store(chat, key, value)
        await reload(chat)
        await send(chat, "Next")
        for index, text in enumerate([*kept, "Next"]):
            await until(chat, "(count) => stream.asked.length === count", index + 1)
            assert (await asked(chat))[index]["message"] == text, name
            await chat.evaluate("(index) => stream.asked[index].resolve({user_message_id: `u${index}`})", index)


async def test_a_message_that_another_version_kept_as_failed_can_be_sent(chat: Page):
    await store(chat, OUTBOX, json.dumps([{**ENTRY, "failure": {"code": 7}}]))
    await reload(chat)
    await until(chat, "document.querySelector('[data-status=failed]') !== null")
    assert await user_messages(chat) == ["Kept Not sent: It could not be sent. Try again Discard"]
    await chat.get_by_role("button", name="Try again").click()
    assert [request["request_id"] for request in await asked(chat)] == [ID]


async def test_a_message_discarded_in_one_tab_stays_discarded(chat: Page, open_page: OpenPage):
    await store(chat, OUTBOX, json.dumps([FAILED]))
    await reload(chat)
    other = await second_tab(chat, open_page)
    await chat.get_by_role("button", name="Discard").click()
    await until(other, "document.querySelector('[data-status=failed]') === null")
    await send(other, "Another")
    assert [entry["message"] for entry in await stored(other, OUTBOX)] == ["Another"]
    await reload(chat)
    await until(chat, "stream.asked.length === 1")
    assert [request["message"] for request in await asked(chat)] == ["Another"]


async def test_a_message_that_waits_in_two_tabs_is_discarded_in_both(chat: Page, open_page: OpenPage):
    await store(chat, OUTBOX, json.dumps([ENTRY]))
    await reload(chat)
    other = await second_tab(chat, open_page)
    await until(other, "stream.asked.length === 1")
    await until(chat, "stream.asked.length === 1")
    await chat.evaluate("stream.tell('state', {state: 'offline'})")
    await chat.get_by_role("button", name="Discard").click()
    await until(other, "stream.withdrawn.length === 1 && document.querySelector('chat-message') === null")
    assert await stored(other, OUTBOX) is None


async def test_what_another_tab_could_not_send_is_shown_and_can_be_sent_here(still_chat: Page, open_page: OpenPage):
    other = await second_tab(still_chat, open_page)
    await go_live(still_chat)
    await send(other, "From the other tab")
    await other.close()
    await until(still_chat, "JSON.stringify(localStorage).includes('From the other')")
    await still_chat.clock.run_for(1_000)
    assert await user_messages(still_chat) == ["From the other tab Sending"]
    assert await asked(still_chat) == []  # it is the other's to send
    await still_chat.clock.run_for(11_000)
    await still_chat.get_by_role("button", name="Try again").click()
    assert [request["message"] for request in await asked(still_chat)] == ["From the other tab"]


async def test_a_draft_is_the_same_in_all_tabs_and_sent_once(chat: Page, open_page: OpenPage):
    await go_live(chat)
    await type_text(chat, "A coffee shop")
    other = await second_tab(chat, open_page)
    assert await other.input_value("#composer-input") == "A coffee shop"
    await type_text(other, "A coffee shop in Rome")
    await until(chat, "document.querySelector('#composer-input').value.endsWith('Rome')")
    await other.press("#composer-input", "Enter")
    await until(chat, "document.querySelector('#composer-input').value === ''")
    await chat.press("#composer-input", "Enter")
    assert await asked(chat) == []
    assert await chat.is_disabled("[data-action=send]")


async def test_pictures_that_one_tab_has_sent_no_other_still_holds(chat: Page, open_page: OpenPage):
    for page in (chat, other := await open_page(context=chat.context)):
        await open_chat(page)
        await page.route(f"**{URL}", lambda route: route.fulfill(body="", content_type="image/png"))
    await store(chat, PICTURES, json.dumps([PICTURE]))
    await reload(chat)
    await reload(other)
    for page in (chat, other):
        await page.wait_for_selector("attachment-tray li")
    await send(chat, "With a picture")
    assert (await asked(chat))[0]["attachments"] == [ID]
    await until(other, "document.querySelector('attachment-tray li') === null")
    await send(other, "Without")
    assert (await asked(other))[-1]["attachments"] is None


async def test_a_full_storage_is_told_and_no_older_draft_comes_back(chat: Page):
    await go_live(chat)
    await type_text(chat, "An old draft")
    await chat.evaluate(FILL)
    await type_text(chat, "A new one, " + "much longer " * 300)
    assert await chat.inner_text("#composer-note") == (
        "Not saved: the browser’s storage is full or off. Leaving the page loses this"
    )
    await reload(chat)
    assert await chat.input_value("#composer-input") == ""


async def test_a_message_that_a_full_storage_cannot_keep_says_so_and_still_goes_out(chat: Page):
    await chat.evaluate(FILL)
    await chat.evaluate("stream.tell('state', {state: 'offline'})")
    await send(chat, "A long message, " + "very long " * 300)
    await until(chat, "document.querySelector('[data-status=waiting]') !== null")
    [shown] = await user_messages(chat)
    assert "It is not saved either: the browser’s storage is full or off, and leaving the page loses it." in shown
    [request] = await asked(chat)
    await chat.evaluate("stream.asked[0].resolve({user_message_id: 'u'})")
    await until(chat, "document.querySelector('[data-status=sent]') !== null")
    assert await asked(chat) == [request]  # a change that cannot be saved is made all the same


async def test_without_any_storage_the_page_works(page: Page):
    blocked = (
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }})"
    )
    await page.add_init_script(blocked)
    await open_chat(page)
    await go_live(page)
    for index, text in enumerate(["One", "Two"]):
        await send(page, text)
        await page.evaluate("(index) => stream.asked[index].resolve({user_message_id: `u${index}`})", index)
    assert [request["message"] for request in await asked(page)] == ["One", "Two"]
    assert len({uuid.UUID(request["request_id"]) for request in await asked(page)}) == 2
