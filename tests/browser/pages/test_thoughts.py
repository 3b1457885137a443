"""What a model thinks, on the page: open while it thinks, folded when the answer goes on, and a person's once they touch it."""

from itertools import count

import pytest
from playwright.async_api import Page, expect

from tests.browser.axe import AXE
from tests.browser.played_chat import go_live, message, snapshot, tell
from tests.browser.waiting import until

DETAILS = "document.querySelector('message-thoughts details')"
WORD = "document.querySelector('.thoughts-word')?.textContent"
TEXT = "document.querySelector('.thoughts-text')?.textContent"
LINES = "".join(f"Line {number}\n" for number in range(60))


@pytest.fixture
async def thinking(chat: Page) -> Page:
    """An answer whose model has begun to think."""
    await go_live(chat, snapshot(message("1", status="running", started=0)))
    await comes(chat, "reasoning", content="They want a short film.\nAbout coffee")
    await until(chat, f"{DETAILS}?.open")
    return chat


_places = count(1)


async def comes(page: Page, type: str, **fields: object) -> None:
    await tell(page, "event", {"id": f"1-{next(_places)}", "type": type, "message_id": "1", "ts": 1, **fields})


async def test_they_are_open_while_the_model_thinks_and_fold_when_it_answers(thinking: Page):
    assert await thinking.evaluate(WORD) == "Thinking…"
    await comes(thinking, "reasoning", content=", I think.")
    await until(thinking, f"{TEXT}.endsWith('About coffee, I think.')")
    await comes(thinking, "delta", content="A short film")
    await until(thinking, f"!{DETAILS}.open")
    assert await thinking.evaluate(WORD) == "Thoughts"
    assert await thinking.evaluate("document.querySelector('chat-message').text") == "A short film"


async def test_they_open_again_for_the_thoughts_of_the_next_step(thinking: Page):
    await comes(thinking, "delta", content="On it.")
    await until(thinking, f"!{DETAILS}.open")
    await comes(thinking, "reasoning", content="\n\nIs that all?")
    await until(thinking, f"{DETAILS}.open")
    call = {"tool_call_id": "t", "name": "set_title", "title": "Naming it", "arguments": {}}
    await comes(thinking, "tool_start", **call)
    await until(thinking, f"!{DETAILS}.open")


async def test_what_a_person_has_closed_or_opened_stays_so(thinking: Page):
    await thinking.click("message-thoughts summary")
    assert not await thinking.evaluate(f"{DETAILS}.open")
    assert await thinking.inner_text(".thoughts-newest") == "About coffee"
    await comes(thinking, "reasoning", content="\nWith steam")
    await until(thinking, "document.querySelector('.thoughts-newest').innerText === 'With steam'")
    assert not await thinking.evaluate(f"{DETAILS}.open")
    await thinking.click("message-thoughts summary")
    await comes(thinking, "delta", content="Done.")
    await until(thinking, f"{WORD} === 'Thoughts'")
    assert await thinking.evaluate(f"{DETAILS}.open")


async def test_the_newest_line_is_in_view_unless_the_reader_is_at_another(chat: Page):
    at_end = "(({scrollHeight, scrollTop, clientHeight}) => scrollHeight - scrollTop - clientHeight < 2)"
    box = "document.querySelector('.thoughts-text')"
    await go_live(chat, snapshot(message("1", status="running", started=0, reasoning=LINES)))
    await until(chat, f"{box}?.scrollHeight > {box}?.clientHeight && {at_end}({box})")
    await comes(chat, "reasoning", content=LINES)
    await until(chat, f"{TEXT}.length === {2 * len(LINES)} && {at_end}({box})")
    await chat.evaluate(f"{box}.scrollTop = 20")
    await comes(chat, "reasoning", content=f"{LINES}The end")
    await until(chat, f"{TEXT}.endsWith('The end')")
    assert await chat.evaluate(f"{box}.scrollTop") == 20


async def test_thoughts_that_are_taken_back_are_gone(thinking: Page):
    await comes(thinking, "status", status="restarted", attempt=2, content="")
    await until(thinking, "document.querySelector('message-thoughts').hidden")
    await comes(thinking, "reasoning", content="Once more.")
    await until(thinking, f"{TEXT} === 'Once more.'")


async def test_of_an_answer_that_is_over_they_are_folded(chat: Page):
    await go_live(chat, snapshot(message("1", "Done.", reasoning="Let me see.")))
    await until(chat, f"{TEXT} === 'Let me see.'")
    assert not await chat.evaluate(f"{DETAILS}.open")
    assert await chat.evaluate(WORD) == "Thoughts"


async def test_they_are_text_whatever_stands_in_them(chat: Page):
    evil = "<img src=x onerror=pwned()> **bold** [x](javascript:pwned())"
    await go_live(chat, snapshot(message("1", "Done.", reasoning=evil)))
    await until(chat, f"{TEXT} === {evil!r}")
    assert await chat.evaluate("document.querySelectorAll('.thoughts-text *').length") == 0


async def test_who_sees_no_thoughts_does_not_load_what_draws_them(chat: Page):
    await go_live(chat, snapshot(message("1", "Done.")))
    await until(chat, "document.querySelector('chat-message .prose')?.innerText === 'Done.'")
    loaded = await chat.evaluate("performance.getEntriesByType('resource').map(({name}) => name)")
    assert not [name for name in loaded if "thoughts" in name]


async def test_axe_finds_nothing(thinking: Page):
    await comes(thinking, "reasoning", content=LINES)
    await thinking.evaluate(AXE.read_text(encoding="utf-8"))
    found = await thinking.evaluate("axe.run('chat-message', {resultTypes: ['violations']}).then((r) => r.violations)")
    assert [each["id"] for each in found] == []


@pytest.mark.parametrize(
    ("finish_reason", "title"),
    [("length", "Too long to be finished."), ("filtered", "Held back."), ("error", "This answer failed.")],
)
async def test_an_answer_says_how_it_ended(chat: Page, finish_reason: str, title: str):
    problem = {"code": "x", "error": "The answer was cut.", "retryable": True}
    await go_live(chat, snapshot(message("1", "Half", status="error", finish_reason=finish_reason, error=problem)))
    await expect(chat.locator(".outcome strong")).to_have_text(title)
    await expect(chat.locator("chat-message .prose")).to_have_text("Half")


@pytest.mark.parametrize(
    ("usage", "shown"),
    [
        ({"model": "demo", "input_tokens": 1200, "output_tokens": 34}, "demo · 1,200 tokens in, 34 out"),
        (
            {"model": "a:b", "input_tokens": 9, "cached_tokens": 8, "output_tokens": 7, "reasoning_tokens": 6, "cost": 0.00123},
            "a:b · 9 tokens in (8 cached), 7 out (6 thinking) · $0.0012",
        ),
        ({"model": "a:b", "input_tokens": 9, "output_tokens": 7, "cost": 2, "estimated": 1}, "a:b · ~9 tokens in, 7 out · ~$2.00"),
        ({"model": "a:b"}, "a:b · tokens — · cost —"),
    ],
)  # fmt: skip
async def test_the_receipt_says_what_was_used_and_what_nobody_knows(chat: Page, usage: dict, shown: str):
    await go_live(chat, snapshot(message("1", "Done.", usage=usage)))
    await chat.click("[aria-label='What this answer took']")
    await expect(chat.locator(".receipt")).to_have_text(shown)
