"""A model of pydantic-ai behind our port: what speaks none of our dialects is spoken to as well as what does."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from pydantic_ai.exceptions import ModelHTTPError, UserError
from pydantic_ai.messages import ModelMessage, ModelRequest, ToolCallPart, ToolReturnPart, UserPromptPart
from pydantic_ai.models.function import AgentInfo, DeltaThinkingPart, DeltaToolCall, FunctionModel
from pydantic_ai.providers import infer_provider_class

from chatstream.run.errors import ModelError, OperatorError
from orchestrator.llm.http.concurrency_limit import ConcurrencyLimit
from orchestrator.llm.interface import AnswerForm, ChatMessage, Picture, Reasoning, StepEnd, StepRequest, Text
from orchestrator.llm.library.provider import LibraryProvider, connect
from orchestrator.llm.model_setting import check_model_setting
from orchestrator.llm.provider_kinds import LIBRARY_KINDS, LIBRARY_PIN
from tests.orchestrator.llm.conversation import TOOLS, broken_answer, step_request

ASK = step_request("Name the project")
CALL = {1: DeltaToolCall("set_title", '{"title": ', tool_call_id="call_7")}
REST = {1: DeltaToolCall(json_args='"Dawn"}')}
THOUGHT = {0: DeltaThinkingPart(content="A name. ", signature="c2lnbmF0dXJl")}

Script = Callable[[list[ModelMessage], AgentInfo], AsyncIterator[Any]]


class Scripted(FunctionModel):
    """The library's own model for tests; it ends each answer with `reason`, as those of providers do."""

    def __init__(self, script: Script, reason: Any = "stop") -> None:
        super().__init__(stream_function=script)
        self.reason = reason
        self.closed = False

    @asynccontextmanager
    async def request_stream(self, *args: Any, **kwargs: Any) -> AsyncIterator[Any]:
        async with super().request_stream(*args, **kwargs) as stream:
            stream.finish_reason = self.reason
            try:
                yield stream
            finally:
                self.closed = True


@dataclass
class Heard:
    text: str
    reasoning: str
    end: StepEnd


def provider_of(model: FunctionModel) -> LibraryProvider:
    return LibraryProvider("bedrock:scripted", lambda: model, ConcurrencyLimit(4))


def saying(*deltas: Any, reason: Any = "stop") -> LibraryProvider:
    async def script(conversation: list[ModelMessage], info: AgentInfo) -> AsyncIterator[Any]:
        for delta in deltas:
            if isinstance(delta, Exception):
                raise delta
            yield delta

    return provider_of(Scripted(script, reason))


async def hear(provider: LibraryProvider, request: StepRequest = ASK) -> Heard:
    chunks = []
    async with provider.stream(request) as stream:
        chunks = [chunk async for chunk in stream]
    *before, end = chunks
    assert isinstance(end, StepEnd)
    return Heard(
        "".join(each.text for each in before if isinstance(each, Text)),
        "".join(each.text for each in before if isinstance(each, Reasoning)),
        end,
    )


async def test_text_and_reasoning_come_apart_and_tokens_are_counted():
    heard = await hear(saying(THOUGHT, "Hello ", "there."))

    assert (heard.text, heard.reasoning, heard.end.finish_reason) == ("Hello there.", "A name. ", "stop")
    assert heard.end.usage is not None
    assert heard.end.usage.output_tokens > 0


async def test_thoughts_in_the_text_are_taken_out_as_in_our_own_dialects():
    heard = await hear(saying("<think>Hm.</think>", "Hello."))

    assert (heard.text, heard.reasoning) == ("Hello.", "Hm.")


async def test_a_tool_call_comes_whole_with_the_id_of_the_provider():
    heard = await hear(saying("One name. ", CALL, REST, reason="tool_call"))

    [call] = heard.end.tool_requests
    assert (call.id, call.name, json.loads(call.arguments)) == ("call_7", "set_title", {"title": "Dawn"})
    assert heard.end.finish_reason == "tool_calls"


