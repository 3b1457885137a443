"""Each end of an answer has its own meaning. What is not known to be an end is none, and half an answer is never a whole one."""

import pytest

from .dialects import only
from .scripted_server import CUT, HOLD, RESET, is_silent, streams, streams_until_close
from .transcripts import Call, Thought, Words, frame
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

    assert outcome.said == "Hi"
    assert len(server.requests) == 2


async def test_the_log_keeps_a_word_that_nobody_knows(play, transcript, caplog):
    if transcript.name == "responses":
        stream = transcript.stream(Words("Half"), finish="incomplete:hiccup")
    else:
        stream = transcript.stream(Words("Half"), finish="hiccup")

    await play(*stream)

    assert "hiccup" in caplog.text


# --- no end ---------------------------------------------------------------------------------------------------------------


async def test_an_end_of_the_body_is_no_end_of_the_answer(play, transcript):
    outcome = await play(*transcript.beginning(Words("Half")))

    assert (outcome.text, outcome.code, outcome.error.retryable) == ("Half", "stream_incomplete", True)


async def test_an_end_of_the_connection_is_no_end_of_the_answer(play, transcript):
    outcome = await play(streams_until_close(*transcript.beginning(Words("Half"))))

    assert (outcome.text, outcome.code) == ("Half", "stream_incomplete")


@pytest.mark.parametrize("fault", [CUT, RESET])
async def test_a_connection_that_breaks_is_a_cut(play, transcript, fault):
    outcome = await play(streams(*transcript.beginning(Words("Half")), fault))

    assert outcome.code == "stream_cut"
    assert "Half".startswith(outcome.text)


@pytest.mark.parametrize("fault", [CUT, RESET])
async def test_a_call_that_is_cut_does_not_act(play, transcript, fault):
    events = transcript.beginning(Words("I name it."), Call("set_title", '{"title": "Dawn"}'))

    assert (await play(streams(*events, fault))).code == "stream_cut"


async def test_a_call_without_an_end_of_the_answer_does_not_act(play, transcript):
    outcome = await play(*transcript.beginning(Words("I name it."), Call("set_title", '{"title": "Dawn"}')))

    assert (outcome.text, outcome.code) == ("I name it.", "stream_incomplete")


async def test_who_says_nothing_more_is_silent(play, transcript, settings):
    settings.LLM_READ_TIMEOUT_SECONDS = 0.2
    outcome = await play(streams(*transcript.beginning(Words("Half")), HOLD))

    assert (outcome.code, outcome.error.retryable) == ("provider_silent", True)
    assert outcome.text in ("Half", "")  # "": this machine took longer than the silence that is allowed


async def test_who_never_answers_is_silent_and_not_asked_again(play, server, transcript, settings):
    settings.LLM_READ_TIMEOUT_SECONDS = 0.2
    outcome = await play(is_silent())

    assert (outcome.text, outcome.code) == ("", "provider_silent")
    assert len(server.requests) == 1


async def test_who_answers_with_headers_alone_is_silent(play, transcript, settings):
    settings.LLM_READ_TIMEOUT_SECONDS = 0.2

    assert (await play(streams(b"", HOLD))).code == "provider_silent"


async def test_comments_for_ever_are_silence(play, transcript, settings):
    settings.TURN_MAX_SECONDS = 0
    outcome = await play(streams(*[b": keep-alive\n\n"] * 50, HOLD))

    assert outcome.code == "provider_silent"


async def test_an_answer_that_goes_on_for_ever_is_ended(play, transcript, settings):
    settings.TURN_MAX_SECONDS = 0
    outcome = await play(streams(*transcript.beginning(*[Words("word ")] * 50), HOLD))

    assert outcome.code == "provider_silent"


async def test_a_cut_after_the_end_of_the_answer_loses_nothing(play, transcript):
    for fault in (CUT, RESET):
        assert (await play(streams(*transcript.stream(Words("Hi")), fault))).said == "Hi"


async def test_who_has_said_the_end_and_hangs_on_is_not_waited_for(play, transcript):
    assert (await play(streams(*transcript.stream(Words("Hi")), HOLD))).said == "Hi"


async def test_junk_after_the_end_of_the_answer_is_not_read(play, transcript):
    assert (await play(*transcript.stream(Words("Hi")), b"data: {junk\n\n")).said == "Hi"


async def test_done_is_an_end(play, transcript):
    """Gateways send it in every dialect, and some send nothing else."""
    outcome = await play(*transcript.beginning(Words("Hi")), DONE)

    assert outcome.said == "Hi"


async def test_done_is_the_end_of_a_call(play, transcript):
    outcome = await play(*transcript.beginning(Call("set_title", '{"title": "Dawn"}')), DONE)

    assert outcome.calls == [("set_title", {"title": "Dawn"})]


@only("chat")
@pytest.mark.parametrize("nothing", ["", "null", None, "none", "None", "NULL"])
async def test_some_servers_say_no_end_with_every_piece(play, nothing):
    assert (
        await play(delta(nothing, content="Hi"), delta(nothing, content=" you"), delta("stop"), DONE)
    ).said == "Hi you"
    assert (await play(delta(nothing, content="Hi"))).code == "stream_incomplete"


@only("chat")
async def test_words_behind_the_end_are_words(play):
    assert (await play(delta("stop", content="Hi"), delta(content=" you"), DONE)).said == "Hi you"


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


# --- nothing at all -------------------------------------------------------------------------------------------------------


async def test_an_empty_answer_is_asked_for_once_more(play, server, transcript):
    outcome = await play(streams(*transcript.stream()), streams(*transcript.stream(Words("Hi"))))

    assert outcome.said == "Hi"
    assert len(server.requests) == 2


async def test_a_second_empty_answer_is_an_error(play, server, transcript):
    outcome = await play(streams(*transcript.stream()))

    assert (outcome.code, outcome.error.retryable, len(server.requests)) == ("empty_answer", True, 2)


@pytest.mark.parametrize("blank", ["", " ", "\n\n", "\t\r\n", "\u200b", "\xa0"])
async def test_blanks_are_no_answer(play, transcript, blank):
    assert (await play(*transcript.stream(Words(blank)))).code == "empty_answer"


async def test_thoughts_alone_are_no_answer(play, transcript):
    outcome = await play(*transcript.stream(Thought("The person wants a greeting.")))

    assert outcome.code == "empty_answer"


async def test_thoughts_that_are_cut_by_the_limit_end_with_it(play, transcript):
    word = {
        "chat": "length",
        "responses": "incomplete:max_output_tokens",
        "anthropic": "max_tokens",
        "google": "MAX_TOKENS",
    }
    outcome = await play(*transcript.stream(Thought("The person wants"), finish=word[transcript.name]))

    assert (outcome.text, outcome.end.finish_reason) == ("", "length")


async def test_a_call_alone_is_an_answer(play, server, transcript):
    assert (await play(*transcript.stream(Call("undo_change")))).calls == [("undo_change", {})]
    assert len(server.requests) == 1
