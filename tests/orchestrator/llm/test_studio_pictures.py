"""The demo director and pictures: which one, into which scene, and where in it."""

import json

import pytest

from orchestrator.llm.demo import connect

from .conversation import answer
from .studio import NO_VIDEO, answered, asked, calls, closed, drafted, said, video

PHOTO, LOGO = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
UPLOADED = (
    f'\nUploaded pictures, newest first: "beach.jpg", asset {PHOTO}, 640x480; "our Logo.png", asset {LOGO}, 64x48.'
)
NOTES = {"photo": f'\n[attached image "beach.jpg", asset {PHOTO}, 640x480]'}
NOTES["logo"] = f'\n[attached image "our Logo.png", asset {LOGO}, 64x48]'
NOTES["both"] = NOTES["photo"] + NOTES["logo"]


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("put this picture into scene 2", {"asset_id": PHOTO, "scene": "scene 2"}),
        ("Put it in the last scene, please", {"asset_id": PHOTO, "scene": "scene 4"}),
        ("use this as the background of the CTA scene", {"asset_id": PHOTO, "scene": "scene 3", "place": "background"}),
        ("add this as background of the CTA scene", {"asset_id": PHOTO, "scene": "scene 3", "place": "background"}),
        (
            "place the photo in the middle of the first scene",
            {"asset_id": PHOTO, "scene": "scene 1", "place": "middle"},
        ),
        ("add this image behind the text of scene 2", {"asset_id": PHOTO, "scene": "scene 2", "place": "background"}),
        ("add this picture", {"asset_id": PHOTO, "scene": "scene 1"}),
    ],
)
async def test_the_picture_of_the_message_is_meant(message: str, shown: dict) -> None:
    assert await calls(message + NOTES["photo"]) == [("add_asset", shown)]


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("use the logo in the corner of the first scene", {"asset_id": LOGO, "scene": "scene 1", "place": "corner"}),
        ("put the picture into scene 2", {"asset_id": PHOTO, "scene": "scene 2"}),
        ("put the beach photo into scene 3", {"asset_id": PHOTO, "scene": "scene 3"}),
        ("use our logo in the Highlights scene", {"asset_id": LOGO, "scene": "scene 2", "place": "corner"}),
        ("put the logo picture into the last scene", {"asset_id": LOGO, "scene": "scene 4"}),
    ],
)
async def test_an_earlier_upload_is_found_by_what_it_is_called(message: str, shown: dict) -> None:
    assert await calls(message, system=video() + UPLOADED) == [("add_asset", shown)]


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("add a dotted pattern to scene 3", {"pattern": "dots", "scene": "scene 3"}),
        ("add a pattern of waves to the first scene", {"pattern": "waves", "scene": "scene 1"}),
        ("put confetti into the last scene", {"pattern": "confetti", "scene": "scene 4"}),
        ("use a striped texture in the CTA scene", {"pattern": "stripes", "scene": "scene 3"}),
    ],
)
async def test_a_pattern_is_asked_for(message: str, shown: dict) -> None:
    assert await calls(message) == [("add_asset", shown)]


async def test_a_picture_for_each_scene() -> None:
    both = await calls("put these pictures into scenes 1 and 2" + NOTES["both"])
    assert [(given["asset_id"], given["scene"]) for _, given in both] == [(PHOTO, "scene 1"), (LOGO, "scene 2")]


async def test_pictures_that_no_scene_is_named_for_are_told() -> None:
    step = await closed(
        "put this picture into scene 2" + NOTES["both"], {"success": True, "result": {"summary": "Done."}}
    )
    assert "In no scene yet: **our Logo.png**." in step.text


async def test_one_part_of_a_message_may_be_about_a_picture() -> None:
    made = await calls("put this picture into scene 2 and make scene 1 three seconds" + NOTES["photo"])
    assert [name for name, _ in made] == ["add_asset", "set_duration"]


@pytest.mark.parametrize(
    "message",
    [
        "delete the logo scene",
        "put the logo at the start",
        "make scene 2 bold",
        "add a scene about dots",
        "move the logo to the front",
    ],
)
async def test_other_changes_stay_what_they_were(message: str) -> None:
    made = await calls(message, system=video() + UPLOADED)
    assert made
    assert "add_asset" not in {name for name, _ in made}


async def test_without_a_picture_it_says_how_to_give_one() -> None:
    assert "no picture in this project" in await said("put the picture into scene 2")


async def test_a_picture_without_a_word_about_it_is_asked_about() -> None:
    [(name, question)] = await calls("here is something nice" + NOTES["photo"])
    assert (name, question["question"]) == ("ask_user", "Where shall it go?")
    for option in question["options"]:
        assert [called for called, _ in await calls(option, system=video() + UPLOADED)] == ["add_asset"]


async def test_a_scene_that_is_not_there_is_named() -> None:
    assert "no scene" in await said("put this picture into scene 9" + NOTES["photo"])


@pytest.mark.parametrize(("kind", "fits"), [("photo", {"split_image", "title"}), ("logo", {"logo_sting", "title"})])
async def test_a_brief_with_a_picture_shows_it_in_a_scene_that_fits(kind: str, fits: set[str]) -> None:
    request = asked("make a 20 second intro with this picture" + NOTES[kind])
    planned = json.loads((await answer(connect(""), request)).tool_requests[-1].arguments)["scenes"]
    request = await answered(request, {"success": True}, {"success": True, "result": {"scenes": planned}})
    there = [{"number": n, "name": scene["name"]} for n, scene in enumerate(planned, start=1)]
    request = await answered(request, *[{"success": True, "result": {"seconds": 20, "scenes": there}}] * len(planned))
    [call] = (await answer(connect(""), request)).tool_requests
    assert call.name == "add_asset"
    shown = planned[int(json.loads(call.arguments)["scene"].removeprefix("scene ")) - 1]
    assert (await drafted(shown["name"], shown["brief"])).template in fits
    request = await answered(request, {"success": True, "result": {"summary": "Picture added."}})
    assert "Picture added." in (await answer(connect(""), request)).text


@pytest.mark.parametrize(
    ("message", "about"),
    [
        ("make a 20 second intro with this photo", "Beach"),
        ("make a 20 second intro for a coffee shop with this photo", "Coffee Shop"),
        ("a 15 second teaser for our bakery using the attached picture", "Bakery"),
    ],
)
async def test_the_subject_is_what_is_said_else_what_the_picture_is_called(message: str, about: str) -> None:
    made = await calls(message + NOTES["photo"], system=NO_VIDEO)
    assert about in json.dumps(made)
    assert "picture" not in json.dumps(made).lower().replace("attached", "")
