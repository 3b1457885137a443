"""What a provider refuses to take back, or to be asked of a model that thinks, is not sent to it again."""

import json
from typing import Any

import pytest

from orchestrator.llm.adaptations import adapt
from orchestrator.llm.dialects import anthropic, google, responses
from orchestrator.llm.options import Options
from orchestrator.llm.refusals import Refusal
from tests.orchestrator.llm.dialects import anthropic_events, google_events, responses_events
from tests.orchestrator.llm.dialects.reading import body, person, read, step

DIALECTS = {each.DIALECT.name: each.DIALECT for each in (anthropic, google, responses)}
ANSWERS = {"anthropic": anthropic_events.CALLED, "google": google_events.CALLED, "responses": responses_events.CALLED}


def sent(dialect: str, **more: Any) -> Any:
    """A request within a step, which holds what the provider has said."""
    spoken = DIALECTS[dialect]
    return body(spoken, person("Name it"), *step(read(spoken, *ANSWERS[dialect]), "done"), **more)


def dropped(
    dialect: str, message: str, status: int = 400, options: Options | None = None, param: str = "", **more: Any
) -> set[str]:
    error = {"message": message, "param": param or None}
    options = options or Options()
    adapted = adapt(
        Refusal(status, json.dumps({"error": error})), sent(dialect, options=options, **more), options, dialect
    )
    return set() if adapted is None else set(adapted.dropped - options.dropped)


NOT_TAKEN_BACK = [
    ("responses", 404, "Item with id 'rs_1' not found. Items are not persisted when `store` is set to false."),
    ("responses", 400, "Item 'rs_1' of type 'reasoning' was provided without its required following item."),
    (
        "responses",
        400,
        "Item 'fc_1' of type 'function_call' was provided without its required 'reasoning' item: 'rs_1'.",
    ),
    (
        "responses",
        400,
        "The encrypted content gAAA could not be verified. Reason: it could not be decrypted or parsed.",
    ),
    ("anthropic", 400, "messages.1.content.0: Invalid `signature` in `thinking` block"),
    ("anthropic", 400, "messages.1.content.0: `thinking` blocks in the latest assistant message cannot be modified."),
    ("anthropic", 400, "messages.1.content.0: The block is bound to a different conversation."),
    ("google", 400, "Thought signature is not valid."),
    ("google", 400, "Corrupted thought signature."),
    (
        "google",
        400,
        "Invalid JSON payload received. Unknown name \"thoughtSignature\" at 'contents[1].parts[0]': Cannot find field.",
    ),
]


@pytest.mark.parametrize(("dialect", "status", "message"), NOT_TAKEN_BACK)
def test_what_is_not_taken_back_goes_as_text_and_calls(dialect: str, status: int, message: str) -> None:
    assert dropped(dialect, message, status) == {"vendor"}
    reduced = json.dumps(sent(dialect, options=Options(dropped=frozenset({"vendor"}))))
    assert not any(mark in reduced for mark in ("rs_1", "fc_1", "gAAA", '"signature"', "CpAB"))


def test_a_dummy_that_is_refused_too_is_left_out() -> None:
    options = Options(dropped=frozenset({"vendor"}))
    message = "Unknown name \"thoughtSignature\" at 'contents[1].parts[0]'"
    assert dropped("google", message, options=options) == {"contents.parts.thoughtSignature"}
    options = Options(dropped=frozenset({"vendor", "contents.parts.thoughtSignature"}))
    assert "thoughtSignature" not in json.dumps(sent("google", options=options))


def test_an_id_that_is_too_long_is_left_out_of_its_item() -> None:
    message = "Invalid 'input[1].id': string too long. Expected a string with maximum length 64."
    assert dropped("responses", message, param="input[1].id") == {"input.id"}


@pytest.mark.parametrize(
    ("param", "message"),
    [
        ("include", "Encrypted content is not supported with this model."),
        ("reasoning.summary", "Your organization must be verified to generate reasoning summaries."),
    ],
)
def test_a_field_that_is_named_is_left_out_alone(param: str, message: str) -> None:
    assert dropped("responses", message, param=param) == {param}


@pytest.mark.parametrize("status", [401, 403])
def test_the_signature_of_a_request_is_another_thing(status: int) -> None:
    assert (
        dropped("anthropic", "The request signature we calculated does not match the signature you provided.", status)
        == set()
    )


KINDS = [
    ("claude-opus-4-7", "adaptive", "adaptive thinking is not supported on this model"),
    ("claude-opus-4-7", "adaptive", "thinking.type: Input should be 'enabled' or 'disabled'"),
    (
        "claude-opus-4-7",
        "adaptive",
        "thinking: Input tag 'adaptive' found using 'type' does not match any of the expected tags",
    ),
    (
        "claude-sonnet-4-5",
        "enabled",
        '"thinking.type.enabled" is not supported for this model. Use "thinking.type.adaptive".',
    ),
]


@pytest.mark.parametrize(("model", "kind", "message"), KINDS)
def test_a_kind_of_thinking_that_a_model_does_not_know_is_replaced_by_the_other(
    model: str, kind: str, message: str
) -> None:
    asked = {"model": model, "effort": "high"}
    assert sent("anthropic", **asked)["thinking"]["type"] == kind
    assert dropped("anthropic", message, **asked) == {f"thinking.type={kind}"}
    other = Options(dropped=frozenset({f"thinking.type={kind}"}))
    assert sent("anthropic", options=other, **asked)["thinking"]["type"] != kind


def test_with_both_kinds_refused_none_is_asked_for() -> None:
    options = Options(dropped=frozenset({"thinking.type=adaptive"}))
    refused = dropped(
        "anthropic", "thinking.type: Input should be 'disabled'", options=options, model="claude-5", effort="low"
    )
    assert refused == {"thinking.type=enabled", "thinking"}


@pytest.mark.parametrize(
    "message",
    [
        "Thinking may not be enabled when tool_choice forces tool use.",
        "thinking is not supported by this model",
        "messages.1.content.0.type: Expected `thinking` or `redacted_thinking`, but found `tool_use`.",
    ],
)
def test_thinking_that_is_refused_is_not_asked_for_again(message: str) -> None:
    assert dropped("anthropic", message, model="claude-opus-4-7", effort="high") == {"thinking"}


def test_a_field_that_holds_the_form_in_other_requests_takes_it_along() -> None:
    refusal = Refusal(400, json.dumps({"error": {"message": "output_config: Extra inputs are not permitted"}}))
    adapted = adapt(refusal, sent("anthropic", model="claude-opus-4-7", effort="high"), Options(), "anthropic")
    assert adapted is not None
    assert (adapted.dropped, adapted.form) == (frozenset({"output_config"}), "tool")
