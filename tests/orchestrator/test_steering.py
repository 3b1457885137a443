"""What a person adds to an answer that is being written: the model reads it before its next call, once, whatever happens."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest

from chatstream.backend import get_backend
from chatstream.log.connection import get_client
from chatstream.rows.database import off_loop
from chatstream.rows.steering import MAX_STEERINGS
from chatstream.wire.errors import NotFound, RequestRefused
from chatstream.wire.requests import Decide, Steer
from projects.conversation_text import as_markdown
from projects.models import Message, Project, ToolCall
from projects.replay.rows import events_of_rows
from tests.chat import ask, ask_again, events, fresh, kill, rows, run, running, stop, until_seen
from tests.scripted_model import ScriptedModel, use

pytestmark = pytest.mark.usefixtures("connections")

BLUE = "Make it blue"


async def steer(user: Any, answer: Message, text: str = BLUE, request_id: UUID | None = None) -> None:
    request = Steer(request_id=request_id or uuid4(), assistant_message_id=answer.pk, text=text)
    await get_backend().steer(user, None, request)


def told(model: ScriptedModel, call: int = -1) -> list[tuple[str, str]]:
    """What the model was sent with this call: its role and text, from the question on."""
    messages = [(each.role, each.content) for each in model.requests[call].messages]
    return messages[messages.index(("user", "Make me a video.")) :]


async def test_the_model_reads_it_before_its_next_call(project: Project, model: ScriptedModel) -> None:
    answer, gate = await ask(project), asyncio.Event()
    model.answers("On it.", gate, use("set_title", title="Beans"))
    model.answers("Blue it is.")
    async with running(answer) as owner:
        await until_seen(answer, "On it.")
        await steer(project.owner, answer)
        gate.set()
        await owner
    assert told(model)[-1] == ("user", BLUE)
    assert (await fresh(answer)).content == "On it.\n\nBlue it is."
    accepted, read = await events(project, "steering")
    assert "offset" not in accepted
    assert (read["text"], read["offset"], read["reasoning_offset"], read["call_offset"]) == (BLUE, 6, 0, 1)
    [*_, shown] = (await get_backend().snapshot(project.owner, str(project.pk))).messages
    assert shown.steerings is not None
    assert [(each.text, each.offset, each.call_offset) for each in shown.steerings] == [(BLUE, 6, 1)]


@pytest.mark.parametrize("last", [(), (use("ask_user", question="Red?"),)])
async def test_what_comes_with_the_last_step_gets_one_more(
    project: Project, model: ScriptedModel, last: tuple[Any, ...], settings: Any
) -> None:
    settings.TURN_MAX_STEPS = 1
    answer, gate = await ask(project), asyncio.Event()
    model.answers("Done.", gate, *last)
    model.answers("Now it is blue.")
    async with running(answer) as owner:
        await until_seen(answer, "Done.")
        await steer(project.owner, answer)
        gate.set()
        await owner
    assert told(model)[-1] == ("user", BLUE)
    ended = await fresh(answer)
    assert (ended.status, ended.content) == ("success", "Done.\n\nNow it is blue.")
    with pytest.raises(RequestRefused) as refused:
        await steer(project.owner, answer)
    assert refused.value.code == "too_late"


async def test_a_worker_that_dies_and_a_lost_log_change_nothing_of_what_was_read(
    project: Project, model: ScriptedModel
) -> None:
    answer, gate = await ask(project), asyncio.Event()
    model.answers("On it.", gate, use("set_title", title="Beans"))
    model.answers("Half", asyncio.Event())
    async with running(answer) as owner:
        await until_seen(answer, "On it.")
        await steer(project.owner, answer)
        gate.set()
        await until_seen(answer, "On it.\n\nHalf")
        await steer(project.owner, answer, "And a dog")
        await kill(owner)
    await get_client().flushdb()
    [*_, shown] = (await get_backend().snapshot(project.owner, str(project.pk))).messages
    assert shown.steerings is not None
    assert [(each.text, each.offset) for each in shown.steerings] == [(BLUE, 6), ("And a dog", None)]

    model.answers("Blue, with a dog.")
    ended = await run(answer)
    assert told(model, 2) == [*told(model, 1)[:-1], ("user", f"{BLUE}\n\nAnd a dog")]
    assert [each["step"] for each in ended.steerings] == [1, 1]


async def test_a_takeover_of_later_steps_reads_each_where_it_was_read(project: Project, model: ScriptedModel) -> None:
    answer, gate = await ask(project), asyncio.Event()
    model.answers("On it.", gate)
    model.answers("Blue.", gate2 := asyncio.Event())
    model.answers("Half", asyncio.Event())
    async with running(answer) as owner:
        await until_seen(answer, "On it.")
        await steer(project.owner, answer)
        gate.set()
        await until_seen(answer, "On it.\n\nBlue.")
        await steer(project.owner, answer, "And a dog")
        gate2.set()
        await until_seen(answer, "On it.\n\nBlue.\n\nHalf")
        await kill(owner)
    model.answers("With a dog.")
    await run(answer)
    assert told(model) == told(model, 2)
    assert [content for _, content in told(model)] == ["Make me a video.", "On it.", BLUE, "Blue.", "And a dog"]


async def test_the_same_request_adds_it_once_and_nobody_elses_is_heard(
    project: Project, bob: Any, model: ScriptedModel
) -> None:
    answer, request_id = await ask(project), uuid4()
    await steer(project.owner, answer, request_id=request_id)
    model.answers("Blue it is.")
    await run(answer)
    await steer(project.owner, answer, request_id=request_id)  # its answer was lost
    assert model.requests[-1].messages[-1].content == f"Make me a video.\n\n{BLUE}"
    with pytest.raises(NotFound):
        await steer(bob, answer)
    assert [each["text"] for each in (await fresh(answer)).steerings] == [BLUE]


async def test_one_answer_takes_so_much_and_no_more(project: Project) -> None:
    answer = await ask(project)
    with pytest.raises(RequestRefused, match="too much"):
        [await steer(project.owner, answer, "x" * 5_000) for _ in range(2)]
    for _ in range(MAX_STEERINGS - 1):
        await steer(project.owner, answer)
    with pytest.raises(RequestRefused, match="Wait for its end") as refused:
        await steer(project.owner, answer)
    assert refused.value.code == "conflict"
    behind = await ask(project)
    with pytest.raises(RequestRefused, match="waits for an earlier one"):
        await steer(project.owner, behind)


async def test_what_a_stop_leaves_unread_is_there_in_the_next_turn(project: Project, model: ScriptedModel) -> None:
    answer, gate = await ask(project), asyncio.Event()
    model.answers("One.", gate)
    model.answers("Two.", asyncio.Event())
    async with running(answer) as owner:
        await until_seen(answer, "One.")
        await steer(project.owner, answer)
        gate.set()
        await until_seen(answer, "One.\n\nTwo.")
        await steer(project.owner, answer, "And a dog")
        await stop(answer)
        with pytest.raises(RequestRefused, match="at its end"):
            await steer(project.owner, answer)
        await kill(owner)
    await run(answer)
    model.answers("Go on.")
    await run(await ask(project, "Go on"))
    words = [content for _, content in told(model)]
    assert words == ["Make me a video.", "One.", BLUE, "Two.", "And a dog", "[stopped by the person]", "Go on"]
    text = await off_loop(as_markdown)(await fresh(answer))
    assert "One.\n\n> **You:**\n> \n> Make it blue\n\nTwo.\n\n> **You:**" in text
    replayed = [event for event in await off_loop(events_of_rows)(await fresh(answer)) if event["type"] == "steering"]
    assert [(event["text"], event.get("offset")) for event in replayed] == [(BLUE, 4), ("And a dog", None)]


async def test_another_take_is_one_to_all_that_was_said(project: Project, model: ScriptedModel) -> None:
    answer = await ask(project)
    await steer(project.owner, answer)
    model.answers("Blue it is.")
    await run(answer)
    model.answers("Another blue.")
    await run(await ask_again(answer))
    assert model.requests[-1].messages[-1].content == f"Make me a video.\n\n{BLUE}"


async def test_it_is_read_when_a_call_that_waits_was_decided(
    project: Project, model: ScriptedModel, settings: Any
) -> None:
    settings.TOOLS_NEED_APPROVAL = ["set_title"]
    model.answers("A name, then.", use("set_title", title="Beans"))
    answer = await run(await ask(project))
    await steer(project.owner, answer)
    [call] = await rows(ToolCall.objects)
    await get_backend().decide(
        project.owner, None, Decide(assistant_message_id=answer.pk, tool_call_id=call.pk, decision="approved")
    )
    model.answers("Blue it is.")
    assert (await run(answer)).status == "success"
    assert told(model)[-1] == ("user", BLUE)
