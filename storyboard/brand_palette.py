"""All seven colours made from one or two of a brand and the background that they stand on. Contrast is kept."""

import colorsys

from storyboard.colours import READABLE, contrast, is_dark, mix
from storyboard.schema import Palette

SEEN = 3  # contrast of an accent on its background
TURNS = (0.0, 0.09, 0.5)  # of the colour circle: beside the accent, and across from it


def can_be_seen(accent: str, background: str) -> bool:
    return contrast(accent, background) >= SEEN


def brand_palette(accents: list[str], background: str) -> Palette:
    """`accents`: one to three; those that are missing are made from the first."""
    ink = mix(background, "#ffffff" if is_dark(background) else "#000000", 0.94)
    surface = mix(background, ink, 0.07)
    steps = (mix(ink, background, part / 100) for part in range(40, -1, -5))
    muted = next((each for each in steps if min(contrast(each, background), contrast(each, surface)) >= READABLE), ink)
    accent, accent2, accent3 = [
        *accents,
        *(_rotate_hue(accents[0], turn, background) for turn in TURNS[len(accents) :]),
    ][:3]
    return Palette(
        bg=background, surface=surface, ink=ink, muted=muted, accent=accent, accent2=accent2, accent3=accent3
    )


def _rotate_hue(colour: str, turn: float, background: str) -> str:
    """Another hue, lighter or darker until it can be seen."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    hue, light, full = colorsys.rgb_to_hls(red, green, blue)
    made = "#" + "".join(f"{round(part * 255):02x}" for part in colorsys.hls_to_rgb((hue + turn) % 1, light, full))
    far = "#ffffff" if is_dark(background) else "#000000"
    return next(each for step in range(21) if contrast(each := mix(made, far, step / 20), background) >= SEEN)
