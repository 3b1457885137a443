"""A provider's no is called by its true name, before the stream and in it, and nobody reads its words but the operator."""

import logging

import pytest

from orchestrator.errors import ModelError, OperatorError, UserError

from .conftest import KEY
from .dialects import only
from .outcome import ask
from .scripted_server import sends, streams
from .transcripts import Words, frame
from .transcripts.chat import DONE, delta

# (dialect, status, body, code)
REFUSALS = {
    "provider_refused_key": [
        (
            "chat",
            401,
            {
                "error": {
                    "message": "Incorrect API key provided: sk-x.",
                    "type": "invalid_request_error",
                    "code": "invalid_api_key",
                }
            },
        ),
        ("chat", 401, ""),
        ("chat", 401, {"detail": "Not authenticated"}),
        (
            "responses",
            401,
            {"error": {"message": "You didn't provide an API key.", "type": "invalid_request_error", "code": None}},
        ),
        (
            "anthropic",
            401,
            {"type": "error", "error": {"type": "authentication_error", "message": "invalid x-api-key"}},
        ),
        (
            "google",
            400,
            [
                {
                    "error": {
                        "code": 400,
                        "message": "API key not valid. Please pass a valid API key.",
                        "status": "INVALID_ARGUMENT",
                        "details": [{"reason": "API_KEY_INVALID"}],
                    }
                }
            ],
        ),
        (
            "google",
            403,
            {
                "error": {
                    "code": 403,
                    "message": "Method doesn't allow unregistered callers. Please use API Key.",
                    "status": "PERMISSION_DENIED",
                }
            },
        ),
    ],
    "provider_quota_used_up": [
        (
            "chat",
            429,
            {
                "error": {
                    "message": "You exceeded your current quota, please check your plan and billing details.",
                    "type": "insufficient_quota",
                    "code": "insufficient_quota",
                }
            },
        ),
        (
            "chat",
            402,
            {"error": {"message": "Insufficient Balance", "type": "unknown_error", "code": "invalid_request_error"}},
        ),
        ("chat", 402, {"error": {"message": "This request requires more credits, or fewer max_tokens.", "code": 402}}),
        (
            "responses",
            429,
            {
                "error": {
                    "message": "You exceeded your current quota.",
                    "type": "insufficient_quota",
                    "code": "insufficient_quota",
                }
            },
        ),
        (
            "anthropic",
            400,
            {
                "type": "error",
                "error": {
                    "type": "invalid_request_error",
                    "message": "Your credit balance is too low to access the Anthropic API.",
                },
            },
        ),
    ],
    "conversation_too_long": [
        (
            "chat",
            400,
            {
                "error": {
                    "message": "This model's maximum context length is 8192 tokens.",
                    "code": "context_length_exceeded",
                }
            },
        ),
        (
            "chat",
            400,
            {
                "error": {
                    "code": 400,
                    "message": "the request exceeds the available context size. try increasing the context size",
                    "type": "exceed_context_size_error",
                    "n_ctx": 4096,
                }
            },
        ),
        ("chat", 413, "<html><title>413 Request Entity Too Large</title></html>"),
        (
            "responses",
            400,
            {
                "error": {
                    "message": "Your input exceeds the context window of this model.",
                    "code": "context_length_exceeded",
                }
            },
        ),
        (
            "anthropic",
            400,
            {
                "type": "error",
                "error": {
                    "type": "invalid_request_error",
                    "message": "prompt is too long: 205210 tokens > 200000 maximum",
                },
            },
        ),
        (
            "anthropic",
            413,
            {"type": "error", "error": {"type": "request_too_large", "message": "Request exceeds the maximum size"}},
        ),
        (
            "google",
            400,
            {
                "error": {
                    "code": 400,
                    "message": "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).",
                    "status": "INVALID_ARGUMENT",
                }
            },
        ),
    ],
    "provider_declined": [
        (
            "chat",
            400,
            {
                "error": {
                    "message": "The response was filtered due to the prompt triggering Azure's content management policy.",
                    "code": "content_filter",
                    "status": 400,
                }
            },
        ),
        (
            "chat",
            403,
            {
                "error": {
                    "code": 403,
                    "message": "Your input was flagged",
                    "metadata": {"reasons": ["violence"], "flagged_input": "x"},
                }
            },
        ),
        (
            "responses",
            400,
            {
                "error": {
                    "message": "Invalid prompt: your prompt was flagged as potentially violating our usage policy.",
                    "code": "invalid_prompt",
                }
            },
        ),
        (
            "anthropic",
            400,
            {
                "type": "error",
                "error": {"type": "invalid_request_error", "message": "Output blocked by content filtering policy"},
            },
        ),
    ],
    "provider_unknown_model": [
        (
            "chat",
            404,
            {
                "error": {
                    "message": "The model `gpt-9` does not exist or you do not have access to it.",
                    "code": "model_not_found",
                }
            },
        ),
        ("chat", 404, {"error": "model 'llama9' not found, try pulling it first"}),
        (
            "responses",
            400,
            {
                "error": {
                    "message": "The requested model 'gpt-9' does not exist.",
                    "param": "model",
                    "code": "model_not_found",
                }
            },
        ),
        ("anthropic", 404, {"type": "error", "error": {"type": "not_found_error", "message": "model: claude-9"}}),
        (
            "google",
            404,
            {
                "error": {
                    "code": 404,
                    "message": "models/gemini-9 is not found for API version v1beta, or is not supported for generateContent.",
                    "status": "NOT_FOUND",
                }
            },
        ),
    ],
    "provider_wrong_address": [
        ("chat", 404, "404 page not found"),
        ("chat", 404, {"detail": "Not Found"}),
        ("responses", 404, "<html>nginx</html>"),
        ("anthropic", 404, "Not Found"),
        ("google", 404, "<!DOCTYPE html><html>Error 404 (Not Found)</html>"),
    ],
    "provider_busy": [
        ("chat", 429, {"error": {"message": "Rate limit reached for requests", "code": "rate_limit_exceeded"}}),
        ("responses", 429, {"error": {"message": "Rate limit reached", "code": "rate_limit_exceeded"}}),
        (
            "anthropic",
            429,
            {
                "type": "error",
                "error": {"type": "rate_limit_error", "message": "This request would exceed your rate limit."},
            },
        ),
        ("anthropic", 529, {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}),
        (
            "google",
            429,
            {"error": {"code": 429, "message": "Resource has been exhausted.", "status": "RESOURCE_EXHAUSTED"}},
        ),
        (
            "google",
            503,
            {
                "error": {
                    "code": 503,
                    "message": "The model is overloaded. Please try again later.",
                    "status": "UNAVAILABLE",
                }
            },
        ),
    ],
    "provider_failed": [
        (
            "chat",
            500,
            {"error": {"message": "The server had an error while processing your request.", "type": "server_error"}},
        ),
        ("chat", 502, "<html><title>502 Bad Gateway</title></html>"),
        (
            "responses",
            500,
            {"error": {"message": "An error occurred.", "type": "server_error", "code": "server_error"}},
        ),
        ("anthropic", 500, {"type": "error", "error": {"type": "api_error", "message": "Internal server error"}}),
        ("google", 500, {"error": {"code": 500, "message": "An internal error has occurred.", "status": "INTERNAL"}}),
    ],
    "provider_no_tools": [
        ("chat", 404, {"error": {"message": "No endpoints found that support tool use.", "code": 404}}),
        (
            "chat",
            400,
            {"error": {"message": "registry.ollama.ai/library/gemma3 does not support tools", "type": "api_error"}},
        ),
    ],
    "provider_refused_region": [
        (
            "chat",
            403,
            {
                "error": {
                    "code": "unsupported_country_region_territory",
                    "message": "Country, region, or territory not supported",
                }
            },
        ),
        (
            "google",
            400,
            {
                "error": {
                    "code": 400,
                    "message": "User location is not supported for the API use.",
                    "status": "FAILED_PRECONDITION",
                }
            },
        ),
    ],
    "provider_refused_request": [
        ("chat", 400, {"error": {"message": "Computer says no.", "type": "invalid_request_error"}}),
        ("responses", 400, {"error": {"message": "Computer says no.", "type": "invalid_request_error"}}),
        (
            "anthropic",
            400,
            {"type": "error", "error": {"type": "invalid_request_error", "message": "Computer says no."}},
        ),
        ("google", 400, {"error": {"code": 400, "message": "Computer says no.", "status": "INVALID_ARGUMENT"}}),
    ],
}
WHO_ACTS = {
    "conversation_too_long": UserError,
    "provider_declined": UserError,
    "provider_busy": ModelError,
    "provider_failed": ModelError,
}


