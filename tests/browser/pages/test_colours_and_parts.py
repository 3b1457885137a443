"""Colours are frames of the film, tried on the monitor; camera, gradients and parts of a scene are set beside the picture."""

import pytest
from playwright.async_api import Page, Route

from storyboard.palettes import PALETTES
from tests.browser.frames import give_picture
from tests.browser.played_chat import go_live, snapshot
from tests.browser.preview_page import COFFEE
from tests.browser.waiting import until

GROUND = "document.querySelector('.preview-picture svg > rect').getAttribute('fill')"


@pytest.fixture
async def desk(chat: Page) -> Page:
    """The chat page beside a video of five scenes; what is saved is in `chat.edits`."""
    chat.edits = []

    async def save(route: Route) -> None:
        chat.edits.append({key: value for key, value in route.request.post_data_json.items() if key != "base"})
        await route.fulfill(json={"revision": 1, "summary": "Changed"})

    await chat.route("**/edits/", save)
    await chat.route("**/revisions/**", lambda route: route.fulfill(json={"revisions": []}))
    await chat.route("**/assets/**", give_picture)
    palettes = {name: palette.model_dump() for name, palette in PALETTES.items()}
    await chat.route("**/api/palettes/", lambda route: route.fulfill(json={"palettes": palettes}))
    await go_live(chat, {**snapshot(), "storyboard": {"revision": 1, **COFFEE}})
    await chat.wait_for_selector(".shot")
    return chat


async def test_a_palette_is_a_frame_of_the_film_that_is_tried_by_pointing_at_it(desk: Page) -> None:
    before = await desk.evaluate(GROUND)
    await desk.click("palette-picker summary")
    await until(desk, f"document.querySelectorAll('.palette-frame > svg').length === {len(PALETTES)}")
    ocean = desk.locator(".palette", has_text="ocean")
    assert "coffee" in await ocean.locator("svg").text_content()
    await ocean.hover()
    await until(desk, f"{GROUND} === '{PALETTES['ocean'].bg}'")
    await desk.mouse.move(5, 5)
    await until(desk, f"{GROUND} === '{before}'")
    await ocean.focus()
    await until(desk, f"{GROUND} === '{PALETTES['ocean'].bg}'")
    await desk.keyboard.press("Escape")
    await until(desk, f"{GROUND} === '{before}'")
    assert desk.edits == []
    await desk.click("palette-picker summary")
    await ocean.click()
    await desk.fill(".own-colours input >> nth=0", "#ffffff")
    await desk.dispatch_event(".own-colours input >> nth=0", "change")
    await until(desk, "document.querySelector('palette-picker .scene-note').textContent === 'Saved'")
    assert desk.edits[0] == {"operation": "set_palette", "palette": "ocean"}
    assert (desk.edits[-1]["operation"], desk.edits[-1]["background"]) == ("set_brand_palette", "#ffffff")
    assert len(desk.edits[-1]["accents"]) == 3


async def test_camera_gradients_and_parts_are_set_beside_the_picture(desk: Page) -> None:
    await desk.click("scene-editor summary")
    await desk.select_option("scene-editor .scene-part select", "in")
    await desk.get_by_label("Begins with").select_option("circle")
    await desk.click("[aria-label='Gradient of Sun'] >> text=Gradient")
    await desk.click("[aria-label='Remove Kicker']")
    await until(desk, "document.querySelector('scene-editor .scene-note').textContent === 'Saved'")
    camera, transition, gradient, removed = desk.edits
    assert transition == {"operation": "set_transition", "scene_id": "title", "type": "circle"}
    assert camera["camera"] == [
        {"t": 0, "zoom": 1, "ease": "inOut"},
        {"t": COFFEE["scenes"][0]["duration"], "zoom": 1.12, "ease": "inOut"},
    ]
    assert (gradient["operation"], gradient["layer_id"], len(gradient["colors"])) == ("set_gradient", "sun", 2)
    assert removed == {"operation": "remove_layer", "scene_id": "title", "layer_id": "kicker"}


async def test_parts_are_put_into_a_group_and_a_group_is_taken_apart(desk: Page) -> None:
    await desk.click("scene-editor summary")
    for name in ("Kicker", "Head"):
        await desk.get_by_role("checkbox", name=f"Choose {name} for a group").check()
    await desk.get_by_role("button", name="Group the chosen parts").click()
    await until(desk, "document.querySelector('scene-editor .scene-note').textContent === 'Saved'")
    [grouped] = desk.edits
    assert (grouped["operation"], sorted(grouped["layer_ids"])) == ("group_layers", ["head", "kicker"])
    first, *others = COFFEE["scenes"]
    layers = [{**each, "group": "group-1"} if each["id"] in ("head", "kicker") else each for each in first["layers"]]
    film = {"revision": 2, **COFFEE, "scenes": [{**first, "layers": layers, "groups": [{"id": "group-1"}]}, *others]}
    await go_live(desk, {**snapshot(), "storyboard": film})
    await desk.get_by_role("button", name="Ungroup").click()
    await until(desk, "document.querySelector('scene-editor .scene-note').textContent === 'Saved'")
    assert desk.edits[1:] == [{"operation": "ungroup", "scene_id": "title", "group_id": "group-1"}]
