"""Groups, clips, cameras, loops, gradients, icons, devices and the cover, as they are drawn."""

from pathlib import Path

import pytest
from playwright.async_api import Page

from storyboard.encoding import to_json
from tests.browser.documents import hostile
from tests.browser.frames import example, whole, wrong_at
from tests.storyboard.test_versions import FILMS

CUP = {"kind": "image", "src": "asset:00000000-0000-4000-8000-000000000001", "width": 1600, "height": 1000}
APP = {"kind": "image", "src": "asset:00000000-0000-4000-8000-000000000003", "width": 780, "height": 2600}
BOX = {"x": 20, "y": 20, "w": 40, "h": 40}

# Where what has this id is seen on the page, in pixels of the canvas: [left, top, width, height].
SEEN = """([document, seconds, key]) => {
  stage.show(document, Math.round(seconds * document.canvas.fps));
  const find = (node, element) => node.key === key ? element
    : typeof node.children === "string" ? null
    : node.children.reduce((found, child, i) => found ?? find(child, element.children[i]), null);
  const element = find(stage.render(document, Math.round(seconds * document.canvas.fps)), stage.root.firstChild);
  const {left, top, width, height} = element.getBoundingClientRect();
  return [left, top, width, height].map(Math.round);
}"""


def a_video(*layers: dict, **scene: object) -> dict:
    document = example("coffee")
    first = {**document["scenes"][0], "duration": 4, "transition": {"type": "none"}, "layers": list(layers), **scene}
    return whole(document | {"assets": {"cup": CUP, "app": APP}, "scenes": [first]})


def a_card(layer_id: str = "card", **fields: object) -> dict:
    return {"id": layer_id, "type": "shape", "shape": "rect", "fill": "accent", "box": BOX, **fields}


async def seen(page: Page, document: dict, seconds: float, key: str) -> list[int]:
    return await page.evaluate(SEEN, [document, seconds, key])


async def test_the_layers_of_a_group_move_as_one(stage: Page):
    moves = [{"t": 0, "dx": 0}, {"t": 1, "dx": 10, "dy": 10, "ease": "linear"}]
    document = a_video(
        a_card("a", group="both"), a_card("b", group="both"), groups=[{"id": "both", "keyframes": moves}]
    )
    for layer in ("a", "b"):
        before, after = [await seen(stage, document, t, layer) for t in (0, 2)]
        assert [after[0] - before[0], after[1] - before[1]] == [128, 72]


async def test_a_group_lies_where_its_lowest_layer_lies_and_its_layers_lie_together(stage: Page):
    layers = [a_card("a"), a_card("b", group="g"), a_card("c"), a_card("d", group="g")]
    order = await stage.evaluate(
        "(d) => stage.render(d, 0).children[1].children.slice(1).map(({key, children}) => [key, children.map((c) => c.key)])",
        a_video(*layers, groups=[{"id": "g"}]),
    )
    assert [key for key, _ in order] == ["a", "g", "c"]
    assert order[1][1] == ["b", "d"]


async def test_the_window_of_a_layer_stays_while_the_layer_moves_behind_it(stage: Page):
    moves = [{"t": 0, "dy": 0}, {"t": 1, "dy": -50, "ease": "linear"}]
    document = a_video(a_card(clip=BOX, keyframes=moves))
    windows = [
        await stage.evaluate(
            "([d, f]) => stage.render(d, f).children[1].children[1].children[0].children[0].attributes",
            [document, frame],
        )
        for frame in (0, 45)
    ]
    assert windows[0] == windows[1]
    assert windows[0] | {"x": 256, "y": 144, "width": 512, "height": 288} == windows[0]


async def test_a_camera_moves_the_layers_and_not_the_background(stage: Page):
    document = a_video(a_card(), camera=[{"t": 0, "zoom": 2, "dx": -10, "dy": -10}])
    assert await seen(stage, document, 1, "card") == [128, 72, 1024, 576]
    assert await seen(stage, document, 1, "ground") == [0, 0, 1280, 720]


async def test_keyframes_begin_again_in_a_loop(stage: Page):
    moves = [{"t": 0, "dx": 0}, {"t": 0.5, "dx": 10}, {"t": 1, "dx": 0}]
    document = a_video(a_card(keyframes=moves, loop=True))
    assert await seen(stage, document, 0.4, "card") == await seen(stage, document, 2.4, "card")
    assert await seen(stage, document, 0.4, "card") != await seen(stage, document, 2, "card")


async def test_a_layer_comes_in_from_off_the_canvas(stage: Page):
    moves = [{"t": 0, "dx": 0}, {"t": 1, "dx": -90, "ease": "linear"}]
    text = {"id": "far", "type": "text", "text": "Hello", "box": {"x": 110, "y": 20, "w": 40, "h": 20}}
    document = a_video({**text, "keyframes": moves})
    before, after = [await seen(stage, document, t, "far") for t in (0, 2)]
    assert before[0] > 1280
    assert after[0] == before[0] - round(0.9 * 1280)