async def test_what_it_said_goes_back_to_the_byte_over_json():
    histories: list[list[ModelMessage]] = []

    async def script(conversation: list[ModelMessage], info: AgentInfo) -> AsyncIterator[Any]:
        histories.append(conversation)
        for delta in [THOUGHT, CALL, REST] if len(histories) == 1 else ["Done."]:
            yield delta

    provider = provider_of(Scripted(script, "tool_call"))
    first = (await hear(provider)).end
    vendor_data = json.loads(json.dumps(first.vendor.data))
    assistant = ChatMessage(
        "assistant", "", first.tool_requests, vendor=type(first.vendor)(first.vendor.origin, vendor_data)
    )
    result = ChatMessage("tool", '{"success": true}', tool_request_id="call_7")
    await hear(provider, StepRequest(ASK.system, (*ASK.messages, assistant, result), TOOLS))

    _, response, after = histories[1]
    thought, call = response.parts
    assert (thought.content, thought.signature) == ("A name. ", "c2lnbmF0dXJl")
    assert isinstance(call, ToolCallPart)
    assert (call.tool_call_id, call.args) == ("call_7", '{"title": "Dawn"}')
    assert isinstance(after, ModelRequest)
    [returned] = [part for part in after.parts if isinstance(part, ToolReturnPart)]
    assert (returned.tool_name, returned.tool_call_id) == ("set_title", "call_7")


async def test_what_another_model_said_goes_as_words_and_calls_alone():
    histories: list[list[ModelMessage]] = []

    async def script(conversation: list[ModelMessage], info: AgentInfo) -> AsyncIterator[Any]:
        histories.append(conversation)
        yield "Done."

    other = (await hear(saying(THOUGHT, "Hi."))).end.vendor
    foreign = ChatMessage("assistant", "Hi.", vendor=type(other)("chat elsewhere", other.data))
    await hear(
        provider_of(Scripted(script)), StepRequest("", (ChatMessage("user", "a"), foreign, ChatMessage("user", "b")))
    )

    assert [part.content for part in histories[0][1].parts] == ["Hi."]


async def test_pictures_go_as_bytes():
    histories: list[list[ModelMessage]] = []

    async def script(conversation: list[ModelMessage], info: AgentInfo) -> AsyncIterator[Any]:
        histories.append(conversation)
        yield "Red."

    turn = ChatMessage("user", "Which colour?", pictures=(Picture("image/png", b"\x89PNG"),))
    await hear(provider_of(Scripted(script)), StepRequest("", (turn,)))

    [asked] = [part for part in histories[0][0].parts if isinstance(part, UserPromptPart)]
    assert (asked.content[0], asked.content[1].data) == ("Which colour?", b"\x89PNG")


async def test_a_form_is_asked_for_in_words_and_comes_in_one_piece():
    histories: list[list[ModelMessage]] = []

    async def script(conversation: list[ModelMessage], info: AgentInfo) -> AsyncIterator[Any]:
        histories.append(conversation)
        for piece in ('{"title"', ': "Dawn"}'):
            yield piece

    form = AnswerForm("title", "A title.", {"type": "object", "properties": {"title": {"type": "string"}}})
    heard = await hear(provider_of(Scripted(script)), StepRequest("You name.", (ChatMessage("user", "Go"),), form=form))

    assert json.loads(heard.text) == {"title": "Dawn"}
    assert "title" in histories[0][0].parts[0].content


@pytest.mark.parametrize(("reason", "ours"), [("length", "length"), ("content_filter", "filtered")])
async def test_an_end_that_is_not_whole_keeps_its_meaning(reason, ours):
    assert (await hear(saying("Half an ans", reason=reason))).end.finish_reason == ours


