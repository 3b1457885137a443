"""Which palette of the studio some words call for."""

import re

from orchestrator.llm.demo import palettes
from orchestrator.llm.demo.voice import Voice
from projects.storyboard.palettes import PALETTES, WORDS, find

_OF_LOOK = {
    "cool": "ocean",
    "dark": "night",
    "bright": "candy",
    "earthy": "earth",
    "vintage": "paper",
    "red": "ember",
    "rose": "berry",
    "violet": "neon",
    "orange": "sunset",
}
_SPEAKS = re.compile(r"\b(?:colou?r\w*|palettes?|tones?|shades?|hues?|style|look|mood|theme|vibe|feel)\b", re.I)
_ALL = {word for words in WORDS.values() for word in words.split()} | set(PALETTES)


def asked_for(text: str, apart_from: str = "") -> str:
    """The name of the palette that `text` asks for, or "": "warmer", "in black and gold", "the neon palette"."""
    phrase = palettes.PHRASE.search(text)
    part = phrase[0] if phrase else text.replace(apart_from, " ") if apart_from else text
    if name := re.search(rf"\b({'|'.join(PALETTES)})\b", part, re.I):
        return name[1].lower()
    asked = palettes.asked_for(text, apart_from=apart_from)
    if asked:
        key = next(key for key, palette in palettes.PALETTES.items() if palette == asked)
        if key == "bright" and re.search(r"\bbold", part, re.I):
            return find(part)  # bold is strong before it is playful
        return _OF_LOOK.get(key, key)
    return find(part) if _SPEAKS.search(part) and _known(part) else ""


def fitting(text: str, voice: Voice) -> str:
    """The palette for a subject; any that is easy on the eye where its words say nothing."""
    text += " " + re.sub(r"s\b", "", text)  # bees and bee
    return find(text) if _known(text) else voice.pick(("night", "sunset", "ocean", "corporate", "earth"))


def speaks(text: str) -> bool:
    return _SPEAKS.search(text) is not None


def _known(text: str) -> bool:
    return bool(_ALL & set(re.findall(r"[a-z]+", text.lower())))
