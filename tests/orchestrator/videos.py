"""Videos for the tests of the video's tools, and the scene agent's answers as the scripted model writes them."""

import json
from typing import Any

from orchestrator.llm.interface import ToolRequest
from projects import revisions
from projects.models import Project, Revision
from storyboard.encoding import encode
from storyboard.schema import Storyboard
from tests.chat import ask, run
from tests.scripted_model import ScriptedModel, use

COFFEE: dict[str, Any] = {
    "format": "landscape",
    "seconds": 20,
    "palette": "warm",
    "scenes": [
        {"name": "Opening", "brief": "The title: Morning Beans.", "seconds": 3},
        {"name": "Why us", "brief": "Two reasons."},
        {"name": "Number", "brief": "98 percent come back."},
        {"name": "CTA", "brief": "Come in."},
    ],
}
SECONDS = {"Opening": 3, "Why us": 5.7, "Number": 5.7, "CTA": 5.6}


def scene(template: str, /, **slots: Any) -> str:
    """What the scene agent answers to a brief."""
    return json.dumps({"template": template, "slots": slots})


def edit_answer(**edit: Any) -> str:
    """What the scene agent answers to an instruction."""
    return json.dumps(edit)


SCENES = {
    "Opening": scene("title", headline="Morning Beans"),
    "Why us": scene("feature_list", title="Why us", features=["Fresh", "Fair"]),
    "Number": scene("statistic", value=98, suffix="%", label="come back"),
    "CTA": scene("call_to_action", headline="Come in", button="Find us"),
}


def add(name: str, **more: Any) -> ToolRequest:
    """A call of add_scene as COFFEE plans it."""
    call = use("add_scene", **{"name": name, "brief": f"A scene: {name}.", "seconds": SECONDS.get(name, 4), **more})
    return ToolRequest(f"call_{name}", call.name, call.arguments)


async def make_video(project: Project, model: ScriptedModel, *calls: ToolRequest) -> list[Storyboard]:
    """The coffee shop's video, then each further call in a message of its own; all that its revisions show."""
    model.answers("So. ", use("plan_video", **COFFEE))
    for name, answer in SCENES.items():
        model.answers(answer, to=f'"scene": "{name}"')
    model.answers(*(add(name) for name in SCENES))
    model.answers("Done.")
    await run(await ask(project))
    for call in calls:
        model.answers(call)
        model.answers("Done.")
        await run(await ask(project))
    return await documents(project)


async def documents(project: Project) -> list[Storyboard]:
    found = [revisions.document_of(each) async for each in Revision.objects.filter(project=project)]
    return [each for each in found if each]


def unchanged_scenes(before: Storyboard, after: Storyboard) -> list[str]:
    """The names of the scenes that are the same to the byte."""
    texts = {encode(each) for each in before.scenes}
    return [each.name for each in after.scenes if encode(each) in texts]
