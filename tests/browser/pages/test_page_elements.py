"""The chat page against a stream that the test plays: sending, scrolling, connection, versions, questions, access."""

import gzip
import json
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from playwright.async_api import Page, expect

from projects.templatetags.modules import STATIC_IMPORT
from tests.browser.axe import AXE
from tests.browser.page_words import words
from tests.browser.played_chat import EMPTY, asked, go_live, message, snapshot, tell
from tests.browser.recorded_runs import ANSWER, NEXT, NEXT_ANSWER, QUESTION, RETRY, logged, snapshot_after
from tests.browser.rendering import CHAT, chat_html
from tests.browser.waiting import until

PLAN = "# Plan\n\n[link](https://a.example) `code`\n\n```py\nx\n```\n\n|a|b|\n|---|---|\n|1|2|\n"


FILM = {
    "id": "b0000000-0000-4000-8000-000000000000",
    "name": "Roast",
    "url": "/api/projects/0a0a0a0a-0000-4000-8000-000000000000/assets/b0000000-0000-4000-8000-000000000000/",
    "size": 3_400_000,
    "seconds": 20.0,
    "width": 1280,
    "height": 720,
}


ASK = {"tool_call_id": "q", "name": "ask_user", "title": "A question", "arguments": {}, "status": "success"}


def zipped_size(file: str | Path) -> int:
    return len(gzip.compress(Path(file).read_bytes()))


def modules_of(path: Path) -> set[Path]:
    """The module, and all that it imports before it runs."""
    imports = {(path.parent / name).resolve() for name in STATIC_IMPORT.findall(path.read_text())}
    return {path}.union(*map(modules_of, imports))


@pytest.mark.parametrize("pixels", [2, 300])
async def test_scrolling_up_detaches_and_only_the_bottom_attaches_again(chat: Page, pixels: int):
    """Also a little: two pixels are still near the bottom."""
    await go_live(chat, snapshot(*[message(str(n), "A paragraph.\n\n" * 9) for n in range(9)]))
    scroller = "document.querySelector('.scroller')"
    gap = f"(({{scrollHeight, scrollTop, clientHeight}}) => scrollHeight - scrollTop - clientHeight)({scroller})"
    await until(chat, f"document.querySelectorAll('chat-message .prose p').length === 81 && {gap} < 5")
    await chat.hover(".scroller")
    await chat.mouse.wheel(0, -pixels)
    await until(chat, f"{gap} >= {pixels}")
    before = await chat.evaluate("document.querySelector('.scroller').scrollTop")
    created = {"type": "message_created", "role": "assistant", "content": "", "status": "pending", "ts": 1}
    await tell(chat, "event", {"id": "1-1", "message_id": "new", **created})
    await until(chat, "document.querySelector('.to-newest').innerText.includes('1 new')")
    assert await chat.evaluate("document.querySelector('.scroller').scrollTop") == before
    await chat.mouse.wheel(0, 1000)
    await until(chat, f"{gap} < 5 && document.querySelector('.to-newest').hidden")
    await chat.mouse.wheel(0, -300)
    await until(chat, f"{gap} >= 300 && !document.querySelector('.to-newest').hidden")
    await chat.click(".to-newest")
    await until(chat, f"{gap} < 5 && document.querySelector('.to-newest').hidden")


async def test_the_banner_is_patient_and_tells_the_troubles_apart(still_chat: Page):
    await go_live(still_chat)
    banner = still_chat.locator("connection-status")
    now = await still_chat.evaluate("Date.now()")
    await tell(still_chat, "state", {"state": "waiting", "retryAt": now + 6000})
    await still_chat.clock.run_for(1900)
    assert await banner.is_hidden()
    await still_chat.clock.run_for(200)
    assert (await banner.inner_text()).startswith("The server can’t be reached. Reconnecting in 4 s")
    await still_chat.click("text=Retry now")
    assert await still_chat.evaluate("stream.retried")
    await tell(still_chat, "state", {"state": "offline"})
    assert "You are offline." in await banner.inner_text()
    await tell(still_chat, "state", {"state": "live"})
    await tell(still_chat, "caughtup", {"missed_events": 212, "mode": "replayed"})
    assert await banner.inner_text() == "Caught up, 212 events"
    await still_chat.clock.run_for(5100)
    assert await banner.is_hidden()
    await tell(still_chat, "state", {"state": "signed-out", "code": 4501})
    assert await still_chat.get_attribute("connection-status a", "href") == "/sign-in/?next=" + CHAT.replace("/", "%2F")


