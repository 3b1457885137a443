"""Names and arguments that a model plainly meant are put right; what is not plain is handed on to be refused to the model."""

import json

import pytest

from .dialects import common, only
from .outcome import asking, tool
from .transcripts import Call, frame
from .transcripts.chat import DONE, call_piece, delta
from .transcripts.google import chunk as google_chunk

DAWN = '{"title": "Dawn"}'
TITLED = ("set_title", {"title": "Dawn"})


@pytest.mark.parametrize("arguments", ["", " ", "null", "{}", "[]", "None", '""', "undefined"])
async def test_no_arguments_are_an_empty_object(play, transcript, arguments):
    assert (await play(*transcript.stream(Call("undo_change", arguments)))).calls == [("undo_change", {})]


@only("chat")
@pytest.mark.parametrize("arguments", [None, [], {}, ""])
async def test_absent_arguments_are_an_empty_object(play, arguments):
    call = {"index": 0, "id": "a", "function": {"name": "undo_change", "arguments": arguments}}

    assert (await play(delta(tool_calls=[call]), delta("tool_calls"), DONE)).calls == [("undo_change", {})]


@only("chat")
async def test_a_call_that_has_no_arguments_at_all_has_none(play):
    assert (
        await play(delta(tool_calls=[call_piece("undo_change", index=0, id="a")]), delta("tool_calls"), DONE)
    ).calls == [("undo_change", {})]


@only("google")
@pytest.mark.parametrize(
    "call", [{"name": "undo_change"}, {"name": "undo_change", "args": None}, {"name": "undo_change", "args": []}]
)
async def test_absent_args_are_an_empty_object(play, call):
    assert (await play(frame(google_chunk({"functionCall": call}, finish="STOP")))).calls == [("undo_change", {})]


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(json.dumps(DAWN), id="encoded twice"),
        pytest.param(json.dumps(json.dumps(DAWN)), id="encoded three times"),
        pytest.param(f"```json\n{DAWN}\n```", id="fenced"),
        pytest.param(f"```\n{DAWN}\n```", id="fenced without a language"),
        pytest.param(f"\n\n  {DAWN}\n", id="blanks around"),
        pytest.param("{}" + DAWN, id="an empty object before"),
        pytest.param(DAWN + DAWN, id="twice"),
        pytest.param(DAWN + "<|tool_call_end|>", id="a special token behind"),
        pytest.param(DAWN + "</tool_call>", id="a tag behind"),
        pytest.param(DAWN + "}", id="a bracket too many"),
        pytest.param(f"[{DAWN}]", id="in a list"),
        pytest.param(f'{{"arguments": {DAWN}}}', id="wrapped"),
        pytest.param(f'{{"parameters": {DAWN}}}', id="wrapped as parameters"),
        pytest.param(f'{{"name": "set_title", "arguments": {DAWN}}}', id="the whole call"),
        pytest.param("{'title': 'Dawn'}", id="a Python literal"),
        pytest.param('{"title": "Dawn",}', id="a comma too many"),
        pytest.param('\ufeff{"title": "Dawn"}', id="a byte order mark"),
    ],
)
async def test_what_is_plainly_meant_is_put_right(play, transcript, arguments):
    assert (await play(*transcript.stream(Call("set_title", arguments)))).calls == [TITLED]


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param('{"title": "Da', id="cut"),
        pytest.param('{"title": "Dawn"', id="a bracket short"),
        pytest.param('{"title":', id="no value"),
        pytest.param("Dawn", id="a word"),
        pytest.param("42", id="a number"),
        pytest.param('["Dawn"]', id="a list"),
        pytest.param('{"title": "Dawn"}{"title": "Dusk"}', id="two that differ"),
        pytest.param('{"title": Dawn', id="unquoted and cut"),
        pytest.param("{" * 50_000, id="without end"),
    ],
)
async def test_what_is_not_plain_is_handed_on_to_be_refused(play, transcript, arguments):
    """It acts on nothing: it is no JSON object, and the tool loop says so to the model."""
    [(name, value)] = (await play(*transcript.stream(Call("set_title", arguments)))).calls

    assert name == "set_title"
    assert not isinstance(value, dict)


async def test_arguments_nested_without_end_do_no_harm(play, transcript):
    nested = '{"title": ' + "[" * 50_000 + "]" * 50_000 + "}"
    if transcript.name in (
        "anthropic",
        "google",
    ):  # their bodies hold values, and json itself refuses to write this one
        nested = json.dumps(nested)

    [request] = (await play(*transcript.stream(Call("set_title", nested)))).requests

    assert request.name == "set_title"


@pytest.mark.parametrize("character", ["\\u0000", "\\ud83c"])
async def test_characters_that_no_store_takes_do_not_get_into_arguments(play, transcript, character):
    outcome = await play(*transcript.stream(Call("set_title", f'{{"title": "Da{character}wn"}}')))

    [(_, arguments)] = outcome.calls
    arguments["title"].encode()
    assert "\0" not in arguments["title"]
    assert arguments["title"].startswith("Da")
    assert arguments["title"].endswith("wn")


async def test_what_only_looks_like_an_escape_stays_in_arguments(play, transcript):
    title = r"C:\new \u0000 \ud83c"

    assert (await play(*transcript.stream(Call("set_title", json.dumps({"title": title}))))).calls == [
        ("set_title", {"title": title})
    ]


@common(
    "name",
    [
        "functions.set_title",
        "function.set_title",
        "tools.set_title",
        "default_api.set_title",
        "functions.set_title:0",
        "set_title:0",
        "set_title<|channel|>commentary",
        "set_title<|constrain|>json",
        "assistant<|channel|>commentary to=functions.set_title",
        " set_title ",
        "set_title\n",
        "`set_title`",
        "set-title",
        "setTitle",
        "SetTitle",
        "SET_TITLE",
        "set_titleset_title",
        "mcp__video__set_title",
        "set_title()",
    ],
)
async def test_a_name_that_is_nearly_one_of_ours_is_ours(play, transcript, name):
    assert (await play(*transcript.stream(Call(name, DAWN)))).calls == [TITLED]


@common(
    "name",
    ["make_movie", "make.movie now", "title", "set", "unset_title", "set_title_and_style", "x" * 300, "設定", ""],
)
async def test_a_name_that_is_none_of_ours_is_handed_on_to_be_refused(play, transcript, name):
    outcome = await play(*transcript.stream(Call(name, DAWN)))

    if outcome.error is None:
        assert [request.name for request in outcome.requests] != ["set_title"]
    else:
        assert outcome.code in ("stream_unreadable", "empty_answer", "model_broke_off")


async def test_of_two_tools_with_nearly_one_name_none_is_guessed(play, transcript):
    request = asking(tools=(tool("set_title"), tool("settitle")))

    [called] = (await play(*transcript.stream(Call("SetTitle", "{}")), request=request)).requests

    assert called.name not in ("set_title", "settitle")
