"""A finished video is kept if it can be what it says it is, and only with the project of whoever sends it."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.test import AsyncClient, RequestFactory

from chatstream.rows.database import off_loop
from chatstream.wire.errors import RequestRefused
from projects import exports, revisions
from projects.actions import create_project
from projects.models import Asset, Project
from projects.web.request_body import save_body
from storyboard.compose import SceneBrief, draft
from tests.storyboard.mp4_files import mp4

TWO_SECONDS = mp4()


@pytest.fixture
def video(project: Project) -> Project:
    """Alice's project, with a video of two seconds in landscape: revision 1."""
    scenes = [SceneBrief("Build a' <b>word</b>", "title", {"headline": "Hello"})]
    document = draft(format="landscape", palette="warm", seconds=2, scenes=scenes)
    revisions.commit(project.pk, document, cause="tool")
    return project


async def client_of(user: User) -> AsyncClient:
    client = AsyncClient()
    await client.aforce_login(user)
    return client


def address(project: Project, revision: str = "?revision=1") -> str:
    return f"/api/projects/{project.pk}/exports/{revision}"


async def send(user: User, path: str, body: bytes, content_type: str = "video/mp4") -> Any:
    return await (await client_of(user)).post(path, body, content_type=content_type)


async def exports_of(project: Project) -> list[Asset]:
    return await off_loop(lambda: list(project.assets.all()))()


def files(project: Project) -> list[Path]:
    return list((settings.ASSETS_DIR / str(project.pk)).glob("*"))


async def test_a_video_is_kept_listed_and_handed_out_as_a_download(alice: User, video: Project) -> None:
    made = await send(alice, address(video), TWO_SECONDS)
    assert made.status_code == 201
    row = made.json()
    wanted = {
        "kind": "video",
        "media_type": "video/mp4",
        "name": "Untitled video",
        "size": len(TWO_SECONDS),
        "revision": 1,
    }
    wanted |= {"width": 1280, "height": 720, "seconds": 2.0}
    assert {name: row[name] for name in wanted} == wanted
    client = await client_of(alice)
    newer = (await send(alice, address(video), TWO_SECONDS)).json()
    assert (await client.get(address(video, ""))).json() == {"exports": [newer, row]}
    download = await client.get(row["url"])
    assert b"".join([piece async for piece in download]) == TWO_SECONDS
    assert download["Content-Disposition"] == "attachment; filename*=UTF-8''Untitled%20video.mp4"
    assert download["Content-Type"] == "video/mp4"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "This is not an MP4 video that can be kept: it does not begin as one."),
        (b"{}", "This is not an MP4 video that can be kept: it ends too early."),
        (mp4(width=720, height=1280), "Revision 1 is 1280 x 720 pixels, the file that was sent 720 x 1280."),
        (mp4(frames=67), "Revision 1 takes 2 seconds, the file that was sent 2.23."),
        (mp4(frames=20, fps=10), "Revision 1 has 60 frames, the file that was sent 20."),
    ],
    ids=["nothing", "JSON", "portrait", "too long", "too few frames"],
)
async def test_what_cannot_be_that_video_is_refused_and_not_kept(
    alice: User, video: Project, body: bytes, why: str
) -> None:
    answer = await send(alice, address(video), body)
    assert (answer.status_code, answer.json()["code"], answer.json()["detail"]) == (400, "invalid", why)
    assert await exports_of(video) == []
    assert files(video) == []


@pytest.mark.parametrize(
    ("revision", "status"),
    [("", 400), ("?revision=", 400), ("?revision=-1", 400), ("?revision=%D9%A1", 400), ("?revision=2", 404)],
)
async def test_a_video_is_of_a_revision_that_there_is(alice: User, video: Project, revision: str, status: int) -> None:
    assert (await send(alice, address(video, revision), TWO_SECONDS)).status_code == status
    assert await exports_of(video) == []


@pytest.mark.parametrize(("width", "height", "status"), [(1920, 1080, 201), (1600, 900, 400), (1080, 1920, 400)])
async def test_a_video_may_be_larger_than_its_canvas(
    alice: User, video: Project, width: int, height: int, status: int
) -> None:
    assert (await send(alice, address(video), mp4(width=width, height=height))).status_code == status


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "application/x-www-form-urlencoded"])
async def test_a_form_is_no_video(alice: User, video: Project, kind: str) -> None:
    """The check against forged requests has read it before the door does."""
    client = AsyncClient(enforce_csrf_checks=True)
    await client.aforce_login(alice)
    client.cookies["csrftoken"] = token = "a" * 32
    form = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n' + TWO_SECONDS + b"\r\n--x--\r\n"
    answer = await client.post(address(video), form, content_type=kind, headers={"X-CSRFToken": token})
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert (await client.post(address(video), TWO_SECONDS, content_type="video/mp4")).status_code == 403


async def test_what_is_not_bobs_is_not_there_for_him(alice: User, bob: User, video: Project) -> None:
    await send(alice, address(video), TWO_SECONDS)
    client = await client_of(bob)
    assert (await client.get(address(video, ""))).status_code == 404
    assert (await send(bob, address(video), TWO_SECONDS)).status_code == 404
    assert (await AsyncClient().post(address(video), TWO_SECONDS, content_type="video/mp4")).status_code == 401
    assert len(await exports_of(video)) == 1


async def test_too_much_is_refused(alice: User, video: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "LARGEST", len(TWO_SECONDS) - 1)
    assert (await send(alice, address(video), TWO_SECONDS)).status_code == 413
    monkeypatch.setattr(exports, "LARGEST", len(TWO_SECONDS))
    assert (await send(alice, address(video), TWO_SECONDS)).status_code == 201


async def test_with_one_too_many_the_oldest_goes_with_its_file(
    alice: User, video: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "MOST_EXPORTS", 2)
    ids = [(await send(alice, address(video), TWO_SECONDS)).json()["id"] for _ in range(3)]
    assert {str(asset.pk) for asset in await exports_of(video)} == set(ids[1:])
    assert {path.stem for path in files(video)} == set(ids[1:])


def test_a_video_makes_no_room_among_the_pictures_or_in_another_project(
    alice: User, video: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "MOST_EXPORTS", 0)
    other = create_project(alice, "Other")
    shape = {"size": 1, "width": 1, "height": 1, "file": "x"}
    picture = Asset.objects.create(project=video, kind="image", media_type="image/png", **shape)
    elsewhere = Asset.objects.create(project=other, kind="video", media_type="video/mp4", seconds=1, **shape)
    exports.delete_oldest(video.pk)
    assert set(Asset.objects.all()) == {picture, elsewhere}


# --- the body ---


def request_of(body: bytes, **headers: str) -> HttpRequest:
    request = RequestFactory().post("/", body, content_type="video/mp4", headers=headers)
    request._stream = io.BytesIO(body)  # type: ignore[attr-defined] # without the end that Content-Length would set
    return request


def test_a_body_is_a_file_at_its_start_and_then_gone() -> None:
    with save_body(request_of(b"abc" * 200_000), 600_000) as file:
        assert file.read() == b"abc" * 200_000
    assert file.closed


@pytest.mark.parametrize("announced", ["0", "", "nonsense", "-5", "999"])
def test_a_body_that_says_less_than_it_is_or_nothing_is_refused_all_the_same(announced: str) -> None:
    with pytest.raises(RequestRefused) as refused, save_body(request_of(b"x" * 1001, Content_Length=announced), 1000):
        raise AssertionError("it was taken")
    assert refused.value.code == "too_large"
