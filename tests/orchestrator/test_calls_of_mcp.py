"""A call over MCP whose answer waits for a person."""

from typing import Any

import pytest

from chatstream.backend import get_backend
from chatstream.wire.requests import Decide
from projects.models import Project, ToolCall
from tests.chat import rows
from tests.projects.asking_mcp import asking, call
from tests.scripted_model import ScriptedModel, use


@pytest.mark.usefixtures("worker")
async def test_a_call_ends_where_a_person_must_decide_and_goes_on_when_they_have(
    project: Project, model: ScriptedModel, settings: Any
) -> None:
    settings.TOOLS_NEED_APPROVAL = ["set_title"]
    model.answers("A name, then.", use("set_title", title="Beans"))
    model.answers("It is named.")
    asked = call("send_message", project_id=str(project.pk), message="Name it.", request_id="1")
    async with asking(project.owner) as client:
        waiting = await client.post("/mcp", json=asked)
        [row] = await rows(ToolCall.objects)
        decision = Decide(assistant_message_id=row.message_id, tool_call_id=row.pk, decision="approved")
        await get_backend().decide(project.owner, None, decision)
        ended = await client.post("/mcp", json=asked)
    assert ('"status":"waiting"' in waiting.text, "A person must allow this" in waiting.text) == (True, True)
    assert ('"status":"success"' in ended.text, "It is named." in ended.text) == (True, True)
