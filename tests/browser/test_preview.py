"""The preview beside the chat: it plays, scrubs and follows what changes; a click on a scene says which one is meant."""

import copy
import gzip
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from playwright.async_api import Browser, Page

from tests.browser.conftest import complaints_of
from tests.browser.frames import example
from tests.browser.rendering import ORIGIN

AXE = Path(__file__).parent / "vendor" / "axe.js"
STYLES = ["tokens", "base", "preview", "timeline-blocks", "timeline"]
COFFEE = example("coffee")  # scenes of 4, 4, 5, 4 and 3 seconds, 30 frames each

LAST_WORDS = "all => all.map((shot) => shot.innerText.split(/\\s*\\n\\s*/).slice(-3).join(' '))"
OPEN = """async () => {
  await import("/static/projects/js/preview.js");
  document.querySelector("storyboard-preview")?.remove();
  globalThis.preview = document.createElement("storyboard-preview");
  preview.dataset.assets = "/pictures/";
  preview.style.height = "700px";
  globalThis.chosen = [];
  preview.addEventListener("scene-chosen", ({detail}) => chosen.push(detail.sceneId));
  document.querySelector("main").append(preview);
}"""


@pytest.fixture(scope="module")
async def studio(browser: Browser) -> AsyncIterator[Page]:
    """One page for all tests here, each of which has a preview of its own. Its clock moves only when a test says so."""
    context = await browser.new_context()
    page = await context.new_page()
    page.complaints = complaints_of(page)
    await page.clock.install(time=0)
    await page.goto(ORIGIN)
    await page.clock.pause_at(1_000)
    for name in STYLES:
        await page.add_style_tag(url=f"/static/projects/css/{name}.css")
    yield page
    await context.close()


@pytest.fixture
async def preview(studio: Page, strays: list[str]) -> AsyncIterator[Page]:
    await studio.evaluate(OPEN)
    yield studio
    await studio.emulate_media(reduced_motion="no-preference", color_scheme="light")
    seen = [*studio.complaints]
    studio.complaints.clear()
    assert seen == []


async def give(page: Page, storyboard: dict | None) -> None:
    await page.evaluate("(storyboard) => { preview.storyboard = storyboard }", storyboard)


async def frame(page: Page) -> int:
    return await page.evaluate("preview.frame")


async def label(page: Page) -> str:
    return await page.get_attribute(".preview-picture", "aria-label")


async def is_playing(page: Page) -> bool:
    return await page.evaluate("preview.isPlaying")


def changed(scene: int, **fields: object) -> dict:
    storyboard = copy.deepcopy(COFFEE)
    storyboard["scenes"][scene] |= fields
    return storyboard


async def test_without_scenes_it_says_so_and_offers_nothing(preview: Page):
    for nothing in (None, COFFEE | {"scenes": []}):
        await give(preview, nothing)
        assert "No scenes yet" in await preview.inner_text("storyboard-preview")
        assert await preview.eval_on_selector_all(
            "storyboard-preview :is(button, input)", "all => all.every((c) => c.disabled)"
        )
    await preview.focus(".preview-monitor")
    await preview.keyboard.press("Space")
    assert not await is_playing(preview)


async def test_it_shows_the_first_scene_at_its_best_and_plays_from_the_start(preview: Page):
    await give(preview, COFFEE)
    assert await label(preview) == "Scene 1 of 5: Opening"
    assert "better" in await preview.inner_text(".preview-picture")  # not the empty first frame
    assert (await frame(preview), await is_playing(preview)) == (0, False)
    await preview.click("button[aria-label=Play]")
    await preview.clock.run_for(2_000)
    assert 57 <= await frame(preview) <= 60
    await preview.click("button[aria-label=Pause]")
    stood = await frame(preview)
    await preview.clock.run_for(1_000)
    assert await frame(preview) == stood


async def test_it_stops_at_the_end_and_begins_again(preview: Page):
    await give(preview, COFFEE)
    await preview.evaluate("preview.seek(590); preview.play()")
    await preview.clock.run_for(1_000)
    assert (await frame(preview), await is_playing(preview)) == (599, False)
    await preview.evaluate("preview.play()")
    await preview.clock.run_for(500)
    assert 13 <= await frame(preview) <= 15


