"""A long conversation is drawn piece by piece, so that the page hears a person meanwhile: nobody sees it."""

from playwright.async_api import Page, Route

from tests.browser.played_chat import go_live, message, snapshot
from tests.browser.waiting import until

TEXT = "What the scenes have in *common*.\n\n" * 4
CONVERSATION = [message(f"m{n}", TEXT, "assistant" if n % 2 else "user", request_id=f"r{n}") for n in range(200)]
IDS = [each["id"] for each in CONVERSATION]
DRAWN = "[...document.querySelectorAll('chat-message')].map(({dataset}) => dataset.messageId)"


async def test_it_grows_from_its_newest_message_upwards_and_stays_at_its_end(chat: Page):
    await chat.evaluate(f"""() => {{
      globalThis.steps = [];
      new MutationObserver(() => steps.push({DRAWN})).observe(document.querySelector("message-list"), {{childList: true}});
    }}""")
    await go_live(chat, snapshot(*CONVERSATION))
    await until(chat, f"{DRAWN}.length === 200")
    steps = await chat.evaluate("steps")
    assert len(steps) > 1
    assert all(ids == IDS[-len(ids) :] for ids in steps)
    gap = "({scrollHeight, scrollTop, clientHeight}) => scrollHeight - scrollTop - clientHeight"
    assert await chat.locator(".scroller").evaluate(gap) <= 4


async def test_who_asks_for_earlier_messages_stays_where_they_are(chat: Page):
    async def answer(route: Route) -> None:
        await route.fulfill(json={"messages": CONVERSATION[:150], "more": False})

    await chat.route("**/messages/?before=*", answer)
    first = snapshot(*CONVERSATION[150:])
    await go_live(chat, first | {"project": first["project"] | {"more": True}})
    await until(chat, f"{DRAWN}.length === 50")
    await chat.locator(".scroller").evaluate("(scroller) => { scroller.scrollTop = 0 }")
    top = "document.querySelector('[data-message-id=m150]').getBoundingClientRect().top"
    await until(chat, "!document.querySelector('.to-newest').hidden")
    before = await chat.evaluate(top)
    await chat.evaluate("document.querySelector('[data-role=earlier]').click()")
    await until(chat, f"{DRAWN}.length === 200")
    assert await chat.evaluate(DRAWN) == IDS
    assert abs(await chat.evaluate(top) - before) < 4  # pixels are whole ones, in each piece
