"""Words and parts of a scene are worked on where they are seen: typed, dragged, sized, styled; each is one edit."""

from typing import Any

import pytest
from playwright.async_api import Page

from tests.browser.preview_page import COFFEE, give, is_playing, preview, studio
from tests.browser.waiting import until

__all__ = ["preview", "studio"]  # the fixtures

ATTACH = """async () => {
  const {CanvasEditor} = await import("/static/projects/js/canvas-editor.js");
  new CanvasEditor(preview);
  globalThis.edits = [];
  preview.addEventListener("edit", ({detail}) => edits.push(detail));
}"""
HEADLINE = {"scene_id": "title", "layer_id": "head"}
SHOWN = "[...document.querySelectorAll('.preview-picture text')].map((each) => each.textContent).join(' ')"


@pytest.fixture
async def canvas(preview: Page) -> Page:
    if not await preview.evaluate("document.querySelector('link[href*=canvas]') !== null"):
        await preview.add_style_tag(url="/static/projects/css/canvas.css")
    await preview.evaluate(ATTACH)
    await give(preview, COFFEE)
    return preview


async def edits(page: Page) -> list[dict[str, Any]]:
    return await page.evaluate("edits.splice(0)")


async def place(page: Page, part: str) -> tuple[float, float]:
    """The middle of what shows a text of the picture."""
    box = await page.locator(f".preview-picture text:has-text('{part}')").first.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


async def test_a_click_on_a_text_types_into_it_and_the_picture_follows(canvas: Page) -> None:
    await canvas.mouse.click(*await place(canvas, "better"))
    await canvas.keyboard.press("End")
    await canvas.keyboard.type(" now k")
    assert "coffee now k" in (await canvas.evaluate(SHOWN)).replace("  ", " ")
    assert not await is_playing(canvas)  # neither by the click nor by the keys
    assert await edits(canvas) == []
    await canvas.keyboard.press("Enter")
    [edit] = await edits(canvas)
    assert edit == {"operation": "set_text", **HEADLINE, "text": edit["text"]}
    assert edit["text"].endswith("coffee now k")
    await canvas.evaluate("preview.reset()")
    await canvas.mouse.click(*await place(canvas, "better"))
    await canvas.keyboard.type("xyz")
    await canvas.keyboard.press("Escape")
    assert await edits(canvas) == []
    assert "xyz" not in await canvas.evaluate(SHOWN)
    assert await canvas.evaluate("document.activeElement.className") == "preview-monitor"


async def box_of(canvas: Page, selector: str) -> dict[str, float]:
    """Read in one go: what is drawn there may be drawn anew at any moment."""
    await until(canvas, f"document.querySelector('{selector}')?.getBoundingClientRect().height > 0")
    return await canvas.evaluate(f"document.querySelector('{selector}').getBoundingClientRect().toJSON()")


async def test_the_caret_stands_where_the_renderer_has_put_the_letters(canvas: Page) -> None:
    await canvas.focus(".preview-monitor")
    await canvas.keyboard.press("Enter")  # the first text, all of it
    await canvas.keyboard.press("Escape")
    x, y = await place(canvas, "better")
    await canvas.mouse.click(x, y)
    caret = await box_of(canvas, ".canvas-caret")
    assert abs(caret["x"] - x) < 12
    assert caret["y"] < y < caret["y"] + caret["height"]
    await canvas.mouse.dblclick(x, y)
    marked = await box_of(canvas, ".canvas-selected rect")
    assert marked["x"] < x < marked["x"] + marked["width"]
    await canvas.keyboard.press("Escape")


async def test_a_layer_is_dragged_sized_styled_and_removed(canvas: Page) -> None:
    x, y = await place(canvas, "better")
    picture = await canvas.locator(".preview-picture").bounding_box()
    await canvas.mouse.move(x, y)
    await canvas.mouse.down()
    await canvas.mouse.move(x + picture["width"] / 10, y, steps=3)
    await canvas.mouse.up()
    [edit] = await edits(canvas)
    before = next(layer for layer in COFFEE["scenes"][0]["layers"] if layer["id"] == "head")["box"]
    assert (edit["operation"], edit["layer_id"], edit["w"]) == ("set_box", "head", before["w"])
    assert abs(edit["x"] - before["x"] - 10) < 0.3
    assert abs(edit["y"] - before["y"]) < 0.2
    handle = await canvas.locator("[data-side=e]").bounding_box()
    await canvas.mouse.move(handle["x"] + 4, handle["y"] + 4)
    await canvas.mouse.down()
    await canvas.mouse.move(handle["x"] + 4 - picture["width"] / 20, handle["y"] + 4, steps=3)
    await canvas.mouse.up()
    [edit] = await edits(canvas)
    assert abs(edit["w"] - before["w"] + 5) < 0.3
    await canvas.click("[aria-label=Larger]")
    await canvas.click("[aria-label=Larger]")
    await canvas.click("[aria-label='Alignment: left']")
    await canvas.clock.run_for(500)
    [edit] = await edits(canvas)
    assert (edit["operation"], edit["align"]) == ("set_type", "center")
    assert edit["size"] > 0
    await canvas.focus(".canvas-overlay")
    await canvas.keyboard.press("Delete")
    assert await edits(canvas) == [{"operation": "remove_layer", **HEADLINE}]
    assert await canvas.locator(".canvas-bar").count() == 0


async def test_a_question_about_a_layer_names_its_words(canvas: Page) -> None:
    asking = "new Promise((heard) => preview.addEventListener('ask-about', ({detail}) => heard(detail), {once: true}))"
    await canvas.evaluate(f"globalThis.asked = null; {asking}.then((detail) => {{ asked = detail }}); 0")
    await canvas.mouse.click(*await place(canvas, "better"))
    await canvas.click(".canvas-bar >> text=Ask")
    assert await canvas.evaluate("asked") == {"sceneId": "title", "words": "Head “Slow mornings, better coffee”: "}
