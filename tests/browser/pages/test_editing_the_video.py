"""The video by hand: what one tab saves the other shows, nobody writes over somebody else unasked, and there is a way back."""

import re
from typing import Any

import pytest
from playwright.async_api import Page, Request, expect

from tests.browser.axe import AXE
from tests.browser.chat import ChatPage
from tests.browser.waiting import until
from tests.instance import Instance

MAKE = """
from django.contrib.auth.models import User
from projects import revisions
from projects.actions import create_project
from storyboard.compose import SceneBrief, draft
scenes = [
    SceneBrief("Opening", "title", {"headline": "Morning Beans", "subtitle": "Since 1998"}),
    SceneBrief("Menu", "title", {"headline": "Six coffees"}),
    SceneBrief("CTA", "call_to_action", {"headline": "Come in", "button": "Find us"}),
]
video = draft(format="landscape", palette="warm", seconds=12, scenes=scenes)
answer = []
for _ in range(10):
    project = create_project(User.objects.get(username="demo"), "Beans")
    revisions.commit(project.pk, video, cause="tool")
    answer.append(str(project.pk))
"""
EDIT = "([id, edit]) => import('/static/projects/js/video-api.js').then(({editVideo}) => editVideo(id, edit))"
VIDEO = "document.querySelector('chat-page').state.storyboard"


class Desk(ChatPage):
    """The page of a project with a video."""

    project: str

    async def begin(self, project: str) -> "Desk":
        self.project = project
        await self.open(project)
        await self.page.wait_for_selector("scene-editor .scene-form")
        return self

    async def revision(self, number: int) -> None:
        await until(self.page, f"(number) => {VIDEO}.revision === number", number)

    async def shows(self, *names: str) -> None:
        """Until these are the scenes of the strip."""
        seen = "[...document.querySelectorAll('.shot-name')].map((each) => each.textContent).join()"
        await until(self.page, f"(names) => {seen} === names", ",".join(names))

    async def told(self, words: str, place: str = "scene-editor .scene-note") -> None:
        await expect(self.page.locator(place)).to_contain_text(words)

    async def texts(self, scene: int) -> list[str]:
        return await self.page.evaluate(
            f"(n) => {VIDEO}.scenes[n].layers.filter((layer) => layer.text).map((layer) => layer.text)", scene
        )


@pytest.fixture(scope="module")
def projects(instance: Instance) -> list[str]:
    """One for each test: the same video."""
    return instance.shell(MAKE)


@pytest.fixture
async def desk(instance: Instance, page: Page, projects: list[str]) -> Desk:
    desk = Desk(page, instance.url)
    await desk.sign_in(instance.sign_in_url)
    return await desk.begin(projects.pop())


async def next_tab(desk: Desk, open_page: Any) -> Desk:
    return await Desk(await open_page(context=desk.page.context), desk.origin).begin(desk.project)


def field(desk: Desk, label: str) -> Any:
    return desk.page.get_by_label(label, exact=True)


async def compose(desk: Desk, label: str, words: str) -> None:
    """As an input method does, which is in the middle of a word: no pause of it is the person's."""
    typed = "(input, words) => { input.focus(); input.value = words; "
    typed += "input.dispatchEvent(new InputEvent('input', {isComposing: true, bubbles: true})) }"
    await field(desk, label).evaluate(typed, words)


async def test_what_one_tab_saves_the_other_shows_and_what_is_typed_there_stays(desk: Desk, open_page: Any) -> None:
    other = await next_tab(desk, open_page)
    await field(other, "Subtitle").fill("Since 19")
    await expect(other.page.locator(".preview-picture")).to_contain_text(
        "Since 19"
    )  # the picture follows what is typed
    await other.told("Saved")  # who pauses is not waited for
    await desk.revision(2)
    await compose(other, "Subtitle", "Since 19\N{EM DASH}")
    await field(desk, "Headline").fill("Evening Beans ")
    await desk.told("Saved")
    await other.revision(3)
    await expect(field(other, "Headline")).to_have_value("Evening Beans")
    await expect(field(other, "Subtitle")).to_have_value("Since 19\N{EM DASH}")
    await expect(field(desk, "Headline")).to_have_value("Evening Beans ")  # the next word comes behind the blank
    await field(other, "Subtitle").press("Tab")  # away from it is enough
    await desk.revision(4)
    assert await desk.texts(0) == await other.texts(0)
    assert {"Evening Beans", "Since 19\N{EM DASH}"} <= set(await desk.texts(0))


