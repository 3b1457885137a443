"""How a model is given a picture: one line, in which its name can only be a name, and the picture itself, made small."""

import logging
from functools import lru_cache

from orchestrator.llm.interface import Picture
from orchestrator.prompt.quoting import quote
from projects.models import Asset, asset_storage

logger = logging.getLogger(__name__)

LONGEST_NAME = 80


def describe(picture: Asset) -> str:
    """`"logo.png", asset 3f2a…, 640x480`. A person gave the name: it is quoted, bounded, and has no line ends in it."""
    return f"{quote(picture.name, LONGEST_NAME)}, asset {picture.pk}, {picture.width}x{picture.height}"


def load(asset: Asset) -> Picture | None:
    """The picture as a model gets it; None if its file is gone or shows nothing. Blocks: a large one takes 0.1 s once."""
    try:
        media_type, data = _scaled(str(asset.file.name))
    except Exception as problem:  # noqa: BLE001 - each storage raises its own; a turn goes on without a picture
        logger.warning("Picture %s cannot be read (%s): the model is told its name only.", asset.pk, problem)
        return None
    return Picture(media_type, data, asset.name)


@lru_cache(maxsize=32)  # at most 10 MB in a worker; the bytes of an asset never change
def _scaled(path: str) -> tuple[str, bytes]:
    from orchestrator.prompt.picture_scaling import (
        scale,  # on first use: Pillow takes memory, and web servers import this module, too
    )

    with asset_storage().open(path) as file:
        return scale(file.read())