@pytest.mark.parametrize(
    ("provider", "code"),
    [
        (saying("Half an ans", reason=None), "stream_incomplete"),
        (saying("Half an ans", reason="error"), "model_broke_off"),
        (saying("Half an ans", RuntimeError("raw, from an SDK")), "stream_cut"),
        (saying("Half an ans", json.JSONDecodeError("raw", "", 0)), "stream_unreadable"),
    ],
)
async def test_a_stream_that_breaks_is_a_retryable_error_after_its_text(provider, code):
    text, error = await broken_answer(provider, ASK)

    assert (text, error.code, error.retryable) == ("Half an ans", code, True)
    assert isinstance(error, ModelError)
    assert "raw" not in str(error)


@pytest.mark.parametrize(
    ("raised", "kind", "code"),
    [
        (ModelHTTPError(401, "m", {"message": "Invalid API key"}), OperatorError, "provider_refused_key"),
        (ModelHTTPError(429, "m", {"message": "Too many requests"}), ModelError, "provider_busy"),
        (UserError("Set the `CO_API_KEY` environment variable"), OperatorError, "not_configured"),
        (ConnectionError("refused"), ModelError, "provider_unreachable"),
    ],
)
async def test_what_is_raised_before_the_first_word_names_who_must_act(raised, kind, code):
    text, error = await broken_answer(saying(raised), ASK)

    assert (text, type(error), error.code) == ("", kind, code)


async def test_a_cut_before_the_first_word_is_not_seen():
    calls = []

    async def script(conversation: list[ModelMessage], info: AgentInfo) -> AsyncIterator[Any]:
        calls.append(1)
        if len(calls) == 1:
            raise ConnectionError("reset")
        yield "Hello."

    assert (await hear(provider_of(Scripted(script)))).text == "Hello."


async def test_an_empty_answer_is_asked_for_once_more_and_then_an_error():
    calls = []

    async def script(conversation: list[ModelMessage], info: AgentInfo) -> AsyncIterator[Any]:
        calls.append(1)
        yield " "

    _, error = await broken_answer(provider_of(Scripted(script)), ASK)

    assert (error.code, len(calls)) == ("empty_answer", 2)


@pytest.mark.parametrize("words", [[], ["Half"]])
async def test_silence_is_said(settings, words):
    settings.LLM_READ_TIMEOUT_SECONDS = 0.05

    async def script(conversation: list[ModelMessage], info: AgentInfo) -> AsyncIterator[Any]:
        for word in words:
            yield word
        await asyncio.Event().wait()
        yield ""

    text, error = await broken_answer(provider_of(Scripted(script)), ASK)

    assert (text, error.code) == ("".join(words), "provider_silent")


async def test_leaving_ends_the_call_of_the_provider():
    async def script(conversation: list[ModelMessage], info: AgentInfo) -> AsyncIterator[Any]:
        yield "Hello"
        await asyncio.Event().wait()

    model = Scripted(script)
    async with provider_of(model).stream(ASK) as chunks:
        assert await anext(chunks) == Text("Hello")
        assert not model.closed

    assert model.closed


@pytest.mark.parametrize(
    "kind", [kind for kind, needs in LIBRARY_KINDS.items() if not find_spec(needs.package.split(".")[0])]
)
def test_a_library_that_is_not_there_is_said_at_the_start(kind):
    with pytest.raises(ImproperlyConfigured, match=r'pip install "pydantic-ai-slim\[[a-z-]+\]==2.68.0"'):
        check_model_setting(f"{kind}:a-model")


def test_the_pin_that_is_named_is_the_one_that_is_tested():
    assert version("pydantic-ai-slim") == LIBRARY_PIN


def test_every_kind_of_the_library_is_one_that_it_knows():
    for kind in LIBRARY_KINDS:
        with suppress(ImportError):  # known, not installed
            infer_provider_class(kind)


async def test_a_missing_key_is_said_to_the_operator_with_the_name_of_its_variable(monkeypatch):
    monkeypatch.delenv("SNOWFLAKE_ACCOUNT", raising=False)

    _, error = await broken_answer(connect("snowflake:a-model", ConcurrencyLimit(1)), ASK)

    assert (type(error), error.code) == (OperatorError, "not_configured")
    assert "SNOWFLAKE_ACCOUNT" in error.detail
    assert "SNOWFLAKE" not in str(error)
