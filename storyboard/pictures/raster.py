"""PNG, JPEG, WebP and GIF: opened, made upright and small enough, encoded anew. Runs in the child alone."""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from storyboard.pictures.verdicts import LONGEST_SIDE, MOST_PIXELS, PictureRefused

FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
LARGEST_PNG = 4 * 1024 * 1024  # bytes; a photograph with a cut-out is smaller as WebP
COLOURS = 4096  # that a logo or a screenshot has at most: JPEG would blur its edges
SRGB = ImageCms.createProfile("sRGB")

Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)


@dataclass(frozen=True, slots=True)
class EncodedPicture:
    data: bytes
    media_type: str
    width: int
    height: int


def redraw_raster(data: bytes) -> EncodedPicture | None:
    """None: the bytes are none of these formats. Raises PictureRefused."""
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError:
        return None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PictureRefused("pixels") from None
    except (OSError, SyntaxError, ValueError):
        raise PictureRefused("broken") from None
    try:
        return encode_picture(_to_srgb(ImageOps.exif_transpose(_shrink(image))))
    except (OSError, SyntaxError, ValueError, EOFError):
        raise PictureRefused("broken") from None


def encode_picture(image: Image.Image) -> EncodedPicture:
    """PNG (or WebP, if that were large) for what is drawn or can be seen through, else JPEG; nothing but the pixels."""
    image.info.clear()
    is_clear = image.mode == "RGBA" and image.getchannel("A").getextrema() != (255, 255)
    if not is_clear:
        image = image.convert("RGB")
    if not is_clear and image.getcolors(COLOURS) is None:
        return EncodedPicture(_save(image, "JPEG", quality=90), "image/jpeg", *image.size)
    data = _save(image, "PNG", compress_level=6)
    if len(data) > LARGEST_PNG:
        return EncodedPicture(_save(image, "WEBP", quality=90, method=2), "image/webp", *image.size)
    return EncodedPicture(data, "image/png", *image.size)


def _shrink(image: Image.Image) -> Image.Image:
    """The first frame in a mode that can be scaled, its longest side at most LONGEST_SIDE."""
    image.draft(None, (LONGEST_SIDE, LONGEST_SIDE))  # a large JPEG is decoded at a half or a quarter
    image.load()
    if image.mode.startswith("I;16"):
        image = image.point(lambda value: value / 256, "L")
    elif image.has_transparency_data:
        image = image.convert("RGBA")
    elif image.mode not in ("RGB", "L", "CMYK"):
        image = image.convert("RGB")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    return image


def _to_srgb(image: Image.Image) -> Image.Image:
    """What a camera or a printing house meant by its numbers, in the numbers that a browser goes by."""
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "RGBA", "CMYK"):
        try:
            embedded = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            return ImageCms.profileToProfile(image, embedded, SRGB, outputMode=mode) or image
        except (ImageCms.PyCMSError, OSError):
            pass  # a profile that does not fit the picture says nothing of it
    return image.convert(mode)


def _save(image: Image.Image, form: str, **options: int) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()
