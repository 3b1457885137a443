"""Letters that only look like others (𝗕𝗼𝗹𝗱): no shipped font has them, and a plain letter says the same."""

import unicodedata
from collections.abc import Iterator

from storyboard.checks.layout import Layout
from storyboard.layers import Text
from storyboard.templates.widths import is_shipped

MOST = 40  # characters of a text that are quoted


def lookalike_letters(layout: Layout) -> Iterator[str]:
    """Letters of a script that is not shipped are no flaw: whoever writes Japanese wants Japanese."""
    for placed in layout.words:
        layer = placed.layer
        plain = "".join(map(_plain, layer.text)) if isinstance(layer, Text) else ""
        if isinstance(layer, Text) and plain != layer.text:
            yield (
                f"“{layer.id}” has letters that no font of the video has: write “{plain[:MOST]}”, "
                "and give it weight or italic where it shall stand out."
            )


def _plain(char: str) -> str:
    is_variant = unicodedata.decomposition(char).startswith("<font>") and not is_shipped(char)
    return unicodedata.normalize("NFKC", char) if is_variant else char
