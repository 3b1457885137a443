"""A site on which an operator has something to see: films that were made, one that is being made, and answers that failed."""

import asyncio
import json
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.instance import Instance, Person
from tests.orchestrator.llm.local_server import (
    DONE,
    HEAD,
    Exchange,
    event,
    local_server,
    plain,
    text_event,
    tool_event,
)
from tests.orchestrator.videos import COFFEE, SCENES, SECONDS
from tests.scripted_server import obliging

ANSWER = ["Here it is: ", "four scenes, ", "twenty seconds, ", "warm colours. ", "Shall I make it shorter?"]
LONG = {
    "error": {
        "message": "This model's maximum context length is 8192 tokens. However, your messages resulted in 9310 tokens.",
        "code": "context_length_exceeded",
    }
}
QUOTA = {
    "error": {
        "message": "You exceeded your current quota, please check your plan and billing details.",
        "type": "insufficient_quota",
        "code": "insufficient_quota",
    }
}
FILTERED = {"error": {"message": "The prompt was flagged by our safety system.", "code": "content_policy_violation"}}

PASSWORD = "a long pass phrase"

# Who asks for what. The last words of each decide what the model does.
PEOPLE = {
    "tomas": [("Morning Beans", "A film for a coffee shop. Make it well.")],
    "mira": [
        ("Night market", "The night market opens on Friday. Fail long."),
        ("Ferry", "A ferry in fog. Fail filtered."),
    ],
    "jonas": [("Half marathon", "A film about our half marathon. Fail long.")],
    "ines": [("Harvest festival", "A film for the harvest festival. Fail quota.")],
    "priya": [("Observatory", "A film about the observatory. Make it slowly.")],
}
MAKE_USERS = f"""
from django.contrib.auth.models import User
from projects.access.tokens import make_token
User.objects.create_superuser("olga", password={PASSWORD!r})
answer = {{name: make_token(User.objects.create_user(name)) for name in {list(PEOPLE)!r}}}
"""


async def respond(exchange: Exchange) -> None:
    """As a provider of models would: scenes when the scene agent asks, else a plan, its scenes, and an end as the words say."""
    messages = exchange.body["messages"]
    words = json.dumps(messages, ensure_ascii=False)
    if "Dawn" in words:  # the check of a new model
        await obliging(exchange)
    elif '"plan_video"' not in json.dumps(exchange.body.get("tools", [])):
        await _stream(exchange, [text_event(_scene_in(words), "stop")], 0.15)
    elif "Fail long" in words:
        await plain("400 Bad Request", json.dumps(LONG).encode())(exchange)
    elif "Fail filtered" in words:
        await plain("400 Bad Request", json.dumps(FILTERED).encode())(exchange)
    elif messages[-1]["role"] != "tool":
        await _stream(exchange, [text_event("I plan four scenes. "), _calls(("plan_video", COFFEE))], 0.3)
    elif messages[-1]["tool_call_id"] == "call_plan_0":
        await _stream(exchange, [_calls(*(("add_scene", _new_scene(name)) for name in SCENES))], 0.2)
    elif "Fail quota" in words:
        await plain("429 Too Many Requests", json.dumps(QUOTA).encode())(exchange)
    elif "slowly" in words:
        await _stream(exchange, [text_event(piece) for piece in ANSWER * 60], 2)
    else:
        await _stream(exchange, [text_event(piece) for piece in ANSWER], 0.1, "stop")


async def _stream(exchange: Exchange, events: list[bytes], seconds: float, finish_reason: str = "") -> None:
    await exchange.send(HEAD)
    for each in events:
        await exchange.send_piece(each)
        await asyncio.sleep(seconds)
    end = [text_event("", finish_reason)] if finish_reason else []
    usage = event(choices=[], usage={"prompt_tokens": 3_412, "completion_tokens": 286, "total_tokens": 3_698})
    for each in [*end, usage, DONE]:
        await exchange.send_piece(each)
    await exchange.end()


def _calls(*calls: tuple[str, dict[str, Any]]) -> bytes:
    requests = [
        {
            "index": place,
            "id": f"call_{name.split('_')[0]}_{place}",
            "function": {"name": name, "arguments": json.dumps(arguments)},
        }
        for place, (name, arguments) in enumerate(calls)
    ]
    return tool_event(*requests, finish_reason="tool_calls")


def _new_scene(name: str) -> dict[str, Any]:
    return {"name": name, "brief": f"A scene: {name}.", "seconds": SECONDS[name]}


def _scene_in(words: str) -> str:
    plain_words = words.replace("\\", "")
    return next((answer for name, answer in SCENES.items() if f'"scene": "{name}"' in plain_words), SCENES["CTA"])


@asynccontextmanager
async def operators_site() -> AsyncIterator[Instance]:
    """With an operator called `olga`, whose password is PASSWORD. One answer is still being written."""
    with tempfile.TemporaryDirectory() as folder:
        async with local_server(respond) as provider:
            settings = {"LLM_MODEL": "chat:gpt-5-mini", "CHAT_BASE_URL": provider.url, "CHAT_API_KEY": "none"}
            instance = Instance(Path(folder), **settings)
            await asyncio.to_thread(instance.start)
            try:
                await _ask_all(instance)
                yield instance
            finally:
                await asyncio.to_thread(instance.stop)


async def _ask_all(instance: Instance) -> None:
    tokens = await asyncio.to_thread(instance.shell, MAKE_USERS)
    people = [Person(instance, name, token) for name, token in tokens.items()]
    wishes = [(person, *wish) for person in people for wish in PEOPLE[person.username]]
    await asyncio.gather(*(_ask(*wish) for wish in wishes))


async def _ask(person: Person, title: str, message: str) -> None:
    """Until its answer has ended, or is being written for long."""
    project = await person.make_project(title)
    async with person.socket(project) as tab:
        await tab.send(type="stream")
        await tab.initiate(message)
        await tab.until("delta" if "slowly" in message else "finalized", seconds=60)
