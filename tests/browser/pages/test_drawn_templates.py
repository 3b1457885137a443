"""What templates make, measured as it is drawn: words stay on the canvas and off each other, and can be read on what is there."""

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from playwright.async_api import Browser, Page

from storyboard.encoding import encode
from storyboard.formats import LAYOUTS, FormatName, canvas_of
from storyboard.palettes import PALETTES
from storyboard.schema import Storyboard, Style
from storyboard.templates import TEMPLATES, expand
from tests.browser.frames import open_stage
from tests.storyboard.words import LOREM, slots

LOOKS = range(3)
SCRIPTS = {
    "one word": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaften",
    "Chinese": "咖啡需要时间和耐心清晨的窗户敞开着阳光洒在桌面上" * 4,
    "Arabic": "القهوة الجيدة تحتاج إلى الوقت والصبر ونافذة مفتوحة على الصباح " * 2,
    "emoji": "🎬🥐☕🌅" * 20,
}

# Where each text is when all has come in; a text that has gone is not there. Ink, not the height of the line, may not meet.
MEASURE = """(documents) => documents.flatMap(({told, document}) => {
  const {width, height} = document.canvas;
  stage.show(document, Math.floor(stage.totalFrames(document) * 0.9));
  const corner = stage.root.firstChild.getBoundingClientRect();
  const layers = [...stage.root.querySelector("svg > g").children];
  const texts = [...stage.root.querySelectorAll("text")].filter((text) => !text.closest('[opacity="0"]')).map((text) => {
    const {left, right, top, bottom} = text.getBoundingClientRect();
    const layer = layers.findIndex((each) => each.contains(text));
    const ink = (bottom - top) * 0.15;
    return {words: text.textContent, layer, left: left - corner.left, right: right - corner.left,
      top: top - corner.top + ink, bottom: bottom - corner.top - ink};
  });
  const wrong = stage.root.querySelector("[data-failed]") || !texts.length ? ["it is not drawn"] : [];
  for (const {words, left, right, top, bottom} of texts) {
    const out = Math.round(Math.max(-left, -top, right - width, bottom - height));
    if (out > 2) wrong.push(`“${words}” stands out by ${out}`);
  }
  texts.forEach((one, i) => texts.slice(i + 1).filter(({layer}) => layer !== one.layer).forEach((other) => {
    const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
    const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
    if (wide > 2 && high > 2) wrong.push(`“${one.words}” lies on “${other.words}” (${Math.round(wide)} x ${Math.round(high)})`);
  }));
  return wrong.map((what) => `${told}: ${what}`);
})"""

# Draws each scene small and without its words, and compares what is there with their colour. A tenth may be worse: dots, lines.
WORST_CONTRASTS = """async (documents) => {
  const {paint} = await import("/static/storyboard/renderer/paint.js");
  const SMALLER = 8;
  const contexts = new Map();
  const contextOf = (width, height) => {
    const made = () => new OffscreenCanvas(width, height).getContext("2d", {willReadFrequently: true});
    return contexts.get(width) ?? contexts.set(width, made()).get(width);
  };
  const wordless = (node) => typeof node.children === "string" ? node
    : {...node, children: node.children.filter(({tag}) => tag !== "text").map(wordless)};
  const linear = (value) => value <= 10 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4;
  const luminance = (r, g, b) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  return documents.flatMap(({told, document}) => {
    const [width, height] = [document.canvas.width / SMALLER, document.canvas.height / SMALLER];
    const context = contextOf(width, height);
    const tree = stage.render(document, Math.floor(stage.totalFrames(document) * 0.75));
    stage.patch(stage.root, tree);
    paint(context, wordless(tree), new Map());
    const {data} = context.getImageData(0, 0, width, height);
    const corner = stage.root.firstChild.getBoundingClientRect();
    const texts = [...stage.root.querySelectorAll("text")].filter((text) => !text.closest("[opacity]"));
    const pixel = (edge, start) => Math.floor((edge - start) / SMALLER);
    return texts.flatMap((text) => {
      const {left, right, top, bottom} = text.getBoundingClientRect();
      const ink = luminance(...text.getAttribute("fill").match(/[0-9a-f]{2}/g).map((part) => parseInt(part, 16)));
      const contrasts = [];
      for (let y = Math.max(0, pixel(top, corner.top)); y <= Math.min(height - 1, pixel(bottom, corner.top)); y++) {
        for (let x = Math.max(0, pixel(left, corner.left)); x <= Math.min(width - 1, pixel(right, corner.left)); x++) {
          const paper = luminance(...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 3));
          contrasts.push((Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05));
        }
      }
      const worst = contrasts.sort((a, b) => a - b)[Math.floor(contrasts.length / 10)];
      return worst < 4.5 ? [`${told}: ${worst.toFixed(2)} “${text.textContent}”`] : [];
    });
  });
}"""

