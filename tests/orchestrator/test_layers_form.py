"""A model that is asked for whole scenes makes the film it has in mind, layer by layer."""

import json
from typing import Any

import pytest

from chatstream.rows.database import off_loop
from chatstream.run.errors import ModelError
from orchestrator.tools.scene_agent.layers_form import to_answer
from projects import revisions
from projects.models import Message, Project
from storyboard.changes import with_changes
from storyboard.encoding import encode
from storyboard.layers import Text
from storyboard.schema import Scene, Storyboard
from tests.chat import ask, events, rows, run
from tests.orchestrator.films import NAMES, answer, film, layers, plan_of
from tests.orchestrator.videos import add, documents
from tests.scripted_model import ScriptedModel, Usage, use
from tests.storyboard.documents import video as a_video

__all__ = ["layers"]
pytestmark = pytest.mark.usefixtures("connections", "layers")

HELLO: dict[str, Any] = {
    "background": {"type": "solid", "colors": ["bg"]},
    "layers": [
        {
            "id": "headline",
            "content": {"text": {"text": "Hello", "role": "heading", "size": 120}},
            "box": {"x": 10, "y": 30, "w": 80, "h": 40},
            "enter": {"preset": "rise", "at": 0.1},
            "keyframes": [{"t": 0, "scale": 1}, {"t": 4, "scale": 1.1}],
        }
    ],
}


def hello(**layer: Any) -> str:
    return json.dumps({**HELLO, "layers": [{**HELLO["layers"][0], **layer}]})


def bare(scene: Scene) -> str:
    return encode(with_changes(scene, id="scene"))


async def start(project: Project, document: Storyboard) -> None:
    await off_loop(revisions.commit)(project.pk, document, cause="edit")


async def last_result(project: Project, model: ScriptedModel, *calls: Any) -> dict[str, Any]:
    """The result that the model was told last, after one message."""
    model.answers(*calls)
    model.answers("Done.")
    await run(await ask(project))
    return [json.loads(turn.content) for turn in model.requests[-1].messages if turn.role == "tool"][-1]


async def newest(project: Project) -> Storyboard:
    return (await documents(project))[-1]


def repairs(model: ScriptedModel) -> list[str]:
    """What the scene agent told its model of each scene that was not valid."""
    last = [request.messages[-1].content for request in model.requests]
    return [content for content in last if content.startswith("This is not valid: ")]


@pytest.mark.parametrize("name", NAMES)
async def test_a_film_in_the_head_of_a_model_is_the_film_that_is_there(
    project: Project, model: ScriptedModel, name: str
) -> None:
    wanted = film(name)
    await start(project, with_changes(a_video("Start"), canvas=wanted.canvas, assets=wanted.assets))
    model.answers("So. ", use("plan_video", **plan_of(wanted)))
    for scene in wanted.scenes:
        model.answers(answer(scene), to=f'"scene": "{scene.name}"')
    model.answers(*(add(scene.name, seconds=scene.duration) for scene in wanted.scenes))
    model.answers("Done.")
    await run(await ask(project))
    made = await newest(project)
    assert [bare(each) for each in made.scenes] == [bare(each) for each in wanted.scenes]
    assert (made.canvas.width, made.canvas.height) == (wanted.canvas.width, wanted.canvas.height)


async def test_it_is_told_the_canvas_and_the_colours_and_has_room_for_forty_layers(
    project: Project, model: ScriptedModel
) -> None:
    await start(project, a_video("Start"))
    model.answers(hello(), to="Hello")
    await last_result(project, model, add("Hello"))
    asked = next(each for each in model.requests if each.form)
    facts = json.loads(asked.messages[0].content)
    assert asked.form is not None
    assert (asked.form.name, asked.max_output_tokens) == ("layers", 16_000)
    assert (facts["canvas"], facts["palette"]["bg"], facts["seconds"]) == ("1280 x 720", "#1a1210", 4)
    assert facts["pictures"] == {"beans": "Beans (800 x 600)"}


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (hello(enter={"preset": "rise", "at": 3.8, "duration": 0.7}), "“headline”: enter ends at 4.5 s"),
        (hello(enter={"preset": "rise", "at": 5}), "enter.at of “headline” is not before the end of the scene (4 s)"),
        (hello(exit={"preset": "fade", "at": 4.5}), "“headline”: exit begins at 4.5 s"),
        (hello(keyframes=[{"t": 6, "dx": 1}]), "“headline”: the last keyframe is at 6 s"),
        (hello(box=[10, 30, 500, 40]), "layers[0].box.w"),
        (hello(content={"image": {"asset_id": "nowhere"}}), "there is no asset “nowhere”"),
        (json.dumps({"layers": []}), "background: is missing"),
        ("I would rather not.", "is not JSON"),
    ],
)
async def test_what_is_wrong_with_a_scene_is_said_and_put_right(
    project: Project, model: ScriptedModel, wrong: str, why: str
) -> None:
    await start(project, a_video("Start"))
    model.answers(wrong, to="Hello")
    model.answers(hello(), to="Hello")
    assert (await last_result(project, model, add("Hello")))["success"]
    [repair] = repairs(model)
    assert why in repair
    assert [each.id for each in (await newest(project)).scenes] == ["start", "scene-1"]


