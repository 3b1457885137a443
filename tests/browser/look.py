"""Pictures of a storyboard, to be looked at: `python -m tests.browser.look DOCUMENT.json [--at 0.5 1.2] [--out DIR]`."""

import argparse
import asyncio
import json
import os
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from tests.browser.frames import picture, whole  # noqa: E402
from tests.browser.sheet_page import sheet_page  # noqa: E402


def three_moments_of_each_scene(document: dict) -> list[float]:
    moments, start = [], 0.0
    for scene in document["scenes"]:
        moments += [start + scene["duration"] * part for part in (0.12, 0.35, 0.85)]
        start += scene["duration"]
    return moments


async def look(path: Path, moments: list[float] | None, out: Path) -> None:
    document = whole(json.loads(path.read_text()))
    out.mkdir(parents=True, exist_ok=True)
    async with sheet_page() as page:
        for moment in moments or three_moments_of_each_scene(document):
            png = await picture(page, document, int(moment * document["canvas"]["fps"]))
            (out / f"{path.stem}-{moment:05.2f}.png").write_bytes(png)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("document", type=Path)
    parser.add_argument("--at", type=float, nargs="*", help="seconds; else three moments of each scene")
    parser.add_argument("--out", type=Path, default=Path())
    options = parser.parse_args()
    asyncio.run(look(options.document, options.at, options.out))
