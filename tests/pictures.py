"""Pictures for tests, made here: good ones, and such as somebody would send who means harm."""

import io
import random
import struct
import zlib
from typing import Any

from PIL import Image

NS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def encoded(image: Image.Image, form: str = "PNG", **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def png(width: int = 64, height: int = 48, colour: Any = "red", mode: str = "RGB") -> bytes:
    return encoded(Image.new(mode, (width, height), colour))


def photograph(width: int = 64, height: int = 48) -> Image.Image:
    """More colours than a drawing has."""
    return Image.frombytes("RGB", (width, height), random.Random(1).randbytes(3 * width * height))


def png_that_claims(width: int, height: int) -> bytes:
    """A few bytes that say they are so large: the checksums are right, the pixels are missing."""
    size = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", size) + _chunk(b"IDAT", zlib.compress(b"\0")) + _chunk(b"IEND", b"")


def gif_that_claims(width: int, height: int) -> bytes:
    gif = bytearray(encoded(Image.new("P", (8, 8)), "GIF"))
    gif[6:10] = struct.pack("<HH", width, height)
    return bytes(gif)


def svg(inside: str = "", head: str = 'viewBox="0 0 20 10"', before: str = "") -> bytes:
    return f"{before}<svg {NS} {head}>{inside}</svg>".encode()


def use_bomb() -> bytes:
    """A billion rectangles in two kilobytes."""
    layers = "".join(f'<g id="g{n}">' + f'<use href="#g{n - 1}"/>' * 10 + "</g>" for n in range(1, 10))
    return svg(f'<defs><g id="g0"><rect width="9" height="9"/></g>{layers}</defs><use href="#g9"/>')


def filter_bomb() -> bytes:
    """Noise upon noise: an hour's work for a processor."""
    noise = '<feTurbulence baseFrequency="0.9" numOctaves="9000"/>' * 300
    return svg(f'<filter id="f">{noise}</filter><rect filter="url(#f)" width="20" height="10"/>')


def slow_svg() -> bytes:
    """As much noise as may be drawn."""
    noise = '<feTurbulence baseFrequency="0.9" numOctaves="8"/>' * 2
    return svg(f'<filter id="f">{noise}</filter><rect filter="url(#f)" width="20" height="10"/>')


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
