"""`read_scene`: the model reads all of one scene, within bounds, and the video stays as it is."""

import json
from typing import Any

import pytest

from chatstream.rows.database import off_loop
from projects import revisions
from projects.models import Project, Revision
from storyboard.schema import Storyboard
from tests.chat import ask, events, run
from tests.scripted_model import ScriptedModel, use
from tests.storyboard.documents import a_document, a_scene, a_text

pytestmark = pytest.mark.usefixtures("connections")


async def read(project: Project, model: ScriptedModel, document: dict[str, Any] | None, target: str) -> dict[str, Any]:
    """The event that tells what came of reading it."""
    if document is not None:
        await off_loop(revisions.commit)(project.pk, Storyboard.model_validate(document), cause="edit")
    model.answers(use("read_scene", target=target))
    model.answers("I see.")
    await run(await ask(project))
    [result] = await events(project, "tool_result")
    return result


async def test_a_scene_is_read_with_its_layers_and_times(project: Project, model: ScriptedModel) -> None:
    result = (await read(project, model, a_document(), "the offer scene"))["payload"]
    assert (result["number"], result["id"], result["starts_at"], result["duration"]) == (2, "offer", 4, 5)
    assert [layer["id"] for layer in result["layers"]] == ["headline", "picture", "card", "line", "chart", "count"]
    assert result["layers"][0]["enter"] == {"preset": "rise", "at": 0.2}


async def test_reading_changes_nothing(project: Project, model: ScriptedModel) -> None:
    result = await read(project, model, a_document(), "1")
    assert "revision" not in result
    assert await Revision.objects.acount() == 1


async def test_a_scene_of_many_layers_is_read_as_far_as_there_is_room(project: Project, model: ScriptedModel) -> None:
    layers = [a_text() | {"id": f"text-{number}", "text": "x" * 270} for number in range(40)]
    document = a_document() | {"scenes": [a_scene() | {"layers": layers}]}
    result = (await read(project, model, document, "1"))["payload"]
    assert len(json.dumps(result)) <= 8_000
    assert len(result["layers"]) + result["layers_left_out"] == 40


@pytest.mark.parametrize(
    ("document", "target", "why"),
    [(None, "1", "There is no video yet"), (a_document(), "scene 9", "there is"), (a_document(), "all", "one by one")],
)
async def test_what_cannot_be_read_is_said(
    project: Project, model: ScriptedModel, document: dict[str, Any] | None, target: str, why: str
) -> None:
    result = await read(project, model, document, target)
    assert not result["success"]
    assert why in result["error"]
