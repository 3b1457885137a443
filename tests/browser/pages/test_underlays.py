"""What a layer lies on: worked out within bounds, however much lies on one spot, and no shade where none is needed."""

from playwright.async_api import Page

from tests.browser.frames import example, whole

FINE = [{"t": n / 10, "opacity": round((n * 7 % 24) / 24, 3)} for n in range(24)]
BOX = {"x": 10, "y": 10, "w": 80, "h": 80}

# How many colours are read while one frame is worked out: what mixing costs.
COUNT_WORK = """(document) => {
  let work = 0;
  const before = globalThis.parseInt;
  globalThis.parseInt = (...given) => { work += 1; return before(...given); };
  try { stage.render(document, 3); const first = work; stage.render(document, 4); return [first, work - first]; }
  finally { globalThis.parseInt = before; }
}"""


def confetti(shapes: int) -> dict:
    """As many shapes on one spot, each of another colour and in motion, and a text on top of them."""
    document = example("coffee")
    shape = {"type": "shape", "shape": "ellipse", "box": BOX, "keyframes": FINE}
    layers = [{**shape, "id": f"s{n}", "fill": f"#{(n * 5_871_234) % 0xFFFFFF:06x}"} for n in range(shapes)]
    text = {"id": "said", "type": "text", "text": "Hooray", "role": "heading", "box": BOX}
    document["scenes"] = [{**document["scenes"][0], "layers": [*layers, text], "transition": {"type": "none"}}]
    return whole(document)


async def test_forty_shapes_on_one_spot_with_24_keyframes_each_are_drawn(stage: Page):
    few, many = [await stage.evaluate(COUNT_WORK, confetti(count)) for count in (9, 39)]
    assert many[0] - few[0] < 30 * 48 * 2 * 2 * 1.5  # each shape more mixes so many colours with two of its own
    assert many[1] < 1000  # and each frame after the first of a scene next to nothing


async def test_the_colours_under_a_text_are_few_however_many_shapes_there_are(stage: Page):
    counted = await stage.evaluate(
        """async (document) => {
          const {MOST, underlaysOf} = await import("/static/storyboard/renderer/underlays.js");
          const {width, height} = document.canvas;
          const found = underlaysOf({width, height, palette: document.style.palette}, document.scenes[0]);
          return [MOST, Math.max(...found.map(({papers}) => papers.length))];
        }""",
        confetti(39),
    )
    assert counted[1] <= counted[0]


def picture_with_words(card: dict | None) -> dict:
    document = example("coffee")
    layers = [
        {"id": "photo", "type": "image", "asset_id": next(iter(document["assets"])), "box": BOX},
        {"id": "said", "type": "text", "text": "On it", "box": {"x": 20, "y": 40, "w": 40, "h": 20}},
    ]
    if card:
        layers.insert(1, {"id": "card", "type": "shape", "box": {"x": 18, "y": 38, "w": 44, "h": 24}, **card})
    document["scenes"] = [{**document["scenes"][0], "layers": layers, "transition": {"type": "none"}}]
    return whole(document)


async def has_shade(page: Page, document: dict) -> bool:
    return "scrim" in await page.evaluate("(document) => JSON.stringify(stage.render(document, 30))", document)


async def test_a_picture_is_shaded_under_words_and_not_under_a_card_with_words(stage: Page):
    assert await has_shade(stage, picture_with_words(None))
    assert not await has_shade(stage, picture_with_words({"shape": "rect", "fill": "surface"}))
    assert await has_shade(stage, picture_with_words({"shape": "rect", "stroke": "accent"}))
    assert await has_shade(stage, picture_with_words({"shape": "rect", "fill": "surface", "glass": True}))
