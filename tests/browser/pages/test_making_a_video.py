"""A video is made in words, on the page, through every process of the product: what is asked for, and nothing else, changes."""

import asyncio
import json
from typing import Any

import pytest
from playwright.async_api import Page, expect

from projects.demo_offers import STARTERS
from tests.browser.chat import PREVIEW, ChatPage
from tests.browser.waiting import until
from tests.instance import Instance

START = "from django.contrib.auth.models import User\nfrom projects.actions import create_project\n"
START += 'answer = str(create_project(User.objects.get(username="demo"), "").pk)'


class Studio:
    """Alice at her project: what she says, and the video that the page shows her then."""

    def __init__(self, chat: ChatPage) -> None:
        self.chat = chat
        self.sent = 0
        self.answer = ""

    async def video(self) -> dict[str, Any] | None:
        return await self.chat.page.evaluate(f"{PREVIEW}.storyboard ?? null")

    async def send(self, words: str) -> dict[str, Any] | None:
        self.sent += 1
        await self.chat.send(words)
        self.answer = (await self.chat.ended(self.sent))["text"]
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


async def test_a_starter_becomes_a_playing_video_and_changes_as_it_is_told_to(alice: Studio) -> None:
    await alice.chat.page.emulate_media(reduced_motion="no-preference")
    making = asyncio.create_task(alice.send(STARTERS[0].sentence))
    # While it is made: on a busy machine it is over before the answer.
    await until(alice.chat.page, f"{PREVIEW}?.isPlaying")
    await alice.chat.page.emulate_media(reduced_motion="reduce")
    await alice.chat.page.get_by_role("button", name="Pause").click()
    made = await making
    assert made is not None
    assert len(made["scenes"]) == 5

    await alice.chat.page.locator(".preview-strip .shot").nth(1).click()
    shorter = await alice.send("make it 3 seconds")
    second = shorter["scenes"][1]
    assert second["duration"] == 3
    assert [name for name, scene in scenes(shorter).items() if scene != scenes(made)[name]] == [second["name"]]

    without = await alice.send("delete the last scene")
    assert [name for name in scenes(shorter) if name not in scenes(without)] == ["Morning Beans"]
    again = await alice.send("undo")
    assert {**again, "revision": 0} == {**shorter, "revision": 0}

    two = await alice.send("remove scenes 3, 4 and 5")
    assert list(scenes(two).items()) == list(scenes(shorter).items())[:2]


async def test_what_is_no_command_changes_nothing_and_says_so(alice: Studio) -> None:
    assert await alice.send("make it better") is None
    made = await alice.send("We open on Saturday.\nCome in.")
    assert await alice.send("don't delete scene 2, just make it shorter") == made
    assert alice.answer.startswith("Nothing changed.")


async def test_own_words_stand_there_whatever_they_look_like(alice: Studio) -> None:
    made = await alice.send("Build a' <b>word</b>\n98% of them")
    assert [scene["name"] for scene in made["scenes"]] == ["Build a' <b>word</b>", "98% of them"]
    strip = alice.chat.page.locator(".preview-strip li").first
    assert "Build a' <b>word</b>" in await strip.inner_text()
    assert await alice.chat.page.locator("storyboard-preview b").count() == 0


async def test_a_chip_writes_its_command_and_sends_nothing(alice: Studio) -> None:
    page = alice.chat.page
    await expect(page.get_by_role("list", name="Commands")).to_be_hidden()
    await alice.send("We open on Saturday.\nCome in.")
    await page.get_by_role("button", name="Format command", exact=True).click()
    await expect(page.locator("#composer-input")).to_have_value("make it portrait")
    await page.get_by_role("button", name="Colours command", exact=True).click()
    await expect(page.locator("#composer-input")).to_have_value("use ocean colours")
    assert await alice.chat.answers() == 1
    await page.keyboard.press("Enter")
    await alice.chat.ended(2)
    await until(page, f"{PREVIEW}.storyboard.style.palette.accent === '#1ea7d8'")
