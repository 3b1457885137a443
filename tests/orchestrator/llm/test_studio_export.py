"""A person asks for a file and gets one; what only sounds like it is left to others."""

import pytest

from .studio import NO_VIDEO, calls, closed, said

ASSET = {"name": "Coffee Shop Intro", "size": 3_400_000, "seconds": 20.0, "width": 1280, "height": 720}


@pytest.mark.parametrize(
    "message",
    [
        "export it",
        "Export the video, please!",
        "Export the video as MP4",
        "render the video",
        "download as mp4",
        "make an mp4",
        "can you make me an mp4 of the video?",
        "great, now export it as an mp4",
        "I want to download it",
        "turn it into a video file",
        "render",
    ],
)
async def test_asked_for_a_file_the_video_is_exported(message: str) -> None:
    assert await calls(message) == [("export_video", {})]


@pytest.mark.parametrize(
    "message", ["make a 10 second video about coffee exports", "add a scene about our export business", "make it bold"]
)
async def test_what_only_sounds_like_it_is_no_export(message: str) -> None:
    assert "export_video" not in [name for name, _ in await calls(message)]


async def test_without_a_video_nothing_is_exported() -> None:
    assert "no video yet to export" in await said("export it", system=NO_VIDEO)


async def test_the_file_is_told_of_with_its_figures() -> None:
    answer = await closed("export it", {"success": True, "result": {"asset": ASSET, "revision": 3}, "error": None})
    assert "**Coffee Shop Intro** is ready, 20 seconds, 1280×720, 3.4 MB." in answer.text


async def test_a_failed_export_is_told_as_it_is() -> None:
    answer = await closed("export it", {"success": False, "result": {}, "error": "The export broke off."})
    assert answer.text == "There is no file this time: The export broke off."