async def test_keys_play_step_and_jump_wherever_the_focus_is(preview: Page):
    await give(preview, COFFEE)
    for place in (".preview-monitor", ".preview-scrubber"):
        await preview.focus(place)
        seen = []
        for key in ("Home", "ArrowRight", "Shift+ArrowRight", "ArrowLeft", "End", "ArrowRight"):
            await preview.keyboard.press(key)
            seen.append(await frame(preview))
        assert seen == [0, 1, 31, 30, 599, 599]
        await preview.keyboard.press("Space")
        assert await is_playing(preview)
        await preview.keyboard.press("Space")
        assert not await is_playing(preview)
    assert await preview.get_attribute(".preview-scrubber", "aria-valuetext") is not None


async def test_scrubbing_shows_the_frame_and_tells_the_scene(preview: Page):
    await give(preview, COFFEE)
    await preview.fill(".preview-scrubber", "300")
    assert await frame(preview) == 300
    assert await label(preview) == "Scene 3 of 5: Three ways"
    assert await preview.get_attribute(".preview-scrubber", "aria-valuetext") == "0:10, Three ways"
    assert await preview.inner_text(".preview-time") == "0:10.0 / 0:20"
    assert await preview.get_attribute(".shot[aria-current]", "data-scene-id") == "ways"


async def test_a_scene_is_looped(preview: Page):
    await give(preview, COFFEE)
    await preview.evaluate("preview.seek(540)")
    await preview.click("[aria-label='Repeat this scene']")
    await preview.clock.run_for(2_500)
    assert await is_playing(preview)
    assert 510 <= await frame(preview) < 600
    await preview.click("[aria-label='Repeat this scene']")
    await preview.clock.run_for(3_000)
    assert (await frame(preview), await is_playing(preview)) == (599, False)


async def test_the_strip_shows_each_scene_with_its_name_and_length(preview: Page):
    await give(preview, COFFEE)
    shots = await preview.eval_on_selector_all(".shot", LAST_WORDS)
    assert shots == ["1 Opening 4 s", "2 The place 4 s", "3 Three ways 5 s", "4 Numbers 4 s", "5 Come in 3 s"]
    assert await preview.eval_on_selector_all(".shot:has(svg)", "all => all.length") == 5
    ids = await preview.eval_on_selector_all("storyboard-preview [id]", "all => all.map(({id}) => id)")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    "words",
    ["Build a' <b>word</b>", '"Tea" & <i>cake</i> &amp; `more`', "Olá 🎬👩‍🍳 ☕️", "שלום, עולם!", "<!-- no --><svg/>"],
)
async def test_names_and_words_are_shown_as_they_are_written(preview: Page, words: str):
    storyboard = changed(0, name=words)
    layers = storyboard["scenes"][0]["layers"]
    texts = [layer for layer in layers if layer["type"] == "text"]
    texts[0] |= {"text": words, "role": "heading", "stagger": "char"}
    texts[1] |= {"text": words, "role": "body", "stagger": "none"}
    await give(preview, storyboard)
    assert await label(preview) == f"Scene 1 of 5: {words}"
    assert words in await preview.inner_text(".shot")
    drawn = await preview.eval_on_selector_all(
        ".preview-picture text", "all => all.map((text) => text.textContent).join('').replace(/\\s/g, '')"
    )
    assert drawn.count("".join(words.split())) == 2
    assert await preview.eval_on_selector_all("storyboard-preview :is(b, i)", "all => all.length") == 0


async def test_a_click_on_a_scene_makes_it_the_one_that_is_meant(preview: Page):
    await give(preview, COFFEE)
    await preview.click("[data-scene-id=proof]")
    assert await preview.evaluate("chosen") == ["proof"]
    assert await label(preview) == "Scene 4 of 5: Numbers"
    assert await preview.get_attribute("[data-scene-id=proof]", "aria-pressed") == "true"
    await preview.click("[data-scene-id=proof]")
    assert await preview.evaluate("[chosen.at(-1), preview.target]") == [None, None]
    await preview.click("[data-scene-id=proof]")
    await give(preview, COFFEE | {"scenes": COFFEE["scenes"][:3]})
    assert await preview.evaluate("[chosen.at(-1), preview.target]") == [None, None]  # it is gone


