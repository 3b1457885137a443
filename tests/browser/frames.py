"""A frame of a storyboard as a picture, drawn by the renderer in a real browser; `look.py` does so from a terminal."""

import json
from pathlib import Path

from playwright.async_api import Page

from tests.browser.rendering import ORIGIN, serve

DOCUMENTS = Path(__file__).parent / "documents"

# The stage fills the page from its corner, one pixel of the canvas on one of the page.
OPEN_STAGE = """async () => {
  const [{render, totalFrames, timeline}, {patch}] = await Promise.all(
    ["renderer.js", "patch.js"].map((name) => import(`/static/projects/renderer/${name}`)));
  const root = document.querySelector("main");
  document.body.style.margin = 0;
  globalThis.stage = {
    root, render, patch, totalFrames, timeline,
    show: (storyboard, frame) => patch(root, render(storyboard, frame)),
    ready: () => Promise.all([...root.querySelectorAll("image")].map((image) =>
      Object.assign(new Image(), {src: image.getAttribute("href")}).decode())),
  };
  await Promise.all([400, 500, 700, 800].map((weight) => document.fonts.load(`${weight} 20px "Inter Variable"`)));
}"""


def example(name: str) -> dict:
    return json.loads((DOCUMENTS / f"{name}.json").read_text())


async def open_stage(page: Page) -> list[str]:
    """A page that has the renderer as `stage`. Returns the list of the requests that it should not have made."""
    strays = await serve(page)
    await page.goto(ORIGIN)
    await page.add_style_tag(url="/static/projects/css/tokens.css")
    await page.evaluate(OPEN_STAGE)
    return strays


async def picture(page: Page, document: dict, frame: int) -> bytes:
    canvas = document["canvas"]
    size = {"width": canvas["width"], "height": canvas["height"]}
    if page.viewport_size != size:
        await page.set_viewport_size(size)
    await page.evaluate("([document, frame]) => stage.show(document, frame)", [document, frame])
    await page.evaluate("stage.ready()")
    return await page.screenshot(clip={"x": 0, "y": 0, **size})
