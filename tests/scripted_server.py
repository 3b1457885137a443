"""A server that speaks Chat Completions and does what `check-model` asks for, as a good model would."""

import json

from tests.orchestrator.llm.local_server import DONE, Exchange, plain, streaming, text_event, tool_event
from tests.orchestrator.videos import scene

COUNTED = "1 2 3 4 5"


async def obliging(exchange: Exchange) -> None:
    """Calls what it is asked to call, writes a scene where one is wanted, sees red, remembers, counts."""
    await streaming(*_answer(exchange.body), DONE)(exchange)


def refusing(field: str):
    """The same, of a server that knows no such field."""

    async def respond(exchange: Exchange) -> None:
        if field in exchange.body:
            words = {"error": {"message": f"Unknown parameter: '{field}'.", "param": field}}
            await plain("400 Bad Request", json.dumps(words).encode())(exchange)
        else:
            await obliging(exchange)

    return respond


def _answer(body: dict) -> list[bytes]:
    tools = [tool["function"]["name"] for tool in body.get("tools", ())]
    last = body["messages"][-1]
    asked = json.dumps(last["content"])
    if "brief" in asked:
        return [text_event(scene("title", headline="Hello"), "stop")]
    if "set_title" in tools and last["role"] == "user":
        call = {"index": 0, "id": "call_1", "function": {"name": "set_title", "arguments": '{"title": "Dawn"}'}}
        return [tool_event(call, finish_reason="tool_calls")]
    words = {"colour": "Red.", "zanzibar": "Zanzibar.", "Count": COUNTED}
    return [text_event(next((text for word, text in words.items() if word in asked), "Done."), "stop")]
