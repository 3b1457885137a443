"""The preview follows what changes of the video, and does not take the reader's place away."""

import copy

from playwright.async_api import Page

from tests.browser.frames import example
from tests.browser.preview_page import COFFEE, changed, frame, give, is_playing, label, preview, studio, until_shown

__all__ = ["preview", "studio"]  # the fixtures

NOTE = "preview.querySelector('.preview-note').textContent"


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
    await until_shown(preview, f"{NOTE} === 'Scene 2 cannot be shown.'")
    assert await preview.eval_on_selector_all(".shot[data-failed]", "all => all.map((s) => s.dataset.sceneId)") == [
        "place"
    ]
    await preview.evaluate("preview.seek(225); preview.play()")
    await preview.clock.run_for(1_000)
    assert await label(preview) == "Scene 3 of 5: Three ways"
    await give(preview, COFFEE)
    await until_shown(preview, f"{NOTE} === ''")
