"""The colours of the whole video, which all scenes follow by their tokens."""

from storyboard.changes import with_changes
from storyboard.schema import Palette, Storyboard


def set_palette(document: Storyboard, palette: Palette) -> Storyboard:
    return with_changes(document, style=with_changes(document.style, palette=palette))
