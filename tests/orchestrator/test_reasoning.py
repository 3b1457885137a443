"""What a model thinks is shown as it comes, apart from its words, and outlives whatever the words outlive."""

import asyncio

import pytest
import redis
from django.contrib.auth.models import User

from chatstream.rows import snapshot
from chatstream.rows.outbox import flush
from chatstream.run import lifecycle
from orchestrator.llm.interface import Reasoning, TextRetraction
from orchestrator.turn import transcript
from projects.models import Message, Project
from projects.snapshot import take_snapshot
from tests.chat import ask, events, kill, run, running, stop, until, until_seen
from tests.orchestrator.paint_tools import Paint
from tests.orchestrator.test_every_snapshot import check_every_snapshot
from tests.scripted_model import ScriptedModel, use

pytestmark = pytest.mark.usefixtures("connections")


@pytest.fixture
def named(project: Project) -> None:
    """Its first answer gives it no name."""
    project.titled_by_person = True
    project.save(update_fields=["titled_by_person"])


async def thoughts(project: Project) -> str:
    """The reasoning that a person sees of the newest answer, put together from its events."""
    text = ""
    for event in await events(project, "reasoning", "status"):
        text = "" if event.get("status") == "restarted" else text + event.get("content", "")
    return text


async def until_thought(project: Project, text: str) -> None:
    async def is_seen() -> bool:
        return await thoughts(project) == text

    await until(is_seen)


async def test_thoughts_are_events_and_no_part_of_the_text(project: Project, model: ScriptedModel) -> None:
    model.answers(Reasoning("They want "), Reasoning("a name."), "Roast", " it is.")
    answer = await run(await ask(project))
    assert (await thoughts(project), answer.reasoning) == ("They want a name.",) * 2
    assert answer.content == "Roast it is."
    [finalized] = await events(project, "finalized")
    assert finalized["content"] == "Roast it is."


async def test_many_pieces_of_thought_are_few_events(project: Project, model: ScriptedModel) -> None:
    pieces = [Reasoning(f"{number} ") for number in range(300)]
    model.answers(*pieces, "Done.")
    await run(await ask(project))
    assert len(await events(project, "reasoning")) < 30
    assert await thoughts(project) == "".join(piece.text for piece in pieces)


async def test_what_steps_have_thought_stands_apart(project: Project, model: ScriptedModel, paint: Paint) -> None:
    model.answers(Reasoning("Red?"), "Red. ", use("paint", colour="red"))
    model.answers("No thought. ", use("paint", colour="blue"))
    model.answers(Reasoning("Enough."), "Done.")
    answer = await run(await ask(project))
    assert await thoughts(project) == answer.reasoning == "Red?\n\nEnough."


async def test_the_first_word_is_not_the_first_thought(project: Project, model: ScriptedModel) -> None:
    model.answers(Reasoning("Hm."), use("ask_user", question="Which one?", options=["This", "That"]))
    answer = await run(await ask(project))
    assert answer.first_token_ms is None


@pytest.mark.parametrize("text", ["n\x00ul", "half a \ud83c pair", "\x00"])
async def test_what_no_database_keeps_is_left_out(project: Project, model: ScriptedModel, text: str) -> None:
    model.answers(Reasoning(text), text, "!")
    answer = await run(await ask(project))
    clean = text.replace("\x00", "").replace("\ud83c", "\ufffd")
    assert (answer.status, answer.reasoning, answer.content) == ("success", clean, f"{clean}!")


async def test_very_long_thoughts_are_shown_up_to_a_bound(
    project: Project, alice: User, model: ScriptedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transcript, "REASONING_MAX_BYTES", 20)
    model.answers(Reasoning("Zwölf Bögen"), Reasoning(" für alle Fälle"), Reasoning("never shown"), "Done.")
    answer = await run(await ask(project))
    assert answer.reasoning == "Zwölf Bögen für a …"
    assert await thoughts(project) == answer.reasoning
    await check_every_snapshot(alice, project, monkeypatch)


