"""Texts in any script: drawn in the shipped fonts, as wide as it was worked out, and never with a letter torn apart."""

import pytest
from playwright.async_api import Page

from storyboard.templates.widths import width_in_em
from tests.browser.documents import layers_of_every_kind
from tests.browser.frames import show_stage, whole
from tests.browser.played_chat import go_live, message, snapshot
from tests.browser.rendering import ORIGIN
from tests.browser.script_metrics import measured
from tests.browser.scripts_sheet import SAMPLES

MEASURE = """async (texts) => {
  const {familyOf, loadFonts} = await import("/static/storyboard/renderer/fonts.js");
  const context = new OffscreenCanvas(9, 9).getContext("2d");
  context.textRendering = "geometricPrecision";
  const measured = [];
  for (const text of texts) {
    await loadFonts([text]);
    context.font = `600 1000px ${familyOf([text])}`;
    const isLoaded = document.fonts.check(context.font, text.replace(/[\u200d\ufe0f]/g, ""));
    measured.push([context.measureText(text).width / 1000, isLoaded]);
  }
  return measured;
}"""


async def test_every_shipped_script_is_as_wide_as_was_worked_out(stage: Page):
    """Rather a little too wide than too narrow: letters that are written into each other are counted beside each other."""
    drawn = await stage.evaluate(MEASURE, list(SAMPLES.values()))
    differing = {
        name: (round(width_in_em(text, 600, 0) / width, 3), is_loaded)
        for (name, text), (width, is_loaded) in zip(SAMPLES.items(), drawn, strict=True)
        if not is_loaded or not 0.97 < width_in_em(text, 600, 0) / width < 1.12
    }
    assert differing == {}


async def test_the_widths_of_the_scripts_are_those_of_the_shipped_files(page: Page):
    for path, text in (await measured(page)).items():
        assert path.read_text() == text


async def test_only_the_faces_that_a_text_needs_are_loaded(page: Page, strays: list[str]):
    await page.goto(ORIGIN)
    await show_stage(page)
    await page.evaluate(
        "import('/static/storyboard/renderer/fonts.js').then(({loadFonts}) => loadFonts(['Καφές, שלום']))"
    )
    loaded = await page.evaluate(
        "performance.getEntriesByType('resource').map(({name}) => name).filter((name) => /fonts.*css|woff2/.test(name))"
    )
    assert sorted(name.rsplit("/")[-1].removesuffix("-wght-normal.woff2") for name in loaded) == [
        "inter-greek",
        "inter-latin",
        "noto-sans-hebrew",
        "video-fonts.css",
    ]


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("noe\u0308l", ["n", "o", "ë", "l"]),  # decomposed
        ("x\u0323y", ["x\u0323", "y"]),  # nothing composes it
        ("ที่นี่", ["ที่", "นี่"]),
        ("がぎ", ["が", "ぎ"]),
        ("سلام لك", ["سلام", "لك"]),  # letters that join come word by word
        ("नमस्ते आप", ["नमस्ते", "आप"]),
    ],
)
async def test_letters_that_come_one_by_one_keep_their_marks(stage: Page, text: str, letters: list[str]):
    document = layers_of_every_kind("landscape", text, stays=True)
    layer = {"id": "t", "type": "text", "text": text, "stagger": "char", "box": {"x": 0, "y": 0, "w": 90, "h": 50}}
    layer["enter"] = {"preset": "fade", "at": 0}
    document["scenes"] = [document["scenes"][0] | {"layers": [layer]}]
    shown = await stage.evaluate(
        "(document) => { stage.show(document, 59); return [...stage.root.querySelectorAll('text')].map((t) => t.textContent); }",
        whole(document),
    )
    assert shown == letters


async def test_who_reads_from_the_right_begins_at_the_right(stage: Page):
    document = layers_of_every_kind("landscape", "قهوة الصباح", stays=True)
    layer = {"id": "t", "type": "text", "text": "قهوة الصباح", "box": {"x": 10, "y": 0, "w": 80, "h": 50}}
    document["scenes"] = [document["scenes"][0] | {"layers": [layer]}]
    right = await stage.evaluate(
        "(document) => { stage.show(document, 59); return stage.root.querySelector('text').getBoundingClientRect().right; }",
        whole(document),
    )
    assert right == pytest.approx(0.9 * 1280, abs=6)


async def test_a_card_names_the_letters_that_no_shipped_font_has(chat: Page):
    call = {"tool_call_id": "t", "name": "edit_layer", "title": "Editing", "status": "success", "elapsed_ms": 9}
    call["payload"] = {"summary": "Changed.", "unshipped_letters": "কফি"}
    await go_live(chat, snapshot(message("1", "There", tool_calls=[call])))
    await chat.get_by_text("These letters are drawn in your computer's fonts: কফি").wait_for()
