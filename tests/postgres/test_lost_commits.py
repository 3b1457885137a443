"""The answer to a COMMIT is lost on the line: what was committed is taken as it is."""

import pytest

from projects.models import Project, ToolCall
from tests.chat import ask, events, fresh, rows, until_ended_by_a_worker
from tests.orchestrator.paint_tools import Paint, paint
from tests.postgres.line import through_a_line
from tests.scripted_model import ScriptedModel, use

__all__ = ["paint"]

pytestmark = pytest.mark.usefixtures("connections")


@pytest.mark.parametrize("nth", range(1, 9))
async def test_a_run_goes_on_from_what_was_committed(
    project: Project, model: ScriptedModel, paint: Paint, nth: int
) -> None:
    """Each of the commits of a run in turn, and the try after it as well."""
    answer = await ask(project)
    model.answers(use("paint", colour="red"), use("paint", colour="blue"))
    model.answers("Done.")
    with through_a_line() as line:
        commits, takes = 0, line._takes_one

        def takes_this() -> bool:
            nonlocal commits
            commits += 1
            line.swallow = int(commits in (nth, nth + 1))
            return takes()

        line._takes_one = takes_this  # type: ignore[method-assign]
        await until_ended_by_a_worker(answer)
        assert line.swallowed
    ended = await fresh(answer)
    assert (ended.status, ended.attempt, ended.project.title) == ("success", 1, "Untitled video red blue")
    assert [each["success"] for each in await events(project, "tool_result")] == [True, True]
    assert [call.status for call in await rows(ToolCall.objects)] == ["success", "success"]
