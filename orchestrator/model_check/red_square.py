"""A picture that any model which sees pictures can name."""

from io import BytesIO

from PIL import Image


def red_square() -> bytes:
    """PNG of 64 x 64 pixels."""
    made = BytesIO()
    Image.new("RGB", (64, 64), (220, 20, 20)).save(made, "PNG")
    return made.getvalue()
