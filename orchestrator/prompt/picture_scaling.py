"""Scale a picture for a model: at most 1024 pixels and 300 KB, PNG or JPEG."""

import io
from typing import Final

from PIL import Image

MAX_SIDE: Final = 1024  # pixels; providers scale larger pictures to about this size themselves
MAX_BYTES: Final = 300_000  # bytes
_LOSSLESS: Final = 0
# Longest side and JPEG quality, best first. PNG keeps edges and transparency; a photograph as PNG is too large.
_ENCODINGS: Final = ((1024, _LOSSLESS), (1024, 85), (1024, 60), (512, _LOSSLESS), (512, 60), (256, 60))
_BACKGROUND: Final = "#808080"  # both a white and a black logo are visible on grey


def scale(data: bytes) -> tuple[str, bytes]:
    """The media type and the bytes. Raises OSError, SyntaxError or ValueError if the data are no picture."""
    with Image.open(io.BytesIO(data)) as image:
        if max(image.size) <= MAX_SIDE and len(data) <= MAX_BYTES and image.format in ("PNG", "JPEG"):
            return f"image/{image.format.lower()}", data
        image.draft(None, (MAX_SIDE, MAX_SIDE))  # a large JPEG is decoded at a half or a quarter
        pixels = image.convert("RGBA" if image.has_transparency_data else "RGB")
    for side, quality in _ENCODINGS:
        pixels.thumbnail((side, side), Image.Resampling.LANCZOS)
        media_type, small = _encode(pixels, quality)
        if len(small) <= MAX_BYTES:
            break
    return media_type, small


def _encode(pixels: Image.Image, quality: int) -> tuple[str, bytes]:
    out = io.BytesIO()
    if quality == _LOSSLESS:
        pixels.save(out, "PNG")
        return "image/png", out.getvalue()
    _flatten_alpha(pixels).save(out, "JPEG", quality=quality)
    return "image/jpeg", out.getvalue()


def _flatten_alpha(pixels: Image.Image) -> Image.Image:
    if pixels.mode == "RGB":
        return pixels
    behind = Image.new("RGBA", pixels.size, _BACKGROUND)
    return Image.alpha_composite(behind, pixels).convert("RGB")
