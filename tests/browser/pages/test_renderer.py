"""The renderer: a document and a number of a frame make a picture, the same one always, whatever the document says."""

import base64
import gzip
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from playwright.async_api import Page

from storyboard.formats import LAYOUTS
from tests.browser.documents import hostile, layers_of_every_kind
from tests.browser.frames import example, picture, show_stage, whole, wrong_at
from tests.browser.inter_metrics import measured

EXAMPLES = ["coffee", "launch", "run-club", "studio", "parts"]


@pytest.mark.parametrize("name", EXAMPLES)
async def test_the_same_frame_is_the_same_tree_in_any_order_and_after_any_other(stage: Page, name: str):
    differing = await stage.evaluate(
        """(document) => {
          const frames = Array.from({length: Math.floor(stage.totalFrames(document) / 9)}, (_, i) => i * 9);
          const text = (frame) => JSON.stringify(stage.render(structuredClone(document), frame));
          const forwards = frames.map(text);
          const backwards = frames.toReversed().map(text).toReversed();
          return frames.filter((_, i) => forwards[i] !== backwards[i]);
        }""",
        example(name),
    )
    assert differing == []


async def test_the_clock_and_chance_are_not_asked(stage: Page):
    asked = await stage.evaluate(
        """(document) => {
          const asked = [];
          const [random, now, tick] = [Math.random, Date.now, performance.now];
          Math.random = Date.now = performance.now = () => asked.push("asked");
          for (let frame = 0; frame < 600; frame += 30) stage.render(document, frame);
          [Math.random, Date.now, performance.now] = [random, now, tick];
          return asked;
        }""",
        example("coffee"),
    )
    assert asked == []


async def test_the_page_shows_the_same_after_a_reload_and_after_another_way_there(stage: Page):
    document = example("launch")
    seen = []
    for before in ([], [3, 200, 17]):
        await stage.reload()
        await show_stage(stage)
        await stage.evaluate(
            "([document, frames]) => frames.forEach((f) => stage.show(document, f))", [document, [*before, 130]]
        )
        seen.append((await stage.evaluate("stage.root.innerHTML"), await stage.screenshot()))
    assert seen[0] == seen[1]


async def test_what_did_not_change_stays_the_same_element(stage: Page):
    replaced = await stage.evaluate(
        """(document) => {
          stage.show(document, 60);
          const before = [...stage.root.querySelectorAll("*")];
          const changed = structuredClone(document);
          changed.scenes[0].layers[1].text = "Videos that";
          const records = [];
          const observer = new MutationObserver((seen) => records.push(...seen));
          observer.observe(stage.root, {subtree: true, childList: true, attributes: true, characterData: true});
          stage.show(structuredClone(document), 60);
          const idle = observer.takeRecords().length;
          stage.show(changed, 60);
          const heading = [...stage.root.querySelectorAll("text")].filter(({textContent}) => textContent === "Videos").length;
          const gone = before.filter((node) => !node.isConnected && !/text|^g$|clipPath|rect/i.test(node.nodeName));
          return [idle, heading, gone.map(({nodeName}) => nodeName), before[0].isConnected];
        }""",
        example("launch"),
    )
    assert replaced == [0, 1, [], True]


@pytest.mark.parametrize("format", LAYOUTS)
async def test_every_layer_and_every_preset_draws_from_its_first_to_its_last_frame(stage: Page, format: str):
    document = whole(layers_of_every_kind(format))
    assert await wrong_at(stage, document, [*range(0, 60, 5), 59]) == []
    assert await stage.evaluate("stage.root.querySelectorAll('[data-failed]').length") == 0


async def test_transitions_draw_and_take_no_time_from_the_video(stage: Page):
    document = example("coffee")
    assert await stage.evaluate("(document) => stage.totalFrames(document)", document) == 20 * 30
    for kind in ("fade", "slide", "wipe", "circle", "zoom"):
        for direction in ("left", "right", "up", "down"):
            document["scenes"][1]["transition"] = {"type": kind, "duration": 0.6, "direction": direction}
            assert await wrong_at(stage, document, [119, 120, 129, 137, 138]) == []


