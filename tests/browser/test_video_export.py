"""A video is made in the browser: what is in the file is what the preview shows, and what is given up leaves nothing."""

import io
import json
import math
import subprocess
from pathlib import Path

import av
import pytest
from PIL import Image, ImageChops
from playwright.async_api import Page

from tests.browser.chat import ChatPage
from tests.browser.frames import open_stage, picture
from tests.browser.waiting import until
from tests.instance import Instance

MAKE = """
from django.contrib.auth.models import User
from projects import revisions
from projects.actions import create_project
from projects.storyboard.compose import SceneBrief, draft
project = create_project(User.objects.get(username="demo"), "Beans / <i>new</i>")
scenes = [
    SceneBrief("Build a' <b>word</b>", "title", {"headline": "Build a' <b>word</b>", "subtitle": "Fresh every day"}),
    SceneBrief("CTA", "call_to_action", {"headline": "Come in", "button": "Find us"}),
]
revisions.commit(project.pk, draft(format=FORMAT, palette="warm", seconds=SECONDS, scenes=scenes), cause="tool")
answer = str(project.pk)
"""
EXPORT = "document.querySelector('video-export')"
STEP = f"{EXPORT}.querySelector('.export-step').textContent"
SAID = f"{EXPORT}.querySelector('.export-outcome').textContent"
MEDIABUNNY = "performance.getEntriesByType('resource').some(({name}) => name.includes('mediabunny'))"


async def open_video(instance: Instance, page: Page, format: str, seconds: float) -> str:
    project = instance.shell(f"FORMAT, SECONDS = {format!r}, {seconds}{MAKE}")
    chat = ChatPage(page, instance.url)
    await chat.sign_in(instance.sign_in_url)
    await chat.open(project)
    await until(page, f"{EXPORT}?.querySelector('.export-start')?.disabled === false")
    return project


async def exports(page: Page, project: str) -> list[dict]:
    path = f"/api/projects/{project}/exports/"
    return (await page.evaluate("async (path) => (await fetch(path)).json()", path))["exports"]


@pytest.mark.parametrize(
    ("format", "size", "seconds"), [("landscape", (1280, 720), 2.0), ("portrait", (720, 1280), 1.2)]
)
async def test_the_file_shows_what_the_preview_shows(
    instance: Instance, open_page, tmp_path: Path, format: str, size: tuple[int, int], seconds: float
) -> None:
    page, stage = await open_page(), await open_page()
    project = await open_video(instance, page, format, seconds)
    storyboard = await page.evaluate("document.querySelector('storyboard-preview').storyboard")
    assert not await page.evaluate(MEDIABUNNY)
    async with page.expect_download(timeout=60_000) as waiting:
        await page.click("text=Export MP4")
        await page.evaluate(
            f"{EXPORT}.storyboard = {{...document.querySelector('storyboard-preview').storyboard, scenes: []}}"
        )
    download = await waiting.value
    await download.save_as(tmp_path / "video.mp4")
    assert (
        download.suggested_filename == "Beans - _i_new_-i_.mp4"
    )  # the server writes <i>, and the browser keeps it out of a folder

    [kept] = await exports(page, project)
    assert (kept["width"], kept["height"], kept["seconds"], kept["revision"]) == (*size, seconds, 1)
    assert kept["size"] == (tmp_path / "video.mp4").stat().st_size
    assert await page.inner_text("video-export .export-outcome a") == "Download the MP4"
    assert probed(tmp_path / "video.mp4") == {
        "codec_name": "h264",
        "width": size[0],
        "height": size[1],
        "pix_fmt": "yuv420p",
        "color_range": "tv",
        "color_space": "bt709",
        "r_frame_rate": "30/1",
        "avg_frame_rate": "30/1",
        "duration": f"{seconds:.6f}",
        "nb_read_frames": str(round(seconds * 30)),
    }
    frames = decoded(tmp_path / "video.mp4")
    await open_stage(stage)
    for part in (0, 0.2, 0.45, 0.7, 1):
        frame = round(part * (len(frames) - 1))
        shown = Image.open(io.BytesIO(await picture(stage, storyboard, frame))).convert("RGB")
        assert decibels(frames[frame], shown) >= 34, f"frame {frame}"


def probed(path: Path) -> dict[str, object]:
    wanted = (
        "codec_name,width,height,pix_fmt,color_range,color_space,r_frame_rate,avg_frame_rate,duration,nb_read_frames"
    )
    command = ["ffprobe", "-v", "error", "-count_frames", "-show_entries", f"stream={wanted}", "-of", "json", path]
    [stream] = json.loads(subprocess.run(command, capture_output=True, check=True, timeout=60).stdout)["streams"]
    return {name: value for name, value in stream.items() if name in wanted.split(",")}


def decoded(path: Path) -> list[Image.Image]:
    with av.open(str(path)) as container:
        return [frame.to_image() for frame in container.decode(video=0)]


def decibels(one: Image.Image, other: Image.Image) -> float:
    """How alike two pictures are: the peak signal-to-noise ratio."""
    counts = ImageChops.difference(one, other).histogram()
    squares = sum(count * (index % 256) ** 2 for index, count in enumerate(counts))

    return 10 * math.log10(255**2 / max(1e-9, squares / (3 * one.width * one.height)))
