"""What a function that answers can rely on, whatever happens to its worker."""

import asyncio
from collections.abc import Callable

import pytest

import chatstream
from chatstream.answers.responder import Reply
from chatstream.rows.approvals import decide
from chatstream.rows.database import off_loop
from chatstream.run import responder as responders
from projects.models import Project, ToolCall
from tests.chat import ask, ask_again, events, kill, rows, run, running, stop, until, until_seen

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("connections")]

Answered = Callable[[Reply], None]


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch) -> Answered:
    """`answered(reply)`: answers are written by this function from now on."""

    def by(reply: Reply) -> None:
        monkeypatch.setattr(responders, "_load", lambda path: chatstream.responder(reply))

    return by


def rename(project: Project, title: str) -> None:
    """An effect that shows if it is done twice."""
    project.refresh_from_db()
    project.title = f"{project.title} {title}"
    project.save(update_fields=["title"])


async def test_words_thoughts_and_use_are_in_the_row(project: Project, answered: Answered) -> None:
    async def reply(answer: chatstream.Answer) -> None:
        await answer.think("Hm.")
        await answer.write(f"You said {answer.question!r}.")
        answer.usage = {"output_tokens": 4}

    answered(reply)
    answer = await run(await ask(project, "Hello"))
    assert (answer.status, answer.content, answer.reasoning) == ("success", "You said 'Hello'.", "Hm.")
    assert (answer.usage, answer.finish_reason) == ({"output_tokens": 4}, "stop")
    assert answer.first_token_ms is not None


async def test_the_history_has_each_message_with_its_newest_answer(project: Project, answered: Answered) -> None:
    histories = []

    async def reply(answer: chatstream.Answer) -> None:
        histories.append(answer.history())
        await answer.write(f"Answer {len(histories)}")

    answered(reply)
    first = await run(await ask(project, "One"))
    await run(await ask_again(first))
    await run(await ask(project, "Two"))
    user, assistant = "user", "assistant"
    said = [[(each["role"], each["content"]) for each in history] for history in histories]
    assert said[:2] == [[(user, "One")]] * 2
    assert said[2] == [(user, "One"), (assistant, "Answer 2"), (user, "Two")]


async def test_a_tool_that_is_finished_is_not_done_again_by_the_next_worker(
    project: Project, answered: Answered
) -> None:
    attempts = []

    async def reply(answer: chatstream.Answer) -> None:
        attempts.append(answer.finished_tools())
        async with answer.tool("rename", {"to": "red"}, "Renaming") as call:
            if not call.finished:
                call.commit(lambda: rename(project, "red"))
                call.result = {"title": "red"}
        await answer.write(f"It is {call.result['title']}.")
        if answer.attempt == 1:
            await asyncio.Event().wait()

    answered(reply)
    answer = await ask(project)
    async with running(answer) as owner:
        await until_seen(answer, "It is red.")
        await kill(owner)
    ended = await run(answer)
    assert (ended.content, ended.project.title) == ("It is red.", "Untitled video red")
    assert [len(finished) for finished in attempts] == [0, 1]
    assert [event["payload"] for event in await events(project, "tool_result")] == [{"title": "red"}]


async def test_a_tool_whose_worker_died_within_it_is_done_once_by_the_next(
    project: Project, answered: Answered
) -> None:
    async def reply(answer: chatstream.Answer) -> None:
        async with answer.tool("rename", {"to": "red"}) as call:
            call.commit(lambda: rename(project, "red"))
            call.progress("Mixing", 0.5)
            if answer.attempt == 1:
                await asyncio.Event().wait()

    answered(reply)
    answer = await ask(project)

    async def is_mixing() -> bool:
        return bool(await events(project, "tool_progress"))

    async with running(answer) as owner:
        await until(is_mixing)
        await kill(owner)
    assert (await run(answer)).project.title == "Untitled video red"
    assert [call.status for call in await rows(ToolCall.objects)] == ["success"]