@pytest.mark.parametrize("format", LAYOUTS)
async def test_words_stay_in_the_picture_however_many_they_are(stage: Page, format: str):
    texts = [
        "Go!",
        ("An ordinary sentence of eighty characters, which a person may well wish to see. " * 2)[:80],
        "W" * 80,
    ]
    texts += [
        "コーヒーはいかがですか" * 7,
        "Жажда кофе утром " * 4 + "да",
        "صباح الخير " * 7,
        "🎬" * 40,
        "a\nb\nc\nd\ne\nf\ng\nh",
    ]
    documents = [layers_of_every_kind(format, text, stays=True) for text in texts]
    documents = [whole(document | {"scenes": document["scenes"][:2]}) for document in documents]
    outside = await stage.evaluate(
        """(documents) => Promise.all(documents.map(stage.load)).then(() => documents.flatMap((document) => {
          const {width, height} = document.canvas;
          return [59, 119].flatMap((frame) => {
            stage.show(document, frame);
            const corner = stage.root.firstChild.getBoundingClientRect();
            return [...stage.root.querySelectorAll("text")].filter((node) => {
              const {left, right, top, bottom} = node.getBoundingClientRect();
              const out = [corner.left - left, corner.top - top, right - corner.left - width, bottom - corner.top - height];
              return Math.max(...out) > 3;  // the ink of a letter may swing out a little
            }).map(({textContent}) => `${frame}: ${textContent}`);
          });
        }))""",
        documents,
    )
    assert outside == []


async def test_a_scene_that_cannot_be_drawn_stands_alone(stage: Page):
    document = example("coffee")
    document["scenes"][1]["layers"][0]["asset_id"] = "gone"
    document["scenes"][3]["layers"] = None
    shown = await stage.evaluate(
        """(document) => [60, 200, 300, 450, 590].map((frame) => {
          stage.show(document, frame);
          return [...stage.root.querySelectorAll("[data-failed]")].map((node) => node.textContent);
        })""",
        document,
    )
    second, fourth = (f"Scene {n} cannot be shownThe other scenes play as before." for n in (2, 4))
    assert shown == [[], [second], [], [fourth], []]


async def test_hostile_words_stay_words(stage: Page):
    fetched: list[str] = []
    stage.on("request", lambda request: fetched.append(request.url))
    for document in hostile(example("coffee")):
        assert await wrong_at(stage, document, [0, 60, 200, 300, 420, 560]) == []
    assert [url for url in fetched if "/pictures/" not in url] == []


async def test_the_canvas_of_an_export_shows_what_the_page_shows(stage: Page):
    for name, frame in [
        ("coffee", 45),
        ("coffee", 535),
        ("run-club", 80),
        ("studio", 240),
        ("launch", 185),
        ("parts", 75),
        ("parts", 165),
        ("parts", 330),
        ("parts", 500),
    ]:
        loudest = await decibels(stage, example(name), frame)
        assert loudest >= 34, (name, frame)


async def test_the_widths_of_the_font_are_those_of_the_shipped_file(page: Page):
    for path, text in (await measured(page)).items():
        assert path.read_text() == text


async def test_a_frame_is_worked_out_in_a_millisecond(stage: Page):
    document = example("coffee")
    taken = await stage.evaluate(
        """(document) => {
          const frames = stage.totalFrames(document);
          for (let frame = 0; frame < frames; frame += 3) stage.render(document, frame);
          const start = performance.now();
          for (let frame = 0; frame < frames; frame++) stage.render(document, frame);
          return (performance.now() - start) / frames;
        }""",
        document,
    )
    assert taken < 3, f"{taken:.2f} ms; it is 0.2 ms on an idle machine"


def test_the_renderer_is_small():
    """As it is shipped, with its comments; only an export needs paint.js."""
    folder = Path(finders.find("storyboard/renderer/renderer.js")).parent
    modules = [path.read_bytes() for path in sorted(folder.glob("*.js")) if path.name != "paint.js"]
    assert len(gzip.compress(b"".join(modules))) <= 38_700


async def decibels(page: Page, document: dict, frame: int) -> float:
    """How alike the canvas and the page are: the peak signal-to-noise ratio."""
    png = base64.b64encode(await picture(page, document, frame)).decode()
    return await page.evaluate(
        """async ([document, frame, png]) => {
          const {loadImages, paint} = await import("/static/storyboard/renderer/paint.js");
          const {width, height} = document.canvas;
          const shown = Object.assign(new Image(), {src: `data:image/png;base64,${png}`});
          await shown.decode();
          const tree = stage.render(document, frame);
          const images = await loadImages(document, (id) => `/pictures/${id}`);
          const pixels = (draw) => {
            const context = new OffscreenCanvas(width, height).getContext("2d");
            draw(context);
            return context.getImageData(0, 0, width, height).data;
          };
          const one = pixels((context) => context.drawImage(shown, 0, 0));
          const other = pixels((context) => paint(context, tree, images));
          let sum = 0;
          for (let i = 0; i < one.length; i++) sum += (one[i] - other[i]) ** 2;
          return 10 * Math.log10(255 ** 2 / Math.max(1e-9, sum / one.length));
        }""",
        [document, frame, png],
    )
