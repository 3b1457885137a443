"""Each way in which llmock can break a stream ends in one honest error, after the text that came before it."""

import json

import pytest

from orchestrator.errors import ModelError, OperatorError, UserError

from .conversation import answer, broken_answer, said

BRIEF = said("Tell me about coffee.", tools=())


async def test_an_unbroken_stream_ends_with_stop_and_usage(faulty_model, connected):
    whole = await answer(connected(faulty_model.url), BRIEF)

    assert whole.text.startswith("Hello! ")
    assert whole.end.finish_reason == "stop"
    assert whole.end.usage.input_tokens > 0
    assert whole.end.usage.output_tokens > 0


async def test_a_busy_provider_is_asked_again(faulty_model, connected):
    faulty_model.will({"type": "fail", "status": 429, "retry_after": 0.05, "times": 2})

    whole = await answer(connected(faulty_model.url), BRIEF)

    assert whole.text
    assert [request["status"] for request in faulty_model.requests()] == [429, 429, 200]


@pytest.mark.parametrize(
    ("status", "code", "kind", "expected"),
    [
        (401, None, OperatorError, "provider_refused_key"),
        (403, None, OperatorError, "provider_forbidden"),
        (429, None, ModelError, "provider_busy"),
        (429, "insufficient_quota", OperatorError, "provider_quota_used_up"),
        (500, None, ModelError, "provider_failed"),
        (503, None, ModelError, "provider_failed"),
        (404, None, OperatorError, "provider_wrong_address"),
        (400, "context_length_exceeded", UserError, "conversation_too_long"),
        (400, None, OperatorError, "provider_refused_request"),
    ],
)
async def test_a_refusal_names_who_must_act(faulty_model, connected, status, code, kind, expected):
    faulty_model.will({"type": "fail", "status": status, "code": code, "retry_after": 0.05, "times": 20})

    text, error = await broken_answer(connected(faulty_model.url), BRIEF)

    assert (type(error), error.code, text) == (kind, expected, "")


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("disconnect", "stream_cut"),
        ("truncate", "stream_incomplete"),
        ("malformed", "stream_unreadable"),
        ("stall", "provider_silent"),
    ],
)
async def test_a_stream_that_breaks_is_an_error_after_its_text(faulty_model, connected, settings, kind, expected):
    provider = connected(faulty_model.url)
    whole = await answer(provider, BRIEF)
    settings.LLM_READ_TIMEOUT_SECONDS = 0.5
    faulty_model.will({"type": "stream_fault", "kind": kind, "after_chunks": 4, "stall_seconds": 2})

    text, error = await broken_answer(connected(faulty_model.url), BRIEF)

    assert text.split() == whole.text.split()[:3]  # the first of the four chunks carries the role, and no text
    assert isinstance(error, ModelError)
    assert error.code == expected
    assert error.retryable


async def test_a_slow_first_token_is_waited_for(faulty_model, connected):
    faulty_model.will({"type": "slow_first_token", "seconds": 0.5})

    assert (await answer(connected(faulty_model.url), BRIEF)).text


async def test_a_first_token_that_does_not_come_is_silence(faulty_model, connected, settings):
    settings.LLM_READ_TIMEOUT_SECONDS = 0.4
    faulty_model.will({"type": "slow_first_token", "seconds": 2})

    text, error = await broken_answer(connected(faulty_model.url), BRIEF)

    assert (text, error.code) == ("", "provider_silent")


async def test_a_tool_call_arrives_whole(faulty_model, connected):
    whole = await answer(connected(faulty_model.url), said("Name the project", tool_choice="required"))

    [call] = whole.tool_requests
    assert whole.end.finish_reason == "tool_calls"
    assert call.id
    assert call.name in ("set_title", "ask_user")
    assert isinstance(json.loads(call.arguments), dict)


async def test_broken_arguments_are_handed_on_as_they_are(faulty_model, connected):
    faulty_model.will({"type": "tool_fault", "kind": "malformed_arguments"})

    [call] = (await answer(connected(faulty_model.url), said("Name the project"))).tool_requests

    with pytest.raises(json.JSONDecodeError):
        json.loads(call.arguments)


async def test_a_tool_nobody_offered_is_handed_on_for_the_turn_loop_to_refuse(faulty_model, connected):
    faulty_model.will({"type": "tool_fault", "kind": "unknown_tool"})

    [call] = (await answer(connected(faulty_model.url), said("Name the project"))).tool_requests

    assert call.name not in ("set_title", "ask_user")


async def test_several_tools_of_one_answer_keep_their_order(faulty_model, connected):
    calls = [{"name": "set_title", "arguments": {"title": title}} for title in ("Dawn", "Dusk")]
    faulty_model.will({"type": "reply", "text": "Two names.", "tool_calls": calls})

    whole = await answer(connected(faulty_model.url), said("Name the project"))

    assert whole.text == "Two names."
    assert [json.loads(call.arguments)["title"] for call in whole.tool_requests] == ["Dawn", "Dusk"]


@pytest.mark.parametrize(("reason", "expected"), [("length", "length"), ("content_filter", "filtered")])
async def test_an_answer_cut_by_the_model_itself_ends_with_its_reason(faulty_model, connected, reason, expected):
    faulty_model.will({"type": "reply", "text": "Half an ans", "finish_reason": reason})

    whole = await answer(connected(faulty_model.url), BRIEF)

    assert (whole.text, whole.end.finish_reason) == ("Half an ans", expected)
