"""The scene agent: each scene is a call of the model of its own, checked, repaired twice at most, and honest when it fails."""

import asyncio
import json
from typing import Any

import pytest
from django.contrib.auth.models import User

from chatstream.run.errors import ModelError
from orchestrator.backend import ChatBackend
from orchestrator.tools.scene_agent.agent import NOT_WRITTEN
from projects import revisions
from projects.models import Project, ToolCall
from storyboard.encoding import encode
from storyboard.schema import Storyboard
from tests.chat import ask, events, fresh, kill, rows, run, running, until
from tests.orchestrator.scene_turns import answered, now, repairs, text
from tests.orchestrator.videos import SCENES, add, documents, scene
from tests.scripted_model import BREAKS_OFF, ScriptedModel, Usage
from tests.storyboard.documents import video as a_video

pytestmark = pytest.mark.usefixtures("connections")

QUOTE = scene("quote", quote="Best beans in town.")
TOO_LONG = scene("quote", quote="no end " * 40)


@pytest.fixture
def video(project: Project) -> Storyboard:
    """One scene, made by nobody's message."""
    document = a_video("Start")
    revisions.commit(project.pk, document, cause="edit")
    return document


async def test_two_repairs_are_seen_and_lead_to_one_revision(
    project: Project, model: ScriptedModel, video: Storyboard
) -> None:
    for answer in (TOO_LONG, "I would rather not.", QUOTE):
        model.answers(answer, to="Praise")
    result = await answered(project, model, add("Praise"))
    assert result["success"], result
    first, second = repairs(model)
    assert "slots.quote: is too long: at most 120 characters" in first
    assert "is not JSON" in second
    seen = [each["detail"] for each in await events(project, "tool_progress") if "Repairing" in each["detail"]]
    assert seen == ["Repairing the scene, 1 of 2", "Repairing the scene, 2 of 2"]  # in no parser's words
    assert [each.name for each in (await now(project)).scenes] == ["Start", "Praise"]
    assert len(await documents(project)) == 2
    given = [turn.content for turn in model.requests[3].messages]  # the last of the scene agent's three calls
    assert "slots.quote: is too long" in given[2]
    assert given[1] == TOO_LONG


async def test_a_scene_that_is_wrong_three_times_is_an_honest_failure(
    project: Project, model: ScriptedModel, video: Storyboard
) -> None:
    for _ in range(3):
        model.answers(TOO_LONG, to="Praise")
    result = await answered(project, model, add("Praise"))
    assert (result["success"], len(repairs(model))) == (False, 2)
    assert result["result"] == {"notice": NOT_WRITTEN}
    assert "2 repairs did not help: slots.quote: is too long" in result["error"]
    assert [encode(each) for each in await documents(project)] == [encode(video)]


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (scene("hologram", headline="Hi"), "there is no template “hologram”"),
        (scene("title", headline="Hi", owner="bob"), "slots.owner: is not a field here"),
        (scene("title"), "slots.headline: is missing"),
        (scene("split_image", title="Hi", asset_id="nowhere"), "there is no asset “nowhere”"),
        ('{"template": "title"', "is not JSON"),
        ("{}", "template: is missing"),
    ],
)
async def test_what_is_wrong_with_a_scene_is_said_and_put_right(
    project: Project, model: ScriptedModel, video: Storyboard, wrong: str, why: str
) -> None:
    model.answers(wrong, to="Praise")
    model.answers(f"Here it is:\n```json\n{QUOTE}\n```", to="Praise")
    assert (await answered(project, model, add("Praise")))["success"]
    [repair] = repairs(model)
    assert why in repair


async def test_of_three_side_by_side_one_fails_and_two_are_there(
    project: Project, model: ScriptedModel, video: Storyboard
) -> None:
    model.answers(SCENES["Opening"], to="Opening")
    model.answers(ModelError("The model is overloaded."), to="Number")
    model.answers(SCENES["CTA"], to="CTA")
    model.answers(add("Opening"), add("Number"), add("CTA"))
    model.answers("Two of three.")
    answer = await run(await ask(project))
    assert (answer.status, answer.content) == ("success", "Two of three.")
    assert [each.name for each in (await now(project)).scenes] == ["Start", "Opening", "CTA"]
    assert [call.status for call in await rows(ToolCall.objects)] == ["success", "error", "success"]
    given = [json.loads(turn.content) for turn in model.requests[-1].messages if turn.role == "tool"]
    assert [(each["success"], each["error"]) for each in given] == [
        (True, None),
        (False, "The model is overloaded."),
        (True, None),
    ]


