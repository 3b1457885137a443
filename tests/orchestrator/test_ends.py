"""How an answer ended is never guessed: what is cut, filtered, refused, empty or broken off says so, and keeps its text."""

import asyncio
import logging

import pytest
from django.contrib.auth.models import User

from chatstream.run.errors import ModelError, OperatorError
from chatstream.run.lifecycle import run_answer
from orchestrator.llm.interface import Reasoning, StepEnd
from projects.models import Message, Project, Step
from projects.snapshot import take_snapshot
from tests.chat import ask, events, rows, run, running, stop, until_seen, visible_text
from tests.orchestrator.paint_tools import Paint
from tests.orchestrator.test_every_snapshot import check_every_snapshot
from tests.scripted_model import BREAKS_OFF, ScriptedModel, Usage, use

pytestmark = pytest.mark.usefixtures("connections", "stop_listener")


def end_of(answer: Message) -> tuple[str, str, str]:
    return answer.status, answer.finish_reason, (answer.error or {}).get("code", "")


async def restarts(project: Project) -> list[str]:
    return [event["content"] for event in await events(project, "status") if event["status"] == "restarted"]


@pytest.mark.parametrize(
    ("reason", "status", "finish_reason", "code"),
    [
        ("stop", "success", "stop", ""),
        ("length", "error", "length", "cut_by_limit"),
        ("filtered", "error", "filtered", "content_filter"),
        ("refused", "success", "refused", ""),
    ],
)
async def test_an_answer_with_words_ends_as_its_model_says(
    project: Project, alice: User, model: ScriptedModel, reason: str, status: str, finish_reason: str, code: str
) -> None:
    model.answers("Half of it", StepEnd(reason))
    answer = await run(await ask(project))
    assert (end_of(answer), answer.content) == ((status, finish_reason, code), "Half of it")
    [finalized] = await events(project, "finalized")
    assert (finalized["status"], finalized["finish_reason"]) == (status, finish_reason)
    assert (await take_snapshot(alice, project.pk)).messages[-1].finish_reason == finish_reason


@pytest.mark.parametrize(
    ("reason", "finish_reason", "code", "retryable"),
    [
        ("stop", "error", "empty_answer", True),
        ("filtered", "filtered", "content_filter", True),
        ("refused", "refused", "provider_declined", False),
    ],
)
async def test_an_answer_without_words_is_an_error(
    project: Project, model: ScriptedModel, reason: str, finish_reason: str, code: str, retryable: bool
) -> None:
    model.answers(" \n", StepEnd(reason))
    answer = await run(await ask(project))
    assert end_of(answer) == ("error", finish_reason, code)
    assert answer.error is not None
    assert answer.error["retryable"] is retryable


async def test_a_model_that_says_nothing_after_its_tools_is_an_error_and_their_work_stays(
    project: Project, model: ScriptedModel, paint: Paint
) -> None:
    model.answers("Red.", use("paint", colour="red"))
    model.answers()
    answer = await run(await ask(project))
    assert (end_of(answer), answer.content) == (("error", "error", "empty_answer"), "Red.")
    assert answer.project.title == "Untitled video red"


async def test_a_stopped_answer_and_one_that_failed_say_so(project: Project, model: ScriptedModel) -> None:
    answer = await ask(project)
    model.answers("Half", asyncio.Event())
    async with running(answer) as owner:
        await until_seen(answer, "Half")
        await stop(answer)
        await owner
    assert end_of(await Message.objects.aget(pk=answer.pk)) == ("cancelled", "cancelled", "")
    model.answers(OperatorError("No key.", "provider_refused_key"))
    assert end_of(await run(await ask(project))) == ("error", "error", "provider_refused_key")


