"""Each end of an answer has its own meaning. What is not known to be an end is none, and half an answer is never a whole one."""

import pytest

from .dialects import only
from .scripted_server import streams
from .transcripts import Call, Words, frame
from .transcripts.chat import DONE, delta
from .transcripts.google import chunk as google_chunk
from .transcripts.responses import event as responses_event

ENDS = {
    "chat": {
        "stop": [
            "stop",
            "STOP",
            "eos",
            "eos_token",
            "end_turn",
            "stop_sequence",
            "complete",
            "completed",
            "COMPLETE",
            "end",
            "finished",
        ],
        "length": [
            "length",
            "max_tokens",
            "MAX_TOKENS",
            "model_length",
            "token_limit",
            "max_output_tokens",
            "context_length_exceeded",
        ],
        "filtered": [
            "content_filter",
            "content_filtered",
            "safety",
            "SAFETY",
            "sensitive",
            "RECITATION",
            "PROHIBITED_CONTENT",
            "moderation",
            "guardrail_intervened",
        ],
        "refused": ["refusal"],
        "malformed": ["MALFORMED_FUNCTION_CALL", "malformed_function_call", "malformed_tool_use", "invalid_tool_call"],
        "": [
            "error",
            "abort",
            "aborted",
            "cancelled",
            "canceled",
            "network_error",
            "insufficient_system_resource",
            "failed",
            "timeout",
            "unknown",
            "other",
            "OTHER",
            "overloaded",
            "hiccup",
            "engine_shutdown",
            "preempted",
            "incomplete",
        ],
    },
    "anthropic": {
        "stop": ["end_turn", "stop_sequence"],
        "length": ["max_tokens", "model_context_window_exceeded"],
        "refused": ["refusal"],
        "filtered": ["content_filtered", "guardrail_intervened"],
        "malformed": ["malformed_tool_use", "malformed_model_output"],
        "": ["pause_turn", "error", "overloaded", "hiccup", "compaction"],
    },
    "google": {
        "stop": ["STOP"],
        "length": ["MAX_TOKENS"],
        "filtered": [
            "SAFETY",
            "RECITATION",
            "BLOCKLIST",
            "PROHIBITED_CONTENT",
            "SPII",
            "IMAGE_SAFETY",
            "IMAGE_PROHIBITED_CONTENT",
            "MODEL_ARMOR",
        ],
        "malformed": ["MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL", "MALFORMED_RESPONSE"],
        "": ["OTHER", "FINISH_REASON_UNSPECIFIED", "LANGUAGE", "NO_IMAGE", "MISSING_THOUGHT_SIGNATURE", "HICCUP"],
    },
    "responses": {
        "stop": ["completed"],
        "length": ["incomplete:max_output_tokens", "incomplete:max_tokens"],
        "filtered": ["incomplete:content_filter"],
        "": ["failed", "cancelled", "incomplete:hiccup", "incomplete"],
    },
}


def words_for(*meanings: str) -> pytest.MarkDecorator:
    chosen = [
        (dialect, word, meaning)
        for dialect, ends in ENDS.items()
        for meaning in meanings
        for word in ends.get(meaning, ())
    ]
    return pytest.mark.parametrize(("transcript", "word", "meaning"), chosen, indirect=["transcript"])


@words_for("stop", "length", "filtered", "refused", "malformed")
async def test_the_providers_word_for_the_end_has_a_meaning(play, transcript, word, meaning):
    outcome = await play(*transcript.stream(Words("Here is half"), finish=word))

    assert (outcome.text, outcome.end.finish_reason) == ("Here is half", meaning)
    assert outcome.end.usage is not None


@words_for("length", "filtered", "refused")
async def test_an_end_without_a_word_has_a_meaning_too_and_is_not_asked_for_again(
    play, server, transcript, word, meaning
):
    outcome = await play(*transcript.stream(finish=word))

    assert (outcome.text, outcome.end.finish_reason) == ("", meaning)
    assert len(server.requests) == 1


@words_for("length", "filtered", "refused", "malformed")
async def test_no_call_acts_when_the_answer_did_not_come_to_its_end(play, transcript, word, meaning):
    outcome = await play(*transcript.stream(Words("I name it."), Call("set_title", '{"title": "Dawn"}'), finish=word))

    assert (outcome.end.finish_reason, outcome.end.tool_requests) == (meaning, ())


