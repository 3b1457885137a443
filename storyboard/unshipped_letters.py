"""Letters that no shipped font has: they are drawn in a font of the computer that draws, if it has one."""

from storyboard.eastern import eastern_characters
from storyboard.layers import AnyLayer, Chart, Counter, Text
from storyboard.schema import Scene
from storyboard.templates.widths import is_shipped, letters_of

MOST = 12  # letters that are named


def unshipped_letters(text: str) -> list[str]:
    """Each once, in the order of the text; a picture of several characters is one."""
    eastern = eastern_characters(text)
    letters = dict.fromkeys(letters_of(text))
    return [letter for letter in letters if not all(is_shipped(char) or ord(char) in eastern for char in letter)]


def name_letters(scenes: list[Scene]) -> str:
    """The letters that scenes have besides the shipped ones: `漢字か`, cut with `…`; "" if there are none."""
    words = "".join(_words(layer) for scene in scenes for layer in scene.layers)
    found = unshipped_letters(words)
    return "".join(found[:MOST]) + ("…" if len(found) > MOST else "")


def _words(layer: AnyLayer) -> str:
    match layer:
        case Text():
            return layer.text
        case Counter():
            return layer.format
        case Chart():
            return "".join(layer.labels)
    return ""
