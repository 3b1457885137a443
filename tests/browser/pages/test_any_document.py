"""Any document that the schema allows is drawn: no scene fails, no number is broken, on the page and on an export's canvas."""

import json

import pytest
from playwright.async_api import Page

from storyboard.encoding import encode
from storyboard.schema import Storyboard
from tests.browser.frames import wrong_at
from tests.storyboard.any_document import documents

PARTS = (0, 0.13, 0.42, 0.77, 1)  # of the video

FAILED = "() => [...stage.root.querySelectorAll('[data-failed]')].map((node) => node.textContent)"
PAINT = """async ([document, frame]) => {
  const {loadImages, paint} = await import("/static/storyboard/renderer/paint.js");
  const {width, height} = document.canvas;
  const context = new OffscreenCanvas(width / 2, height / 2).getContext("2d");
  globalThis.loaded ??= await loadImages(document, (id) => `/pictures/${id}`);
  paint(context, stage.render(document, frame), loaded);
}"""


async def wrong_in(page: Page, document: Storyboard) -> list[str]:
    drawn = json.loads(encode(document))
    last = await page.evaluate("(document) => stage.totalFrames(document)", drawn) - 1
    found = []
    for frame in {round(part * last) for part in PARTS}:
        found += await wrong_at(page, drawn, [frame])
        found += await page.evaluate(FAILED)
    await page.evaluate(PAINT, [drawn, last // 2])
    return found


async def test_any_document_is_drawn(stage: Page):
    for document in documents(30):
        assert await wrong_in(stage, document) == [], encode(document)


@pytest.mark.slow
async def test_two_hundred_documents_are_drawn(stage: Page):
    for document in documents(200):
        assert await wrong_in(stage, document) == [], encode(document)