async def test_a_change_keeps_the_time_the_elements_and_the_focus(preview: Page):
    await give(preview, COFFEE)
    await preview.evaluate("preview.seek(310)")
    await preview.focus("[data-scene-id=ways]")
    kept = await preview.evaluate(
        """(storyboard) => {
          const parts = () => [document.querySelector(".preview-picture > svg"), ...document.querySelectorAll(".shot, image")];
          const before = parts();
          preview.storyboard = storyboard;
          return before.every((part, i) => part === parts()[i]);
        }""",
        changed(0, name="Dawn"),
    )
    assert kept
    assert await frame(preview) == 310
    assert await preview.evaluate("document.activeElement.dataset.sceneId") == "ways"
    await give(preview, COFFEE | {"scenes": COFFEE["scenes"][::-1]})
    assert await preview.evaluate("document.activeElement.dataset.sceneId") == "ways"
    assert await preview.eval_on_selector_all(".shot", "all => all[0].dataset.sceneId") == "end"


async def test_who_waits_at_the_start_is_shown_what_changed(preview: Page):
    await give(preview, COFFEE)
    await give(preview, changed(2, name="Four ways"))
    assert await label(preview) == "Scene 3 of 5: Four ways"
    await give(preview, changed(2, name="Four ways") | {"style": example("studio")["style"]})
    assert await label(preview) == "Scene 3 of 5: Four ways"  # no scene was touched
    await preview.evaluate("preview.seek(450)")
    await give(preview, COFFEE)
    assert await label(preview) == "Scene 4 of 5: Numbers"  # who looks elsewhere is left there


async def test_a_change_that_an_answer_makes_is_gone_to_and_glows_once(preview: Page):
    await give(preview, COFFEE)
    await preview.evaluate("preview.seek(450); preview.showNextChange()")
    glow = """(storyboard) => {
      preview.storyboard = storyboard;
      return [...document.querySelectorAll("li")].map((block) => block.getAnimations().length);
    }"""
    assert await preview.evaluate(glow, changed(1, name="Our place")) == [0, 1, 0, 0, 0]
    assert await label(preview) == "Scene 2 of 5: Our place"
    await preview.evaluate("preview.seek(450)")
    await give(preview, COFFEE)
    assert await label(preview) == "Scene 4 of 5: Numbers"  # nobody led there
    await preview.emulate_media(reduced_motion="reduce")
    await preview.evaluate("preview.showNextChange()")
    assert (await preview.evaluate(glow, changed(0, name="Dawn")))[0] == 0
    assert await label(preview) == "Scene 1 of 5: Dawn"


async def test_while_it_plays_it_plays_on_through_a_change(preview: Page):
    await give(preview, COFFEE)
    await preview.evaluate("preview.play()")
    await preview.clock.run_for(1_000)
    await give(preview, changed(4, name="Closing"))
    await preview.clock.run_for(1_000)
    assert 56 <= await frame(preview) <= 60
    await give(preview, COFFEE | {"scenes": COFFEE["scenes"][:1]})
    await preview.clock.run_for(2_500)
    assert (await frame(preview), await is_playing(preview)) == (119, False)


async def test_the_first_scenes_play_by_themselves_and_go_on_as_more_come(preview: Page):
    await give(preview, None)
    await give(preview, COFFEE | {"scenes": COFFEE["scenes"][:1]})
    assert await is_playing(preview)
    await preview.evaluate("preview.seek(100)")
    await preview.clock.run_for(1_000)
    assert (await frame(preview), await is_playing(preview)) == (119, False)
    await give(preview, COFFEE | {"scenes": COFFEE["scenes"][:2]})
    await preview.clock.run_for(1_000)
    assert await is_playing(preview)


async def test_who_wants_less_motion_is_shown_a_picture(preview: Page):
    await preview.emulate_media(reduced_motion="reduce")
    await give(preview, None)
    await give(preview, COFFEE)
    assert not await is_playing(preview)
    assert await label(preview) == "Scene 1 of 5: Opening"
    await preview.click("button[aria-label=Play]")
    assert await is_playing(preview)


async def test_it_rests_while_nobody_sees_it(preview: Page):
    await give(preview, COFFEE)
    await preview.evaluate("preview.play()")
    await preview.evaluate(
        """Object.defineProperty(document, "hidden", {value: true, configurable: true});
        document.dispatchEvent(new Event("visibilitychange")); delete document.hidden"""
    )
    assert not await is_playing(preview)
    await preview.evaluate("preview.play(); preview.remove()")
    assert not await is_playing(preview)


