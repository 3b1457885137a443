"""A video is made in the browser: what is in the file is what the preview shows, and what is given up leaves nothing."""

import io
import math
from pathlib import Path

import av
import pytest
from PIL import Image, ImageChops
from playwright.async_api import Page, Route

from tests.browser.axe import AXE
from tests.browser.chat import ChatPage
from tests.browser.film_form import check_form
from tests.browser.frames import cover_of, example, open_stage, picture
from tests.browser.page_server import PageServer
from tests.browser.recorded_runs import snapshot_after
from tests.browser.rendering import CHAT, ORIGIN
from tests.browser.waiting import until
from tests.instance import Instance

MAKE = """
from io import BytesIO
from django.contrib.auth.models import User
from django.core.files import File
from PIL import Image
from projects import revisions
from projects.actions import create_project
from projects.models import Asset
from storyboard.compose import SceneBrief, draft
from storyboard.encoding import encode
from storyboard.schema import Storyboard
project = create_project(User.objects.get(username="demo"), "Beans / <i>new</i>")
scenes = [
    SceneBrief("Build a' <b>word</b>", "title", {"headline": "Build a' <b>word</b>", "subtitle": "Fresh every day"}),
    SceneBrief("CTA", "call_to_action", {"headline": "Come in", "button": "Find us"}),
]
png = BytesIO()
Image.radial_gradient("L").convert("RGB").save(png, "PNG")
picture = Asset.objects.create(project=project, kind="image", name="Ring", file=File(png, name="x"),
                               media_type="image/png", size=png.tell(), width=256, height=256)
video = json.loads(encode(draft(format=FORMAT, palette="warm", seconds=SECONDS, scenes=scenes)))
video["assets"] = {"ring": {"kind": "image", "src": f"asset:{picture.pk}", "width": 256, "height": 256}}
box = {"x": 60, "y": 5, "w": 35, "h": 40}
video["scenes"][1]["layers"].append({"id": "ring", "type": "image", "asset_id": "ring", "box": box, "ken_burns": 0.1})
revisions.commit(project.pk, Storyboard.model_validate(video), cause="tool")
answer = str(project.pk)
"""
EXPORT = "document.querySelector('video-export')"
OVER_THE_INSPECTOR = """document.querySelector(".inspector").getBoundingClientRect().bottom
  - document.querySelector(".toasts").getBoundingClientRect().top"""
STEP = "document.querySelector('.toast:last-child .toast-step')?.textContent"
SAID = "document.querySelector('.toast:last-child .toast-said')?.textContent"
MEDIABUNNY = "performance.getEntriesByType('resource').some(({name}) => name.includes('mediabunny'))"


async def open_video(instance: Instance, page: Page, format: str, seconds: float) -> str:
    return await open_made(instance, page, f"FORMAT, SECONDS = {format!r}, {seconds}{MAKE}")


async def open_made(instance: Instance, page: Page, make: str) -> str:
    """Open the project that this code makes in the instance, and wait until its video can be exported."""
    project = instance.shell(make)
    page.expected_console = ["404"]  # the preview does not know yet where pictures are
    chat = ChatPage(page, instance.url)
    await chat.sign_in(instance.sign_in_url)
    await chat.open(project)
    await until(page, f"{EXPORT}?.querySelector('.export-start')?.disabled === false")
    return project


async def export(page: Page, way: str = "Export MP4") -> None:
    await page.click("share-menu > button")
    await page.click(f"text={way}")


async def exports(page: Page, project: str) -> list[dict]:
    path = f"/api/projects/{project}/exports/"
    return (await page.evaluate("async (path) => (await fetch(path)).json()", path))["exports"]


@pytest.mark.parametrize(
    ("format", "size", "seconds"), [("landscape", (1280, 720), 2.5), ("portrait", (720, 1280), 1.0)]
)
async def test_the_file_shows_what_the_preview_shows(
    instance: Instance, open_page, tmp_path: Path, format: str, size: tuple[int, int], seconds: float
) -> None:
    page, stage = await open_page(), await open_page()
    project = await open_video(instance, page, format, seconds)
    storyboard = await page.evaluate("document.querySelector('storyboard-preview').storyboard")
    assert not await page.evaluate(MEDIABUNNY)
    async with page.expect_download(timeout=60_000) as waiting:
        await export(page)
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
    assert await page.inner_text(".toast a") == "Download"
    check_form(tmp_path / "video.mp4", width=size[0], height=size[1], frames=round(seconds * 30))
    frames = decoded(tmp_path / "video.mp4")
    await open_stage(stage)
    await stage.route("**/pictures/*", give_ring)
    for part in (0, 0.2, 0.45, 0.7, 1):
        frame = round(part * (len(frames) - 1))
        seen = frame or await cover_of(stage, storyboard)
        shown = Image.open(io.BytesIO(await picture(stage, storyboard, seen))).convert("RGB")
        assert decibels(frames[frame], shown) >= 34, f"frame {frame}"


async def test_a_larger_file_is_made_on_request(instance: Instance, page: Page) -> None:
    await open_video(instance, page, "portrait", 1)
    await page.click("share-menu > button")
    await page.select_option("video-export select", label="1080 × 1920")
    async with page.expect_download(timeout=60_000) as waiting:
        await page.click("text=Export MP4")
    check_form(Path(await (await waiting.value).path()), width=1080, height=1920, frames=30)
    assert "is not kept" not in await page.inner_text(".toast")


