"""Draws the contact sheet of docs/templates.md, and writes that page: every template in three formats, at three moments.

One WebP for each template: landscape above, portrait and square below it, each in another palette. The same code gives the
same bytes, so a change that nobody wanted shows in `git status`.
"""

import argparse
import asyncio
import io
import json
import os
from pathlib import Path

import django
from PIL import Image
from playwright.async_api import Page

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from storyboard.encoding import encode  # noqa: E402
from storyboard.formats import LAYOUTS, FormatName  # noqa: E402
from storyboard.templates import TEMPLATES  # noqa: E402
from tests.browser.frames import picture  # noqa: E402
from tests.browser.sheet_page import sheet_page  # noqa: E402
from tests.browser.showcase import MOMENTS, PAGE, image_of, page_of, palette_of, scene_of  # noqa: E402

IMAGES = Path(__file__).parents[2] / "docs/images"
GAP = 0.01  # of the width
QUALITY = 80


async def draw(names: list[str], look: int | None, width: int, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    async with sheet_page() as page:
        for name in names:
            path = out / image_of(name)
            (await sheet(page, name, look, width)).save(path, "WEBP", quality=QUALITY, method=6)
            print(f"{path}  {path.stat().st_size / 1000:.0f} kB")  # noqa: T201


async def sheet(page: Page, name: str, look: int | None, width: int) -> Image.Image:
    wide, tall, even = [await cells(page, name, format, look) for format in LAYOUTS]
    rows = [row(wide, width), row(tall + even, width)]
    gap = round(width * GAP)
    whole = Image.new("RGBA", (width, sum(each.height for each in rows) + gap))
    whole.paste(rows[0])
    whole.paste(rows[1], (0, rows[0].height + gap))
    return whole


async def cells(page: Page, name: str, format: FormatName, look: int | None) -> list[Image.Image]:
    look = LAYOUTS.index(format) if look is None else look
    document = json.loads(encode(scene_of(name, format, look, palette_of(name, format, look))))
    frames = [round(moment * document["canvas"]["fps"]) for moment in MOMENTS]
    return [Image.open(io.BytesIO(await picture(page, document, frame))).convert("RGBA") for frame in frames]


def row(pictures: list[Image.Image], width: int) -> Image.Image:
    """All of one height, and together as wide as the sheet."""
    gap = round(width * GAP)
    room = width - gap * (len(pictures) - 1)
    height = round(room / sum(each.width / each.height for each in pictures))
    made = Image.new("RGBA", (width, height))
    x = 0.0
    for each in pictures:
        w = each.width / each.height * height
        left, right = round(x), min(width, round(x + w))
        made.paste(each.resize((right - left, height), Image.Resampling.LANCZOS), (left, 0))
        x += w + gap
    return made


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        prog="python -m tests.browser.contact_sheet",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="To look closely at one: python -m tests.browser.contact_sheet title --look 2 --width 2400 --out /tmp/look",
    )
    parser.add_argument(
        "templates", nargs="*", default=list(TEMPLATES), metavar="TEMPLATE", help=f"of {', '.join(TEMPLATES)}; else all"
    )
    parser.add_argument(
        "--look", type=int, choices=range(3), help="this look in every format; else each format shows another one"
    )
    parser.add_argument("--width", type=int, default=1200, help="of each sheet, in pixels (%(default)s)")
    parser.add_argument("--out", type=Path, default=IMAGES, help="a folder, made if it is missing (docs/images)")
    options = parser.parse_args()
    if unknown := [name for name in options.templates if name not in TEMPLATES]:
        parser.error(f"there is no template {', '.join(unknown)}")
    PAGE.write_text(page_of(TEMPLATES))
    asyncio.run(draw(options.templates, options.look, options.width, options.out))
