"""What a provider wants back with its own answer goes back to the byte, over a takeover too; ids as the model wrote them."""

import asyncio

import pytest

from orchestrator.llm.interface import StepEnd, ToolRequest, Vendor
from projects.models import Project, ToolCall
from tests.chat import ask, kill, rows, run, running, until_seen
from tests.orchestrator.paint_tools import Paint, until_at_work
from tests.scripted_model import ScriptedModel

pytestmark = pytest.mark.usefixtures("connections")

VENDOR = Vendor("google:gemini-3", {"z": ["c2lnbmF0dXJl", 1.0, None], "a": {"text": 'quo"te \u0000 \ud83c'}})
LONG_ID = "call_abc__thought__" + "QUJD" * 300
RED = ToolRequest(LONG_ID, "paint", '{"colour": "red"}', {"signature": "cmVk"})
BLUE = ToolRequest("x", "paint", '{"colour": "blue"}')
GREEN = ToolRequest("x", "paint", '{"colour": "green"}')


async def test_it_goes_back_with_the_step_and_with_each_call(
    project: Project, model: ScriptedModel, paint: Paint
) -> None:
    model.answers("On it.", StepEnd("tool_calls", (RED,), vendor=VENDOR))
    model.answers("Done.")
    await run(await ask(project))
    replayed = model.requests[1].messages[-2]
    assert (replayed.vendor, replayed.tool_requests) == (VENDOR, (RED,))


async def test_who_takes_over_gives_it_back_as_well(project: Project, model: ScriptedModel, paint: Paint) -> None:
    answer = await ask(project)
    model.answers("On it.", StepEnd("tool_calls", (RED, BLUE), vendor=VENDOR))
    model.answers("Do", asyncio.Event())
    async with running(answer) as owner:
        await until_seen(answer, "On it.\n\nDo")
        await kill(owner)
    model.answers("Done.")
    await run(answer)
    assert repr(model.requests[2].messages) == repr(model.requests[1].messages)


async def test_a_tool_that_was_at_work_when_its_owner_died_goes_back_as_well(
    project: Project, model: ScriptedModel, paint: Paint
) -> None:
    answer = await ask(project)
    paint.dry.clear()
    model.answers("On it.", StepEnd("tool_calls", (RED,), vendor=VENDOR))
    async with running(answer) as owner:
        await until_at_work(project)
        await kill(owner)
    paint.dry.set()
    model.answers("Done.")
    await run(answer)
    replayed = model.requests[1].messages[-2]
    assert (replayed.vendor, replayed.tool_requests) == (VENDOR, (RED,))


async def test_results_go_by_the_model_s_own_ids_however_long_and_equal_ones_are_told_apart(
    project: Project, model: ScriptedModel, paint: Paint
) -> None:
    model.answers(StepEnd("tool_calls", (RED, BLUE, GREEN)))
    model.answers("Done.")
    await run(await ask(project))
    *_, replayed, red, blue, green = model.requests[1].messages
    assert [request.id for request in replayed.tool_requests] == [LONG_ID, "x", "x_2"]
    assert [turn.tool_request_id for turn in (red, blue, green)] == [LONG_ID, "x", "x_2"]
    assert ["blue" in turn.content for turn in (red, blue, green)] == [False, True, False]
    assert [call.request_id for call in await rows(ToolCall.objects)] == [LONG_ID[:200], "x", "x"]
