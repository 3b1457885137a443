"""Cuts arrows, stars and other signs out of all of Inter: `python -m tests.browser.symbol_font InterVariable.woff2`.

The file is `variable/InterVariable.woff2` of npm `inter-ui` 4.1.1. The subsets of `@fontsource-variable/inter` lack them.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

CUT = Path(__file__).parents[2] / "storyboard/static/storyboard/fonts/inter-symbols-wght-normal.woff2"
RANGES = ((0x2070, 0x209C), (0x2100, 0x218F), (0x2190, 0x22FF), (0x2460, 0x24FF), (0x25A0, 0x27BF), (0x2B06, 0x2B24))


def cut(path: str) -> None:
    font = TTFont(path, recalcTimestamp=False)
    subsetter = Subsetter(Options(layout_features=[], flavor="woff2"))
    subsetter.populate(unicodes={code for first, last in RANGES for code in range(first, last + 1)})
    subsetter.subset(font)
    font = instantiateVariableFont(font, {"opsz": 14})
    font.flavor = "woff2"
    font.save(CUT)


if __name__ == "__main__":
    cut(sys.argv[1])
