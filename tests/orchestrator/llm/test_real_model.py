"""A real model through the same provider: a real stream, real tool deltas. What it says is its own affair."""

import json
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from orchestrator.llm import close_providers, get_provider
from orchestrator.llm.interface import ToolSpec
from tests.child_process import child

from .conversation import answer, said

# Bounded on purpose: in a string without end so small a model loses itself, and llama.cpp its own thread.
SET_TITLE = ToolSpec(
    "set_title",
    "Name the project.",
    {
        "type": "object",
        "properties": {"title": {"type": "string", "maxLength": 40}, "asked": {"type": "boolean"}},
        "required": ["title", "asked"],
        "additionalProperties": False,
    },
)
SET_MOOD = ToolSpec(
    "set_mood",
    "Choose the mood of the video.",
    {
        "type": "object",
        "properties": {"mood": {"type": "string", "enum": ["warm", "cool", "dark"]}, "scene": {"type": "integer"}},
        "required": ["mood"],
        "additionalProperties": False,
    },
)

pytestmark = [pytest.mark.model, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def smollm2(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running SmolLM2."""
    if not find_spec("xllamacpp"):
        pytest.fail("xllamacpp is not installed: the tests of the real model need requirements-model.txt")
    script = Path(__file__).with_name("smollm2_server.py")
    log = tmp_path_factory.mktemp("smollm2") / "log"
    with (
        log.open("wb") as errors,
        child([sys.executable, str(script)], stdout=subprocess.PIPE, stderr=errors, text=True) as process,
    ):
        lines = iter(process.stdout.readline, "")
        yield next((line.strip() for line in lines if line.startswith("http")), "") or pytest.fail(
            log.read_text()[-2000:]
        )


@pytest.fixture
async def small_model(smollm2, settings):
    settings.LLM_READ_TIMEOUT_SECONDS = 120
    settings.LLM_BASE_URLS = {**settings.LLM_BASE_URLS, "chat": smollm2}
    yield get_provider("chat:smollm2")
    await close_providers()


async def test_words_stream(small_model):
    whole = await answer(small_model, said("Say something about coffee.", tools=(), max_output_tokens=40))

    assert len(whole.pieces) > 5
    assert whole.text.strip()
    assert whole.end.finish_reason in ("stop", "length")
    assert 0 < whole.end.usage.output_tokens <= 40


@pytest.mark.parametrize("tool", [SET_TITLE, SET_MOOD], ids=lambda tool: tool.name)
async def test_a_required_tool_call_arrives_whole(small_model, tool):
    whole = await answer(
        small_model, said("Name my video about coffee.", tools=(tool,), tool_choice="required", max_output_tokens=400)
    )

    [call] = whole.tool_requests
    arguments = json.loads(call.arguments)
    assert whole.end.finish_reason == "tool_calls"
    assert call.name == tool.name
    assert call.id
    assert set(tool.parameters["required"]) <= set(arguments) <= set(tool.parameters["properties"])


async def test_a_conversation_with_a_tool_answer_goes_on(small_model):
    asked = await answer(
        small_model, said("Name it.", tools=(SET_TITLE,), tool_choice="required", max_output_tokens=400)
    )
    request = said("Name it.", tools=(SET_TITLE,), tool_choice="none", max_output_tokens=30)
    turn, result = type(request.turns[0]), asked.tool_requests[0]
    turns = (
        *request.turns,
        turn("assistant", "", (result,)),
        turn("tool", '{"success": true}', tool_request_id=result.id),
    )

    whole = await answer(small_model, type(request)(request.system, turns, max_output_tokens=30))

    assert whole.end.finish_reason in ("stop", "length")


async def test_leaving_early_leaves_the_model_free_for_the_next(small_model):
    async with small_model.stream(said("Tell a long story.", tools=(), max_output_tokens=2000)) as chunks:
        await anext(chunks)

    following = await answer(small_model, said("Hello", tools=(), max_output_tokens=5))
    assert following.end.finish_reason in ("stop", "length")
