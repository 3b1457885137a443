"""A model that sees pictures is shown the scene that it wrote, once, and may change it once. Chromium is a real one."""

import io
import json
from typing import Any

import pytest
from django.conf import settings
from PIL import Image

from chatstream.rows.database import off_loop
from orchestrator.llm.roles import Roles
from projects import revisions
from projects.models import Message, Project
from storyboard.schema import Scene
from tests.chat import ask, events, rows, run
from tests.orchestrator.rendering.left_over import folders, processes
from tests.orchestrator.videos import add, documents
from tests.scripted_model import ScriptedModel, Usage
from tests.storyboard.documents import video

pytestmark = [pytest.mark.site, pytest.mark.usefixtures("connections")]

GROUND = "#204060"


def scene(text: str = "Hello", **layer: Any) -> str:
    headline = {
        "id": "headline",
        "content": {"text": {"text": text, "role": "heading", "size": 120}},
        "box": [10, 30, 80, 40],
        "enter": {"preset": "rise", "at": 0.1},
        "keyframes": [{"t": 0, "scale": 1}, {"t": 4, "scale": 1.1}],
    }
    return json.dumps({"background": {"type": "solid", "colors": [GROUND]}, "layers": [{**headline, **layer}]})


AS_IT_IS = json.dumps({"background": {"type": "solid", "colors": ["bg"]}, "layers": []})
HIDDEN = scene("Hi", content={"text": {"text": "Hi", "role": "heading", "size": 120, "color": "#244464"}})


@pytest.fixture(autouse=True)
def sees(model: ScriptedModel, monkeypatch: pytest.MonkeyPatch) -> None:
    roles = Roles(model, model, scene_form="layers", sees_pictures=True)
    monkeypatch.setattr("orchestrator.llm.roles.get_roles", lambda _: roles)


async def made(project: Project, model: ScriptedModel, *answers: Any) -> Scene:
    """The scene that is there after the scene agent gave these answers."""
    await off_loop(revisions.commit)(project.pk, video("Start"), cause="edit")
    for answer in answers:
        model.answers(*answer, to="Hello")
    model.answers(add("Hello"))
    model.answers("Done.")
    await run(await ask(project))
    return (await documents(project))[-1].scenes[-1]


def text_of(scene: Scene) -> str:
    [layer] = scene.layers
    return str(getattr(layer, "text", ""))


async def test_it_sees_four_moments_of_its_scene_and_changes_it_once(project: Project, model: ScriptedModel) -> None:
    assert text_of(await made(project, model, [scene()], [scene("Hello you"), Usage(100, 20)])) == "Hello you"
    _, look = (each for each in model.requests if each.form)
    [sheet] = look.messages[-1].pictures
    with Image.open(io.BytesIO(sheet.data)) as picture:
        assert picture.size == (1280, 720)
        corners = [picture.getpixel((x, y)) for x in (20, 660) for y in (20, 380)]
        assert all(
            abs(value - wanted) < 12 for corner in corners for value, wanted in zip(corner, (32, 64, 96), strict=True)
        )
        brightest = [
            max(picture.crop((x, y, x + 640, y + 360)).convert("L").getextrema()) for x in (0, 640) for y in (0, 360)
        ]
        assert all(each > 200 for each in brightest)  # its words
    assert "0.48 s, 1.6 s, 2.8 s, 3.88 s" in look.messages[-1].content
    assert [each["detail"] for each in await events(project, "tool_progress")] == ["Writing the scene", "Looking at it"]
    [answer] = await rows(Message.objects.filter(role="assistant"))
    assert answer.usage["output_tokens"] == 20
    assert (processes(settings.VAR_DIR), folders(settings.VAR_DIR)) == ([], [])


@pytest.mark.parametrize("second", [AS_IT_IS, "It is good.", HIDDEN], ids=["no layers", "words", "worse"])
async def test_what_it_leaves_or_makes_worse_stays(project: Project, model: ScriptedModel, second: str) -> None:
    assert text_of(await made(project, model, [scene()], [second])) == "Hello"


async def test_without_a_browser_nothing_is_shown(
    project: Project, model: ScriptedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "RENDER_CHROMIUM", "no-such-browser")
    assert text_of(await made(project, model, [scene()])) == "Hello"


async def test_a_browser_that_fails_leaves_the_scene_as_it_is(
    project: Project, model: ScriptedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "RENDER_CHROMIUM", "false")
    assert text_of(await made(project, model, [scene()])) == "Hello"
    assert folders(settings.VAR_DIR) == []