@pytest.mark.timeout(240)  # a worker, and Chromium once more
async def test_the_server_makes_the_same_file_while_its_toast_goes_from_page_to_page(
    instance: Instance, page: Page
) -> None:
    project = await open_video(instance, page, "portrait", 4)
    await export(page, "Export in the background")
    await page.wait_for_selector(".toast progress[value]", timeout=60_000)
    assert await page.evaluate("document.activeElement.textContent") == "Cancel"
    await page.goto(f"{instance.url}/")  # the worker goes on, and is followed there
    await page.wait_for_selector(".toast a", timeout=150_000)
    async with page.expect_download() as waiting:
        await page.click(".toast >> text=Download")
    await page.reload()
    assert await page.locator(".toast").count() == 0
    await page.go_back()
    await until(page, f"{EXPORT}?.querySelector('.export-start')?.disabled === false")
    check_form(Path(await (await waiting.value).path()), width=720, height=1280, frames=120)
    [kept] = await exports(page, project)
    assert kept["revision"] == 1
    assert await page.locator("chat-message").count() == 0


async def test_what_is_given_up_leaves_nothing_and_what_is_not_kept_is_handed_over(
    instance: Instance, page: Page
) -> None:
    project = await open_video(instance, page, "portrait", 1)
    await export(page)
    await until(page, "document.querySelector('.toast progress')?.value > 0")
    assert await page.evaluate(OVER_THE_INSPECTOR) <= 0
    await page.click(".toast >> text=Cancel")
    await until(page, f"{SAID} === 'The export was cancelled; nothing of it was kept.'")
    assert await page.evaluate("document.activeElement.textContent") == "Close"
    await page.keyboard.press("Enter")

    network = await page.context.new_cdp_session(page)
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 20_000}
    await network.send("Network.enable")
    await network.send("Network.emulateNetworkConditions", slow)
    await export(page)
    await until(page, f"{STEP}?.startsWith('Keeping')", timeout=40)
    await page.click(".toast >> text=Cancel")
    await until(page, f"{SAID} === 'The export was cancelled; nothing of it was kept.'")
    await network.send("Network.emulateNetworkConditions", {**slow, "uploadThroughput": -1})
    assert await exports(page, project) == []
    assert [path.suffix for path in (instance.folder / "assets" / project).iterdir()] == [".png"]

    page.expected_console.append("503")
    refusal = {"type": "request_error", "code": "unavailable", "detail": "The disk is full."}
    await page.route("**/exports/?revision=1", lambda route: route.fulfill(status=503, json=refusal))
    async with page.expect_download(timeout=60_000) as waiting:
        await export(page)
    assert len(decoded(Path(await (await waiting.value).path()))) == 30
    await until(page, f"{SAID} === 'The video is finished, but it is not kept with the project. The disk is full.'")


async def test_what_this_browser_cannot_do_is_said_and_the_server_is_asked(page: Page, pages: PageServer) -> None:
    pages.strays.clear()
    page.expected_console = [
        "ERR_EMPTY_RESPONSE"
    ]  # there is no server: what else stands beside the preview asks for its own
    await page.add_init_script("delete globalThis.VideoEncoder")
    await page.goto(ORIGIN + CHAT)
    await until(page, "globalThis.stream !== undefined")
    await page.evaluate(f"{EXPORT}.dataset.serverExport = 'available'")
    shown = {**snapshot_after([]), "storyboard": {"revision": 3, **example("launch")}}
    await page.evaluate("(shown) => { stream.tell('snapshot', shown); stream.tell('state', {state: 'live'}) }", shown)
    await until(page, f"{EXPORT}.querySelector('.export-start')?.disabled")
    said = "This browser cannot encode video: it has no WebCodecs. The server can make it."
    await page.click("share-menu > button")
    assert await page.inner_text("video-export .export-note") == said
    await page.evaluate(AXE.read_text())
    found = await page.evaluate("axe.run(document.querySelector('#preview')).then(({violations}) => violations)")
    assert [violation["id"] for violation in found] == []
    async with page.expect_request("**/server-export/") as asked:
        await page.click("text=Export in the background")
    assert (await asked.value).post_data_json == {"short_side": 720}
    assert await page.evaluate("stream.asked") == []
    assert not [url for url in pages.strays if "mediabunny" in url or "/exports/" in url]


async def give_ring(route: Route) -> None:
    png = io.BytesIO()
    Image.radial_gradient("L").convert("RGB").save(png, "PNG")
    await route.fulfill(body=png.getvalue(), content_type="image/png")


def decoded(path: Path) -> list[Image.Image]:
    with av.open(str(path)) as container:
        return [frame.to_image() for frame in container.decode(video=0)]


def decibels(one: Image.Image, other: Image.Image) -> float:
    """How alike two pictures are: the peak signal-to-noise ratio."""
    counts = ImageChops.difference(one, other).histogram()
    squares = sum(count * (index % 256) ** 2 for index, count in enumerate(counts))

    return 10 * math.log10(255**2 / max(1e-9, squares / (3 * one.width * one.height)))
