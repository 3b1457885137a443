"""What comes out of a raster picture: upright, small enough, in the colours it was meant in, and nothing but pixels."""

import io

import pytest
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from storyboard.pictures.raster import EncodedPicture, redraw_raster
from storyboard.pictures.verdicts import LONGEST_SIDE, PictureRefused
from tests.pictures import encoded, gif_that_claims, photograph, png, png_that_claims


def opened(drawn: EncodedPicture | None) -> Image.Image:
    assert drawn is not None
    image = Image.open(io.BytesIO(drawn.data))
    assert (image.size, f"image/{image.format.lower()}") == ((drawn.width, drawn.height), drawn.media_type)
    return image


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_a_photograph_becomes_a_jpeg(form: str) -> None:
    assert opened(redraw_raster(encoded(photograph(640, 480), form))).format == "JPEG"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_any_mode_of_a_png_is_taken(mode: str) -> None:
    assert opened(redraw_raster(encoded(Image.new(mode, (40, 30))))).size == (40, 30)


def test_sixteen_bits_a_channel_keep_their_brightness() -> None:
    grey = opened(redraw_raster(encoded(Image.new("I;16", (40, 30), 40_000)))).convert("RGB")
    assert grey.getpixel((5, 5)) == pytest.approx((156, 156, 156), abs=2)


def test_what_can_be_seen_through_stays_so() -> None:
    image = opened(redraw_raster(png(mode="RGBA", colour=(255, 0, 0, 100))))
    assert (image.format, image.getpixel((5, 5))) == ("PNG", (255, 0, 0, 100))


def test_a_logo_keeps_its_edges() -> None:
    logo = Image.new("RGB", (64, 48), "white")
    logo.paste("navy", (10, 10, 30, 30))
    image = opened(redraw_raster(encoded(logo)))
    assert image.format == "PNG"
    assert image.tobytes() == logo.tobytes()


def test_a_large_picture_is_made_smaller_in_its_proportions() -> None:
    assert opened(redraw_raster(png(6000, 3000))).size == (LONGEST_SIDE, LONGEST_SIDE // 2)


def test_a_picture_that_lies_on_its_side_is_set_upright() -> None:
    lying = Image.new("RGB", (60, 40), "white")
    lying.paste("black", (0, 0, 30, 40))
    exif = Image.Exif()
    exif[0x0112] = 6  # turn it a quarter to the right
    upright = opened(redraw_raster(encoded(lying, "JPEG", exif=exif)))
    assert upright.size == (40, 60)
    assert upright.convert("L").getpixel((20, 10)) < 40 < 200 < upright.convert("L").getpixel((20, 50))


def test_nothing_but_pixels_is_kept() -> None:
    exif, text = Image.Exif(), PngInfo()
    exif[0x010E], exif[0x8825] = "Alice's garden", {1: "N", 2: (52.0, 31.0, 0.0)}
    text.add_text("Comment", "<script>alert(1)</script>")
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for mode, form, options in [
        ("RGB", "JPEG", {"exif": exif, "comment": b"secret", "icc_profile": profile}),
        ("RGBA", "PNG", {"exif": exif, "pnginfo": text, "icc_profile": profile}),
        ("RGBA", "WEBP", {"exif": exif, "icc_profile": profile, "xmp": b"<x:xmpmeta/>"}),
    ]:
        image = opened(redraw_raster(encoded(Image.new(mode, (64, 48), (9, 9, 9, 99)[: len(mode)]), form, **options)))
        assert not dict(image.getexif())
        assert image.info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi"}


def test_the_other_half_of_a_polyglot_is_gone() -> None:
    html = b"<html><script>alert(document.cookie)</script></html>"
    drawn = redraw_raster(png() + html)
    assert drawn is not None
    assert b"script" not in drawn.data


def test_a_moving_picture_is_its_first_frame() -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    image = opened(redraw_raster(encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])))
    assert not getattr(image, "is_animated", False)
    assert image.convert("RGB").getpixel((5, 5)) == (255, 0, 0)


def test_what_a_printer_mixes_is_shown_as_light() -> None:
    assert opened(redraw_raster(encoded(Image.new("CMYK", (40, 30), (0, 0, 0, 0)), "JPEG"))).getpixel((5, 5)) == (
        255,
        255,
        255,
    )


def test_a_profile_that_is_none_does_no_harm() -> None:
    assert opened(redraw_raster(encoded(photograph(640, 480), "JPEG", icc_profile=b"no profile"))).size == (640, 480)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (encoded(photograph(640, 480))[:3000], "broken"),
        (encoded(photograph(640, 480), "JPEG")[:300], "broken"),
        (encoded(photograph(64, 48), "WEBP")[:200], "broken"),
        (png_that_claims(30_000, 30_000), "pixels"),
        (png_that_claims(7_100, 7_100), "pixels"),
        (gif_that_claims(65_535, 65_535), "pixels"),
        (png_that_claims(640, 480), "broken"),
    ],
    ids=["half a PNG", "half a JPEG", "half a WebP", "900 megapixels", "50.4 megapixels", "a GIF bomb", "no pixels"],
)
def test_what_is_damaged_or_too_large_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(PictureRefused, match=f"^{code}$"):
        redraw_raster(data)


@pytest.mark.parametrize(
    "data",
    [b"", b"<!doctype html>", b"MZ" + bytes(500), b"%PDF-1.7\n", b"PK\x03\x04", encoded(photograph(), "BMP")],
    ids=["nothing", "HTML", "a program", "a PDF", "an archive", "a BMP"],
)
def test_what_is_none_of_the_formats_is_none(data: bytes) -> None:
    assert redraw_raster(data) is None