async def test_another_format_changes_the_picture(preview: Page):
    ratios = []
    for name in ("coffee", "run-club", "studio"):
        await give(preview, example(name))
        box = await preview.locator(".preview-picture").bounding_box()
        ratios.append(round(box["width"] / box["height"], 1))
    assert ratios == [1.8, 0.6, 1.0]


async def test_an_older_document_is_looked_at_while_the_video_goes_on(preview: Page):
    await give(preview, COFFEE)
    await preview.click("[data-scene-id=proof]")
    await preview.evaluate("(older) => { preview.exhibit = older }", COFFEE | {"scenes": COFFEE["scenes"][:2]})
    assert await preview.eval_on_selector_all(".shot", "all => all.length") == 2
    await give(preview, changed(0, name="Dawn"))
    assert await preview.eval_on_selector_all(".shot", "all => all.length") == 2
    await preview.click("[data-scene-id=place]")
    assert await label(preview) == "Scene 2 of 2: The place"
    assert await preview.evaluate("[chosen.length, preview.target]") == [1, "proof"]  # to look is not to choose
    await preview.evaluate("preview.exhibit = null")
    assert await preview.eval_on_selector_all(".shot", "all => all.length") == 5
    assert await preview.get_attribute("[data-scene-id=proof]", "aria-pressed") == "true"


async def test_who_looks_at_a_moment_of_a_scene_stays_there_wherever_the_scene_is(preview: Page):
    await give(preview, COFFEE)
    await preview.evaluate("preview.seek(130)")  # the 10th frame of the second scene
    await give(preview, COFFEE | {"scenes": [COFFEE["scenes"][i] for i in (0, 2, 1, 3, 4)]})
    assert (await frame(preview), await label(preview)) == (280, "Scene 3 of 5: The place")
    await give(preview, COFFEE | {"scenes": COFFEE["scenes"][1:]})
    assert (await frame(preview), await label(preview)) == (10, "Scene 1 of 4: The place")


async def test_a_scene_that_cannot_be_drawn_is_told_and_does_not_stop_the_others(preview: Page):
    broken = copy.deepcopy(COFFEE)
    broken["scenes"][1]["layers"][0]["asset_id"] = "gone"
    await give(preview, broken)
    assert await preview.inner_text(".preview-note") == "Scene 2 cannot be shown."
    assert await preview.eval_on_selector_all(".shot[data-failed]", "all => all.map((s) => s.dataset.sceneId)") == [
        "place"
    ]
    await preview.evaluate("preview.seek(225); preview.play()")
    await preview.clock.run_for(1_000)
    assert await label(preview) == "Scene 3 of 5: Three ways"
    await give(preview, COFFEE)
    assert await preview.inner_text(".preview-note") == ""


async def test_a_hostile_name_is_only_a_name(preview: Page):
    name = "Build a' <b>word</b> <img src=x onerror=pwned()>"
    await give(preview, changed(0, name=name[:60]))
    assert await preview.inner_text(".shot >> nth=0 >> .shot-name") == name[:60]
    assert await preview.eval_on_selector_all("storyboard-preview :is(b, img, script)", "all => all.length") == 0


async def test_axe_finds_nothing_by_day_and_by_night(preview: Page):
    await give(preview, COFFEE)
    await preview.click("[data-scene-id=ways]")
    await preview.evaluate(AXE.read_text())
    rules = {"region": {"enabled": False}, "page-has-heading-one": {"enabled": False}}  # it is a part of a page
    for scheme in ("light", "dark"):
        await preview.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # no colour is on its way
        await preview.evaluate(
            "(rules) => { axe.run('storyboard-preview', {rules}).then((found) => { globalThis.found = found }) }", rules
        )
        while not await preview.evaluate("globalThis.found"):
            await preview.clock.run_for(100)
        found = await preview.evaluate("found.violations.map(({id, nodes}) => `${id}: ${nodes[0].html}`)")
        await preview.evaluate("delete globalThis.found")
        assert found == []


def test_the_preview_is_small():
    folder = Path(finders.find("projects/js/preview.js")).parent
    assert sum(len(gzip.compress(path.read_bytes())) for path in folder.glob("preview*.js")) <= 8_500
