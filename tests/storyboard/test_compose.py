from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyboard.compose import SceneBrief, draft, plan_durations, scene_from_template, template_durations
from storyboard.encoding import decode, encode
from storyboard.formats import FORMAT_NAMES, FormatName, format_of
from storyboard.palettes import PALETTES
from storyboard.templates import TEMPLATES
from tests.storyboard.strategies import QUICK
from tests.storyboard.words import slots


def briefs(count: int) -> list[SceneBrief]:
    names = [list(TEMPLATES)[i % len(TEMPLATES)] for i in range(count)]
    return [SceneBrief(f"Scene {i + 1}", name, slots(name, 20)) for i, name in enumerate(names)]


@pytest.mark.parametrize("count", [1, 2, 3, 4, 7, 12, 30])
@pytest.mark.parametrize("seconds", [15, 15.3, 20, 29.9, 47.7, 60])
def test_durations_add_up_exactly(count: int, seconds: float) -> None:
    spans = template_durations([brief.template for brief in briefs(count)], seconds)
    assert sum(round(span * 10) for span in spans) == round(seconds * 10)
    assert all(0.5 <= span <= 60 and round(span, 1) == span for span in spans)


def test_titles_are_shorter_than_lists() -> None:
    title, features = template_durations(["title", "feature_list"], 10)
    assert title < features


@pytest.mark.parametrize(("count", "seconds"), [(3, 1.4), (1, 61), (0, 5), (10, 301)])
def test_what_cannot_be_shared_out_is_refused(count: int, seconds: float) -> None:
    with pytest.raises(ValueError, match="last"):
        template_durations(["title"] * count, seconds)


@pytest.mark.parametrize(
    ("seconds", "wanted", "planned_for"),
    [
        (20, [3, None, None, None], [3, 5.7, 5.7, 5.6]),
        (20, [5, 5, 5, 5], [5, 5, 5, 5]),
        (20, [2, 2, 4, 4], [3.3, 3.3, 6.7, 6.7]),
        (10, [10, None], [6.7, 3.3]),  # nothing is left for the second: both are shortened alike
        (7, [None, None], [3.5, 3.5]),
    ],
)
def test_planned_scenes_last_what_they_want_and_add_up(
    seconds: float, wanted: list[float | None], planned_for: list[float]
) -> None:
    assert plan_durations(seconds, wanted) == planned_for


@QUICK
@given(data=st.data(), count=st.integers(1, 12))
def test_whatever_scenes_want_they_add_up_to_what_was_asked_for(data: st.DataObject, count: int) -> None:
    seconds = data.draw(st.integers(5 * count, min(3000, 600 * count))) / 10
    wanted = data.draw(st.lists(st.none() | st.floats(0.5, 60), min_size=count, max_size=count))
    assert sum(round(span * 10) for span in plan_durations(seconds, wanted)) == round(seconds * 10)


@pytest.mark.parametrize("format", FORMAT_NAMES)
def test_a_draft_is_a_whole_video(format: FormatName) -> None:
    document = draft(format=format, palette="warm", seconds=20, scenes=briefs(5))
    assert document.duration == 20
    assert format_of(document.canvas).name == format
    assert document.style.palette == PALETTES["warm"]
    assert decode(encode(document)) == document


def test_scenes_that_follow_each_other_come_in_differently() -> None:
    scenes = draft(format="landscape", palette="warm", seconds=40, scenes=briefs(12)).scenes
    assert scenes[0].transition.type == "none"
    ways = [(scene.transition.type, scene.transition.direction) for scene in scenes]
    assert all(one != other for one, other in pairwise(ways))


def test_the_shortest_scenes_are_valid() -> None:
    assert draft(format="square", palette="ocean", seconds=6, scenes=briefs(12)).duration == 6


def test_one_more_scene_has_its_own_id_and_look() -> None:
    title = SceneBrief("Title", "title", {"headline": "Hello"})
    document = draft(format="portrait", palette="mint", seconds=8, scenes=[title, title])
    scene = scene_from_template(document, title, 2.5, 1)
    assert scene.id not in {each.id for each in document.scenes}
    assert scene.template is not None
    assert all(each.template and each.template.seed % 3 != scene.template.seed % 3 for each in document.scenes)


def test_a_scene_at_the_start_has_nothing_to_come_in_from() -> None:
    document = draft(format="portrait", palette="mint", seconds=8, scenes=briefs(2))
    assert scene_from_template(document, briefs(1)[0], 2.5, 0).transition.type == "none"
