"""A real model behind the real llama.cpp: a real stream, real tool deltas, and a grammar made of our schemas.

What it says is its own affair; that it is asked in a way which the server takes, and answers in that form, is ours.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from chatstream.run.errors import ModelError
from orchestrator.llm.dialects.chat import ChatCompletions
from orchestrator.llm.interface import ChatMessage, Provider, StepRequest, ToolSpec
from orchestrator.llm.registry import close_providers, connect_with_form, get_provider, load_options
from orchestrator.tools import TOOLS
from orchestrator.tools.scene_agent.template_draft import SceneDraft, SceneEdit, form_of
from orchestrator.turn.system_prompt import system_prompt
from projects.models import Project
from storyboard.templates import TEMPLATES
from tests.child_process import child

from .conversation import Answer, answer, step_request

MODEL = "chat:smollm2"
SPECS = tuple(tool.spec() for tool in TOOLS.values())

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
def at_smollm2(smollm2, settings):
    """`chat:` speaks to it, and waits as long as a busy machine needs to read a prompt."""
    settings.LLM_READ_TIMEOUT_SECONDS = 280
    settings.LLM_BASE_URLS = {**settings.LLM_BASE_URLS, "chat": smollm2}


@pytest.fixture
async def small_model(at_smollm2):
    """Refusals that teach us another way are not seen in an answer: here none may have come."""
    before = await load_options(MODEL)
    yield get_provider(MODEL)
    await close_providers()
    assert await load_options(MODEL) == before


@pytest.fixture
def forced(monkeypatch):
    """So small a model calls a tool only if it must, and the product forces no call."""
    plain = ChatCompletions.body

    def body(self, model, request, *options):
        made = plain(self, model, request, *options)
        return made | {"tool_choice": "required"} if request.tools else made

    monkeypatch.setattr(ChatCompletions, "body", body)


async def test_words_stream(small_model):
    whole = await answer(small_model, step_request("Say something about coffee.", tools=(), max_output_tokens=40))

    assert len(whole.pieces) > 5
    assert whole.text.strip()
    assert whole.end.finish_reason in ("stop", "length")
    assert 0 < whole.end.usage.output_tokens <= 40


@pytest.mark.parametrize("tool", [SET_TITLE, SET_MOOD], ids=lambda tool: tool.name)
@pytest.mark.usefixtures("forced")
async def test_a_required_tool_call_arrives_whole(small_model, tool):
    whole = await answer(
        small_model,
        step_request("Name my video about coffee.", tools=(tool,), max_output_tokens=400),
    )

    [call] = whole.tool_requests
    arguments = json.loads(call.arguments)
    assert whole.end.finish_reason == "tool_calls"
    assert call.name == tool.name
    assert call.id
    assert set(tool.parameters["required"]) <= set(arguments) <= set(tool.parameters["properties"])


@pytest.mark.usefixtures("forced")
async def test_a_conversation_with_a_tool_answer_goes_on(small_model):
    asked = await answer(small_model, step_request("Name it.", tools=(SET_TITLE,), max_output_tokens=400))
    request = step_request("Name it.", tools=(SET_TITLE,), max_output_tokens=30)
    turn, result = type(request.messages[0]), asked.tool_requests[0]
    turns = (
        *request.messages,
        turn("assistant", "", (result,)),
        turn("tool", '{"success": true}', tool_request_id=result.id),
    )

    whole = await answer(small_model, type(request)(request.system, turns, max_output_tokens=30))

    assert whole.end.finish_reason in ("stop", "length")


async def test_leaving_early_leaves_the_model_free_for_the_next(small_model):
    async with small_model.stream(step_request("Tell a long story.", tools=(), max_output_tokens=2000)) as chunks:
        await anext(chunks)

    following = await answer(small_model, step_request("Hello", tools=(), max_output_tokens=5))
    assert following.end.finish_reason in ("stop", "length")


async def taken(provider: Provider, request: StepRequest) -> Answer | None:
    """The answer, or None if llama.cpp broke off: a call that the limit of tokens cuts is a fault of the server there
    ("Invalid diff: now finding less tool calls!"). A refusal of what was asked is raised."""
    try:
        return await answer(provider, request)
    except ModelError:
        return None


async def test_five_turns_with_the_real_tools_are_played(small_model):
    system, turns = system_prompt(Project(title="Untitled video"), None), []
    for message in ("Hello!", "Make a 12 second video about coffee.", "Use ocean colours.", "Undo that.", "Thank you."):
        turns.append(ChatMessage("user", message))
        whole = await taken(small_model, StepRequest(system, tuple(turns), SPECS, max_output_tokens=60))
        calls = whole.tool_requests if whole else ()
        assert {call.name for call in calls} <= TOOLS.keys()
        turns.append(ChatMessage("assistant", (whole and whole.text) or "So.", calls))
        turns += [ChatMessage("tool", '{"success": true}', tool_request_id=call.id) for call in calls]


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)
@pytest.mark.usefixtures("forced")
async def test_each_real_tool_is_called_in_its_form(small_model, spec):
    request = step_request("Go on.", tools=(spec,), max_output_tokens=80)

    whole = await taken(small_model, request)

    if spec.name in ("set_format", "undo_change", "export_video"):  # too short to be cut
        assert whole is not None
    for call in whole.tool_requests if whole else ():
        arguments = json.loads(call.arguments)
        assert set(spec.parameters.get("required", ())) <= set(arguments) <= set(spec.parameters["properties"])


FORMS = {"draft": form_of(SceneDraft), "edit": form_of(SceneEdit)}
BEGINNING = re.compile(rf'\s*\{{\s*"scene"\s*:\s*(null|\{{\s*"({"|".join(TEMPLATES)})"\s*:\s*\{{)')


@pytest.mark.parametrize("way", ["schema", "tool"])
@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
async def test_a_scene_is_written_in_the_form_that_it_is_asked_for(small_model, form, way):
    request = StepRequest("You make scenes.", (ChatMessage("user", "Say hello."),), form=form, max_output_tokens=120)

    provider = connect_with_form(MODEL, way)
    whole = await taken(provider, request)
    await provider.close()

    if way == "schema":
        assert whole is not None
        assert BEGINNING.match(whole.text)
    if whole and whole.end.finish_reason == "stop":
        assert list(json.loads(whole.text)) == list(form.schema["properties"])


async def test_a_scene_may_be_asked_for_in_the_prompt(small_model):
    request = StepRequest(
        "You make scenes.", (ChatMessage("user", "Hello."),), form=FORMS["draft"], max_output_tokens=20
    )

    provider = connect_with_form(MODEL, "prompt")
    whole = await answer(provider, request)
    await provider.close()

    assert whole.end.finish_reason in ("stop", "length")


async def test_the_server_judges_a_schema_and_what_it_refuses_is_avoided(at_smollm2):
    schema = {"type": "object", "properties": {"x": {"type": "string", "pattern": r"\S"}}, "required": ["x"]}
    request = step_request("Name it.", tools=(ToolSpec("name", "Name it.", schema),), max_output_tokens=5)

    await taken(get_provider("chat:judge"), request)
    await close_providers()

    options, at_first = await load_options("chat:judge")
    assert (options.schema_keywords, at_first.schema_keywords) == ({"pattern"}, set())
