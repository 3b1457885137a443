"""A picture made small enough for a model: at most 1024 pixels, at most 300 KB, PNG or JPEG."""

import io
from typing import Final

from PIL import Image

LONGEST_SIDE: Final = 1024  # pixels; what providers scale a picture to by themselves is about as large
LARGEST: Final = 300_000  # bytes
_LOSSLESS: Final = 0
# Longest side and JPEG quality, best first. PNG keeps edges sharp, and what can be seen through; a photograph is no PNG.
_WAYS: Final = ((1024, _LOSSLESS), (1024, 85), (1024, 60), (512, _LOSSLESS), (512, 60), (256, 60))
_BEHIND: Final = "#808080"  # a logo may be white or black: on grey both are seen


def scale(data: bytes) -> tuple[str, bytes]:
    """The media type and the bytes. Raises OSError, SyntaxError or ValueError for what is no picture."""
    with Image.open(io.BytesIO(data)) as image:
        if max(image.size) <= LONGEST_SIDE and len(data) <= LARGEST and image.format in ("PNG", "JPEG"):
            return f"image/{image.format.lower()}", data
        image.draft(None, (LONGEST_SIDE, LONGEST_SIDE))  # a large JPEG is decoded at a half or a quarter
        pixels = image.convert("RGBA" if image.has_transparency_data else "RGB")
    for side, quality in _WAYS:
        pixels.thumbnail((side, side), Image.Resampling.LANCZOS)
        media_type, small = _encoded(pixels, quality)
        if len(small) <= LARGEST:
            break
    return media_type, small


def _encoded(pixels: Image.Image, quality: int) -> tuple[str, bytes]:
    out = io.BytesIO()
    if quality == _LOSSLESS:
        pixels.save(out, "PNG")
        return "image/png", out.getvalue()
    _opaque(pixels).save(out, "JPEG", quality=quality)
    return "image/jpeg", out.getvalue()


def _opaque(pixels: Image.Image) -> Image.Image:
    if pixels.mode == "RGB":
        return pixels
    behind = Image.new("RGBA", pixels.size, _BEHIND)
    return Image.alpha_composite(behind, pixels).convert("RGB")
