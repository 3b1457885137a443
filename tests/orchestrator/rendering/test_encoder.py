"""The file that the default renderer writes has the form that plays everywhere, however long and wherever it is cut."""

from pathlib import Path

import pytest
from PIL import Image

from orchestrator.rendering.chromium.encoder import encoder
from orchestrator.rendering.renderer import Composition
from tests.browser.film_form import check_form


def pixels(number: int) -> bytes:
    """A picture that changes with its number, and altogether after each 40."""
    picture = Image.new("RGBA", (320, 180), (number % 256, 90 * (number // 40 % 3), 200))
    picture.paste((255, 255, 255), (number % 200, 40, number % 200 + 60, 120))
    return picture.tobytes()


@pytest.mark.parametrize(("fps", "frames"), [(30, 400), (24, 12), (60, 150)])
def test_the_file_plays_everywhere(tmp_path: Path, fps: int, frames: int) -> None:
    film = tmp_path / "video.mp4"
    with encoder(film, Composition(width=320, height=180, fps=fps, frames=frames)) as encoding:
        for number in range(frames):
            encoding.add(pixels(number))
    check_form(film, width=320, height=180, fps=fps, frames=frames)
