"""The preview beside the chat: it plays and scrubs; a click on a scene says which one is meant."""

import gzip
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from playwright.async_api import Page

from tests.browser.axe import AXE
from tests.browser.preview_page import (
    COFFEE,
    LAST_WORDS,
    changed,
    frame,
    give,
    is_playing,
    label,
    preview,
    studio,
    until_shown,
)

__all__ = ["preview", "studio"]  # the fixtures


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
    await until_shown(preview, "preview.querySelectorAll('.shot:has(svg)').length === 5")
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