async def test_answers_to_one_message_are_takes_of_each_other(chat: Page):
    await go_live(chat, snapshot_after(logged("queued, then retried")))
    take = chat.locator(".version-switch:visible")
    await expect(take).to_have_text("2/2", use_inner_text=True)
    assert await chat.evaluate("[...document.querySelectorAll('chat-message')].map(({dataset}) => dataset.messageId)") == [
        QUESTION, RETRY, NEXT, NEXT_ANSWER,
    ]  # fmt: skip
    await chat.click("[aria-label='Previous version']:visible")
    await until(chat, f"document.querySelectorAll('chat-message')[1].dataset.messageId === '{ANSWER}'")
    assert await take.inner_text() == "1/2"
    await chat.click("[data-status=success] footer > button")
    [request] = await asked(chat)
    assert request["assistant_message_id"] == ANSWER


async def test_a_question_is_answered_once_by_a_button_while_it_is_the_last_word(chat: Page):
    question = {**ASK, "payload": {"question": "Better how?", "options": ["Faster", "Warmer"]}}
    await go_live(chat, snapshot(message("1", tool_calls=[question])))
    await chat.dblclick("text=Warmer")
    assert [request["message"] for request in await asked(chat)] == ["Warmer"]
    await until(chat, "[...document.querySelectorAll('.option')].every((option) => option.disabled)")


async def test_escape_and_the_button_stop_what_runs(chat: Page):
    await go_live(chat, snapshot(message("1", "Half", status="running"), message("2", status="pending")))
    await chat.press("textarea", "Escape")
    await chat.click("[data-action=stop]")
    await chat.click("text=Remove >> visible=true")
    assert await chat.evaluate("stream.stopped") == ["1", "1", "2"]


async def test_a_run_is_drawn_to_the_letter_and_its_title_is_taken_over(chat: Page):
    events = logged("tools")
    await go_live(chat, {**snapshot_after([]), "project": {**EMPTY["project"], "id": CHAT.split("/")[2]}})
    for event in events:
        await tell(chat, "event", event)
    await until(chat, f"document.querySelector('[data-message-id=\"{ANSWER}\"]')?.dataset.status === 'success'")
    assert (
        await chat.evaluate(f"document.querySelector('[data-message-id=\"{ANSWER}\"]').text") == events[-1]["content"]
    )
    await chat.wait_for_selector("build-card[data-status=error]")
    assert await words(chat, "tool-list") == "Added 0 of 1 scene 70 ms Details Scene 1 It could not be done."
    assert await chat.title() == "Roast"
    assert await chat.inner_text("h1") == await chat.text_content("[aria-current=page]") == "Roast"


async def test_tools_are_shown_though_a_request_for_what_shows_them_is_lost(chat: Page):
    chat.expected_console = ["ERR_FAILED"]
    await chat.route("**/tool-card.js", lambda route: route.abort(), times=1)
    call = {"tool_call_id": "t", "name": "add_scene", "title": "Scene 1", "status": "success", "elapsed_ms": 9}
    await go_live(chat, snapshot(message("1", "There", tool_calls=[call])))
    await chat.wait_for_selector("build-card[data-status=success]")


