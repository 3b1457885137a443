"""The default renderer with a real Chromium: the film shows what the preview shows, and no process outlives its worker."""

import io
import math
import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat
from playwright.async_api import Page

from instance.process import wait_until
from orchestrator.rendering.renderer import Done, Event, Job, LocalFile, Progress
from orchestrator.rendering.renderer_process import RendererFailed, run_renderer
from orchestrator.rendering.renderers import RENDERERS
from storyboard.formats import scaled_size
from storyboard.renderer_files import STATIC
from storyboard.schema import Canvas
from tests.browser.conftest import CHROMIUM
from tests.browser.film_form import check_form
from tests.browser.frames import DOCUMENTS, PICTURES, cover_of, example, open_stage, picture
from tests.browser.scripts_sheet import document_of
from tests.instance import Instance, Socket
from tests.orchestrator.rendering.left_over import folders, processes

pytestmark = pytest.mark.usefixtures("browser")  # without one, these say loudly that they are skipped

MAKE = """
from django.contrib.auth.models import User
from projects import revisions
from projects.actions import create_project
from storyboard.compose import SceneBrief, draft
project = create_project(User.objects.get(username={username!r}), "Beans")
scenes = [SceneBrief("Opening", "title", {{"headline": "Morning Beans"}})]
revisions.commit(project.pk, draft(format="landscape", palette="warm", seconds={seconds}, scenes=scenes), cause="tool")
answer = str(project.pk)
"""
ASSETS = """
from projects.models import Asset, Revision
answer = [model.objects.filter(project_id={!r}).count() for model in (Asset, Revision)]
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """With a short name, as the lane makes it: Chromium keeps a socket in it."""
    with tempfile.TemporaryDirectory(prefix="film-", ignore_cleanup_errors=True) as name:
        yield Path(name)


def job_for(document: dict, folder: Path, short_side: int = 720) -> Path:
    pictures = {
        name: LocalFile(path=DOCUMENTS / "pictures" / file, media_type="image/svg+xml")
        for name, file in PICTURES.items()
    }
    width, height = scaled_size(Canvas.model_validate(document["canvas"]), short_side)
    job = Job(
        document=document,
        width=width,
        height=height,
        assets=pictures,
        static=STATIC,
        out=folder / "video.mp4",
        chromium=CHROMIUM,
    )
    (folder / "job.json").write_text(job.model_dump_json())
    return folder / "job.json"


async def said_by_chromium(job: Path) -> list[Event]:
    return [event async for event in run_renderer(RENDERERS["chromium"].command(), job)]


def scenes_of(document: dict, seconds: float, *numbers: int) -> dict:
    """Some of its scenes, each of them so short."""
    scenes = [{**document["scenes"][number], "duration": seconds} for number in numbers]
    for scene in scenes:
        scene["transition"] = {**scene["transition"], "duration": min(scene["transition"]["duration"], seconds / 3)}
        scene["layers"] = [
            layer for layer in scene["layers"] if not layer.get("enter") or layer["enter"]["at"] < seconds
        ]
    return {**document, "scenes": scenes}


def frame_of(film: Path, frame: int) -> Image.Image:
    wanted = ["-vf", f"select=eq(n\\,{frame})", "-frames:v", "1", "-f", "image2pipe", "-c:v", "png", "-"]
    png = subprocess.run(["ffmpeg", "-v", "error", "-i", film, *wanted], check=True, capture_output=True).stdout
    return Image.open(io.BytesIO(png)).convert("RGB")


def loudness(one: Image.Image, other: Image.Image) -> float:
    """PSNR in dB."""
    squares = ImageStat.Stat(ImageChops.difference(one, other)).sum2
    return 10 * math.log10(255**2 / max(1e-9, sum(squares) / (3 * one.width * one.height)))


def sharpness(picture: Image.Image) -> float:
    """How much its neighbouring pixels differ."""
    return sum(ImageStat.Stat(picture.convert("L").filter(ImageFilter.FIND_EDGES)).sum2)


async def test_the_film_shows_what_the_preview_shows(page: Page, folder: Path) -> None:
    document = scenes_of(example("coffee"), 0.5, 0, 1)
    events = await said_by_chromium(job_for(document, folder))
    film = folder / "video.mp4"
    assert [event.frame for event in events if isinstance(event, Progress)] == list(range(1, 31))
    assert events[-1] == Done(bytes=film.stat().st_size)

    check_form(film, width=1280, height=720, frames=30)
    await open_stage(page)
    for frame in (0, 1, 7, 14, 21, 29):
        shown = Image.open(io.BytesIO(await picture(page, document, frame or await cover_of(page, document)))).convert(
            "RGB"
        )
        assert loudness(shown, frame_of(film, frame)) >= 34, frame


async def test_the_film_is_set_in_the_shipped_fonts(page: Page, folder: Path) -> None:
    document = scenes_of(document_of("Devanagari", "night"), 0.5, 0)
    for layer in document["scenes"][0]["layers"]:
        layer["enter"] = None
    await said_by_chromium(job_for(document, folder))
    await open_stage(page)
    shown = Image.open(io.BytesIO(await picture(page, document, 14))).convert("RGB")
    assert loudness(shown, frame_of(folder / "video.mp4", 14)) >= 34


async def test_a_larger_file_shows_the_same_and_more_sharply(page: Page, folder: Path) -> None:
    document = scenes_of(example("run-club"), 0.5, 0)
    await said_by_chromium(job_for(document, folder, short_side=1080))
    film = folder / "video.mp4"
    check_form(film, width=1080, height=1920, frames=15)
    await open_stage(page)
    shown = Image.open(io.BytesIO(await picture(page, document, 14))).convert("RGB")
    made = frame_of(film, 14)
    assert loudness(shown, made.resize(shown.size, Image.Resampling.BOX)) >= 30
    assert sharpness(made) > 1.2 * sharpness(shown.resize(made.size, Image.Resampling.BICUBIC))


async def test_a_scene_that_cannot_be_drawn_is_a_failure_at_its_frame(folder: Path) -> None:
    document = scenes_of(example("coffee"), 0.5, 0, 0)
    document["scenes"][1] = {**document["scenes"][1], "layers": None}
    with pytest.raises(RendererFailed) as failed:
        await said_by_chromium(job_for(document, folder))
    assert failed.value.frame == 15
    assert not (folder / "video.mp4").exists()


@pytest.mark.parametrize("victim", ["chromium", "renderer"])
async def test_a_kill_in_mid_render_is_a_failure_and_leaves_nothing(folder: Path, victim: str) -> None:
    job = job_for(example("coffee"), folder)

    def killed() -> None:
        named = f"--user-data-dir={folder}" if victim == "chromium" else str(job)
        for process in alive(named):  # Debian's headless shell has a shell script before it
            os.kill(int(process), signal.SIGKILL)

    async def render() -> None:
        async for event in run_renderer(RENDERERS["chromium"].command(), job):
            if isinstance(event, Progress) and event.frame == 5:
                killed()

    with pytest.raises(RendererFailed):
        await render()
    wait_until(lambda: not alive(str(folder)), 5)
    assert not list(folder.glob("video.mp4"))


def alive(named: str) -> list[str]:
    """The processes whose command line names this."""
    return [process.name for process in Path("/proc").glob("[0-9]*") if named in _command_line(process)]


def _command_line(process: Path) -> str:
    try:
        return (process / "cmdline").read_text(errors="replace")
    except OSError:  # it has ended meanwhile
        return ""


async def until_rendering(socket: Socket) -> None:
    while True:
        frame = await socket.receive(90)
        assert frame["type"] not in ("tool_result", "finalized"), frame
        if frame.get("detail", "").startswith("Rendering frame"):
            return


@pytest.mark.timeout(300)  # three times Chromium, and a lease of 8 s
async def test_a_worker_killed_in_mid_render_and_a_stop_leave_no_chromium_and_one_file(tmp_path: Path) -> None:
    """The whole way, in processes of its own: asked for, worker killed, taken over, kept once; asked again, stopped."""
    with Instance(tmp_path / "var", RENDER_CHROMIUM=CHROMIUM) as instance:
        alice = instance.make_user("alice")
        project = instance.shell(MAKE.format(username=alice.username, seconds=2))
        async with alice.socket(project) as socket:
            await socket.send(type="stream")
            await socket.initiate("export it")
            await until_rendering(socket)
            worker = instance.pid_of("worker")
            os.kill(worker, signal.SIGKILL)
            orphans = processes(tmp_path / "var")
            wait_until(
                lambda: not set(orphans) & set(processes(tmp_path / "var")), 20, lambda: processes(tmp_path / "var")
            )
            [*_, result] = await socket.until("tool_result", seconds=90)
            assert result["success"], result
            await socket.until("finalized", seconds=30)
            assert instance.shell(ASSETS.format(project)) == [1, 1]
            assert folders(tmp_path / "var") == []

            asked = await socket.initiate("download as mp4")
            await until_rendering(socket)
            assert processes(tmp_path / "var")
            await socket.send(type="stop", assistant_message_id=asked["assistant_message_id"])
            [*_, ended] = await socket.until("finalized")
            assert ended["status"] == "cancelled"
            assert (processes(tmp_path / "var"), folders(tmp_path / "var")) == ([], [])
            assert instance.shell(ASSETS.format(project)) == [1, 1]
        async with alice.http() as client:
            film = await client.get(result["payload"]["asset"]["url"])
            assert film.headers["content-disposition"].startswith("attachment; filename*=UTF-8''Beans.mp4")
            assert film.content[4:8] == b"ftyp"
            assert len(film.content) == result["payload"]["asset"]["size"]
