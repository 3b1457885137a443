"""How a model is told of a picture: one line, in which its name can only be a name."""

import json

from projects.models import Asset

LONGEST_NAME = 80


def told(picture: Asset) -> str:
    """`"logo.png", asset 3f2a…, 640x480`. A person gave the name: it is quoted, bounded, and has no line ends in it."""
    name = picture.name if len(picture.name) <= LONGEST_NAME else f"{picture.name[: LONGEST_NAME - 1]}…"
    return f"{json.dumps(name, ensure_ascii=False)}, asset {picture.pk}, {picture.width}x{picture.height}"