async def test_of_two_tabs_that_change_the_same_one_wins_and_the_other_is_told(desk: Desk, open_page: Any) -> None:
    other = await next_tab(desk, open_page)
    other.page.expected_console = [r"status of 409 \(Conflict\)"]
    await compose(other, "Headline", "Theirs")
    await field(desk, "Headline").fill("Mine")
    await field(desk, "Headline").press("Enter")
    await desk.told("Saved")
    await other.revision(2)
    await expect(field(other, "Headline")).to_have_value("Theirs")
    await field(other, "Headline").press("Enter")
    await other.told("Not saved: meanwhile it was changed to “Mine”.")
    assert "Mine" in await other.texts(0)
    await other.page.click("text=Save mine")
    await desk.revision(3)
    await expect(field(desk, "Headline")).to_have_value("Theirs")


async def test_a_deleted_scene_comes_back_by_one_click_and_keys_go_both_ways(desk: Desk) -> None:
    """Each step names the revision that the person sees: asked for again, it is the same step."""
    steps: list[tuple[str, int]] = []
    desk.page.on("request", lambda request: steps.extend(step_of(request)))
    await desk.page.click(".shot >> nth=1")
    moves = desk.page.locator(".scene-moves")
    await moves.get_by_role("button", name="Delete").dblclick()  # the second click does not delete the next scene
    await desk.told("Deleted “Menu”.")
    await desk.shows("Opening", "CTA")
    await desk.page.click(".scene-note >> text=Undo")
    await desk.revision(3)
    await until(desk.page, "document.activeElement.className === 'scene-note'")  # the button is gone
    await desk.shows("Opening", "Menu", "CTA")
    await desk.page.focus(".preview-monitor")
    await desk.page.keyboard.press("Control+Shift+Z")
    await desk.revision(4)
    await desk.shows("Opening", "CTA")
    await desk.page.keyboard.press("Control+z")
    await desk.revision(5)
    await until(desk.page, "document.querySelector('.toolbar-row button').ariaDisabled === 'true'")  # the first one
    await desk.page.fill("#composer-input", "Hello")
    await desk.page.keyboard.press("Control+z")  # there it is the text that is undone
    await moves.get_by_role("button", name="Later").click()
    await desk.revision(6)
    await desk.shows("Opening", "CTA", "Menu")
    assert steps == [("undo", 2), ("redo", 3), ("undo", 4)]


async def test_the_timeline_changes_the_video_and_keeps_the_focus(desk: Desk) -> None:
    page = desk.page
    await page.focus(".shot >> nth=0")
    await page.keyboard.press("Alt+ArrowRight")
    await desk.shows("Menu", "Opening", "CTA")
    await page.keyboard.press("Control+d")
    await desk.shows("Menu", "Opening", "Opening", "CTA")
    await expect(page.locator(".scene-head h2")).to_have_text("Scene 3 of 4")  # the copy is what is looked at
    await page.focus(".shot >> nth=1")
    await page.keyboard.press("Delete")
    await desk.shows("Menu", "Opening", "CTA")
    await desk.told("Undo brings it back", ".toolbar-note")
    await until(page, "document.activeElement.matches('.shot')")
    await page.click(".timeline-end")
    await desk.shows("Menu", "Opening", "CTA", "New scene")
    await expect(page.locator(".scene-head h2")).to_have_text("Scene 4 of 4")
    await expect(page.locator(".preview-picture")).to_contain_text("New")


def step_of(request: Request) -> list[tuple[str, int]]:
    name = request.url.split("/")[-2]
    return [(name, request.post_data_json["base"])] if name in ("undo", "redo", "restore") else []


async def test_an_old_revision_is_looked_at_while_the_video_goes_on_and_restored(desk: Desk) -> None:
    page, steps = desk.page, []
    page.on("request", lambda request: steps.extend(step_of(request)))
    await field(desk, "Headline").fill("Evening Beans")
    await field(desk, "Headline").press("Enter")
    await desk.revision(2)
    await page.click("text=History")
    await page.click(".revision[data-revision='1']")
    await desk.told("Version 1, not the current one.", ".looking")
    await expect(page.locator(".preview-picture")).to_contain_text("Morning")
    assert await page.locator("scene-editor").is_hidden()
    await page.evaluate(EDIT, [desk.project, {"base": 2, "operation": "set_palette", "palette": "ocean"}])
    await desk.revision(3)
    await desk.told("version 3 is the newest", ".looking")
    assert "Morning" in await page.inner_text(".preview-picture")  # nobody is thrown out
    await page.click("text=Back to current")
    await expect(page.locator(".preview-picture")).to_contain_text("Evening")
    await page.click(".revision[data-revision='1']")
    await page.click("text=Restore")
    await desk.revision(4)
    assert steps == [("restore", 3)]
    await page.wait_for_selector(".looking", state="hidden")
    await expect(page.locator(".preview-picture")).to_contain_text("Morning")
    await until(page, "document.querySelectorAll('.revision').length === 4")