@pytest.mark.parametrize(
    ("transcript", "status", "body", "code"),
    [(dialect, status, body, code) for code, refusals in REFUSALS.items() for dialect, status, body in refusals],
    indirect=["transcript"],
)
async def test_a_refusal_is_called_by_its_name(play, transcript, status, body, code):
    outcome = await play(sends(body, status))

    assert outcome.code == code
    assert isinstance(outcome.error, WHO_ACTS.get(code, OperatorError))
    assert str(status) in outcome.error.detail


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (401, "provider_refused_key"),
        (402, "provider_quota_used_up"),
        (413, "conversation_too_long"),
        (429, "provider_busy"),
        (500, "provider_failed"),
        (503, "provider_failed"),
        (418, "provider_refused_request"),
    ],
)
async def test_a_status_without_words_says_enough(play, transcript, status, code):
    assert (await play(sends(b"", status))).code == code


@pytest.mark.parametrize("status", [300, 301, 302, 307, 308])
async def test_an_address_that_has_moved_is_not_followed_with_the_key(play, server, transcript, status):
    outcome = await play(sends(b"", status, location="http://127.0.0.1:9/elsewhere"))

    assert outcome.error is not None
    assert outcome.code != "internal"


@pytest.mark.parametrize("status", [204, 201, 202, 206])
async def test_another_success_without_an_answer_is_none(play, transcript, status):
    assert (await play(sends(b"", status))).code in ("stream_unreadable", "stream_incomplete", "empty_answer")


