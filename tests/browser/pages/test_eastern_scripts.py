"""Chinese, Japanese, Korean and emoji: drawn in the project's own typefaces, whatever a computer has."""

import asyncio
import io
import re
import shutil
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat
from playwright.async_api import Page

from orchestrator.rendering.chromium.browser import chromium
from orchestrator.rendering.chromium.render_page import RenderPage
from orchestrator.rendering.renderer import Job
from storyboard.eastern import eastern_characters
from storyboard.renderer_files import STATIC
from tests.browser.frames import picture, show_stage
from tests.browser.rendering import ORIGIN
from tests.browser.script_metrics import codes_of
from tests.browser.scripts_sheet import SAMPLES, document_of

LETTERS = {"Japanese": "淹", "Chinese": "鲜", "Traditional Chinese": "週", "Korean": "침", "Emoji": "🎬"}
FACES = {"Japanese": "jp", "Chinese": "sc", "Traditional Chinese": "tc", "Korean": "kr", "Emoji": "emoji"}
RULE = re.compile(r'url\("\.\./fonts/([^"]+)"\).*unicode-range:([^}]+)}')
SAME = 1.0  # mean difference of grey levels

# Whether a letter is drawn as the one file does that has it, and otherwise than a letter that no font has.
DRAW = """async ([text, letter, file]) => {
  const {familyOf, loadFonts} = await import("/static/storyboard/renderer/fonts.js");
  await loadFonts([text]);
  const ours = await new FontFace("Ours", `url(/static/storyboard/fonts/${file})`, {weight: "100 900"}).load();
  document.fonts.add(ours);
  const draw = (family, said) => {
    const context = new OffscreenCanvas(120, 120).getContext("2d");
    context.font = `700 80px ${family}`;
    context.fillText(said, 5, 95);
    return context.getImageData(0, 0, 120, 120).data.join();
  };
  const drawn = draw(familyOf([text]), letter);
  return [drawn === draw("Ours", letter), drawn === draw("Ours", "\uf8ff")];
}"""
LOADED = (
    "performance.getEntriesByType('resource').map(({name}) => name).filter((name) => /fonts.*css|woff2/.test(name))"
)


def file_of(script: str) -> str:
    """The file that has the letter of a script."""
    styles = (STATIC / f"css/video-fonts-{FACES[script]}.css").read_text()
    return [file for file, ranges in RULE.findall(styles) if ord(LETTERS[script]) in codes_of(ranges)][-1]


async def test_each_is_drawn_in_the_typeface_of_its_language(stage: Page):
    drawn = {name: await stage.evaluate(DRAW, [SAMPLES[name], LETTERS[name], file_of(name)]) for name in LETTERS}
    assert drawn == {name: [True, False] for name in LETTERS}


# The typeface that has the signs, how wide the text is by measure against what is drawn, and how wide its first sign is.
SIGNS = """async (text) => {
  const [{familyOf, loadFonts, signsOf}, {widthOf}] = await Promise.all(
    ["fonts.js", "metrics.js"].map((name) => import(`/static/storyboard/renderer/${name}`)));
  const document = [text];
  await loadFonts(document);
  const {code, family = familyOf(document)} = signsOf(document, text) ?? {};
  const context = new OffscreenCanvas(9, 9).getContext("2d");
  context.textRendering = "geometricPrecision";
  context.font = `700 1000px ${family}`;
  const drawn = (part) => context.measureText(part).width / 1000;
  return [code ?? null, widthOf(text, 700, 0, code) / drawn(text), drawn(text.match(/[“”‘’…—]/)[0])];
}"""
QUOTED = {
    "他说“你好……”就用“AI”": ("sc", 1),
    "這是“你好”—真的": ("tc", 1),
    "これは“土曜”…‘朝’": ("jp", 0.57),
    "그는 ‘안녕’… 했다": ("kr", 0.33),
    "He said “你好” — and don’t ask …": (None, 0.54),
}


@pytest.mark.parametrize("text", QUOTED)
async def test_quotes_and_dots_are_those_of_the_letters_around_them(stage: Page, text: str):
    """In a text of the east they are drawn in its typeface, full width where that has them so, and measured as they are drawn."""
    code, ratio, width = await stage.evaluate(SIGNS, text)
    assert code == QUOTED[text][0]
    assert (ratio, width) == pytest.approx((1, QUOTED[text][1]), abs=0.015)


