"""Draws the pictures of the starters: moments of each prepared film, side by side where it is upright.

The same code gives the same bytes, so a change that nobody wanted shows in `git status`.
"""

import asyncio
import io
import os
from pathlib import Path

import django
from PIL import Image, ImageOps

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from orchestrator.llm.demo.films import films  # noqa: E402
from projects.demo_offers import STARTERS  # noqa: E402
from tests.browser.frames import picture, whole  # noqa: E402
from tests.browser.sheet_page import sheet_page  # noqa: E402

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
    async with sheet_page() as page:
        for starter, film in zip(STARTERS, films(), strict=True):
            document = whole(film["video"])
            frames = [round(moment * document["canvas"]["fps"]) for moment in MOMENTS[starter.poster]]
            drawn = [Image.open(io.BytesIO(await picture(page, document, frame))) for frame in frames]
            poster = ImageOps.fit(_side_by_side([each.convert("RGB") for each in drawn]), SIZE)
            poster.save(FOLDER / f"{starter.poster}.webp", "WEBP", quality=QUALITY, method=6)


def _side_by_side(drawn: list[Image.Image]) -> Image.Image:
    row = Image.new("RGB", (sum(each.width for each in drawn), drawn[0].height))
    for place, each in enumerate(drawn):
        row.paste(each, (place * each.width, 0))
    return row


if __name__ == "__main__":
    asyncio.run(draw())