# The colours of what is said on the background itself, in the words' own colour: one for a scene.
INKS = """(documents) => documents.flatMap(({told, document}) => {
  stage.show(document, Math.floor(stage.totalFrames(document) * 0.75));
  const plain = document.scenes[0].layers.map(({type, color}) => type === "text" && (color ?? "ink") === "ink");
  const groups = [...stage.root.querySelector("svg > g").children].slice(-plain.length);
  const fills = new Set(groups.filter((_, i) => plain[i]).flatMap((group) =>
    [...group.querySelectorAll("text")].map((text) => text.getAttribute("fill"))));
  return fills.size > 1 ? [`${told}: ${[...fills]}`] : [];
})"""


@pytest.fixture(scope="module")
async def stage(browser: Browser) -> AsyncIterator[Page]:
    """One page for all: a scene leaves nothing behind."""
    context = await browser.new_context(viewport={"width": 1280, "height": 1280})
    page = await context.new_page()
    await open_stage(page)
    yield page
    await context.close()


def scene(name: str, format: FormatName, look: int, given: dict[str, Any], palette: str = "night") -> dict[str, Any]:
    made = expand(name, given, scene_id="one", scene_name="One", duration=4, format=format, variant=look)
    style = Style(palette=PALETTES[palette])
    document = Storyboard(canvas=canvas_of(format), style=style, scenes=(made,))
    return {"told": f"{name}, {format}, look {look}, {palette}", "document": json.loads(encode(document))}


def filled(name: str, length: int, words: str = LOREM, *, full: bool = True) -> dict[str, Any]:
    """A chart gets labels too, of the same length."""
    given = slots(name, length, full=full, words=words)
    if name == "chart" and full:
        given["labels"] = [words[: min(length, 24)].strip()] * len(given["data"])
    return given


def every_layout(name: str, given: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for format in LAYOUTS:
        yield from (scene(name, format, look, given) for look in LOOKS)


@pytest.mark.parametrize(("length", "full"), [(3, False), (80, True)])
async def test_words_stay_on_the_canvas_and_off_each_other(stage: Page, length: int, full: bool):
    documents = [each for name in TEMPLATES for each in every_layout(name, filled(name, length, full=full))]
    assert await stage.evaluate(MEASURE, documents) == []


@pytest.mark.parametrize("script", SCRIPTS)
async def test_words_of_other_scripts_and_words_without_an_end_do_so_too(stage: Page, script: str):
    documents = [
        scene(name, format, (i + j) % 3, filled(name, 80, SCRIPTS[script]))
        for i, name in enumerate(TEMPLATES)
        for j, format in enumerate(LAYOUTS)
    ]
    assert await stage.evaluate(MEASURE, documents) == []


async def test_every_palette_can_be_read_in_every_template(stage: Page):
    documents = [
        scene(name, LAYOUTS[(i + j) % 3], (i // 3 + j) % 3, filled(name, 20), palette)
        for i, palette in enumerate(PALETTES)
        for j, name in enumerate(TEMPLATES)
    ]
    assert await stage.evaluate(WORST_CONTRASTS, documents) == []


async def test_a_scene_speaks_in_one_colour_on_a_strong_background(stage: Page):
    """A button has its own ground, and so its own colour of words."""
    given = {"headline": "Your cup is waiting", "button": "Come in", "detail": "Open from seven, every day"}
    documents = [scene("call_to_action", "landscape", look, given, palette) for palette in PALETTES for look in LOOKS]
    for each in documents:
        layers = each["document"]["scenes"][0]["layers"]
        layers[:] = [layer for layer in layers if not layer["id"].startswith("button")]
    assert await stage.evaluate(INKS, documents) == []
