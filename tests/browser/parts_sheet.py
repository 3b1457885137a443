"""Draws the picture of docs/storyboard.md: `python -m tests.browser.parts_sheet`. The same code gives the same bytes."""

import asyncio
import io
import os

import django
from PIL import Image

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from tests.browser.contact_sheet import GAP, IMAGES, QUALITY, row  # noqa: E402
from tests.browser.frames import example, picture  # noqa: E402
from tests.browser.sheet_page import sheet_page  # noqa: E402

MOMENTS = ((2.5, 6.12), (10.6, 12.9), (15.9, 18.7))  # seconds, row by row
WIDTH = 1200


async def draw() -> None:
    document = example("parts")
    async with sheet_page() as page:
        rows = []
        for moments in MOMENTS:
            frames = [await picture(page, document, round(each * document["canvas"]["fps"])) for each in moments]
            rows.append(row([Image.open(io.BytesIO(frame)).convert("RGBA") for frame in frames], WIDTH))
    gap = round(WIDTH * GAP)
    sheet = Image.new("RGBA", (WIDTH, sum(each.height + gap for each in rows) - gap))
    top = 0
    for each in rows:
        sheet.paste(each, (0, top))
        top += each.height + gap
    sheet.save(IMAGES / "storyboard-parts.webp", "WEBP", quality=QUALITY, method=6)


if __name__ == "__main__":
    asyncio.run(draw())
