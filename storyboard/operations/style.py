"""Colours and fonts of the whole video, which all scenes follow by their tokens."""

from storyboard.changes import with_changes
from storyboard.schema import Fonts, Palette, Storyboard


def set_style(document: Storyboard, palette: Palette | None = None, fonts: Fonts | None = None) -> Storyboard:
    style = document.style
    return with_changes(
        document, style=with_changes(style, palette=palette or style.palette, fonts=fonts or style.fonts)
    )
