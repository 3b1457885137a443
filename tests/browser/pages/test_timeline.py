"""The timeline: blocks are dragged and trimmed, a ruler is scrubbed, and keys do the same. Each asks for one change."""

from typing import Any

import pytest
from playwright.async_api import CDPSession, Page

from tests.browser.preview_page import COFFEE, frame, give, is_playing, preview, studio
from tests.browser.waiting import until

__all__ = ["preview", "studio"]  # the fixtures

LISTEN = "globalThis.edits = []; preview.addEventListener('edit', ({detail}) => edits.push(detail))"


@pytest.fixture
async def timeline(preview: Page) -> Page:
    """Twenty seconds in five scenes: title, place, ways, proof, end."""
    await preview.evaluate(LISTEN)
    await give(preview, COFFEE)
    return preview


async def edits(page: Page) -> list[dict[str, Any]]:
    return await page.evaluate("edits.splice(0)")


async def drag(page: Page, start: tuple[float, float], by: float) -> None:
    x, y = start
    await page.mouse.move(x, y)
    await page.mouse.down()
    for part in (0.2, 0.6, 1):
        await page.mouse.move(x + by * part, y)
    await page.mouse.up()


async def swipe(page: Page, start: tuple[float, float], by: float) -> None:
    """The same with a finger."""
    session = await page.context.new_cdp_session(page)
    x, y = start
    for part in (0, 0.2, 0.6, 1):
        event = {"type": "touchMove" if part else "touchStart", "touchPoints": [{"x": x + by * part, "y": y}]}
        await session.send("Input.dispatchTouchEvent", event)
    await session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    await session.detach()


async def rest_until_it_holds(page: Page, session: CDPSession, touch: dict[str, float]) -> None:
    """A finger stops a timeline that still rolls, and takes hold of nothing: then it comes again. It stays where it holds."""
    for _ in range(20):
        await page.evaluate("document.querySelector('.timeline').scrollLeft = 0")
        await session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [touch]})
        for _ in range(5):  # the touch itself may still be on its way
            await page.clock.run_for(400)
            if await page.locator(".is-dragged").count():
                return
        await session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    raise AssertionError("the finger takes hold of nothing")


async def block(page: Page, scene: str) -> dict[str, float]:
    box = await page.locator(f"li:has(> [data-scene-id={scene}])").bounding_box()
    return {**box, "middle": (box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.6)}


async def test_a_block_is_dragged_to_another_place_and_a_click_still_chooses_it(timeline: Page) -> None:
    first, third = await block(timeline, "title"), await block(timeline, "ways")
    await drag(timeline, first["middle"], third["middle"][0] - first["middle"][0] + 20)
    assert await edits(timeline) == [{"operation": "move_scene", "scene_id": "title", "to": 3}]
    assert await timeline.evaluate("preview.target") is None  # the end of a drag is no click
    await give(timeline, COFFEE)
    last = await block(timeline, "end")
    await drag(timeline, last["middle"], 3)
    assert await edits(timeline) == []
    assert await timeline.evaluate("preview.target") == "end"
    await timeline.focus("[data-scene-id=place]")
    for keys in ("Alt+ArrowRight", "Alt+ArrowLeft", "Control+d", "Delete"):
        await timeline.keyboard.press(keys)
    assert await edits(timeline) == [
        {"operation": "move_scene", "scene_id": "place", "to": 3},
        {"operation": "move_scene", "scene_id": "place", "to": 1},
        {"operation": "duplicate_scene", "scene_id": "place"},
        {"operation": "delete_scene", "scene_id": "place"},
    ]
    await timeline.click(".timeline-end")
    assert await edits(timeline) == [{"operation": "add_scene", "to": 6}]


async def test_an_edge_is_dragged_and_says_the_length_meanwhile(timeline: Page) -> None:
    box = await block(timeline, "title")
    x, y = box["x"] + box["width"], box["y"] + box["height"] * 0.8
    await timeline.mouse.move(x, y)
    await timeline.mouse.down()
    await timeline.mouse.move(x - box["width"] * 0.25, y)
    assert await timeline.inner_text("[data-scene-id=title] .shot-length") == "3 s"
    await timeline.mouse.up()
    assert await edits(timeline) == [{"operation": "set_duration", "scene_id": "title", "seconds": 3}]
    await timeline.evaluate("preview.reset()")
    assert await timeline.inner_text("[data-scene-id=title] .shot-length") == "4 s"
    await timeline.evaluate("preview.seek(300)")
    for key in ("]", "]", "["):
        await timeline.keyboard.press(key)
    assert await timeline.inner_text("[data-scene-id=ways] .shot-length") == "5.1 s"
    await timeline.clock.run_for(600)
    assert await edits(timeline) == [{"operation": "set_duration", "scene_id": "ways", "seconds": 5.1}]


