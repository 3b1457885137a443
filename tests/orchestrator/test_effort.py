"""How much a model shall reason is a setting of each role, and how much it may write one of both."""

import pytest

from chatstream.rows.database import off_loop
from projects import revisions
from projects.models import Project
from tests.chat import ask, run
from tests.orchestrator.videos import add, scene
from tests.scripted_model import ScriptedModel
from tests.storyboard.documents import video as a_video

pytestmark = pytest.mark.usefixtures("connections")


async def test_each_role_is_asked_for_its_own(project: Project, model: ScriptedModel, settings) -> None:
    await off_loop(revisions.commit)(project.pk, a_video("Start"), cause="edit")
    settings.LLM_EFFORT, settings.LLM_SCENE_EFFORT = "low", "high"
    settings.LLM_MAX_OUTPUT_TOKENS = 9_000
    model.answers(scene("quote", quote="Best beans in town."), to="Praise")
    model.answers(add("Praise"))
    model.answers("Done.")
    await run(await ask(project))
    assert {request.effort for request in model.requests if request.form} == {"high"}
    assert {request.effort for request in model.requests if not request.form} == {"low"}
    assert {request.max_output_tokens for request in model.requests} == {9_000}
