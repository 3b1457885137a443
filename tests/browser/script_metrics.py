"""Measures the letters of every shipped script but Latin's: `python -m tests.browser.script_metrics` writes their widths.

Written down is what a letter's base does not say already (é is as wide as e), in hundredths of an em. Letters that join have a
width for each of their forms, by a key of two characters: see `renderer/joining.js`.
"""

import asyncio
import base64
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

from fontTools.ttLib import TTFont
from playwright.async_api import Page

from tests.browser.inter_metrics import ASCII, BEYOND, write

STORYBOARD = Path(__file__).parents[2] / "storyboard"
STYLES = STORYBOARD / "static/storyboard/css/video-fonts.css"
MODULE = STORYBOARD / "static/storyboard/renderer/scripts.js"

ALIKE = 1.2  # hundredths of an em
STEP = 4  # hundredths of an em, by which letters of weight 900 are told apart
TATWEEL, VIRAMA, RAKAR = "\u0640", "\u094d", "\u094d\u0930"
FACE = re.compile(r'@font-face \{.*?font-family: "([^"]+)".*?url\("\.\./([^"]+)"\).*?unicode-range: ([^;]+);', re.S)

MEASURE = """async ([font, asked]) => {
  const face = new FontFace("Measured", Uint8Array.from(atob(font), (char) => char.charCodeAt(0)), {weight: "100 900"});
  document.fonts.add(await face.load());
  const context = document.createElement("canvas").getContext("2d");
  context.textRendering = "geometricPrecision";
  const widths = [400, 900].map((weight) => {
    context.font = `${weight} 1000px Measured`;
    const width = (text) => context.measureText(text).width;
    return asked.map(([text, rest]) => width(text) - width(rest));
  });
  document.fonts.delete(face);
  return asked.map((_, i) => [widths[0][i], widths[1][i] - widths[0][i]]);
}"""

Width = tuple[float, float]


class Face(NamedTuple):
    """`characters`: those that a browser takes from it."""

    family: str
    file: Path
    characters: list[str]


def faces() -> list[Face]:
    """As the style sheet has them: where two have a character, the browser takes the one that comes last."""
    found: list[Face] = []
    taken: set[str] = set()
    for family, address, ranges in reversed(FACE.findall(STYLES.read_text())):
        file = STYLES.parent.parent / address
        codes = TTFont(file).getBestCmap().keys() & codes_of(ranges)
        characters = [chr(code) for code in sorted(codes) if (family, chr(code)) not in taken]
        taken |= {(family, char) for char in characters}
        found.append(Face(family, file, characters))
    return found[::-1]


def codes_of(ranges: str) -> set[int]:
    """Of a `unicode-range`."""
    found: set[int] = set()
    for each in ranges.split(","):
        first, _, last = each.strip().removeprefix("U+").partition("-")
        found |= set(range(int(first, 16), int(last or first, 16) + 1))
    return found


def requests(face: Face) -> Iterator[tuple[str, tuple[str, str]]]:
    """Key of the table -> a text and another one: the key is as wide as they differ. Of several their mean counts."""
    for char in face.characters:
        category = unicodedata.category(char)
        if category[0] in "LNPS":
            yield char, (char, "")
        if category == "Mc":
            yield char, (f"क{char}", "क")
        if "Arabic" in face.family and category == "Lo":
            yield char, (f"ب{char} د", "بد ")
            yield char + TATWEEL, (f"{char}د", "د")
            yield char + TATWEEL, (f"ب{char}د", "بد")
        if "क" <= char <= "ह":
            for after in "तयम":
                yield char + VIRAMA, (char + VIRAMA + after, after)
    if "Devanagari" in face.family:
        yield RAKAR, (f"प{RAKAR}", "प")


async def measure(page: Page) -> dict[str, Width]:
    found: dict[str, list[Width]] = {}
    for face in faces():
        asked = list(requests(face))
        font = base64.b64encode(face.file.read_bytes()).decode()
        measured = await page.evaluate(MEASURE, [font, [list(texts) for _, texts in asked]])
        for (key, _), (regular, more) in zip(asked, measured, strict=True):
            found.setdefault(key, []).append((regular / 10, more / 10))
    return {
        key: (fmean(regular), fmean(more)) for key, each in found.items() for regular, more in [zip(*each, strict=True)]
    }


def table(widths: dict[str, Width]) -> str:
    """A line per width at weight 400, without what Latin's table has and what a base says."""
    latin = {*ASCII, *BEYOND}
    lines: dict[int, dict[int, list[str]]] = {}
    for key, width in sorted(widths.items()):
        base = unicodedata.normalize("NFD", key)[0]
        is_alike = all(abs(a - b) < ALIKE for a, b in zip(width, widths.get(base, (999, 999)), strict=True))
        is_final_too = key.endswith(TATWEEL) and width == widths.get(key[:-1])
        if (
            key in latin
            or is_final_too
            or (len(key) == 1 and base != key and is_alike)
            or unicodedata.normalize("NFC", key) != key
        ):
            continue
        regular, more = width
        lines.setdefault(round(regular), {}).setdefault(STEP * round(more / STEP), []).append(key)
    return "".join(f"{regular} {groups_of(line)}\n" for regular, line in sorted(lines.items()))


def groups_of(line: dict[int, list[str]]) -> str:
    return " ".join(f"{more} {' '.join(keys)}" for more, keys in sorted(line.items()))


async def measured(page: Page) -> dict[Path, str]:
    """What each of the files has to say."""
    return {MODULE: module(table(await measure(page)))}


def module(text: str) -> str:
    return f"""// Made by `python -m tests.browser.script_metrics` from the shipped fonts; do not edit.

// A line per width at weight 400, in hundredths of an em. In it, after each number that 900 adds, what is so wide.
export const SCRIPTS = `
{text}`;
"""


if __name__ == "__main__":
    asyncio.run(write(measured))
