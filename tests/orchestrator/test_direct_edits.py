"""What people ask for is done exactly, without a model, and a result says what could not be done."""

from typing import Any

import pytest

from chatstream.rows.database import off_loop
from projects import revisions
from projects.models import Project
from storyboard.compose import SceneBrief, draft
from storyboard.formats import FORMATS, FormatName, canvas_of
from storyboard.layers import Counter, Text
from storyboard.schema import Storyboard
from tests.chat import ask, events, run
from tests.orchestrator.videos import documents
from tests.scripted_model import ScriptedModel, use
from tests.storyboard.documents import a_document, a_scene, every_layer

pytestmark = pytest.mark.usefixtures("connections")


BOX = {"x": 10, "y": 10, "w": 50, "h": 50}
NEWER: list[dict[str, Any]] = [
    {"id": "tick", "type": "icon", "name": "check", "box": BOX},
    {"id": "browser", "type": "device", "kind": "browser", "box": BOX},
]


@pytest.fixture
def video(project: Project) -> Storyboard:
    """A scene with a text, and one with a layer of each kind, ids as their kinds."""
    parts = a_scene("parts", "Parts", 5) | {"layers": [*every_layer(), *NEWER]}
    document = Storyboard.model_validate(a_document() | {"scenes": [a_scene(), parts]})
    revisions.commit(project.pk, document, cause="edit")
    return document


async def after(
    project: Project, model: ScriptedModel, tool: str, **arguments: Any
) -> tuple[Storyboard, dict[str, Any]]:
    """The video after one call, and the result of the call."""
    model.answers(use(tool, **arguments))
    model.answers("Done.")
    await run(await ask(project))
    return (await documents(project))[-1], (await events(project, "tool_result"))[-1]


def layer(document: Storyboard, layer_id: str, scene: int = 1) -> Any:
    return next((each for each in document.scenes[scene].layers if each.id == layer_id), None)


LAYERS: dict[str, tuple[dict[str, Any], str, str, Any]] = {
    "words": ({"text": "Hot coffee"}, "headline", "text", "Hot coffee"),
    "a colour by value": ({"color": "#FF5A00"}, "headline", "color", "#ff5a00"),
    "a colour of the palette": ({"color": "accent2"}, "card", "fill", "accent2"),
    "a size": ({"size": 40}, "headline", "size", 40),
    "a weight": ({"weight": 300}, "headline", "weight", 300),
    "an alignment": ({"align": "center"}, "headline", "align", "center"),
    "a number": ({"to": 99}, "count", "to", 99),
    "italics": ({"italic": True}, "headline", "italic", True),
    "a line height": ({"line_height": 1.4}, "headline", "line_height", 1.4),
    "round corners": ({"radius": 24}, "picture", "radius", 24),
    "a thicker line": ({"stroke_width": 6}, "line", "stroke_width", 6),
    "another icon": ({"name": "star"}, "tick", "name", "star"),
    "another picture in a device": ({"asset_id": "beans"}, "browser", "asset_id", "beans"),
    "an exit": ({"exit": "fade", "exit_at": 3}, "headline", "exit.at", 3),
    "an entrance": ({"enter": "pop"}, "picture", "enter.preset", "pop"),
    "when it comes": ({"enter_at": 1.5}, "headline", "enter.at", 1.5),
    "no entrance": ({"enter": "none"}, "headline", "enter", None),
    "word by word": ({"stagger": "word"}, "headline", "stagger", "word"),
    "a pen": ({"draw": True}, "tick", "draw.duration", 1),
    "a place": ({"x": 5, "y": 60}, "picture", "box.y", 60),
    "a width": ({"w": 25}, "picture", "box.w", 25),
}


@pytest.mark.parametrize(("changes", "target", "field", "value"), LAYERS.values(), ids=LAYERS)
async def test_a_layer_is_changed_in_that_and_nothing_else(
    project: Project,
    model: ScriptedModel,
    video: Storyboard,
    changes: dict[str, Any],
    target: str,
    field: str,
    value: Any,
) -> None:
    document, result = await after(project, model, "edit_layer", target="scene 2", layer=target, changes=changes)
    assert result["success"], result
    assert "note" not in result["payload"]
    changed: Any = layer(document, target)
    for name in field.split("."):
        changed = getattr(changed, name)
    assert changed == value
    others = [each for each in document.scenes[1].layers if each.id != target]
    assert others == [each for each in video.scenes[1].layers if each.id != target]
    assert document.scenes[0] == video.scenes[0]
    assert len(model.requests) == 2