@words_for("")
async def test_a_word_that_is_no_end_is_an_error_after_the_words(play, transcript, word, meaning):
    outcome = await play(*transcript.stream(Words("Here is half"), finish=word))

    assert outcome.text == "Here is half"
    assert outcome.code in ("model_broke_off", "provider_failed", "stream_incomplete")
    assert outcome.error.retryable


@words_for("")
async def test_a_word_that_is_no_end_is_asked_about_again_before_the_first_word(
    play, server, transcript, word, meaning
):
    outcome = await play(streams(*transcript.stream(finish=word)), streams(*transcript.stream(Words("Hi"))))

    assert outcome.final_text == "Hi"
    assert len(server.requests) == 2


async def test_the_log_keeps_a_word_that_nobody_knows(play, transcript, caplog):
    if transcript.name == "responses":
        stream = transcript.stream(Words("Half"), finish="incomplete:hiccup")
    else:
        stream = transcript.stream(Words("Half"), finish="hiccup")

    await play(*stream)

    assert "hiccup" in caplog.text


@only("chat")
@pytest.mark.parametrize("nothing", ["", "null", None, "none", "None", "NULL"])
async def test_some_servers_say_no_end_with_every_piece(play, nothing):
    assert (
        await play(delta(nothing, content="Hi"), delta(nothing, content=" you"), delta("stop"), DONE)
    ).final_text == "Hi you"
    assert (await play(delta(nothing, content="Hi"))).code == "stream_incomplete"


@only("chat")
async def test_words_behind_the_end_are_words(play):
    assert (await play(delta("stop", content="Hi"), delta(content=" you"), DONE)).final_text == "Hi you"


@only("chat")
async def test_the_last_of_two_ends_counts(play):
    assert (await play(delta("stop", content="Hi"), delta("length"), DONE)).end.finish_reason == "length"


@only("chat")
async def test_a_native_reason_of_a_gateway_is_heard(play):
    """OpenRouter says `stop` and beside it what the provider said."""
    last = {
        "choices": [
            {"index": 0, "delta": {}, "finish_reason": "stop", "native_finish_reason": "MALFORMED_FUNCTION_CALL"}
        ]
    }

    assert (await play(delta(content="Hi"), frame(last), DONE)).end.finish_reason in ("malformed", "stop")


@only("chat")
async def test_a_refusal_of_the_model_is_one(play):
    outcome = await play(delta(refusal="I'm sorry, "), delta(refusal="I can't."), delta("stop"), DONE)

    assert (outcome.text, outcome.end.finish_reason) == ("I'm sorry, I can't.", "refused")


@only("responses")
async def test_a_refusal_of_the_model_is_one_in_responses(play, transcript):
    refusal = responses_event(
        "response.refusal.delta", output_index=0, item_id="msg_1", content_index=0, delta="I can't."
    )
    item = {
        "type": "message",
        "id": "msg_1",
        "role": "assistant",
        "content": [{"type": "refusal", "refusal": "I can't."}],
    }
    response = {"id": "resp_1", "status": "completed", "output": [item]}
    outcome = await play(refusal, responses_event("response.completed", response=response))

    assert (outcome.text, outcome.end.finish_reason) == ("I can't.", "refused")


@only("anthropic")
async def test_a_stop_without_a_reason_is_no_end(play, transcript):
    """`message_stop` closes every stream, also one whose message had no end."""
    stop = frame({"type": "message_stop"}, "message_stop")
    outcome = await play(*transcript.beginning(Words("Half")), stop)

    assert outcome.text == "Half"


@only("google")
@pytest.mark.parametrize("reason", ["SAFETY", "PROHIBITED_CONTENT", "BLOCKLIST", "OTHER", "IMAGE_SAFETY"])
async def test_a_prompt_that_is_blocked_is_declined(play, server, reason):
    feedback = {
        "promptFeedback": {"blockReason": reason},
        "usageMetadata": {"promptTokenCount": 7},
        "modelVersion": "scripted",
    }
    outcome = await play(frame(feedback))

    if outcome.error is None:
        assert outcome.end.finish_reason == "filtered"
    else:
        assert outcome.code == "provider_declined"
    assert len(server.requests) == 1


@only("google")
async def test_a_candidate_that_ends_without_content_is_heard(play):
    last = {"candidates": [{"index": 0, "finishReason": "SAFETY", "safetyRatings": [{"blocked": True}]}]}

    assert (await play(frame(google_chunk({"text": "Half"})), frame(last))).end.finish_reason == "filtered"