@pytest.mark.parametrize("body", [b"\xff\xfe", b"{" * 10_000, b"[" * 100_000, b"x" * 3_000_000, b'"', b"\x00"])
async def test_a_refusal_in_any_form_is_an_error_of_ours(play, transcript, body):
    assert (await play(sends(body, 400))).error is not None


# --- in the stream --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "message", "code"),
    [
        (429, "Rate limit reached", "provider_busy"),
        (503, "The model is overloaded", "provider_busy"),
        (500, "Internal server error", "provider_failed"),
    ],
)
async def test_an_error_after_words_ends_them(play, server, transcript, status, message, code):
    outcome = await play(*transcript.beginning(Words("Half")), transcript.error_event(message, status))

    assert (outcome.text, outcome.code, outcome.error.retryable) == ("Half", code, True)
    assert len(server.requests) == 1


async def test_an_error_before_the_first_word_is_tried_again(play, server, transcript):
    begun = transcript.beginning()[:1]
    outcome = await play(
        streams(*begun, transcript.error_event("Overloaded", 503)), streams(*transcript.stream(Words("Hi")))
    )

    assert outcome.said == "Hi"
    assert len(server.requests) == 2


async def test_an_error_that_is_the_whole_body_of_a_200_is_an_error(play, transcript):
    assert (await play(sends(transcript.error("Rate limit reached", 429)))).code == "provider_busy"


async def test_a_list_with_an_error_is_an_error(play, transcript):
    assert (await play(sends([transcript.error("Rate limit reached", 429)]))).code == "provider_busy"


async def test_an_error_is_heard_although_the_end_follows(play, transcript):
    events = [
        *transcript.beginning(Words("Half")),
        transcript.error_event("Internal server error", 500),
        *transcript.ending(),
    ]

    assert (await play(*events)).code == "provider_failed"