async def test_the_order_is_the_models_however_fast_each_scene_was(
    project: Project, model: ScriptedModel, video: Storyboard
) -> None:
    slow, slower = asyncio.Event(), asyncio.Event()
    model.answers(slower, SCENES["Opening"], to="Opening")
    model.answers(slow, SCENES["Number"], to="Number")
    model.answers(SCENES["CTA"], to="CTA")
    model.answers(add("Opening"), add("Number"), add("CTA"))
    model.answers("Done.")
    async with running(await ask(project)) as owner:
        await until(lambda: len(model.requests) == 4 and model.open_streams == 2)
        slow.set()
        await until(lambda: model.open_streams == 1)
        assert await events(project, "tool_result") == []
        slower.set()
        await owner
    assert [each.name for each in (await now(project)).scenes] == ["Start", "Opening", "Number", "CTA"]
    assert [each["payload"]["scenes"][-1]["name"] for each in await events(project, "tool_result")] == [
        "Opening",
        "Number",
        "CTA",
    ]


@pytest.mark.usefixtures("stop_listener")
async def test_a_stop_ends_the_scene_agents_call_too(
    project: Project, alice: User, model: ScriptedModel, video: Storyboard
) -> None:
    answer = await ask(project)
    model.answers("Adding. ", add("Praise"))
    model.answers(asyncio.Event(), QUOTE, to="Praise")
    async with running(answer) as owner:
        await until(lambda: len(model.requests) == 2 and model.open_streams == 1)
        await ChatBackend().stop(alice, str(project.pk), answer.pk)
        await owner
    assert not model.open_streams
    assert (await fresh(answer)).status == "cancelled"
    assert [call.status for call in await rows(ToolCall.objects)] == ["cancelled"]
    assert [encode(each) for each in await documents(project)] == [encode(video)]


async def test_a_takeover_between_two_scenes_does_not_build_the_first_again(
    project: Project, model: ScriptedModel, video: Storyboard
) -> None:
    answer = await ask(project)
    model.answers(add("Opening"), add("CTA"), Usage(10, 1))
    model.answers(SCENES["Opening"], Usage(100, 20), to="Opening")
    model.answers(asyncio.Event(), to="CTA")
    async with running(answer) as owner:

        async def one_is_there() -> bool:
            return len(await events(project, "tool_result")) == 1

        await until(one_is_there)
        await kill(owner)
    model.answers(SCENES["CTA"], Usage(100, 30), to="CTA")
    model.answers("Done.", Usage(40, 4))
    ended = await run(answer)
    assert [each.name for each in (await now(project)).scenes] == ["Start", "Opening", "CTA"]
    assert ended.usage == {"model": "scripted", "input_tokens": 250, "output_tokens": 55}


async def test_the_tokens_of_scenes_count_in_the_answers_usage(
    project: Project, model: ScriptedModel, video: Storyboard
) -> None:
    model.answers(TOO_LONG, Usage(100, 50), to="Praise")
    model.answers(QUOTE, Usage(200, 20), to="Praise")
    model.answers(add("Praise"), Usage(10, 1))
    model.answers("Done.", Usage(20, 2))
    answer = await run(await ask(project))
    assert answer.usage == {"model": "scripted", "input_tokens": 330, "output_tokens": 73}


@pytest.mark.parametrize("fault", [BREAKS_OFF, ModelError("The model is overloaded."), RuntimeError("secret")])
async def test_a_call_that_fails_is_a_failed_card_and_the_turn_goes_on(
    project: Project, model: ScriptedModel, video: Storyboard, fault: Any
) -> None:
    model.answers("{", fault, to="Praise")
    model.answers("{", fault, to="Praise")  # it is asked for once more
    result = await answered(project, model, add("Praise"))
    assert result["success"] is False
    assert "secret" not in result["error"]


async def test_a_new_scene_has_the_entrance_that_was_asked_for(
    project: Project, model: ScriptedModel, video: Storyboard
) -> None:
    answer = {"template": "title", "slots": {"headline": "Hello World"}, "entrance": {"preset": "left", "seconds": 1.5}}
    model.answers(json.dumps(answer), to="Hello")
    assert (await answered(project, model, add("Hello")))["success"]
    headline = text(await now(project), 1, "headline")
    assert headline.enter is not None
    assert (headline.enter.preset, headline.enter.duration) == ("left", 1.5)
