"""A picture for a model: one line that describes it, and its scaled data."""

import logging
from functools import lru_cache

from orchestrator.llm.interface import Picture
from orchestrator.prompt.quoting import quote
from projects.models import Asset, asset_storage

logger = logging.getLogger(__name__)

NAME_MAX_CHARS = 80


def describe_picture(picture: Asset) -> str:
    """`"logo.png", asset 3f2a…, 640x480`. The name is a user's: it is quoted, bounded, and without line ends."""
    return f"{quote(picture.name, NAME_MAX_CHARS)}, asset {picture.pk}, {picture.width}x{picture.height}"


def load_picture(asset: Asset) -> Picture | None:
    """The scaled picture; None if its file is missing or no picture. Blocking: a large one takes 0.1 s once."""
    try:
        media_type, data = _scale(str(asset.file.name))
    except Exception as problem:  # noqa: BLE001 - each storage raises its own; a turn goes on without a picture
        logger.warning("Picture %s cannot be read (%s): the model gets its description alone.", asset.pk, problem)
        return None
    return Picture(media_type, data, asset.name)


@lru_cache(maxsize=32)  # at most 10 MB in a worker; the bytes of an asset never change
def _scale(path: str) -> tuple[str, bytes]:
    from orchestrator.prompt.picture_scaling import (
        scale,  # on first use: Pillow takes memory, and web servers import this module, too
    )

    with asset_storage().open(path) as file:
        return scale(file.read())
