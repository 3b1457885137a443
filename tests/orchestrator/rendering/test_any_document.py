"""Any document that the schema allows is drawn by the worker's browser too: no scene fails, and each pixel of a frame is drawn."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from orchestrator.rendering.chromium.browser import chromium
from orchestrator.rendering.chromium.render_page import RenderPage
from orchestrator.rendering.renderer import Job, LocalFile
from storyboard.encoding import encode
from storyboard.renderer_files import STATIC
from storyboard.schema import Storyboard
from tests.storyboard.any_document import ASSETS, documents

pytestmark = pytest.mark.site

PARTS = (0, 0.4, 1)  # of the video


def job(document: Storyboard, folder: Path) -> Job:
    """At half of its size."""
    picture = folder / "picture.png"
    if not picture.exists():
        Image.new("RGB", (320, 200), (200, 120, 40)).save(picture)
    files = {
        str(asset["src"]).removeprefix("asset:"): LocalFile(path=picture, media_type="image/png")
        for asset in ASSETS.values()
    }
    return Job(
        document=json.loads(encode(document)),
        width=document.canvas.width // 2,
        height=document.canvas.height // 2,
        assets=files,
        static=STATIC,
        out=folder / "video.mp4",
        chromium=str(shutil.which("chromium")),
    )


def frames(document: Storyboard, folder: Path) -> Iterator[Image.Image]:
    """Some of it. Raises FrameFailed for a scene that cannot be drawn."""
    asked = job(document, folder)
    with chromium(asked.chromium, folder) as devtools:
        page = RenderPage(devtools, asked)
        last = page.open().frames - 1
        for frame in {round(part * last) for part in PARTS}:
            yield Image.frombytes("RGBA", (asked.width, asked.height), page.finish_frame(page.start_frame(frame)))


def check(number: int, folder: Path) -> None:
    for place, document in enumerate(documents(number)):
        own = folder / str(place)
        own.mkdir()
        for frame in frames(document, own):
            assert frame.getextrema()[3] == (255, 255)
        shutil.rmtree(own, ignore_errors=True)  # processes of the browser may still be ending


def test_any_document_is_filmed(tmp_path: Path) -> None:
    check(10, tmp_path)


@pytest.mark.slow
def test_two_hundred_documents_are_filmed(tmp_path: Path) -> None:
    check(200, tmp_path)
