"""Measures the shipped font: `python -m tests.browser.inter_metrics` writes what is known of it.

A test says when that is stale.
"""

import asyncio
import base64
import os
import unicodedata
from collections.abc import Awaitable, Callable
from pathlib import Path

import django
from playwright.async_api import Page, async_playwright

STORYBOARD = Path(__file__).parents[2] / "storyboard"
FONT = STORYBOARD / "static/storyboard/fonts/inter-latin-wght-normal.woff2"
MODULE = STORYBOARD / "static/storyboard/renderer/inter.js"

ASCII = "".join(map(chr, range(32, 127)))
BEYOND = "ÆØßæø¡£©«®°±²»½¿×Œœ–—‘’‚“”„•…‹›€™−"
# Kerning is kept for what headlines are made of, where it is seen.
KERNED = [char for char in ASCII if char.isalnum() or char in "!\"',-.:;?"]

MEASURE = """async ([font, ascii, beyond]) => {
  const face = new FontFace("Measured", Uint8Array.from(atob(font), (char) => char.charCodeAt(0)), {weight: "100 900"});
  document.fonts.add(await face.load());
  const context = document.createElement("canvas").getContext("2d");
  context.textRendering = "geometricPrecision";
  const measured = {};
  for (const weight of [400, 700, 900]) {
    context.font = `${weight} 1000px Measured`;
    const width = (text) => context.measureText(text).width;
    const widths = Object.fromEntries([...ascii, ...beyond].map((char) => [char, width(char)]));
    const pairs = [...ascii].flatMap((a) => [...ascii].map((b) => [a + b, width(a + b) - widths[a] - widths[b]]));
    measured[weight] = {widths, kerning: Object.fromEntries(pairs)};
  }
  return measured;
}"""


async def measured(page: Page) -> dict[Path, str]:
    """What each of the files has to say."""
    font = base64.b64encode(FONT.read_bytes()).decode()
    found = await page.evaluate(MEASURE, [font, ASCII, BEYOND])
    regular, black = found["400"]["widths"], found["900"]["widths"]
    assert all(unicodedata.normalize("NFD", char)[0] == char for char in BEYOND)
    widths = "\n".join(f"{char}{regular[char]:.0f} {black[char] - regular[char]:.0f}" for char in regular)
    return {MODULE: module(widths, "\n".join(kerning_lines(found["700"]["kerning"])))}


def module(widths: str, kerning: str) -> str:
    quote = lambda text: text.replace("\\", "\\\\").replace("`", "\\`").replace("${", "\\${")  # noqa: E731
    return f"""// Made by `python -m tests.browser.inter_metrics` from the shipped Inter; do not edit.

// A line per character: its width at weight 400, and what 900 adds, in thousandths of an em.
export const WIDTHS = `
{quote(widths)}
`;

// A line per group of left-hand characters: hundredths of an em, and the right-hand characters that they are for.
export const KERNING = `
{quote(kerning)}
`;
"""


def kern(pairs: dict[str, float], left: str, right: str) -> int:
    """In hundredths of an em: what is seen in a headline, and what would add up to a line that is too wide."""
    hundredths = round(pairs[left + right] / 10)
    return hundredths if hundredths < -5 or (left == right and hundredths > 1) else 0


def kerning_lines(pairs: dict[str, float]) -> list[str]:
    hundredths = {left: tuple(kern(pairs, left, right) for right in KERNED) for left in KERNED}
    groups: dict[tuple[int, ...], str] = {}
    for left, row in hundredths.items():
        groups[row] = groups.get(row, "") + left
    lines = []
    for row, lefts in groups.items():
        by_value = {
            value: "".join(r for r, v in zip(KERNED, row, strict=True) if v == value) for value in sorted({*row} - {0})
        }
        if by_value:
            lines.append(" ".join([lefts, *(f"{value} {rights}" for value, rights in by_value.items())]))
    return lines


async def write(measured: Callable[[Page], Awaitable[dict[Path, str]]]) -> None:
    """Write the files that `measured` returns, from a page of Chromium."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from tests.browser.conftest import ARGUMENTS, CHROMIUM

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for path, text in (await measured(await browser.new_page())).items():
            path.write_text(text)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(write(measured))
