"""Where a call stands in an answer of Chat Completions: with the end, after it, in the older field, in a whole message."""

import pytest

from .dialects import only
from .transcripts import frame
from .transcripts.chat import DONE, delta, pieces
from .transcripts.chat import call_piece as piece

DAWN = '{"title": "Dawn"}'
TITLED = ("set_title", {"title": "Dawn"})


@only("chat")
@pytest.mark.parametrize("finish", ["stop", "tool_call", "function_call", "tool_use", "TOOL_CALLS", "end_turn", "STOP"])
async def test_calls_are_calls_whatever_the_end_is_called(play, finish):
    assert (await play(*pieces(piece("set_title", DAWN, index=0, id="a"), finish=finish))).calls == [TITLED]


@only("chat")
async def test_a_call_that_comes_with_the_end_is_a_call(play):
    assert (await play(delta("tool_calls", tool_calls=[piece("set_title", DAWN, index=0, id="a")]), DONE)).calls == [
        TITLED
    ]


@only("chat")
async def test_a_call_that_comes_after_the_end_is_a_call(play):
    assert (await play(delta("stop"), delta(tool_calls=[piece("set_title", DAWN, index=0, id="a")]), DONE)).calls == [
        TITLED
    ]


@only("chat")
@pytest.mark.parametrize("finish", ["function_call", "stop"])
async def test_the_calls_of_before_there_were_several(play, finish):
    events = [
        delta(function_call={"name": "set_title", "arguments": ""}),
        *(delta(function_call={"arguments": half}) for half in (DAWN[:5], DAWN[5:])),
    ]

    assert (await play(*events, delta(finish), DONE)).calls == [TITLED]


@only("chat")
async def test_one_call_that_is_no_list_is_a_call(play):
    assert (
        await play(delta(tool_calls=piece("set_title", DAWN, index=0, id="a")), delta("tool_calls"), DONE)
    ).calls == [TITLED]


@only("chat")
@pytest.mark.parametrize("empty", [[], None, {}, [None], [piece("", "", index=0, id="")]])
async def test_a_list_of_calls_that_is_empty_is_no_call(play, empty):
    assert (await play(delta(content="Hi", tool_calls=empty), delta("stop"), DONE)).final_text == "Hi"


@only("chat")
async def test_a_whole_message_behind_its_deltas_adds_no_second_call(play):
    """Some servers end with all that they have streamed."""
    whole = {"role": "assistant", "content": None, "tool_calls": [piece("set_title", DAWN, id="a")]}
    last = {"choices": [{"index": 0, "delta": {}, "message": whole, "finish_reason": "tool_calls"}]}

    assert (await play(delta(tool_calls=[piece("set_title", DAWN, index=0, id="a")]), frame(last), DONE)).calls == [
        TITLED
    ]


@only("chat")
async def test_a_name_without_a_call_is_an_error_or_a_call_to_refuse(play):
    outcome = await play(*pieces(piece(None, DAWN, index=0, id="a")))

    assert outcome.error is not None or outcome.requests[0].name not in ("set_title", "set_style")