async def test_a_tool_that_fails_is_recorded_and_leaves_no_effect(project: Project, answered: Answered) -> None:
    async def reply(answer: chatstream.Answer) -> None:
        async with answer.tool("rename", {"to": "red"}) as call:
            call.commit(lambda: rename(project, "red"))
            raise chatstream.ModelError("There is no red.")

    answered(reply)
    answer = await run(await ask(project))
    assert answer.status == "error"
    assert answer.error == {"code": "model_failed", "error": "There is no red.", "retryable": True}
    [call] = await rows(ToolCall.objects)
    assert (call.status, call.error, answer.project.title) == ("error", "There is no red.", "Untitled video")


async def test_a_fault_of_the_function_is_no_sentence_for_the_reader(project: Project, answered: Answered) -> None:
    async def reply(answer: chatstream.Answer) -> None:
        await answer.write("So far")
        raise ZeroDivisionError("a secret")

    answered(reply)
    answer = await run(await ask(project))
    assert (answer.status, answer.content) == ("error", "So far")
    assert answer.error is not None
    assert answer.error["error"] == "Something went wrong on our side. Try again."


async def test_a_stop_cancels_the_function_and_keeps_the_text(project: Project, answered: Answered) -> None:
    left = asyncio.Event()

    async def reply(answer: chatstream.Answer) -> None:
        try:
            await answer.write("So far")
            await asyncio.Event().wait()
        finally:
            left.set()

    answered(reply)
    answer = await ask(project)
    async with running(answer) as owner:
        await until_seen(answer, "So far")
        await stop(answer)
        async with asyncio.timeout(15):
            await owner
    assert left.is_set()
    [ended] = await events(project, "finalized")
    assert (ended["status"], ended["content"]) == ("cancelled", "So far")


async def test_a_tool_that_a_person_must_allow_is_run_once_they_have(project: Project, answered: Answered) -> None:
    known: list[tuple[str, int]] = []

    async def reply(answer: chatstream.Answer) -> None:
        known.append((answer.earlier_text, len(answer.approved_tools())))
        await answer.write("May I?")
        async with answer.tool("rename", {"to": "red"}, "Renaming", approval=True) as call:
            if not call.finished:
                call.commit(lambda: rename(project, "red"))
        await answer.write(f" {call.error or 'Done'}.")

    answered(reply)
    answer = await run(await ask(project))
    [call] = await rows(ToolCall.objects)
    assert (answer.status, answer.content, call.approval) == ("running", "May I?", "requested")
    await off_loop(decide)(answer, call.pk, "approved")
    ended = await run(answer)
    assert (ended.content, ended.project.title) == ("May I? Done.", "Untitled video red")
    assert known == [("", 0), ("May I?", 1)]
    assert len(await events(project, "approval_requested", "tool_result")) == 2


async def test_tools_of_a_group_of_tasks_are_asked_for_one_after_another(project: Project, answered: Answered) -> None:
    async def use(answer: chatstream.Answer, colour: str) -> None:
        async with answer.tool("rename", {"to": colour}, approval=True) as call:
            if not call.finished:
                call.commit(lambda: rename(project, colour))

    async def reply(answer: chatstream.Answer) -> None:
        async with asyncio.TaskGroup() as group:
            for colour in ("red", "blue"):
                group.create_task(use(answer, colour))

    answered(reply)
    answer = await ask(project)
    for _ in ("red", "blue"):
        await run(answer)
        [call] = await rows(ToolCall.objects.filter(approval="requested"))
        await off_loop(decide)(answer, call.pk, "approved")
    assert (await run(answer)).status == "success"
    assert [call.status for call in await rows(ToolCall.objects)] == ["success"] * 2


async def test_a_tool_that_was_declined_is_finished_with_an_error(project: Project, answered: Answered) -> None:
    async def reply(answer: chatstream.Answer) -> None:
        async with answer.tool("rename", {"to": "red"}, approval=True) as call:
            if not call.finished:
                call.commit(lambda: rename(project, "red"))
        await answer.write(call.error or "Done")

    answered(reply)
    answer = await run(await ask(project))
    [call] = await rows(ToolCall.objects)
    await off_loop(decide)(answer, call.pk, "declined")
    ended = await run(answer)
    assert ended.content == "This was declined, so it was not done."
    assert "red" not in ended.project.title