async def test_the_start_of_a_block_moves_the_cut_and_no_other_scene(timeline: Page) -> None:
    box = await block(timeline, "place")
    x, y = box["x"] + 2, box["y"] + box["height"] * 0.8
    await timeline.mouse.move(x, y)
    await timeline.mouse.down()
    await timeline.mouse.move(x + box["width"] * 0.25, y)
    lengths = timeline.locator(".shot-length")
    assert (await lengths.all_inner_texts())[:3] == ["5 s", "3 s", "5 s"]
    assert abs((await block(timeline, "place"))["x"] - x - box["width"] * 0.25) < 4
    await timeline.mouse.up()
    assert await edits(timeline) == [{"operation": "move_cut", "scene_id": "place", "seconds": 3}]
    await timeline.evaluate("preview.reset()")
    await timeline.evaluate("preview.seek(300)")
    for key in (".", ".", ","):
        await timeline.keyboard.press(key)
    assert (await lengths.all_inner_texts())[1:3] == ["4.1 s", "4.9 s"]
    await timeline.clock.run_for(600)
    assert await edits(timeline) == [{"operation": "move_cut", "scene_id": "ways", "seconds": 4.9}]
    assert await timeline.locator("li:first-child > .shot-cut").is_hidden()


async def test_a_finger_drags_blocks_and_their_edges(timeline: Page) -> None:
    first, third = await block(timeline, "title"), await block(timeline, "ways")
    await swipe(timeline, first["middle"], third["middle"][0] - first["middle"][0] + 20)
    assert await edits(timeline) == [{"operation": "move_scene", "scene_id": "title", "to": 3}]
    await give(timeline, COFFEE)
    edge = first["y"] + first["height"] * 0.8
    await swipe(timeline, (first["x"] + first["width"] - 3, edge), -first["width"] * 0.25)
    assert await edits(timeline) == [{"operation": "set_duration", "scene_id": "title", "seconds": 3}]
    await timeline.evaluate("preview.reset()")
    await swipe(timeline, (third["x"] + 2, edge), -third["width"] * 0.2)
    assert await edits(timeline) == [{"operation": "move_cut", "scene_id": "ways", "seconds": 6}]


async def test_where_a_finger_scrolls_the_timeline_it_takes_hold_of_a_block_by_resting_on_it(timeline: Page) -> None:
    await timeline.set_viewport_size({"width": 260, "height": 700})
    await until(timeline, "document.querySelector('[data-overflows]') !== null")
    first, second = await block(timeline, "title"), await block(timeline, "place")
    by = second["middle"][0] - first["middle"][0] + 8
    await swipe(timeline, second["middle"], -by)
    assert await edits(timeline) == []  # it was scrolled
    session = await timeline.context.new_cdp_session(timeline)
    touch = {"x": first["middle"][0], "y": first["middle"][1]}
    await rest_until_it_holds(timeline, session, touch)
    for part in (0.5, 1):
        moved = {**touch, "x": touch["x"] + by * part}
        await session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [moved]})
    await session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    await session.detach()
    assert await edits(timeline) == [{"operation": "move_scene", "scene_id": "title", "to": 2}]


async def test_the_ruler_is_scrubbed_where_the_blocks_are(timeline: Page) -> None:
    third = await block(timeline, "ways")
    ruler = await timeline.locator(".timeline-ruler").bounding_box()
    await drag(timeline, (ruler["x"] + 5, ruler["y"] + 8), third["middle"][0] - ruler["x"] - 5)
    assert abs(await frame(timeline) - 315) <= 2  # the middle of the seconds 8 to 13
    head = await timeline.locator(".timeline-playhead").bounding_box()
    assert abs(head["x"] + head["width"] / 2 - third["middle"][0]) < 2


async def test_j_k_and_l_play_both_ways_and_faster_but_not_in_a_text(timeline: Page) -> None:
    await timeline.evaluate("preview.seek(300)")
    await timeline.keyboard.press("l")
    await timeline.keyboard.press("l")
    await timeline.clock.run_for(1_000)
    assert 342 <= await frame(timeline) <= 346  # one and a half times as fast
    await timeline.keyboard.press("j")
    await timeline.clock.run_for(1_000)
    assert 311 <= await frame(timeline) <= 316
    await timeline.keyboard.press("k")
    assert not await is_playing(timeline)
    await timeline.evaluate("document.querySelector('main').append(document.createElement('textarea'))")
    await timeline.focus("textarea")
    await timeline.keyboard.type(" l")
    assert not await is_playing(timeline)
    await timeline.evaluate("document.querySelector('textarea').remove()")
