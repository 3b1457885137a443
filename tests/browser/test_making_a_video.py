"""A video is made in words, on the page, through every process of the product: what is asked for, and nothing else, changes."""

import json
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.browser.chat import ChatPage
from tests.browser.test_video_beside_the_chat import PREVIEW
from tests.browser.waiting import until
from tests.instance import Instance

START = "from django.contrib.auth.models import User\nfrom projects.actions import create_project\n"
START += 'answer = str(create_project(User.objects.get(username="demo"), "").pk)'


class Studio:
    """Alice at her project: what she says, and the video that the page shows her then."""

    def __init__(self, chat: ChatPage) -> None:
        self.chat = chat
        self.said = 0
        self.answer = ""

    async def video(self) -> dict[str, Any] | None:
        return await self.chat.page.evaluate(f"{PREVIEW}.storyboard ?? null")

    async def say(self, words: str) -> dict[str, Any] | None:
        self.said += 1
        await self.chat.send(words)
        self.answer = (await self.chat.ended(self.said))["text"]
        page = self.chat.page
        await until(page, f"({PREVIEW}.storyboard ?? null) === document.querySelector('chat-page').state.storyboard")
        return await self.video()


@pytest.fixture
async def alice(instance: Instance, page: Page) -> Studio:
    chat = ChatPage(page, instance.url)
    await chat.follow_link(instance.sign_in_url)
    await chat.open(instance.shell(START))
    return Studio(chat)


def scenes(video: dict[str, Any] | None) -> dict[str, str]:
    """Each scene's name, with all of it as text."""
    assert video is not None
    return {scene["name"]: json.dumps(scene, sort_keys=True) for scene in video["scenes"]}


async def test_a_brief_becomes_a_playing_video_and_changes_as_it_is_told_to(alice: Studio) -> None:
    made = await alice.say("Make a 20 second intro for a coffee shop in warm colours, in 4 scenes with a CTA")
    assert made is not None
    assert len(made["scenes"]) == 4
    assert sum(round(scene["duration"] * 1000) for scene in made["scenes"]) == 20_000
    await until(alice.chat.page, f"{PREVIEW}.isPlaying")

    await alice.chat.page.locator(".preview-strip button").nth(1).click()
    faster = await alice.say("speed it up and make the scene 3 seconds")
    second = faster["scenes"][1]
    assert second["duration"] == 3
    assert [name for name, scene in scenes(faster).items() if scene != scenes(made)[name]] == [second["name"]]

    without = await alice.say("delete the CTA scene")
    assert [name for name in scenes(faster) if name not in scenes(without)] == ["Call to action"]
    again = await alice.say("undo")
    assert {**again, "revision": 0} == {**faster, "revision": 0}

    two = await alice.say("remove scenes 3 and 4")
    assert list(scenes(two).items()) == list(scenes(faster).items())[:2]


async def test_what_is_not_clear_is_asked_and_nothing_is_made(alice: Studio) -> None:
    assert await alice.say("make it better") is None
    await expect(alice.chat.page.locator("question-card")).to_have_count(1)
    assert await alice.chat.page.locator("chat-message tool-card, chat-message .changes").count() <= 1


async def test_words_come_in_as_they_are_told_to(alice: Studio) -> None:
    made = await alice.say("Make a scene where 'Hello World' slides in from the left in 1.5 s")
    [hello] = [layer for layer in made["scenes"][0]["layers"] if layer.get("text") == "Hello World"]
    assert (hello["enter"]["preset"], hello["enter"]["duration"]) == ("left", 1.5)


async def test_a_name_is_a_name_whatever_it_looks_like(alice: Studio) -> None:
    await alice.say("Make a 6 second video about tea")
    named = await alice.say("Rename scene 1 to “Build a' <b>word</b>”")
    assert named["scenes"][0]["name"] == "Build a' <b>word</b>"
    strip = alice.chat.page.locator(".preview-strip li").first
    assert "Build a' <b>word</b>" in await strip.inner_text()
    assert await alice.chat.page.locator("storyboard-preview b").count() == 0
