"""A plan of the demo director is changed in words, and nothing but what was asked for changes."""

import pytest

from orchestrator.llm.demo import plan

from .director import COFFEE, edited, planned, reply


async def test_a_scene_gets_the_length_asked_for_and_the_others_stay():
    before, after = await edited("make scene 2 three seconds")

    assert after.scenes[1].seconds == 3
    assert [scene for place, scene in enumerate(after.scenes) if place != 1] == [*before.scenes[:1], *before.scenes[2:]]
    assert after.seconds == before.seconds - before.scenes[1].seconds + 3


@pytest.mark.parametrize(
    ("change", "place", "difference"),
    [
        ("make the second scene 2 seconds longer", 1, 2),
        ("can you cut 1 second from scene three?", 2, -1),
        ("the last scene should be one second shorter", -1, -1),
    ],
)
async def test_a_scene_gets_longer_or_shorter_by_what_is_asked(change, place, difference):
    before, after = await edited(change)

    assert after.scenes[place].seconds == before.scenes[place].seconds + difference


async def test_scenes_can_be_removed_moved_swapped_and_added():
    before, removed = await edited("remove the last scene")
    _, moved = await edited("move scene 3 to the start")
    _, swapped = await edited("swap scenes 1 and 2")
    _, added = await edited("add a 3 second scene about latte art after scene 1")

    a, b, c, d = before.scenes
    assert removed.scenes == (a, b, c)
    assert moved.scenes == (c, a, b, d)
    assert swapped.scenes == (b, a, c, d)
    assert [scene for scene in added.scenes if scene not in before.scenes] == [added.scenes[1]]
    assert (added.scenes[1].name, added.scenes[1].seconds) == ("Latte art", 3)


async def test_a_scene_is_found_by_its_name():
    before, after = await edited("delete the logo scene")

    assert after.scenes == before.scenes[:-1]


async def test_a_scene_that_is_not_there_is_asked_about_and_nothing_changes():
    text = await reply(COFFEE, await reply(COFFEE), "make scene 9 longer")

    assert "scene 9" in text
    assert plan.find(text) is None


async def test_the_whole_length_is_shared_out_anew():
    before, after = await edited("make it 30 seconds")

    assert after.seconds == 30
    assert [scene.name for scene in after.scenes] == [scene.name for scene in before.scenes]


async def test_two_changes_in_one_message_are_both_made():
    _, after = await edited("make the third scene 1.5s, and make it vertical")

    assert (after.scenes[2].seconds, after.shape) == (1.5, "portrait")


async def test_new_colours_change_the_colours_alone():
    before, after = await edited("use darker colours")

    assert after.colours.startswith("a dark, quiet look")
    assert after.scenes == before.scenes


async def test_undo_goes_back_to_the_plan_before():
    first = await reply(COFFEE)
    second = await reply(COFFEE, first, "remove scene 2")

    assert await planned(COFFEE, first, "remove scene 2", second, "undo that") == plan.find(first)


async def test_questions_about_the_plan_are_answered_from_it():
    first = await reply(COFFEE)

    assert "20 seconds" in await reply(COFFEE, first, "how long is it?")
    assert "4 scenes" in await reply(COFFEE, first, "how many scenes are there?")
    assert await planned(COFFEE, first, "show me the plan again") == plan.find(first)


async def test_a_change_may_be_about_anything():
    _, after = await edited("add a scene about {x} and %s **stars**")

    assert "{x}" in after.scenes[-1].name
