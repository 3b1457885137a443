"""Draws the pictures of the starters: moments of each prepared film, side by side where it is upright.

The same code gives the same bytes, so a change that nobody wanted shows in `git status`.
"""

import asyncio
import io
import os
from pathlib import Path

import django
from PIL import Image, ImageOps
from playwright.async_api import async_playwright

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from orchestrator.llm.demo.films import films  # noqa: E402
from projects.demo_offers import STARTERS  # noqa: E402
from tests.browser.conftest import ARGUMENTS, CHROMIUM  # noqa: E402
from tests.browser.frames import picture, serve_stage, whole  # noqa: E402

FOLDER = Path(__file__).parents[2] / "projects/static/projects/posters"
SIZE = (640, 360)
QUALITY = 82
MOMENTS = {  # seconds
    "shop": (17.2,),
    "launch": (8.4,),
    "app": (5.9, 9.6, 13.2),
    "birthday": (6.2, 12.6),
    "figures": (6.6,),
    "hiring": (2.9, 10.6, 14.6),
}


async def draw() -> None:
    FOLDER.mkdir(exist_ok=True)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*ARGUMENTS, "--font-render-hinting=none"]
        )
        page = await browser.new_page()
        await serve_stage(page)
        for starter, film in zip(STARTERS, films(), strict=True):
            document = whole(film["video"])
            frames = [round(moment * document["canvas"]["fps"]) for moment in MOMENTS[starter.poster]]
            drawn = [Image.open(io.BytesIO(await picture(page, document, frame))) for frame in frames]
            poster = ImageOps.fit(_side_by_side([each.convert("RGB") for each in drawn]), SIZE)
            poster.save(FOLDER / f"{starter.poster}.webp", "WEBP", quality=QUALITY, method=6)
        await browser.close()


def _side_by_side(drawn: list[Image.Image]) -> Image.Image:
    row = Image.new("RGB", (sum(each.width for each in drawn), drawn[0].height))
    for place, each in enumerate(drawn):
        row.paste(each, (place * each.width, 0))
    return row


if __name__ == "__main__":
    asyncio.run(draw())