@pytest.mark.parametrize("target", ["picture", "the headline", "count"])
async def test_a_layer_is_removed(project: Project, model: ScriptedModel, video: Storyboard, target: str) -> None:
    document, result = await after(project, model, "remove_layer", target="scene 2", layer=target)
    assert result["success"]
    assert len(document.scenes[1].layers) == len(video.scenes[1].layers) - 1


async def test_a_layer_that_is_not_there_cannot_be_removed(
    project: Project, model: ScriptedModel, video: Storyboard
) -> None:
    document, result = await after(project, model, "remove_layer", target="all", layer="picture")
    assert layer(document, "picture") is None
    assert result["payload"]["note"].startswith("Not done: “picture” is not there in the scene “Logo”")


async def test_what_a_layer_cannot_have_is_said_and_the_rest_is_done(
    project: Project, model: ScriptedModel, video: Storyboard
) -> None:
    changes = {"color": "#ff5a00", "w": 20, "align": "left"}
    document, result = await after(project, model, "edit_layer", target="scene 2", layer="the picture", changes=changes)
    assert layer(document, "picture").box.w == 20
    assert "“picture” is a picture: it has no colour" in result["payload"]["note"]
    assert "“picture” is a picture: it has no align." in result["payload"]["note"]


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"target": "scene 2", "layer": "the logo", "changes": {"w": 5}}, "“the logo” is not there in the scene “Parts”"),
    ({"target": "scene 2", "layer": "picture", "changes": {"color": "accent"}}, "has no colour of its own"),
    ({"target": "scene 2", "layer": "headline", "changes": {"color": "reddish"}}, "must be a palette colour"),
    ({"target": "scene 2", "layer": "headline", "changes": {"text": "Fresh coffee"}}, "It is like that already"),
    ({"target": "scene 2", "layer": "headline", "changes": {"radius": 9}}, "is a text: it has no radius"),
    ({"target": "scene 2", "layer": "headline", "changes": {"enter_at": 4.9}}, "does not fit"),
    ({"target": "scene 2", "layer": "tick", "changes": {"name": "zebra"}}, "That cannot be done: name:"),
    ({"target": "scene 2", "layer": "headline", "changes": {}}, "Nothing changed. It is like that already"),
    ({"target": "scene 9", "layer": "headline", "changes": {"size": 40}}, "There is no scene"),
]


@pytest.mark.parametrize(("arguments", "why"), WRONG)
async def test_what_cannot_be_done_changes_nothing_and_says_why(
    project: Project, model: ScriptedModel, video: Storyboard, arguments: dict[str, Any], why: str
) -> None:
    document, result = await after(project, model, "edit_layer", **arguments)
    assert not result["success"]
    assert why in result["error"]
    assert document == video


async def test_the_texts_of_all_scenes_are_changed_at_once(
    project: Project, model: ScriptedModel, video: Storyboard
) -> None:
    document, _ = await after(project, model, "edit_layer", target="all", layer="all texts", changes={"size": 50})
    texts = [each for scene in document.scenes for each in scene.layers if isinstance(each, Text)]
    assert [each.size for each in texts] == [50, 50]


async def test_the_background_of_a_scene(project: Project, model: ScriptedModel, video: Storyboard) -> None:
    document, _ = await after(project, model, "edit_scene", target="scene 2", background={"colors": ["#FF5A00"]})
    assert (document.scenes[1].background.type, document.scenes[1].background.colors) == ("solid", ("#ff5a00",))
    assert document.scenes[0] == video.scenes[0]


async def test_the_cover(project: Project, model: ScriptedModel, video: Storyboard) -> None:
    document, _ = await after(project, model, "set_cover", seconds=3.5)
    assert document.cover == 3.5
    _, result = await after(project, model, "set_cover", seconds=60)
    assert "The video is over at 9 s" in result["error"]


async def test_the_transition_of_all_scenes(project: Project, model: ScriptedModel, video: Storyboard) -> None:
    document, _ = await after(
        project, model, "edit_scene", target="all", transition={"type": "wipe", "direction": "up"}
    )
    assert [(each.transition.type, each.transition.direction) for each in document.scenes] == [("wipe", "up")] * 2
    document, _ = await after(project, model, "edit_scene", target="all", transition={"type": "none"})
    assert [(each.transition.type, each.transition.duration) for each in document.scenes] == [("none", 0)] * 2


async def test_another_look_keeps_the_words(project: Project, model: ScriptedModel) -> None:
    scenes = [SceneBrief("One", "title", {"headline": "Morning Beans"})]
    made = draft(format="landscape", palette="warm", seconds=4, scenes=scenes)
    await off_loop(revisions.commit)(project.pk, made, cause="edit")
    document, result = await after(project, model, "edit_scene", target="1", look=3)
    assert result["success"], result
    assert document.scenes[0].template is not None
    assert document.scenes[0].template.seed == 2
    assert document.scenes[0].layers != made.scenes[0].layers
    assert "Morning Beans" in [each.text for each in document.scenes[0].layers if isinstance(each, Text)]


