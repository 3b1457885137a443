"""Turns that ask the scene agent, and what its model is told."""

import json
from typing import Any

from projects.models import Project
from storyboard.layers import Text
from storyboard.schema import Storyboard
from tests.chat import ask, run
from tests.orchestrator.videos import documents
from tests.scripted_model import Act, ScriptedModel, use

BOLD = use("edit_scene", target="scene 1", instruction="Make it bold.")


async def answered(project: Project, model: ScriptedModel, *calls: Act) -> dict[str, Any]:
    """The result that the model was told last, after one message."""
    model.answers(*calls)
    model.answers("Done.")
    await run(await ask(project))
    return [json.loads(turn.content) for turn in model.requests[-1].messages if turn.role == "tool"][-1]


def repairs(model: ScriptedModel) -> list[str]:
    """What the scene agent told its model of each scene that was not valid."""
    last = [request.messages[-1].content for request in model.requests]
    return [content for content in last if content.startswith("This is not valid: ")]


async def now(project: Project) -> Storyboard:
    return (await documents(project))[-1]


def text(document: Storyboard, place: int, layer_id: str) -> Text:
    [layer] = [each for each in document.scenes[place].layers if each.id == layer_id]
    assert isinstance(layer, Text)
    return layer