async def test_a_sentence_loads_a_few_files_of_its_language_alone(page: Page, strays: list[str]):
    await page.goto(ORIGIN)
    await show_stage(page)
    await page.evaluate(
        "(text) => import('/static/storyboard/renderer/fonts.js').then(({loadFonts}) => loadFonts([text]))",
        SAMPLES["Japanese"],
    )
    names = [name.partition("/static/storyboard/")[2] for name in await page.evaluate(LOADED)]
    assert {name.rpartition("/")[0] for name in names} == {"css", "fonts", "fonts/noto-sans-jp"}
    assert [name for name in names if name.startswith("css")] == ["css/video-fonts.css", "css/video-fonts-jp.css"]
    assert len(names) < 12


def film_frame(document: dict, frame: int, folder: Path) -> Image.Image:
    """A frame as the worker's browser draws it."""
    size = {"width": document["canvas"]["width"], "height": document["canvas"]["height"]}
    browser = str(shutil.which("chromium"))
    job = Job(document=document, assets={}, static=STATIC, out=folder / "video.mp4", chromium=browser, **size)
    with chromium(browser, folder) as devtools:
        page = RenderPage(devtools, job)
        page.open()
        pixels = page.finish_frame(page.start_frame(frame))
    return Image.frombytes("RGBA", (size["width"], size["height"]), pixels)


async def test_a_worker_draws_them_as_the_preview_does(stage: Page, tmp_path: Path):
    document = document_of("Japanese", "night")
    headline = next(layer for layer in document["scenes"][0]["layers"] if layer.get("role") == "heading")
    headline["text"] = "“土曜の朝” 커피… ☕️"
    seen = Image.open(io.BytesIO(await picture(stage, document, 100))).convert("L")
    file = (await asyncio.to_thread(film_frame, document, 100, tmp_path)).convert("L")
    assert ImageStat.Stat(ImageChops.difference(seen, file)).mean[0] < SAME


@pytest.mark.parametrize(
    ("text", "language"),
    [("直, かな", "jp"), ("直", "sc"), ("直, 这", "sc"), ("直, 這", "tc"), ("直, 한글", "kr"), ("Café", None)],
)
async def test_characters_that_languages_share_are_drawn_as_the_text_has_them(stage: Page, text: str, language: str):
    chosen = await stage.evaluate(
        "(text) => import('/static/storyboard/renderer/eastern.js').then(({easternFaces}) => easternFaces(text))", text
    )
    assert [face["code"] for face in chosen] == ([language] if language else [])
    assert (ord("直") in eastern_characters(text)) is bool(language)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("每個週六早晨來一杯新鮮咖啡。", ["每個週六", "早晨來一杯", "新鮮咖啡。"]),
        ("土曜の朝は、淹れたてのコーヒーを。", ["土曜の朝は、", "淹れたての", "コーヒーを。"]),
        ("我们的新店今天正式开业了", ["我们的新店", "今天正式", "开业了"]),
    ],
)
async def test_a_line_ends_with_a_word_and_no_line_begins_with_a_particle(stage: Page, text: str, lines: list[str]):
    drawn = await stage.evaluate(
        """(text) => import("/static/storyboard/renderer/text-layout.js").then(({layOut}) =>
          layOut(text, 620, 400, {size: 100, weight: 700, tracking: 0, leading: 1.1}).lines.map(({text}) => text))""",
        text,
    )
    assert drawn == lines


async def test_no_line_begins_with_a_sign_that_closes_or_ends_with_one_that_opens(stage: Page):
    text = "用AI，把“一句话”变成视频：「OpenAI」、（字幕）……都有！好，开始吧。"
    lines = await stage.evaluate(
        """async (text) => {
          const {layOut} = await import("/static/storyboard/renderer/text-layout.js");
          const style = {size: 40, weight: 400, tracking: 0, leading: 1.2};
          return Array.from({length: 12}, (_, n) => layOut(text, 160 + 40 * n, 2000, style).lines.map(({text}) => text)).flat();
        }""",
        text,
    )
    assert len(lines) > 30
    assert [line for line in lines if line[0] in "，。、：！？”’」』）…" or line[-1] in "“‘「『（"] == []
