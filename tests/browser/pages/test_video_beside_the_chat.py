"""The video stands beside the chat, and changes when anyone changes it: no reload, and no column where there is no video."""

import httpx
from playwright.async_api import Page

from tests.browser.chat import PREVIEW, ChatPage
from tests.browser.waiting import until
from tests.instance import Instance

MAKE = """
from django.contrib.auth.models import User
from projects import revisions
from projects.actions import create_project
from storyboard import operations
from storyboard.compose import SceneBrief, draft
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


async def test_the_place_of_the_video_is_there_from_the_first_message_on(instance: Instance, page: Page) -> None:
    chat = ChatPage(page, instance.url)
    await chat.sign_in(instance.sign_in_url)
    await chat.open(instance.shell(MAKE.split("scenes =")[0] + "answer = str(project.pk)"))
    edge = "document.querySelector('main').getBoundingClientRect().right"
    await page.evaluate(f"""() => {{
        window.edges = new Set();
        new ResizeObserver(() => window.edges.add(Math.round({edge}))).observe(document.querySelector('main'));
    }}""")
    await page.locator("[data-starter]").first.click()
    await chat.ended(1)
    await until(page, f"({PREVIEW}.storyboard?.scenes.length ?? 0) > 1")
    wide, beside = sorted(await page.evaluate("[...window.edges]"), reverse=True)
    assert beside < wide
