"""A frame of a storyboard as a picture, drawn by the renderer in a real browser; `look.py` does so from a terminal."""

import json

from playwright.async_api import Page, Route

from storyboard.encoding import encode
from storyboard.schema import Storyboard
from tests.browser.rendering import DOCUMENTS, ORIGIN, PICTURES, serve

# What must never be in a picture: text that became markup, handlers, addresses that are not our images, broken numbers.
FIND_WRONG = """() => [...stage.root.querySelectorAll("*")].flatMap((node) => [
    ...(/^(g|svg|rect|ellipse|path|text|image|stop|clipPath|filter|feGaussianBlur|linearGradient|radialGradient)$/
      .test(node.nodeName) ? [] : [node.nodeName]),
    ...[...node.attributes].filter(({name, value}) => /NaN|undefined|Infinity|null|\\[object/.test(value)
      || /^on|^style$|^xlink/.test(name) || (name === "href" && !/^\\/pictures\\/[0-9a-f-]{36}$/.test(value))
      || /url\\((?!#[\\w-]+\\))|javascript:/.test(value)).map(({name, value}) => `${node.nodeName} ${name}=${value}`),
  ])"""

# The stage fills the page from its corner, one pixel of the canvas on one of the page.
OPEN_STAGE = """async () => {
  const [{render, totalFrames, timeline}, {patch}, {loadFonts}] = await Promise.all(
    ["renderer.js", "patch.js", "fonts.js"].map((name) => import(`/static/storyboard/renderer/${name}`)));
  const root = document.querySelector("main");
  document.body.style.margin = 0;
  globalThis.stage = {
    root, patch, totalFrames, timeline,
    render: (storyboard, frame) => render(storyboard, frame, {scope: "test-", addressOf: (id) => `/pictures/${id}`}),
    show: (storyboard, frame) => patch(root, stage.render(storyboard, frame)),
    load: loadFonts,
    ready: () => Promise.all([...root.querySelectorAll("image")].map((image) =>
      Object.assign(new Image(), {src: image.getAttribute("href")}).decode())),
  };
  await Promise.all([400, 500, 700, 800].map((weight) => document.fonts.load(`${weight} 20px "Inter Variable"`)));
}"""


def example(name: str) -> dict:
    """A document as the schema writes it: with every field, as the page gets it."""
    return whole(json.loads((DOCUMENTS / f"{name}.json").read_text()))


def whole(document: dict) -> dict:
    return json.loads(encode(Storyboard.model_validate(document)))


async def open_stage(page: Page) -> None:
    """A page that has the renderer as `stage`, in the browser of the tests."""
    await page.goto(ORIGIN)
    await show_stage(page)


async def serve_stage(page: Page) -> None:
    """The same, in any browser."""
    await serve(page)
    await open_stage(page)


async def show_stage(page: Page) -> None:
    await page.add_style_tag(url="/static/storyboard/css/video-fonts.css")
    await page.evaluate(OPEN_STAGE)


async def give_picture(route: Route) -> None:
    name = PICTURES.get(route.request.url.rstrip("/").rsplit("/", 1)[1])
    if name is None:
        await route.fallback()
    else:
        await route.fulfill(path=DOCUMENTS / "pictures" / name, content_type="image/svg+xml")


async def picture(page: Page, document: dict, frame: int) -> bytes:
    canvas = document["canvas"]
    size = {"width": canvas["width"], "height": canvas["height"]}
    if page.viewport_size != size:
        await page.set_viewport_size(size)
    await page.evaluate(
        "([document, frame]) => stage.load(document).then(() => stage.show(document, frame))", [document, frame]
    )
    await page.evaluate("stage.ready()")
    return await page.screenshot(clip={"x": 0, "y": 0, **size})


async def wrong_at(page: Page, document: dict, frames: list[int]) -> list[str]:
    """What must not be in a picture, in these frames; each is shown after the other."""
    return await page.evaluate(
        f"""([document, frames]) => frames.flatMap((frame) => {{
          stage.show(document, frame);
          return ({FIND_WRONG})().map((what) => `frame ${{frame}}: ${{what}}`);
        }})""",
        [document, frames],
    )


async def cover_of(page: Page, document: dict) -> int:
    """The frame that a file of this document begins with."""
    script = "(document) => import('/static/storyboard/renderer/cover.js').then(({coverFrame}) => coverFrame(document))"
    return await page.evaluate(script, document)
