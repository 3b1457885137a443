"""The video stands beside the chat, and changes when anyone changes it: no reload, and no column where there is no video."""

import httpx
from playwright.async_api import Page

from tests.browser.chat import ChatPage
from tests.browser.waiting import until
from tests.instance import Instance

MAKE = """
from django.contrib.auth.models import User
from projects import revisions
from projects.actions import create_project
from projects.storyboard import operations
from projects.storyboard.compose import SceneBrief, draft
project = create_project(User.objects.get(username="demo"), "Beans")
scenes = [
    SceneBrief("Opening", "title", {"headline": "Morning Beans"}),
    SceneBrief("CTA", "call_to_action", {"headline": "Come in", "button": "Find us"}),
]
video = draft(format="landscape", palette="warm", seconds=8, scenes=scenes)
revisions.commit(project.pk, video, cause="tool")
revisions.commit(project.pk, operations.delete_scenes(video, [video.scenes[1].id]), cause="tool")
answer = str(project.pk)
"""
PREVIEW = "document.querySelector('storyboard-preview')"


async def test_a_change_by_somebody_else_is_seen_without_a_reload(instance: Instance, page: Page) -> None:
    chat = ChatPage(page, instance.url)
    await chat.sign_in(instance.sign_in_url)
    project = instance.shell(MAKE)
    await chat.open(project)
    await until(chat.page, f"{PREVIEW}.storyboard?.scenes.length === 1")
    await chat.page.evaluate("window.sameDocument = true")
    token = instance.manage("token", "demo").strip()
    undone = httpx.post(
        f"{instance.url}/api/projects/{project}/undo/", headers={"Authorization": f"Bearer {token}"}, timeout=20
    )
    assert undone.status_code == 201, undone.text
    await until(chat.page, f"{PREVIEW}.storyboard.revision === 3 && {PREVIEW}.storyboard.scenes.length === 2")
    assert await chat.page.evaluate("window.sameDocument")


async def test_a_project_without_a_video_has_no_empty_column(instance: Instance, page: Page) -> None:
    chat = ChatPage(page, instance.url)
    await chat.sign_in(instance.sign_in_url)
    await chat.open(instance.shell(MAKE.split("scenes =")[0] + "answer = str(project.pk)"))
    assert await chat.page.locator("#preview").is_hidden()
    loaded = "performance.getEntriesByType('resource').some(({name}) => name.includes('/renderer/'))"
    assert not await chat.page.evaluate(loaded)


async def test_a_brief_becomes_a_video_and_words_change_it(instance: Instance, page: Page) -> None:
    """The demo director, the tools, the history and the preview, as a newcomer meets them."""
    chat = ChatPage(page, instance.url)
    await chat.sign_in(instance.sign_in_url)
    await chat.open(instance.shell(MAKE.split("scenes =")[0].replace('"Beans"', '""') + "answer = str(project.pk)"))
    told = []

    async def say(words: str) -> dict:
        """The video after the director has answered."""
        await chat.send(words)
        told.append((await chat.ended(len(told) + 1))["text"])
        await until(chat.page, f"document.querySelector('chat-page').state.storyboard === {PREVIEW}.storyboard")
        return await chat.page.evaluate(f"{PREVIEW}.storyboard")

    planned = await say("Make a 20 second intro for a coffee shop in warm colours, with 4 scenes")
    assert len(planned["scenes"]) == 4
    assert round(sum(scene["duration"] for scene in planned["scenes"]), 3) == 20
    shorter = await say("make scene 2 three seconds and bold")
    assert shorter["scenes"][1]["duration"] == 3
    assert [shorter["scenes"][i] for i in (0, 2, 3)] == [planned["scenes"][i] for i in (0, 2, 3)]
    without = await say("delete the CTA scene")
    assert len(without["scenes"]) == 3
    again = await say("undo")
    assert again["scenes"] == shorter["scenes"]
    pair = await say("remove scenes 3 and 4")
    assert pair["scenes"] == shorter["scenes"][:2]
    assert (await say("undo"))["scenes"] == shorter["scenes"]
    assert (await say("undo"))["scenes"] == planned["scenes"]  # the length and the weight were asked for in one message
    slid = await say("let the title of scene 2 slide in from the left in 1.5 seconds")
    [title] = [layer for layer in slid["scenes"][1]["layers"] if layer["id"] == "title"]
    assert (title["enter"]["preset"], title["enter"]["duration"]) == ("left", 1.5)
    assert [slid["scenes"][i] for i in (0, 2, 3)] == [planned["scenes"][i] for i in (0, 2, 3)]
