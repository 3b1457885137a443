"""Moods and colours: which words call for which palette."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Palette:
    """`look` fits after "in"; `colours` are (name, `#rrggbb`), background first."""

    look: str
    colours: tuple[tuple[str, str], ...]

    @property
    def line(self) -> str:
        swatches = ", ".join(f"{name} `{code}`" for name, code in self.colours)
        return f"{self.look}: {swatches}"


def _palette(look: str, *colours: str) -> Palette:
    return Palette(look, tuple((name, code) for name, _, code in (colour.rpartition(" ") for colour in colours)))


PALETTES = {
    "warm": _palette("warm light", "espresso #2f1c14", "terracotta #c8623a", "amber #e9a23b", "cream #fbf1e2"),
    "cool": _palette("cool tones", "midnight #10203a", "steel #4a6fa5", "mist #a9c6de", "white #f5f9fc"),
    "dark": _palette("a dark, quiet look", "ink #0c0e14", "charcoal #23262f", "ember #e4572e", "bone #ece7dd"),
    "bright": _palette("bright colours", "white #ffffff", "sun #ffc93c", "coral #ff6f59", "sky #3ab0ff"),
    "pastel": _palette("soft pastels", "cream #fffaf3", "blush #f6c6c9", "mint #c5e5d3", "lilac #cfc4e8"),
    "neon": _palette("neon on black", "black #08060f", "magenta #ff2e93", "cyan #23e5ff", "lime #c6ff3d"),
    "earthy": _palette("earthy tones", "bark #3a2e25", "clay #a8643f", "moss #6b7a45", "sand #ead9bf"),
    "mono": _palette("black and white", "black #111111", "graphite #4b4b4b", "silver #bdbdbd", "white #fafafa"),
    "vintage": _palette("faded, vintage colours", "sepia #4a3526", "rust #b3562f", "mustard #d9a441", "paper #f1e6cf"),
    "ocean": _palette("ocean blues", "deep sea #06283d", "blue #1f6fb2", "turquoise #47c5c9", "foam #eaf7f8"),
    "forest": _palette("forest greens", "pine #12281c", "leaf #3f8f4f", "lime #b5d86b", "linen #f4f3e6"),
    "sunset": _palette("sunset colours", "dusk #2b1b3d", "violet #7b3f8c", "orange #f2784b", "peach #ffd3a5"),
    "gold": _palette("black and gold", "onyx #0f0d0a", "bronze #7d5a2b", "gold #d4af37", "ivory #f8f3e3"),
    "red": _palette("strong reds", "wine #2d0a12", "red #c8102e", "coral #f2665e", "white #fff7f5"),
    "rose": _palette("rose and pink", "plum #3d1330", "raspberry #c2316b", "pink #f49ac1", "shell #fff0f3"),
    "violet": _palette("violet tones", "night #1a1033", "violet #6a3fc8", "lavender #b9a3f0", "white #faf8ff"),
    "orange": _palette("orange and yellow", "brown #33190a", "orange #f07f13", "yellow #ffd23f", "cream #fff6e0"),
    "clean": _palette("a clean, modern look", "white #ffffff", "slate #1f2937", "blue #2563eb", "grey #e5e7eb"),
}

_WORDS = {
    "warm": "warm warmer cosy cozy inviting brown browns",
    "cool": "cool cooler cold colder icy winter wintry",
    "dark": "dark darker moody dramatic gritty noir mysterious",
    "bright": "bright brighter colourful colorful vivid playful fun cheerful happy summery bold bolder",
    "pastel": "pastel pastels soft softer gentle dreamy delicate calm calmer",
    "neon": "neon cyberpunk futuristic electric synthwave",
    "earthy": "earthy earth natural organic rustic beige",
    "mono": "monochrome monochromatic grayscale greyscale black white grey gray",
    "vintage": "vintage retro nostalgic old-fashioned sepia",
    "ocean": "blue blues ocean teal turquoise navy aqua",
    "forest": "green greens forest fresh",
    "sunset": "sunset sunrise golden-hour",
    "gold": "gold golden luxury luxurious elegant premium classy",
    "red": "red reds crimson scarlet burgundy",
    "rose": "pink pinks rose romantic magenta",
    "violet": "purple violet lavender lilac",
    "orange": "orange yellow autumn autumnal",
    "clean": "clean cleaner modern minimal minimalist corporate professional sleek simple",
}
_KEY_OF = {word: key for key, words in _WORDS.items() for word in words.split()}
_WORD = rf"\b(?:{'|'.join(sorted(_KEY_OF, key=len, reverse=True))})\b"
LIST = rf"{_WORD}(?:(?:\s*,\s*|\s*/\s*|\s+and\s+|\s*-\s*|\s+){_WORD}){{0,5}}"
_NOUN = (
    r"(?:colou?r(?:s|ed|\s+scheme|\s+palette)?|tones?|palettes?"
    r"|shades?|hues?|look|style|styling|mood|feel(?:ing)?|vibe|light|lighting|theme)"
)
_DEGREE = r"(?:(?:an?|the|some|very|more|mostly|really|nice|rather)\s+){0,3}"

# Where a text speaks of colours and of nothing else: "in warm, dark colours", "in black and gold".
PHRASE = re.compile(
    rf"(?:\b(?:and|in|with|using|use)\s+){{0,3}}{_DEGREE}(?:{LIST}\s+{_NOUN}\b)"
    rf"|\b(?:in|using)\s+{_DEGREE}{LIST}(?=\s*(?:$|[.,;!?|]|and\b|with\b|for\b|about\b))",
    re.I,
)


def asked_for(text: str, apart_from: str = "") -> Palette | None:
    """Return the palette that `text` calls for: by a phrase about colours, else by a word outside of `apart_from`."""
    phrase = PHRASE.search(text)
    keys = [_KEY_OF[word] for word in re.findall(_WORD, (phrase[0] if phrase else _without(text, apart_from)).lower())]
    if "gold" in keys:
        return PALETTES["gold"]
    return PALETTES[keys[0]] if keys else None


def _without(text: str, part: str) -> str:
    return text.replace(part, " ") if part else text


def named(line: str) -> Palette | None:
    """Return the palette whose `line` begins as `line` does, e.g. "soft pastels: …"."""
    return next((palette for palette in PALETTES.values() if line.startswith(palette.look)), None)