@pytest.mark.parametrize(
    ("event", "code"),
    [
        ({"error": {"message": "slow down", "code": 429}}, "provider_busy"),
        ({"error": {"message": "slow down", "code": "429"}}, "provider_busy"),
        ({"error": {"message": "slow down", "type": "rate_limit_exceeded"}}, "provider_busy"),
        ({"error": {"message": "Overloaded", "type": "overloaded_error"}}, "provider_busy"),
        ({"error": "out of memory"}, "provider_failed"),
        ({"error": {}}, "stream_incomplete"),
        (
            {
                "object": "error",
                "message": "This model's maximum context length is 6048 tokens. However, you requested 16616.",
                "code": 400,
            },
            "conversation_too_long",
        ),
        ({"message": "Internal error", "code": 500}, "provider_failed"),
        ({"detail": "Internal Server Error"}, "provider_failed"),
        ({"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}, "provider_busy"),
        ({"errors": [{"message": "Too many requests", "code": 429}]}, "provider_busy"),
        ({"status": "error", "error_msg": "server busy"}, "provider_busy"),
        ({"code": 429, "msg": "too many requests"}, "provider_busy"),
        ({"base_resp": {"status_code": 1002, "status_msg": "rate limit reached"}}, "provider_busy"),
    ],
)
async def test_errors_in_a_stream_have_many_forms(play, transcript, event, code):
    outcome = await play(*transcript.beginning(Words("Half")), frame(event))

    assert outcome.text == "Half"
    assert outcome.code in (code, "provider_failed" if code == "provider_busy" else code)


async def test_an_event_named_error_is_an_error_whatever_its_data_are(play, transcript):
    """Gateways whose data are no JSON."""
    outcome = await play(*transcript.beginning(Words("Half")), b"event: error\ndata: upstream timed out\n\n")

    assert (outcome.text, outcome.error.retryable) == ("Half", True)


@only("chat")
@pytest.mark.parametrize(
    "choice",
    [
        {
            "index": 0,
            "delta": {"content": ""},
            "finish_reason": "error",
            "error": {"code": 429, "message": "slow down"},
        },
        {"index": 0, "delta": {"content": ""}, "error": {"code": 429, "message": "slow down"}},
    ],
)
async def test_an_error_of_the_choice_is_an_error(play, choice):
    outcome = await play(delta(content="Half"), frame({"choices": [choice]}), DONE)

    assert (outcome.text, outcome.code) == ("Half", "provider_busy")


@only("chat")
async def test_an_error_beside_choices_is_an_error(play):
    event = {
        "error": {"code": 429, "message": "slow down"},
        "choices": [{"index": 0, "delta": {"content": ""}, "finish_reason": "error"}],
    }
    outcome = await play(delta(content="Half"), frame(event))

    assert (outcome.text, outcome.code) == ("Half", "provider_busy")


@only("chat")
async def test_no_error_beside_choices_is_none(play):
    event = {"error": None, "choices": [{"index": 0, "delta": {"content": "Hi"}, "finish_reason": "stop"}]}

    assert (await play(frame(event), DONE)).said == "Hi"


@only("chat")
async def test_a_null_error_alone_is_passed_over(play):
    assert (await play(frame({"error": None, "choices": []}), delta(content="Hi"), delta("stop"), DONE)).said == "Hi"


@only("responses")
@pytest.mark.parametrize(
    ("error", "code"),
    [
        ({"code": "rate_limit_exceeded", "message": "Rate limit reached"}, "provider_busy"),
        ({"code": "server_error", "message": "The model failed."}, "provider_failed"),
        (
            {"code": "invalid_prompt", "message": "flagged as potentially violating our usage policy"},
            "provider_declined",
        ),
    ],
)
async def test_a_response_that_failed_says_why(play, transcript, error, code):
    failed = {"type": "response.failed", "response": {"id": "resp_1", "status": "failed", "error": error, "output": []}}
    outcome = await play(*transcript.beginning(Words("Half")), frame(failed, "response.failed"))

    assert (outcome.text, outcome.code) == ("Half", code)


# --- whose words ----------------------------------------------------------------------------------------------------------


async def test_the_providers_words_are_for_the_log_alone_and_without_the_key(play, server, transcript, caplog):
    words = f"Incorrect API key provided: {KEY}, also sk-other-1234567 and Bearer abc.defghijkl."
    with caplog.at_level(logging.DEBUG):
        outcome = await play(sends(transcript.error(words, 401), 401))

    assert KEY in str(server.requests[0].headers) + server.requests[0].path
    assert "Incorrect API key provided: [key], also [key] and [key]" in caplog.text
    for secret in (KEY, "sk-other", "abc.def"):
        assert secret not in caplog.text + str(outcome.error) + outcome.error.detail
    assert "Incorrect" not in str(outcome.error)


async def test_what_was_raised_below_is_not_printed_with_an_error(play, transcript):
    for script in (sends(transcript.error("no", 401), 401), streams(b"data: {junk\n\n")):
        outcome = await play(script)
        assert outcome.error.__cause__ is None
        assert outcome.error.__suppress_context__ or outcome.error.__context__ is None


async def test_the_words_of_an_error_in_the_stream_are_in_the_log(play, transcript, caplog):
    await play(*transcript.beginning(Words("Half")), transcript.error_event("The flux capacitor is empty.", 500))

    assert "The flux capacitor is empty." in caplog.text


async def test_a_server_without_keys_gets_none(server, connect, transcript):
    server.replies(streams(*transcript.stream(Words("Hi"))))

    assert (await ask(connect(key=""))).said == "Hi"
    assert not {"authorization", "x-api-key", "x-goog-api-key"} & set(server.requests[0].headers)
