"""Cuts the pages' typeface out of the whole one: `python -m tests.browser.page_font` writes it, and a test says when it is stale.

A video may use any weight, so it loads the whole font when there is one. The pages use a third of the weights and few of the
features: 20 KB less before anybody can read a word.
"""

import hashlib
import io
import json
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

ROOT = Path(__file__).parents[2]
WHOLE = ROOT / "storyboard/static/storyboard/fonts/inter-latin-wght-normal.woff2"
CUT = ROOT / "projects/static/projects/fonts/inter-latin-page.woff2"
RECEIPT = Path(__file__).with_name("page_font.json")

WEIGHTS = (400, 700)
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "tnum"]


def cut() -> bytes:
    font = TTFont(WHOLE, recalcTimestamp=False)
    subsetter = Subsetter(Options(layout_features=FEATURES, flavor="woff2"))
    subsetter.populate(unicodes=font.getBestCmap())
    subsetter.subset(font)
    font = instantiateVariableFont(font, {"wght": WEIGHTS})
    font.flavor = "woff2"
    written = io.BytesIO()
    font.save(written)
    return written.getvalue()


def receipt() -> str:
    """What was cut out of what, and how; to cut it anew takes seconds."""
    hashes = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (WHOLE, CUT)}
    return json.dumps({**hashes, "weights": WEIGHTS, "features": FEATURES}, indent=2) + "\n"


if __name__ == "__main__":
    CUT.write_bytes(cut())
    RECEIPT.write_text(receipt())
