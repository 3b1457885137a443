"""The built-in palettes, and the search for one by words. All are legible: the tests measure the contrast."""

import re
from typing import Final

from storyboard.colours import contrast
from storyboard.schema import Palette

__all__ = ["DEFAULT", "PALETTES", "contrast", "describe", "find_palette", "is_known"]

DEFAULT: Final = "night"


def _palette(colours: str) -> Palette:
    bg, surface, ink, muted, accent, accent2, accent3 = colours.split()
    return Palette(bg=bg, surface=surface, ink=ink, muted=muted, accent=accent, accent2=accent2, accent3=accent3)


# Background, surface, text, muted text, and three accents.
PALETTES: Final[dict[str, Palette]] = {
    "night": _palette("#0b1020 #161d3a #f5f7ff #a3aed6 #7c6cff #ff7a59 #2dd4bf"),
    "warm": _palette("#1d0f0a #33190f #fff4e8 #e0b8a0 #f2683c #ffb347 #f6d9a8"),
    "ocean": _palette("#04161f #0a2a3a #eefaff #9cc3d4 #1ea7d8 #5eead4 #ffd37a"),
    "forest": _palette("#0c1a12 #163022 #f1f8ee #a9c9b0 #3fae6a #d9c65a #8fd6a0"),
    "neon": _palette("#08060f #191130 #fbf7ff #b9a8dc #c04bff #ff3d9a #22e6ff"),
    "mono": _palette("#0e0e10 #1f1f23 #fafafa #b0b0b8 #8a8a96 #ffffff #c9c9d2"),
    "paper": _palette("#f7f5f0 #ffffff #1b1a17 #5d584e #b3441e #2f6f73 #8a6116"),
    "pastel": _palette("#fdf3f7 #ffffff #37263b #6d5a72 #9d5fc0 #d1477f #2f8c86"),
    "sunset": _palette("#1c0b26 #36143f #fff1ea #d9aec4 #ff5f6d #ffb056 #c86bfa"),
    "corporate": _palette("#0a1a33 #122a4f #f4f8ff #a4b9dc #3d8bfd #5cc8ff #ffc145"),
    "clean": _palette("#f5f8fd #ffffff #0f1f38 #4d5f7c #1f62d6 #0b8a7e #c2531b"),
    "candy": _palette("#2a0a2b #451546 #fff2fb #e6b3dd #ff5fae #ffd84d #6be0ff"),
    "earth": _palette("#1e1711 #33271c #faf3e8 #cdb79c #cf7a45 #a9b665 #e6c17a"),
    "mint": _palette("#f0faf5 #ffffff #0e2b22 #46665b #0f8a63 #1b7fa8 #c05a2e"),
    "gold": _palette("#0c1430 #17224a #fdf8ea #b9c0d8 #d9a632 #f5d67b #6f9bff"),
    "berry": _palette("#1c0713 #360f26 #fff1f6 #dcaabf #e63970 #ff8f6b #b58cff"),
    "lemon": _palette("#17160a #2b2912 #fffde8 #cfcb9c #f5d90a #ff9d3c #8fe388"),
    "ember": _palette("#120606 #2a0d0d #fff3f0 #d9a8a0 #f0433a #ff9a3c #ffd5c2"),
}

WORDS: Final[dict[str, str]] = {
    "night": "night dark bold default violet purple indigo tech modern space startup midnight sleek app software",
    "warm": "warm cosy cozy coffee cafe orange autumn fall bakery amber terracotta fire copper caramel food restaurant",
    "ocean": "ocean sea blue aqua water cyan teal turquoise cool cold travel beach surf marine navy fresh swim",
    "forest": "forest green nature eco plants leaf woods garden organic jungle sustainable outdoor hiking tea emerald",
    "neon": "neon cyber cyberpunk gaming game club electric magenta glow rave party futuristic synthwave vibrant",
    "mono": "mono monochrome black white grey gray minimal minimalist greyscale grayscale noir simple fashion",
    "paper": "paper light cream beige editorial magazine book ivory linen print vintage retro literary bright",
    "pastel": "pastel soft gentle baby lilac lavender light spring wedding delicate blossom dreamy rose",
    "sunset": "sunset dusk evening coral tropical summer romantic gradient sunrise peach holiday",
    "corporate": "corporate business blue trust finance bank professional serious consulting report enterprise insurance",
    "clean": "clean light white blue clear medical health clinic education school bright tidy hospital professional",
    "candy": "candy pink playful fun kids children sweet happy colourful colorful birthday joyful toys cheerful",
    "earth": "earth earthy brown natural clay sand rustic wood leather desert craft olive handmade pottery",
    "mint": "mint light green fresh spa wellness yoga calm clean skincare pistachio relaxing",
    "gold": "gold golden blue luxury luxurious elegant premium royal jewellery jewelry award navy classy rich",
    "berry": "berry red pink wine raspberry cherry crimson burgundy love passion beauty cosmetics valentine",
    "lemon": "lemon yellow sunny citrus energetic bee energy sun lime honey",
    "ember": "ember red fire hot bold power strong sport racing running fast energetic intense dramatic fitness",
}


def describe(palette: Palette) -> str:
    """The name of a built-in palette, else its colours."""
    name = next((name for name, each in PALETTES.items() if each == palette), None)
    return name or f"its own (accent {palette.accent} on {palette.bg})"


def find_palette(words: str) -> str:
    """The name of the palette that most of the words match; the first of equals, DEFAULT if none match."""
    wanted = _words(words)
    return max(PALETTES, key=lambda name: _count_matches(name, wanted))


def is_known(words: str) -> bool:
    """Whether any palette matches the words."""
    return any(_count_matches(name, _words(words)) for name in PALETTES)


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]+", text.lower()))


def _count_matches(name: str, wanted: set[str]) -> int:
    """A palette's own name counts three times: "gold" matches gold better than "blue" does."""
    return len(wanted & set(WORDS[name].split())) + 2 * (name in wanted)
