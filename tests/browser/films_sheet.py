"""Draws docs/images/starters.webp: `python -m tests.browser.films_sheet`. Each prepared film, a moment of each of its scenes."""

import asyncio
import io
import os
from itertools import chain, pairwise

import django
from PIL import Image

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from orchestrator.llm.demo.films import films  # noqa: E402
from tests.browser.contact_sheet import IMAGES, QUALITY  # noqa: E402
from tests.browser.frames import picture, whole  # noqa: E402
from tests.browser.sheet_page import sheet_page  # noqa: E402

MOMENT = 0.72  # of a scene: most of it has come, and nothing goes yet
WIDTH, GAP = 1200, 8


async def draw() -> None:
    async with sheet_page() as page:
        rows = []
        for film in films():
            document = whole(film["video"])
            frames = [picture(page, document, frame) for frame in moments(document)]
            rows.append([Image.open(io.BytesIO(await frame)).convert("RGBA") for frame in frames])
    sheet_of(rows).save(IMAGES / "starters.webp", "WEBP", quality=QUALITY, method=6)


def moments(document: dict) -> list[int]:
    """A frame of each scene."""
    starts, fps = [0.0], document["canvas"]["fps"]
    for scene in document["scenes"]:
        starts.append(starts[-1] + scene["duration"])
    return [round((start + MOMENT * (end - start)) * fps) for start, end in pairwise(starts)]


def sheet_of(films: list[list[Image.Image]]) -> Image.Image:
    """The films under each other; those that are upright are last, in one row."""
    upright = [film for film in films if film[0].height > film[0].width]
    made = [row_of(film) for film in films if film not in upright] + [row_of(list(chain.from_iterable(upright)))]
    sheet = Image.new("RGBA", (WIDTH, sum(row.height + GAP for row in made) - GAP))
    top = 0
    for row in made:
        sheet.paste(row, (0, top))
        top += row.height + GAP
    return sheet


def row_of(frames: list[Image.Image]) -> Image.Image:
    """All of one height, and together as wide as the sheet."""
    room = WIDTH - GAP * (len(frames) - 1)
    width, ratio = room // len(frames), frames[0].height / frames[0].width
    row = Image.new("RGBA", (WIDTH, round(width * ratio)))
    for place, frame in enumerate(frames):
        small = frame.resize((width, row.height), Image.Resampling.LANCZOS)
        row.paste(small, (place * (width + GAP), 0))
    return row


if __name__ == "__main__":
    asyncio.run(draw())
