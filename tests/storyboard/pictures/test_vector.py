"""SVG: its drawing is kept, everything else is left out, and what reaches outward is refused."""

import base64
import io
from xml.etree.ElementTree import tostring

import pytest
from PIL import Image

from storyboard.pictures.vector import LONGEST_SIDE, clean, looks_like_svg, rasterise
from storyboard.pictures.verdicts import PictureRefused
from tests.pictures import encoded, photograph, png, svg

BLUE = '<rect width="20" height="10" fill="blue"/>'
DTD = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'


def pixels(data: bytes) -> Image.Image:
    drawn = rasterise(data)
    assert drawn.media_type == "image/png"
    return Image.open(io.BytesIO(drawn.data)).convert("RGBA")


@pytest.mark.parametrize(
    ("head", "size"),
    [
        ('viewBox="0 0 20 10"', (LONGEST_SIDE, LONGEST_SIDE // 2)),
        ('width="10mm" height="20mm"', (LONGEST_SIDE // 2, LONGEST_SIDE)),
        ('width="100%" height="100%" viewBox="-5,-5,20,20"', (LONGEST_SIDE, LONGEST_SIDE)),
        ('width="40" viewBox="0 0 20 10"', (LONGEST_SIDE, LONGEST_SIDE // 2)),
        ('width="1" height="100000"', (1, LONGEST_SIDE)),
    ],
)
def test_it_is_drawn_in_its_proportions(head: str, size: tuple[int, int]) -> None:
    assert pixels(svg(BLUE, head)).size == size


def test_it_is_drawn_and_clear_where_nothing_is() -> None:
    image = pixels(svg('<rect width="10" height="10" fill="blue"/>'))
    assert (image.getpixel((100, 100)), image.getpixel((1500, 100))) == ((0, 0, 255, 255), (0, 0, 0, 0))


@pytest.mark.parametrize(
    "data", [svg(BLUE, before=DTD), svg(BLUE, before="<?xml version='1.0'?>"), svg(BLUE).decode().encode("utf-16")]
)
def test_an_ordinary_document_is_read(data: bytes) -> None:
    assert looks_like_svg(data)
    assert pixels(data).getpixel((5, 5)) == (0, 0, 255, 255)


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        "<foreignObject><iframe xmlns='http://www.w3.org/1999/xhtml' src='http://evil.test/'/></foreignObject>",
        "<metadata><a href='http://evil.test/'/></metadata>",
        "<animate attributeName='x'/>",
        "<x:thing xmlns:x='http://evil.test/' href='file:///etc/passwd'/>",
        "<rect onload='alert(1)' onclick='alert(2)' src='http://evil.test/'/>",
        "<a xlink:href='javascript:alert(1)'><rect/></a>",
        "<style>rect { fill: red }</style><script><![CDATA[alert(1)]]></script>",
    ],
)
def test_what_is_no_drawing_is_left_out(inside: str) -> None:
    text = tostring(clean(svg(inside + BLUE)), encoding="unicode")
    assert "blue" in text
    for word in ("alert", "evil", "script", "foreignObject", "passwd", "onload", "onclick", "src", "animate"):
        assert word not in text


@pytest.mark.parametrize(
    "inside",
    [
        "<image href='http://evil.test/x.png'/>",
        "<image xlink:href='/etc/passwd'/>",
        "<image href='file:///etc/passwd'/>",
        "<image href='x.png'/>",
        "<image href='data:image/svg+xml;base64,AAAA'/>",
        "<image href='data:text/plain;base64,AAAA'/>",
        "<use href='http://evil.test/x.svg#a'/>",
        "<style>@import 'http://evil.test/x.css';</style>",
        "<style>rect { fill: url(http://evil.test/#a) }</style>",
        "<rect style='fill: url( \"//evil.test/#a\")'/>",
        "<rect fill='url(x.svg#a)'/>",
    ],
)
def test_what_reaches_outward_is_refused(inside: str) -> None:
    with pytest.raises(PictureRefused, match=r"^outward$"):
        clean(svg(inside))


def test_a_picture_inside_it_is_drawn() -> None:
    inside = base64.b64encode(encoded(photograph(), "JPEG")).decode()
    image = pixels(
        svg(f'<image href="data:image/jpeg;base64,{inside}" width="20" height="10"/>', 'viewBox="0 0 20 10"')
    )
    assert image.getpixel((800, 400))[3] == 255


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (svg("&b;", before='<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'), "entities"),
        (svg("&a;", before='<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>'), "entities"),
        (svg(before='<!DOCTYPE svg [<!ENTITY % a SYSTEM "http://evil.test/"> %a;]>'), "entities"),
        (svg("<text>Hello</text>"), "words"),
        (svg("<g>" * 5000 + "</g>" * 5000), "heavy"),
        (svg("<g/>" * 50_000), "heavy"),
        (svg("<g>"), "broken"),
        (svg(head=""), "size"),
        (svg(head='viewBox="0 0 0 0"'), "size"),
        (svg(head='viewBox="0 0 1e300 1"'), "size"),
        (b"<html><body/></html>", "unknown"),
        (b"<!doctype html><p>", "unknown"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_its_reason(data: bytes, code: str) -> None:
    with pytest.raises(PictureRefused, match=f"^{code}$"):
        rasterise(data)


@pytest.mark.parametrize("data", [png(), b"", b"   ", b"hello <svg/>"])
def test_other_bytes_do_not_look_like_it(data: bytes) -> None:
    assert not looks_like_svg(data)
