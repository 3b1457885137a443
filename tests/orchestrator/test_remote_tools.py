"""Tools of other servers: what the model sees of them, what it gets back, and that no call is made twice."""

import json
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from chatstream.backend import get_backend
from chatstream.wire.requests import Decide
from orchestrator.mcp import results
from orchestrator.mcp.servers import read_servers
from orchestrator.tools import TOOLS
from projects.models import Project, ToolCall
from tests.chat import ask, kill, rows, run, running, until
from tests.orchestrator.other_server import Shop, shop
from tests.scripted_model import ScriptedModel, use

pytestmark = pytest.mark.usefixtures("connections")
__all__ = ["shop"]


def last_result(model: ScriptedModel) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(model.requests[-1].messages[-1].content)
    return result


async def test_the_model_calls_a_tool_of_another_server(project: Project, model: ScriptedModel, shop: Shop) -> None:
    model.answers(use("shop__price", item="bean"))
    model.answers("Three euros.")
    answer = await run(await ask(project))
    assert (answer.status, answer.content) == ("success", "Three euros.")
    assert last_result(model) == {"success": True, "result": {"text": "A bean costs 3 €."}, "error": None}
    specs = {tool.name: tool for tool in model.requests[0].tools}
    assert specs.keys() == {*TOOLS, "shop__price", "shop__order", "shop__everything"}
    assert specs["shop__price"].parameters["required"] == ["item"]
    [call] = await rows(ToolCall.objects)
    assert call.title == "shop: price"


async def test_a_call_waits_for_the_person_unless_the_operator_says_never(
    project: Project, model: ScriptedModel, shop: Shop, settings: Any
) -> None:
    settings.MCP_SERVERS = [shop.setting(approval="always")]
    model.answers(use("shop__order", item="bean"))
    answer = await run(await ask(project))
    [call] = await rows(ToolCall.objects)
    assert (call.approval, shop.orders) == ("requested", [])
    decision = Decide(assistant_message_id=answer.pk, tool_call_id=call.pk, decision="approved")
    await get_backend().decide(project.owner, None, decision)
    model.answers("It comes tomorrow.")
    assert (await run(answer)).status == "success"
    assert (shop.orders, last_result(model)["success"]) == (["bean"], True)


async def test_a_call_that_was_cut_off_is_not_made_again(project: Project, model: ScriptedModel, shop: Shop) -> None:
    shop.open.clear()
    model.answers(use("shop__order", item="bean"))
    answer = await ask(project)
    async with running(answer) as owner:
        await until(lambda: shop.orders)
        await kill(owner)
    model.answers("I do not know whether it was ordered.")
    assert (await run(answer)).status == "success"
    assert shop.orders == ["bean"]
    assert "Whether it took effect is not known" in last_result(model)["error"]


async def test_a_server_that_is_away_is_a_sentence_for_the_model(
    project: Project, model: ScriptedModel, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.MCP_SERVERS = [Shop().setting(name="closed")]
    model.answers("Without the shop, then.")
    assert (await run(await ask(project))).status == "success"
    assert "The tools of closed cannot be reached now" in model.requests[0].system
    assert {tool.name for tool in model.requests[0].tools} == TOOLS.keys()
    assert "MCP server closed is away" in caplog.text


async def test_what_a_server_refuses_is_for_the_model_and_not_for_the_person(
    project: Project, model: ScriptedModel, shop: Shop
) -> None:
    model.answers(use("shop__price", item="moon"))
    model.answers("It is not for sale.")
    await run(await ask(project))
    [call] = await rows(ToolCall.objects)
    assert "The moon is not for sale." in last_result(model)["error"]
    assert call.payload == {"notice": "The server of this tool has refused the call."}


async def test_tools_results_and_keys_are_as_the_operator_wants(
    project: Project, model: ScriptedModel, shop: Shop, settings: Any
) -> None:
    settings.MCP_SERVERS = [shop.setting(tools=["everything"], headers={"X-Key": "secret"})]
    model.answers(use("shop__everything"))
    model.answers("A lot.")
    await run(await ask(project))
    assert {tool.name for tool in model.requests[0].tools} - TOOLS.keys() == {"shop__everything"}
    assert len(last_result(model)["result"]["text"]) == results.MAX_CHARS
    assert {headers.get(b"x-key") for headers in shop.seen} == {b"secret"}
    assert "secret" not in repr(settings.MCP_SERVERS)


SHOP = '[{"name": "shop", "url": "https://shop.example/mcp", "headers": {"Authorization": "Bearer $SHOP_KEY"}}]'


def test_servers_are_read_from_the_environment() -> None:
    assert read_servers("", {}) == []
    [server] = read_servers(SHOP, {"SHOP_KEY": "k"})
    assert (server.headers, server.approval) == ({"Authorization": "Bearer k"}, "always")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "MCP_SERVERS cannot be used: it: "),
        ('[{"name": "a__b", "url": "https://a"}]', "MCP_SERVERS cannot be used: 0.name: "),
        (SHOP, "MCP_SERVERS wants .SHOP_KEY for shop: set it."),
        ('[{"name": "a", "url": "https://a"}, {"name": "a", "url": "https://b"}]', "each by a name of its own"),
    ],
)
def test_a_setting_that_cannot_be_used_stops_the_start(text: str, sentence: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=sentence):
        read_servers(text, {})