async def test_an_edit_is_given_the_layers_and_keeps_the_ids_of_those_that_stay(
    project: Project, model: ScriptedModel
) -> None:
    await start(project, film("saas-launch"))
    scene = film("saas-launch").scenes[3]
    changed = to_answer(scene)
    changed["layers"][3]["content"]["text"]["text"] = "hours back, every week!"
    model.answers(json.dumps(changed), to="Add a mark")
    result = await last_result(project, model, use("edit_scene", target="scene 4", instruction="Add a mark!"))
    facts = json.loads(next(each for each in model.requests if each.form).messages[0].content)
    assert facts["scene"] == {"name": "Five hours", "seconds": 3.2, **to_answer(scene)}
    after = (await newest(project)).scenes[3]
    assert result["success"], result
    assert [each.id for each in after.layers] == [each.id for each in scene.layers]
    assert (after.id, after.name, after.transition) == (scene.id, scene.name, scene.transition)
    assert "every week!" in result["result"]["summary"]


async def test_an_edit_that_answers_with_the_scene_as_it_is_has_failed(project: Project, model: ScriptedModel) -> None:
    await start(project, film("saas-launch"))
    model.answers(answer(film("saas-launch").scenes[3]), to="Make it nice")
    result = await last_result(project, model, use("edit_scene", target="scene 4", instruction="Make it nice."))
    assert (result["success"], "Nothing changed" in result["error"]) == (False, True)


async def test_a_template_that_is_answered_instead_is_taken(project: Project, model: ScriptedModel) -> None:
    await start(project, a_video("Start"))
    model.answers(json.dumps({"template": "quote", "slots": {"quote": "Best beans."}}), to="Hello")
    assert (await last_result(project, model, add("Hello")))["success"]
    made = (await newest(project)).scenes[-1]
    assert made.template is not None
    assert made.template.name == "quote"


WHITE_ON_WHITE = hello(content={"text": {"text": "Hello", "size": 120, "color": "#0b0b0b"}})
TINY_AND_DARK = hello(content={"text": {"text": "Hello", "size": 12, "color": "#0b0b0b"}})


async def details(project: Project) -> list[str]:
    return [each["detail"] for each in await events(project, "tool_progress")]


async def test_a_scene_that_would_look_wrong_is_looked_at_and_mended(project: Project, model: ScriptedModel) -> None:
    await start(project, a_video("Start"))
    model.answers(WHITE_ON_WHITE, to="Hello")
    model.answers(hello(), Usage(100, 20), to="Hello")
    result = await last_result(project, model, add("Hello"))
    assert result["success"]
    assert "note" not in result["result"]
    writing, looking, found = await details(project)
    assert (writing, looking) == ("Writing the scene", "Looking at it")
    assert found.startswith("Looking at it: “headline” can hardly be read")
    first, second = (each for each in model.requests if each.form)
    assert [turn.role for turn in second.messages] == ["user", "assistant", "user"]
    assert second.messages[0] == first.messages[0]
    assert "“headline” can hardly be read" in second.messages[2].content
    [layer] = (await newest(project)).scenes[-1].layers
    assert isinstance(layer, Text)
    assert layer.color is None
    [answer] = await rows(Message.objects.filter(role="assistant"))
    assert answer.usage["output_tokens"] == 20


@pytest.mark.parametrize(
    "second", [TINY_AND_DARK, WHITE_ON_WHITE, "I like it.", ModelError("The model is overloaded.")]
)
async def test_of_two_drafts_the_better_one_is_kept_and_what_is_wrong_with_it_is_said(
    project: Project, model: ScriptedModel, second: Any
) -> None:
    await start(project, a_video("Start"))
    model.answers(WHITE_ON_WHITE, to="Hello")
    model.answers(second, to="Hello")
    result = await last_result(project, model, add("Hello"))
    assert result["success"]
    assert result["result"]["note"].startswith("It is there, and would still look wrong: “headline” can hardly be read")
    [layer] = (await newest(project)).scenes[-1].layers
    assert isinstance(layer, Text)
    assert (layer.size, layer.color) == (120, "#0b0b0b")


async def test_an_edit_is_not_asked_to_mend_what_was_wrong_before(project: Project, model: ScriptedModel) -> None:
    await start(project, a_video("Start"))
    model.answers(WHITE_ON_WHITE, to="Hello")
    model.answers(WHITE_ON_WHITE, to="Hello")
    await last_result(project, model, add("Hello"))
    changed = json.loads(WHITE_ON_WHITE) | {"background": {"type": "linear", "colors": ["bg", "surface"], "drift": 1}}
    model.answers(json.dumps(changed), to="move the ground")
    result = await last_result(
        project, model, use("edit_scene", target="scene 2", instruction="Let it move the ground.")
    )
    assert (result["success"], result["result"].get("note")) == (True, None)
