"""The two films made by hand, which a model in the layers form makes to the letter, leave both lanes as the same film."""

from pathlib import Path

import pytest
from playwright.async_api import Page

from storyboard.encoding import encode
from storyboard.schema import Storyboard
from tests.browser.film_form import check_form
from tests.browser.pages.test_video_export import decibels, decoded, export, open_made
from tests.browser.waiting import until
from tests.instance import Instance
from tests.orchestrator.films import NAMES, film

MAKE = """
from io import BytesIO
from django.contrib.auth.models import User
from django.core.files import File
from PIL import Image
from projects import revisions
from projects.actions import create_project
from projects.models import Asset
from storyboard.schema import Storyboard
project = create_project(User.objects.get(username="demo"), "Film")
for asset in VIDEO["assets"].values():
    png = BytesIO()
    Image.linear_gradient("L").convert("RGB").resize((asset["width"], asset["height"])).save(png, "PNG")
    picture = Asset.objects.create(project=project, kind="image", name="Screen", file=File(png, name="x"),
                                   media_type="image/png", size=png.tell(), width=asset["width"], height=asset["height"])
    asset["src"] = f"asset:{picture.pk}"
revisions.commit(project.pk, Storyboard.model_validate(VIDEO), cause="tool")
answer = str(project.pk)
"""
ALIKE = 32  # decibels, of one encoder's picture to another's


def middles(document: Storyboard) -> list[int]:
    """The frame in the middle of each scene."""
    frames, start = [], 0.0
    for scene in document.scenes:
        frames.append(round((start + scene.duration / 2) * document.canvas.fps))
        start += scene.duration
    return frames


@pytest.mark.slow
@pytest.mark.timeout(1200)  # some 1500 frames, each drawn and packed twice
@pytest.mark.parametrize("name", NAMES)
async def test_both_lanes_make_the_same_film(instance: Instance, page: Page, name: str) -> None:
    document = film(name)
    await open_made(instance, page, f"VIDEO = json.loads({encode(document)!r}){MAKE}")
    async with page.expect_download(timeout=500_000) as here:
        await export(page)
    await page.wait_for_selector(".toast a")
    await export(page, "Export in the background")
    await until(page, "document.querySelectorAll('.toast a').length === 2", timeout=600)
    async with page.expect_download() as there:
        await page.locator(".toast a").last.click()
    paths = [Path(await (await waiting.value).path()) for waiting in (here, there)]
    frames = round(document.duration * document.canvas.fps)
    for path in paths:
        check_form(
            path, width=document.canvas.width, height=document.canvas.height, frames=frames, fps=document.canvas.fps
        )
    ours, theirs = map(decoded, paths)
    for frame in middles(document):
        assert decibels(ours[frame], theirs[frame]) >= ALIKE, frame