async def test_what_a_tool_changed_is_told_in_few_words(chat: Page):
    menu = {"scene_id": "menu", "number": 2, "name": "Menu; daily, fresh"}
    results = [
        {"revision": 2, "payload": {"changes": [{"words": ["4 s → 3 s", "headline “Hi, you” and bold"], **menu}]}},
        {"payload": {"summary": "Nothing changed."}},
        {"revision": 3, "payload": {"summary": "Colours changed", "changes": []}},
        {"revision": 4, "payload": {"summary": "Scene “CTA” deleted; colours changed"}},  # of an older server
    ]
    calls = [{**ASK, "tool_call_id": str(n), "name": "edit_scene", **each} for n, each in enumerate(results)]
    await chat.route("**/revisions/**", lambda route: route.fulfill(json={"storyboard": None}))
    await go_live(chat, snapshot(message("1", "Make it short", role="user"), message("2", "Done.", tool_calls=calls)))
    await chat.wait_for_selector(".changes")
    assert await chat.eval_on_selector_all(".change", "all => all.map((change) => change.textContent)") == [
        "4 s → 3 s",
        "headline “Hi, you” and bold",
        "Scene “CTA” deleted; colours changed",
    ]
    assert await chat.get_attribute(".changes .scene-chip", "title") == "Menu; daily, fresh"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (FILM["url"], ["Download Roast", "20 s · 1280 × 720 · 3.4 MB"]),
        ("https://elsewhere.example/roast.mp4", []),
        ("javascript:alert(1)", []),
    ],
)
async def test_a_file_that_a_tool_made_can_be_downloaded_if_it_is_ours(chat: Page, url: str, shown: list[str]):
    call = {"tool_call_id": "t", "name": "export_video", "title": "Exporting", "status": "success", "elapsed_ms": 9}
    await go_live(
        chat, snapshot(message("1", "There", tool_calls=[{**call, "payload": {"asset": {**FILM, "url": url}}}]))
    )
    await chat.wait_for_selector("tool-card")
    parts = "[...document.querySelectorAll('.tool-file *')].map((part) => part.innerText)"
    await until(chat, f"{parts}.length === {len(shown)}")
    assert await chat.evaluate(parts) == shown
    assert await chat.locator(f"a[download][href='{FILM['url']}']").count() == min(1, len(shown))


async def test_the_page_weighs_at_most_100_kb_before_the_first_token(chat: Page):
    """Without the pictures of the films, which nobody waits for: another 90 kB, and those of an empty project alone."""
    await go_live(chat)
    await chat.evaluate("document.fonts.ready")
    loaded = await chat.evaluate("performance.getEntriesByType('resource').map(({name}) => new URL(name).pathname)")
    assert len([path for path in loaded if path.endswith(".woff2")]) == 1
    own = [path for path in loaded if "/static/chatstream/" not in path]
    sizes = {path: zipped_size(finders.find(path.removeprefix("/static/"))) for path in own}
    posters = {path: size for path, size in sizes.items() if "/posters/" in path}
    # In place of the client that the test plays.
    modules = [
        module for name in ("client", "state") for module in modules_of(Path(finders.find(f"chatstream/{name}.js")))
    ]
    sizes |= {str(path): zipped_size(path) for path in modules}
    page = len(gzip.compress(chat_html().encode())) + sum(sizes.values()) - sum(posters.values())
    assert page <= 100_000, sizes
    assert sum(posters.values()) <= 90_000


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing(chat: Page, scheme: str):
    await chat.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    call = {"tool_call_id": "t", "name": "add_scene", "title": "Scene 1", "arguments": {"name": "Dawn"}}
    question = {**ASK, "payload": {"question": "Better how?", "options": ["Faster", "Warmer"]}}
    failed = {"error": {"code": "x", "error": "The model did not answer.", "retryable": True}, "elapsed_ms": 1}
    await go_live(
        chat,
        snapshot(
            message("1", "A coffee shop", role="user"),
            message("2", PLAN, **failed, status="error"),
            message(
                "3",
                "Half",
                retry_of="2",
                tool_calls=[{**call, "status": "success", "payload": {"asset": FILM}, "elapsed_ms": 9}],
            ),
            message("4", "", tool_calls=[question], usage={"model": "demo"}, elapsed_ms=900),
            message(
                "5",
                "On it",
                status="running",
                tool_calls=[{**call, "status": "running", "started": 0, "progress": 0.4}],
            ),
            message(
                "6", "May I?", status="running", tool_calls=[{**call, "status": "running", "approval": "requested"}]
            ),
            message("7", "Half of", status="cancelled"),
        ),
    )
    await tell(chat, "state", {"state": "signed-out"})
    await chat.wait_for_selector("[data-message-id='7']")
    await chat.wait_for_selector("[data-message-id='5'] build-card")
    await chat.wait_for_selector("[data-message-id='6'] approval-card")
    await chat.evaluate(AXE.read_text(encoding="utf-8"))
    violations = await chat.evaluate(
        "axe.run(document, {resultTypes: ['violations']}).then(({violations}) => violations)"
    )
    assert json.dumps([{each["id"]: [node["html"] for node in each["nodes"]]} for each in violations]) == "[]"
