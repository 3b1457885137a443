"""What a frame leaves out since it is too large, the page fetches, and shows whole."""

import hashlib
import json

import pytest
from playwright.async_api import Page, Route

from tests.browser.played_chat import go_live, message, snapshot, tell
from tests.browser.rendering import CHAT, ORIGIN, PROJECT
from tests.browser.waiting import until

TEXT = "The whole text 👋. " * 5_000
MEASURES = {"length": len(TEXT), "sha256": hashlib.sha256(TEXT.encode()).hexdigest()}
LAST_TEXT = "document.querySelector('chat-message:last-of-type').text"
END = {"id": "1-9", "type": "finalized", "message_id": "a", "ts": 1, "status": "success", "elapsed_ms": 1}


class Api:
    """Answers what the page fetches from `answers`, by path; `asked` has the paths in their order."""

    def __init__(self) -> None:
        self.answers: dict[str, list[object]] = {}
        self.asked: list[str] = []

    async def answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(f"{ORIGIN}/api/")
        if path not in self.answers:  # the video's column looks at its history
            return await route.fulfill(json={"revisions": []})
        self.asked.append(path)
        said = self.answers[path].pop(0) if len(self.answers[path]) > 1 else self.answers[path][0]
        if said is None:
            await route.fulfill(status=503, json={"code": "unavailable", "detail": "Not now."})
        else:
            await route.fulfill(json=said)


@pytest.fixture
async def api() -> Api:
    return Api()


@pytest.fixture
async def chat(page: Page, api: Api) -> Page:
    page.expected_console = ["503"]
    await page.route("**/api/**", api.answer)
    await page.goto(ORIGIN + CHAT)
    await until(page, "globalThis.stream !== undefined")
    return page


def whole(id: str, **fields: object) -> dict:
    return {**message(id, TEXT), "at": "1-9", **fields}


def partial(id: str) -> dict:
    left = {**message(id), "partial": True, **MEASURES}
    del left["content"]
    return left


async def test_a_text_that_a_snapshot_leaves_out_is_fetched_until_it_is_there(chat: Page, api: Api) -> None:
    api.answers = {"messages/a/": [None]}
    await go_live(chat, snapshot(partial("a")))
    await chat.wait_for_selector("chat-message .activity >> text=Loading the text")
    api.answers = {"messages/a/": [whole("a")]}
    await until(chat, f"{LAST_TEXT} === {json.dumps(TEXT)}")
    assert len(api.asked) > 1
    await chat.wait_for_selector("chat-message .activity", state="hidden")


async def test_the_newest_is_fetched_first_and_none_twice(chat: Page, api: Api) -> None:
    api.answers = {f"messages/{name}/": [whole(name)] for name in "abc"}
    await go_live(chat, snapshot(partial("a"), partial("b"), partial("c")))
    shown = "[...document.querySelectorAll('chat-message')]"
    await until(chat, f"{shown}.filter(({{text}}) => text.length > {len(TEXT)}).length === 3")
    assert api.asked == ["messages/c/", "messages/b/", "messages/a/"]


async def test_an_end_without_its_text_is_proved_by_what_it_measures(chat: Page, api: Api) -> None:
    """Who has every delta fetches nothing; who has another text fetches the message."""
    api.answers = {"messages/a/": [whole("a")]}
    await go_live(chat, snapshot(message("a", status="running")))
    await tell(chat, "event", {"id": "1-8", "type": "delta", "message_id": "a", "ts": 1, "content": TEXT})
    await tell(chat, "event", {**END, **MEASURES})
    await until(chat, "document.querySelector('chat-message').dataset.status === 'success'")
    assert await chat.evaluate(LAST_TEXT) == TEXT
    assert api.asked == []
    await go_live(chat, snapshot(message("a", "The whole", status="running")))
    await tell(chat, "event", {**END, **MEASURES})
    await until(chat, f"{LAST_TEXT} === {json.dumps(TEXT)}")
    assert api.asked == ["messages/a/"]


async def test_what_a_tool_was_given_and_gave_is_fetched_at_the_end(chat: Page, api: Api) -> None:
    call = {"tool_call_id": "c", "name": "paint", "title": "Paint it", "status": "success", "elapsed_ms": 1}
    fetched = {**call, "arguments": {"colour": "blue"}, "payload": {"colour": "BLUE"}}
    api.answers = {"messages/a/": [whole("a", tool_calls=[fetched])]}
    await go_live(chat, snapshot(message("a", status="running")))
    about = {"message_id": "a", "ts": 1, "tool_call_id": "c", "name": "paint"}
    await tell(chat, "event", {"id": "1-2", "type": "tool_start", "title": "Paint it", **about})
    await tell(chat, "event", {"id": "1-3", "type": "tool_result", "success": True, "elapsed_ms": 1, **about})
    assert api.asked == []
    await tell(chat, "event", {**END, **MEASURES, "content": TEXT})
    await until(chat, "document.querySelector('tool-card')?.textContent.includes('BLUE')")
    assert api.asked == ["messages/a/"]


async def test_a_video_that_is_named_by_its_revision_is_fetched(chat: Page, api: Api) -> None:
    style = {"palette": "ocean"}
    video = {"revision": 7, "canvas": {"width": 1280, "height": 720}, "style": style, "assets": {}, "scenes": []}
    path = f"projects/{PROJECT['id']}/revisions"
    api.answers = {f"{path}/{number}/": [{"storyboard": {**video, "revision": number}}] for number in (7, 8)}
    first = {name: value for name, value in snapshot().items() if name != "storyboard"}
    await tell(chat, "snapshot", {**first, "storyboard_revision": 7})
    await until(chat, "document.querySelector('chat-page').state.storyboard?.revision === 7")
    told = {"id": "1-9", "type": "storyboard", "ts": 1, "revision": 8, "cause": "edit", "summary": "All of it"}
    await tell(chat, "event", told)
    await until(chat, "document.querySelector('chat-page').state.storyboard?.revision === 8")
    assert api.asked == list(api.answers)