async def test_a_look_that_a_scene_has_not_is_refused(
    project: Project, model: ScriptedModel, video: Storyboard
) -> None:
    document, result = await after(project, model, "edit_scene", target="1", look=2)
    assert "No template made the scene “Logo”" in result["error"]
    assert document == video


async def test_a_new_name_needs_no_model(project: Project, model: ScriptedModel, video: Storyboard) -> None:
    document, _ = await after(project, model, "edit_scene", target="1", name="Opening")
    assert document.scenes[0].name == "Opening"


async def test_a_copy_stands_right_behind_its_scene(project: Project, model: ScriptedModel, video: Storyboard) -> None:
    document, _ = await after(project, model, "duplicate_scene", target="scene 1")
    assert [each.name for each in document.scenes] == ["Logo", "Logo", "Parts"]
    assert [each.id for each in document.scenes] == ["logo", "logo-2", "parts"]
    assert document.scenes[1].layers == video.scenes[0].layers


async def test_a_text_is_replaced_everywhere(project: Project, model: ScriptedModel, video: Storyboard) -> None:
    document, _ = await after(project, model, "replace_text", old="coffee", new="tea")
    texts = [each.text for scene in document.scenes for each in scene.layers if isinstance(each, Text)]
    assert texts == ["Fresh tea", "Fresh tea"]


async def test_frames_a_second(project: Project, model: ScriptedModel, video: Storyboard) -> None:
    document, _ = await after(project, model, "set_format", fps=60)
    assert (document.canvas.fps, document.canvas.width, document.scenes) == (60, 1280, video.scenes)


@pytest.mark.parametrize("name", FORMATS)
async def test_every_format_of_the_document(
    project: Project, model: ScriptedModel, video: Storyboard, name: FormatName
) -> None:
    document, _ = await after(project, model, "set_format", format=name)
    assert document.canvas == canvas_of(name)
    plan = {"palette": "warm", "seconds": 4, "scenes": [{"name": "One", "brief": "One."}]}
    document, _ = await after(project, model, "plan_video", format=name, **plan)
    assert document.canvas == canvas_of(name)


async def test_several_changes_are_undone_at_once(project: Project, model: ScriptedModel, video: Storyboard) -> None:
    for name in ("One", "Two"):
        await after(project, model, "edit_scene", target="1", name=name)
    document, result = await after(project, model, "undo_change", count=2)
    assert (document, result["success"]) == (video, True)


async def test_fewer_changes_than_asked_for_are_said(project: Project, model: ScriptedModel, video: Storyboard) -> None:
    await after(project, model, "edit_scene", target="1", name="One")
    _, result = await after(project, model, "undo_change", count=5)
    assert result["payload"]["note"] == "No more than 1 could be undone."


async def test_a_number_of_a_template_keeps_its_slot(project: Project, model: ScriptedModel) -> None:
    scenes = [SceneBrief("Number", "statistic", {"value": 98, "suffix": "%", "label": "come back"})]
    made = draft(format="landscape", palette="warm", seconds=4, scenes=scenes)
    await off_loop(revisions.commit)(project.pk, made, cause="edit")
    document, result = await after(project, model, "edit_layer", target="1", layer="the number", changes={"to": 99})
    assert result["success"], result
    assert document.scenes[0].template is not None
    assert document.scenes[0].template.slots["value"] == 99
    assert [each.to for each in document.scenes[0].layers if isinstance(each, Counter)] == [99]


async def test_the_changes_of_a_scene_are_for_the_page_and_not_for_the_model(
    project: Project, model: ScriptedModel, video: Storyboard
) -> None:
    _, result = await after(project, model, "set_duration", target="Parts", seconds=4)
    phrases = [{"text": "{before} s → {after} s", "values": {"before": 5, "after": 4}}]
    scene = {"scene_id": "parts", "number": 2, "name": "Parts"}
    assert result["payload"]["changes"] == [{"words": ["5 s → 4 s"], "phrases": phrases, **scene}]
    assert '"changes"' not in str(model.requests[-1].messages)


async def test_a_change_that_only_repeats_the_title_of_its_call_is_left_out(
    project: Project, model: ScriptedModel, video: Storyboard
) -> None:
    _, result = await after(project, model, "set_style", palette="ocean")
    assert (result["payload"]["summary"], result["payload"]["changes"]) == ("Colours changed", [])