async def test_an_end_that_was_written_down_means_the_same_to_who_takes_over(
    project: Project, model: ScriptedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise KeyboardInterrupt  # as good as a kill

    answer = await ask(project)
    model.answers("Half of it", StepEnd("length"))
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("chatstream.rows.ledger.finalise", die)
        await run_answer(answer.pk)
    answer = await run(answer)
    assert (end_of(answer), answer.content) == (("error", "length", "cut_by_limit"), "Half of it")


# --- what is asked for once more ---------------------------------------------------------------------------------------


async def test_an_answer_that_breaks_off_after_its_first_words_begins_anew(
    project: Project, alice: User, model: ScriptedModel, paint: Paint, monkeypatch: pytest.MonkeyPatch
) -> None:
    model.answers(Reasoning("Red?"), "Red.", use("paint", colour="red"))
    model.answers(Reasoning("Was that"), "I have pain", ModelError("The line broke.", "stream_cut"))
    model.answers(Reasoning("It was."), "I have painted it.")
    answer = await run(await ask(project))
    assert (answer.status, answer.content, answer.reasoning) == (
        "success",
        "Red.\n\nI have painted it.",
        "Red?\n\nIt was.",
    )
    assert await restarts(project) == ["Red."]
    assert model.requests[2] == model.requests[1]
    await check_every_snapshot(alice, project, monkeypatch)


@pytest.mark.parametrize("broken", [BREAKS_OFF, OSError("sk-live-0123456789")])
async def test_one_that_breaks_off_twice_is_an_error_with_what_it_said_the_second_time(
    project: Project, model: ScriptedModel, broken: object
) -> None:
    model.answers("Half of", broken)
    model.answers("Half", broken)
    answer = await run(await ask(project))
    assert (answer.status, answer.content) == ("error", "Half")
    assert await visible_text(answer) == "Half"


async def test_words_stand_until_the_model_speaks_again(project: Project, model: ScriptedModel) -> None:
    model.answers("Three quarters of it", ModelError("The line broke.", "stream_cut"))
    model.answers(ModelError("It is away.", "provider_unreachable"))
    answer = await run(await ask(project))
    assert (end_of(answer)[2], answer.content) == ("provider_unreachable", "Three quarters of it")
    assert await restarts(project) == []


async def test_before_the_first_word_the_provider_has_tried_again_by_itself(
    project: Project, model: ScriptedModel
) -> None:
    model.answers(ModelError("It is away.", "provider_unreachable"))
    assert end_of(await run(await ask(project)))[2] == "provider_unreachable"
    assert len(model.requests) == 1


async def test_what_will_not_go_away_by_itself_is_not_tried_again(project: Project, model: ScriptedModel) -> None:
    model.answers("Half", OperatorError("No money.", "provider_quota_used_up"))
    assert end_of(await run(await ask(project)))[2] == "provider_quota_used_up"


@pytest.mark.parametrize(
    ("first", "sentence"),
    [((StepEnd("malformed"),), "could not be read"), ((Reasoning("So much "), StepEnd("length")), "much shorter")],
)
async def test_what_a_model_can_put_right_it_is_told(
    project: Project, model: ScriptedModel, paint: Paint, first: tuple[object, ...], sentence: str
) -> None:
    model.answers(*first)
    model.answers(use("paint", colour="red"))
    model.answers("Done.")
    answer = await run(await ask(project))
    assert (answer.status, answer.content) == ("success", "Done.")
    assert sentence in model.requests[1].messages[-1].content
    assert sentence not in str(model.requests[2].messages)  # what is put right is no part of the conversation


async def test_what_is_malformed_twice_is_an_error(project: Project, model: ScriptedModel) -> None:
    model.answers("I will call", StepEnd("malformed"))
    model.answers("I will", StepEnd("malformed"))
    answer = await run(await ask(project))
    assert (end_of(answer), answer.content) == (("error", "malformed", "malformed_call"), "I will")


async def test_tokens_of_both_tries_are_counted(project: Project, model: ScriptedModel) -> None:
    model.answers(StepEnd("malformed", usage=Usage(10, 1)))
    model.answers("Done.", Usage(10, 2, cached_tokens=8))
    answer = await run(await ask(project))
    assert answer.usage == {"model": "scripted", "input_tokens": 20, "output_tokens": 3, "cached_tokens": 8}
    [step] = await rows(Step.objects)
    assert step.usage == {"input_tokens": 20, "output_tokens": 3, "cached_tokens": 8}


# --- what operators read -----------------------------------------------------------------------------------------------


async def test_why_it_failed_stays_with_the_row_for_operators_alone(
    project: Project, alice: User, model: ScriptedModel
) -> None:
    detail = "HTTP 403: this key is for another region"
    model.answers(OperatorError("The AI is not available right now.", "provider_refused_key", detail=detail))
    answer = await run(await ask(project))
    assert answer.error_detail == detail
    everything_sent = (await take_snapshot(alice, project.pk)).encode() + str(await events(project))
    assert "another region" not in everything_sent


async def test_whatever_a_provider_raises_is_no_fault_of_ours_and_shows_no_key(
    project: Project, model: ScriptedModel, caplog: pytest.LogCaptureFixture
) -> None:
    model.answers(RuntimeError("sk-live-0123456789 is wrong"))
    with caplog.at_level(logging.INFO):
        answer = await run(await ask(project))
    assert end_of(answer) == ("error", "error", "stream_unreadable")
    assert "RuntimeError: [key] is wrong" in caplog.text
    assert "0123456789" not in caplog.text
