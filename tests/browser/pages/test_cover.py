"""A video is known by one of its frames: the one that its document names, else one on which its first scene is all there."""

from typing import Any

import pytest
from playwright.async_api import Page

from tests.browser.frames import cover_of, example


def text(enter: float, **fields: Any) -> dict:
    """A line that stands from half a second after `enter` on."""
    box = {"x": 10, "y": 10, "w": 80, "h": 20}
    layer = {"id": "line", "type": "text", "text": "Hello", "box": box, "keyframes": [], "stagger": "none"}
    return {**layer, "enter": {"preset": "fade", "at": enter, "duration": 0.5, "ease": "out"}, **fields}


def video(*layers: dict, cover: float | None = None) -> dict:
    """Four seconds of these layers, and another scene."""
    document = example("coffee")
    first, second, *_ = document["scenes"]
    document["scenes"] = [{**first, "duration": 4, "layers": list(layers)}, second]
    return document if cover is None else {**document, "cover": cover}


@pytest.mark.parametrize(("cover", "frame"), [(0, 0), (0.3, 9), (5.5, 165), (300, 239)])
async def test_the_cover_is_what_the_document_says(stage: Page, cover: float, frame: int) -> None:
    assert await cover_of(stage, video(text(0), cover=cover)) == frame


@pytest.mark.parametrize(
    ("layers", "start", "end"),
    [
        ([text(0)], 0.5, 4),
        ([text(0), text(2)], 2.5, 4),
        ([text(0), text(0.5, exit={"preset": "fade", "at": 2, "duration": 0.5, "ease": "in"})], 1, 2),
        ([text(0), text(1, keyframes=[{"t": 2, "opacity": 1}, {"t": 2.2, "opacity": 0}])], 1.5, 2.2),
        ([text(3.9)], 3.7, 4),
    ],
    ids=["comes", "comes in turns", "leaves", "fades away", "has no time to come"],
)
async def test_else_it_lies_in_the_middle_of_the_rest_of_the_first_scene(
    stage: Page, layers: list[dict], start: float, end: float
) -> None:
    assert await cover_of(stage, video(*layers)) / 30 == pytest.approx((start + end) / 2, abs=0.15)


async def test_a_broken_scene_and_an_empty_video_have_one_too(stage: Page) -> None:
    broken = video()
    for scene in broken["scenes"]:
        scene["layers"] = None
    assert await cover_of(stage, broken) == 60
    assert await cover_of(stage, {**broken, "scenes": []}) == 0