async def test_a_click_on_a_scene_makes_it_the_one_that_the_next_message_is_about(desk: Desk) -> None:
    page = desk.page
    await page.click(".shot >> nth=1")
    await page.focus("#composer-input")
    await desk.send("make it 3 seconds")  # at once: the click may still be on its way
    await desk.ended(1)
    await desk.revision(2)
    assert await page.evaluate(f"{VIDEO}.scenes[1].duration") == 3
    await expect(page.locator(".change")).to_have_text(re.compile(r"[\d.]+ s → 3 s"))
    await expect(page.get_by_role("button", name="Scene 2 Menu")).to_be_enabled()
    await page.reload()
    await page.wait_for_selector("text=About scene 2: Menu")
    await page.wait_for_selector(".shot[aria-pressed=true] >> text=Menu")
    await expect(page.locator(".changes")).not_to_be_empty()
    await page.click("[aria-label='Let go of the scene']")
    await page.wait_for_selector(".about", state="hidden")
    await page.wait_for_selector(".shot[aria-pressed=true]", state="detached")


async def test_the_format_of_the_video_is_chosen_on_the_page(desk: Desk) -> None:
    choice = desk.page.locator("format-picker select")
    await expect(choice).to_have_value("landscape")
    await choice.select_option("portrait-4x5")
    await desk.revision(2)
    assert await desk.page.evaluate(f"[{VIDEO}.canvas.width, {VIDEO}.canvas.height]") == [1080, 1350]
    await desk.page.click("video-toolbar >> text=Undo")
    await expect(choice).to_have_value("landscape")


async def test_axe_finds_nothing_in_the_column_and_nothing_sticks_out_of_a_small_window(desk: Desk) -> None:
    page = desk.page
    await page.click(".shot >> nth=1")
    await page.click(".colour-button >> nth=0")
    await page.click("palette-picker summary")
    await page.wait_for_selector(".palette")
    await page.click("text=History")
    await page.wait_for_selector(".revision")
    await page.evaluate(AXE.read_text(encoding="utf-8"))
    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found = await page.evaluate(
            "axe.run(document, {resultTypes: ['violations']}).then(({violations}) => violations.map("
            "({id, nodes}) => `${id}: ${nodes.map(({html}) => html).join(' ')}`))"
        )
        assert found == []
    await page.set_viewport_size({"width": 320, "height": 640})
    await page.click("[data-role=open-preview]")
    wide = "[document.documentElement, document.querySelector('#preview')].map((e) => e.scrollWidth - e.clientWidth)"
    assert await page.evaluate(wide) == [0, 0]


BOX = "(selector) => { const {top, bottom, width} = document.querySelector(selector).getBoundingClientRect();" + (
    " return [top, bottom, width, innerWidth, innerHeight] }"
)


async def test_the_film_and_its_timeline_stay_in_sight_while_colours_are_chosen(desk: Desk) -> None:
    await desk.page.set_viewport_size({"width": 1440, "height": 900})
    await desk.page.click("palette-picker summary")
    await desk.page.locator(".palette").last.scroll_into_view_if_needed()
    top, bottom, width, screen, height = await desk.page.evaluate(BOX, ".preview-monitor")
    assert top >= 0
    assert width > 0.45 * screen
    _, strip, *_ = await desk.page.evaluate(BOX, ".preview-strip")
    assert bottom < strip <= height
    lengths = "[...document.querySelectorAll('.preview-strip li')].map((each) => each.offsetWidth)"
    shown = await desk.page.evaluate(lengths)
    seconds = await desk.page.evaluate(f"{VIDEO}.scenes.map(({{duration}}) => duration)")
    assert [round(width / sum(shown), 1) for width in shown] == [round(each / sum(seconds), 1) for each in seconds]


async def test_a_phone_has_the_film_above_the_conversation_and_the_rest_in_a_sheet(desk: Desk) -> None:
    await desk.page.set_viewport_size({"width": 390, "height": 844})
    await until(desk.page, "document.querySelector('.preview-monitor').getBoundingClientRect().width === innerWidth")
    top, bottom, width, screen, _ = await desk.page.evaluate(BOX, ".preview-monitor")
    assert (top, width) == (0, screen)
    assert bottom <= (await desk.page.evaluate(BOX, "chat-page"))[0]
    await expect(desk.page.locator("scene-editor")).to_be_hidden()
    await desk.page.click("[data-role=open-preview]")
    await expect(desk.page.locator("scene-editor")).to_be_visible()
    await desk.page.keyboard.press("Escape")
    await expect(desk.page.locator("scene-editor")).to_be_hidden()
    await expect(desk.page.locator("[data-role=open-preview]")).to_be_focused()
    await desk.page.click("[data-role=open-preview]")
    await desk.page.get_by_role("button", name="Close", exact=True).click()
    await expect(desk.page.locator("scene-editor")).to_be_hidden()
