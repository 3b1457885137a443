"""Errors that stand in a stream of 200, in whichever form, end the answer after its words."""

import pytest

from .dialects import only
from .scripted_server import sends, streams
from .transcripts import Words, frame
from .transcripts.chat import DONE, chunk, delta


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

    assert outcome.final_text == "Hi"
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

    assert (await play(frame(event), DONE)).final_text == "Hi"


@only("chat")
async def test_an_error_without_content_and_the_code_of_a_success_are_no_errors(play):
    """One-api sends the first with each whole answer, some gateways end with the second."""
    nothing = {"message": "", "type": "", "param": "", "code": None}
    last = [{**chunk("stop", content="Hi"), "error": nothing}, {"code": 0, "message": "success"}]

    assert (await play(*map(frame, last), DONE)).final_text == "Hi"


@only("chat")
async def test_a_null_error_alone_is_passed_over(play):
    assert (
        await play(frame({"error": None, "choices": []}), delta(content="Hi"), delta("stop"), DONE)
    ).final_text == "Hi"


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
