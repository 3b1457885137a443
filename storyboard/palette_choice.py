"""Chooses a palette by exact colours, the name of a palette, or a mood, and notes what it could not do."""

import re
from dataclasses import dataclass, replace

from storyboard.brand_palette import brand_palette, can_be_seen
from storyboard.changes import with_changes
from storyboard.colours import contrast, distance
from storyboard.palettes import PALETTES, find_palette, is_known
from storyboard.schema import Palette

LEAST_CONTRAST = 3  # of an accent on its background: WCAG 2 for what is large or no text
READABLE = 4.5  # of text on its background
ACCENTS = ("accent", "accent2", "accent3")
_BACKGROUND = re.compile(
    r"\bon\s+#([0-9a-f]{6}|[0-9a-f]{3})(?![0-9a-z])|#([0-9a-f]{6}|[0-9a-f]{3})\s+(?:background|ground)", re.I
)
_HEX = re.compile(r"#([0-9a-f]{6}|[0-9a-f]{3})(?![0-9a-z])", re.I)


@dataclass(frozen=True, slots=True)
class PaletteChoice:
    """`name`: of the palette that it is, or that it is made from; "own" where all of it was given.

    `note`: in which way it is not what was asked for, or "".
    """

    palette: Palette
    name: str
    note: str = ""


def choose_palette(words: str) -> PaletteChoice | None:
    """None if the words name no known colours."""
    name = words.strip().lower()
    if name in PALETTES:
        return PaletteChoice(PALETTES[name], name)
    if whole := _parse_palette(words):
        return PaletteChoice(whole, "own")
    if colours := list(dict.fromkeys(_full_hex(match[1]) for match in _HEX.finditer(words))):
        background = _BACKGROUND.search(words)
        named = _full_hex(next(filter(None, background.groups()))) if background else ""
        return _on_background(colours, named, words) if named else _with_accents(colours, _HEX.sub(" ", words))
    if not is_known(words):
        return None
    name = find_palette(words)
    return PaletteChoice(PALETTES[name], name, f"“{name}” is the palette that comes nearest to “{words.strip()}”.")


def _parse_palette(words: str) -> Palette | None:
    """A whole palette of seven exact colours; None if the text would not be legible on the background."""
    colours = words.split()
    if len(colours) != len(Palette.model_fields) or not all(_HEX.fullmatch(each) for each in colours):
        return None
    whole = Palette.model_validate(
        dict(zip(Palette.model_fields, (_full_hex(each[1:]) for each in colours), strict=True))
    )
    return whole if contrast(whole.ink, whole.bg) >= READABLE else None


def _on_background(colours: list[str], bg: str, words: str) -> PaletteChoice:
    """“#ff5a00 on #ffffff”, “#ffffff background, #ff5a00”: all of it is made from these, if the first accent can be seen there."""
    asked = [each for each in colours if each != bg]
    if asked and not can_be_seen(asked[0], bg):
        choice = _with_accents(asked, _HEX.sub(" ", words))
        return replace(choice, note=f"{choice.note} Not the ground: nobody could see {asked[0]} on {bg}.")
    near = min(PALETTES.values(), key=lambda each: (not can_be_seen(each.accent, bg), distance(each.bg, bg)))
    seen = [each for each in asked or [near.accent] if can_be_seen(each, bg)][: len(ACCENTS)]
    listed = ", ".join(f"{token} {colour}" for token, colour in zip(ACCENTS, seen, strict=False))
    hidden = [each for each in asked if each not in seen]
    note = f"Exactly as asked: {listed} on {bg}. The other colours are made from these, so that all can be read."
    return PaletteChoice(brand_palette(seen, bg), "own", f"{note} Not used: {', '.join(hidden)}." if hidden else note)


def _full_hex(digits: str) -> str:
    return "#" + (digits if len(digits) == 6 else "".join(each * 2 for each in digits)).lower()


def _with_accents(colours: list[str], words: str) -> PaletteChoice:
    """The first colour decides which palettes it can be seen on; of those, the one nearest to the words or the colour."""
    wished = find_palette(words) if is_known(words) else None
    candidates = [name for name, each in PALETTES.items() if contrast(colours[0], each.bg) >= LEAST_CONTRAST]
    name = min(candidates, key=lambda each: (each != wished, distance(colours[0], PALETTES[each].accent)))
    base = PALETTES[name]
    fitting = [each for each in colours if contrast(each, base.bg) >= LEAST_CONTRAST][: len(ACCENTS)]
    used = dict(zip(ACCENTS, fitting, strict=False))
    return PaletteChoice(
        with_changes(base, **used), name, _note(name, used, [each for each in colours if each not in fitting])
    )


def _note(name: str, used: dict[str, str], left_out: list[str]) -> str:
    listed = ", ".join(f"{token} {colour}" for token, colour in used.items())
    note = f"Exactly as asked: {listed}. All other colours are those of “{name}”."
    return (
        f"{note} Not used, since there is no place for them or nobody could see them there: {', '.join(left_out)}."
        if left_out
        else note
    )