async def test_a_screen_shows_its_picture_from_the_top_to_the_end(stage: Page):
    phone = {"id": "phone", "type": "device", "kind": "phone", "asset_id": "app", "box": BOX}
    document = a_video({**phone, "scroll": {"at": 0.5, "duration": 2}})
    window = await seen(stage, document, 0, "empty")
    before, after = [await seen(stage, document, t, "picture") for t in (0, 3)]
    assert abs(before[1] - window[1]) <= 1
    assert abs(after[1] + after[3] - (window[1] + window[3])) <= 1
    assert before[2] == window[2]


async def test_a_screenshot_scrolls_by_keyframes_in_a_phone_that_moves(stage: Page):
    phone = {"id": "phone", "type": "device", "kind": "phone", "box": BOX, "group": "all"}
    left, top, width, height = await seen(stage, a_video(phone, groups=[{"id": "all"}]), 0, "empty")
    screen = {"x": left / 12.8, "y": top / 7.2, "w": width / 12.8, "h": height / 7.2}
    scrolls = [{"t": 0, "dy": 0}, {"t": 1, "dy": -10, "ease": "linear"}, {"t": 2, "dy": -40, "ease": "linear"}]
    page = {
        "id": "page",
        "type": "image",
        "asset_id": "app",
        "box": {**screen, "h": 100},
        "clip": screen,
        "group": "all",
    }
    moves = [{"t": 0, "dx": 0}, {"t": 2, "dx": 10, "ease": "linear"}]
    document = a_video(phone, {**page, "keyframes": scrolls}, groups=[{"id": "all", "keyframes": moves}])
    start, middle, ending = [await seen(stage, document, t, "picture") for t in (0, 1, 3)]
    assert [middle[0] - start[0], middle[1] - start[1]] == [64, -72]
    assert [ending[0] - start[0], ending[1] - start[1]] == [128, -288]
    in_sight = "([x, y]) => document.elementFromPoint(x, y)?.closest('image') !== null"
    spots = [
        (left + 128 + width / 2, top + height / 2),
        (left + 128 + width / 2, top + height + 40),
        (left - 5, top + 40),
    ]
    assert [await stage.evaluate(in_sight, spot) for spot in spots] == [True, False, False]


async def test_lines_stand_as_far_apart_as_asked(stage: Page):
    text = {"id": "said", "type": "text", "text": "One\nTwo", "size": 40, "box": BOX}
    between = """(document) => {
      stage.show(document, 0);
      const [one, two] = [...stage.root.querySelectorAll("text")].map((line) => Number(line.getAttribute("y")));
      return two - one;
    }"""
    heights = [await stage.evaluate(between, a_video({**text, "line_height": height})) for height in (1, 2)]
    assert [round(height) for height in heights] == [40, 80]


async def cover(page: Page, document: dict) -> int:
    return await page.evaluate(
        """async (document) => (await import("/static/storyboard/renderer/renderer.js")).coverFrame(document)""",
        document,
    )


async def test_the_cover_is_the_frame_that_was_chosen_within_the_video(stage: Page):
    document = a_video(a_card())
    assert await cover(stage, document | {"cover": 1.5}) == 45
    assert await cover(stage, document | {"cover": 200}) == 119


async def test_without_a_choice_the_cover_shows_the_first_scene_with_something_to_see_when_all_of_it_is_there(
    stage: Page,
):
    text = {
        "id": "said",
        "type": "text",
        "text": "Hello",
        "box": BOX,
        "enter": {"preset": "rise", "at": 1, "duration": 0.7},
    }
    document = a_video(text)
    assert 51 <= await cover(stage, document) < 120
    empty = {**document["scenes"][0], "id": "empty", "layers": []}
    assert 171 <= await cover(stage, document | {"scenes": [empty, *document["scenes"]]}) < 240
    gone = {**document["scenes"][0], "layers": [text | {"exit": {"preset": "fade", "at": 1.8}}]}
    assert 51 <= await cover(stage, whole(document | {"scenes": [gone]})) <= 54
    assert await cover(stage, document | {"scenes": []}) == 0


async def test_hostile_words_stay_words_in_every_part(stage: Page):
    for document in hostile(example("parts")):
        assert await wrong_at(stage, document, [45, 180, 330, 480]) == []


@pytest.mark.parametrize("path", FILMS, ids=lambda path: path.stem)
async def test_a_film_of_version_1_is_drawn_whole(stage: Page, path: Path):
    broken = await stage.evaluate(
        """(document) => {
          const frames = Array.from({length: Math.ceil(stage.totalFrames(document) / 10)}, (_, i) => i * 10);
          return frames.filter((frame) => /NaN|null|Infinity|data-failed/.test(JSON.stringify(stage.render(document, frame))));
        }""",
        to_json(path.read_text()),
    )
    assert broken == []
