"""When the owner of a run dies or hangs: the next one goes on from what is finished, and does none of it again."""

import asyncio

import pytest

from chatstream.run import heartbeats, lifecycle
from chatstream.run.lifecycle import run_answer
from orchestrator.llm.interface import Reasoning
from projects.models import Project, ToolCall
from tests.chat import ask, events, fresh, kill, rows, run, running, until, until_seen, visible_text
from tests.orchestrator.paint_tools import Paint, until_at_work
from tests.scripted_model import ScriptedModel, use

pytestmark = pytest.mark.usefixtures("connections")


async def restarts(project: Project) -> list[str]:
    return [event["content"] for event in await events(project, "status") if event["status"] == "restarted"]


async def test_an_owner_that_hung_says_and_writes_nothing_more(project: Project, model: ScriptedModel) -> None:
    answer, gate = await ask(project), asyncio.Event()
    model.answers("Slow", gate, " words", " of the first owner")
    model.answers("Quick words.")
    async with running(answer) as first_owner:
        await until_seen(answer, "Slow")
        assert (await run(answer)).content == "Quick words."
        before = await events(project), await fresh(answer)
        gate.set()
        await first_owner
    assert (await events(project), await fresh(answer)) == before
    assert await visible_text(answer) == "Quick words."


async def test_an_owner_that_hung_learns_of_it_by_its_beat(
    project: Project, model: ScriptedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heartbeats, "HEARTBEAT_SECONDS", 0.02)
    monkeypatch.setattr(
        lifecycle, "SILENT_SECONDS", 0
    )  # it hung for long enough, and beats again before it is replaced
    answer = await ask(project)
    model.answers("Slow", asyncio.Event())
    model.answers("Quick words.")
    async with running(answer) as first_owner:
        await until_seen(answer, "Slow")
        await run(answer)
        async with asyncio.timeout(10):
            await first_owner
    assert len(await events(project, "finalized")) == 1


async def test_finished_steps_and_tools_are_not_done_again(
    project: Project, model: ScriptedModel, paint: Paint
) -> None:
    answer = await ask(project)
    model.answers("First red. ", use("paint", colour="red"))
    model.answers("Then bl", asyncio.Event())
    async with running(answer) as owner:
        await until_seen(answer, "First red. \n\nThen bl")
        await kill(owner)
    model.answers("Then blue.")
    answer = await run(answer)
    assert answer.content == await visible_text(answer) == "First red. \n\nThen blue."
    assert await restarts(project) == ["First red. "]
    assert model.requests[2].messages == model.requests[1].messages  # the model is told the same as before
    assert paint.at_work == ["red"]
    assert answer.project.title == "Untitled video red"


async def test_a_tool_that_was_at_work_is_done_once(project: Project, model: ScriptedModel, paint: Paint) -> None:
    answer = await ask(project)
    paint.dry.clear()
    model.answers("Red and blue. ", use("paint", colour="red"), use("paint", colour="blue"))
    model.answers("Done.")
    async with running(answer) as first_owner:
        await until_at_work(project, 2)
        async with running(answer) as second_owner:
            await until(lambda: len(paint.at_work) == 4)
            paint.dry.set()  # both owners have the effect ready now
            await asyncio.gather(first_owner, second_owner)
    ended = await fresh(answer)
    assert (ended.status, ended.content) == ("success", "Red and blue. \n\nDone.")
    assert sorted(ended.project.title.split()[2:]) == ["blue", "red"]
    assert [call.status for call in await rows(ToolCall.objects)] == ["success", "success"]
    assert len(await events(project, "tool_result")) == 2


async def test_a_call_says_where_in_the_text_it_stands_whoever_goes_on(
    project: Project, model: ScriptedModel, paint: Paint
) -> None:
    """In Unicode characters: the red square is one, though JavaScript counts two."""
    answer = await ask(project)
    model.answers(Reasoning("Red?"), "First 🟥. ", use("paint", colour="red"))
    model.answers(Reasoning("Blue?"), "Then 🟦. ", use("paint", colour="blue"))
    model.answers("Done.")
    paint.dry.clear()
    async with running(answer) as owner:
        await until_at_work(project)
        await kill(owner)
    paint.dry.set()
    answer = await run(answer)
    places = [(9, 4), (19, 11)]
    assert [answer.content[:offset] for offset, _ in places] == ["First 🟥. ", "First 🟥. \n\nThen 🟦. "]
    assert [(call.offset, call.reasoning_offset) for call in await rows(ToolCall.objects)] == places
    starts = [(start["offset"], start["reasoning_offset"]) for start in await events(project, "tool_start")]
    assert starts == [places[0], *places]  # the first is shown by either owner


async def test_of_two_tools_the_finished_one_is_not_done_again(
    project: Project, model: ScriptedModel, paint: Paint
) -> None:
    answer = await ask(project)
    paint.dry.clear()
    model.answers(use("set_title", title="Beans"), use("paint", colour="red"))
    async with running(answer) as owner:
        await until_at_work(project)
        await until_a_result(project)
        await kill(owner)
    paint.dry.set()
    model.answers("Done.")
    assert (await run(answer)).project.title == "Beans red"
    assert [event["name"] for event in await events(project, "tool_result")] == ["set_title", "paint"]
    assert [turn.tool_request_id for turn in model.requests[-1].messages if turn.role == "tool"] == [
        "call_set_title",
        "call_paint",
    ]


async def until_a_result(project: Project) -> None:
    async def has_result() -> bool:
        return bool(await events(project, "tool_result"))

    await until(has_result)


async def test_a_run_whose_last_step_was_finished_only_needs_its_end(
    project: Project, model: ScriptedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = await ask(project)

    def die(*_: object) -> None:
        raise KeyboardInterrupt  # as good as a kill

    model.answers("All of it.")
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("chatstream.rows.ledger.finalise", die)
        await run_answer(answer.pk)
    assert (await run(answer)).content == "All of it."
    assert len(model.requests) == 1