async def test_every_snapshot_and_the_events_after_it_come_to_the_same(
    project: Project, alice: User, model: ScriptedModel, paint: Paint, monkeypatch: pytest.MonkeyPatch
) -> None:
    model.answers(Reasoning("Red "), Reasoning("or blue?"), "Red", " it is.", use("paint", colour="red"))
    model.answers(Reasoning("Is that all?"), "Done.")
    await run(await ask(project))
    assert await check_every_snapshot(alice, project, monkeypatch) > 10


async def test_so_do_those_of_an_answer_that_changes_hands(
    project: Project, alice: User, model: ScriptedModel, paint: Paint, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = await ask(project)
    model.answers(Reasoning("Red?"), "Red. ", use("paint", colour="red"))
    model.answers(Reasoning("Was that"), asyncio.Event())
    async with running(answer) as owner:
        await until_thought(project, "Red?\n\nWas that")
        await kill(owner)
    model.answers(Reasoning("Enough?"), "Done.")
    answer = await run(answer)
    assert await thoughts(project) == answer.reasoning == "Red?\n\nEnough?"
    await check_every_snapshot(alice, project, monkeypatch)


async def test_so_do_those_of_an_answer_that_is_stopped_while_nobody_runs_it(
    project: Project, alice: User, model: ScriptedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = await ask(project)
    model.answers(Reasoning("Let me see"), asyncio.Event())
    async with running(answer) as owner:
        await until_thought(project, "Let me see")
        await kill(owner)
    await stop(answer)
    answer = await run(answer)
    assert (answer.status, answer.reasoning) == ("cancelled", "Let me see")
    await check_every_snapshot(alice, project, monkeypatch)


async def test_a_lost_log_is_told_the_thoughts_again(
    project: Project, model: ScriptedModel, valkey: redis.Redis
) -> None:
    answer, gate = await ask(project), asyncio.Event()
    model.answers(Reasoning("Before it. "), "Words ", gate, "after it.")
    async with running(answer) as owner:
        await until_seen(answer, "Words ")
        valkey.flushall()
        gate.set()
        await owner
    assert await thoughts(project) == "Before it. "


@pytest.mark.usefixtures("named")
async def test_a_log_lost_just_before_the_end_is_told_the_thoughts_first(
    project: Project, model: ScriptedModel, valkey: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def not_yet(project_id: object) -> None:
        """The worker is slow, or gone."""

    answer = await ask(project)
    model.answers(Reasoning("A thought."), "The text.")
    with monkeypatch.context() as patch:
        patch.setattr(lifecycle, "announce", not_yet)
        patch.setattr(snapshot, "flush", not_yet)
        await run(answer)
        valkey.flushall()
    await flush(project.pk)
    assert [event["type"] for event in await events(project)] == ["status", "reasoning", "finalized"]
    assert await thoughts(project) == "A thought."


async def test_a_snapshot_has_the_thoughts_of_an_answer_that_is_being_written(
    project: Project, alice: User, model: ScriptedModel
) -> None:
    answer, gate = await ask(project), asyncio.Event()
    model.answers(Reasoning("Let me see."), gate, "Done.")
    async with running(answer) as owner:
        await until_thought(project, "Let me see.")
        assert (await take_snapshot(alice, project.pk)).messages[-1].reasoning == "Let me see."
        gate.set()
        await owner
    assert (await take_snapshot(alice, project.pk)).messages[-1].reasoning == "Let me see."
    assert await Message.objects.filter(reasoning="Let me see.").aexists()


async def test_text_that_turns_out_to_be_a_thought_becomes_one(project: Project, model: ScriptedModel) -> None:
    model.answers("Let me see.", TextRetraction(), "Hi")

    answer = await run(await ask(project))

    assert (answer.status, answer.content, answer.reasoning) == ("success", "Hi", "Let me see.")
