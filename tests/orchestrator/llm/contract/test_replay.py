"""What goes back: a conversation in the order, with the ids, and with whatever the provider wants back of its own, to the byte."""

import itertools
import json
import re
from dataclasses import replace

import pytest

from orchestrator.llm.interface import Picture, ToolRequest, Turn, Vendor

from .dialects import only
from .outcome import ask, asking
from .scripted_server import streams
from .transcripts import Call, Thought, Words, frame
from .transcripts.chat import DONE, call_piece, delta

DAWN = '{"title": "Dawn"}'
DONE_RESULT = '{"success": true}'


@pytest.fixture
def converse(server, connect, transcript):
    """Play one answer, answer its calls, and return what is sent next."""

    async def converse(*stream: bytes, model: str = "scripted", url: str = ""):
        server.replies(streams(*stream), streams(*transcript.stream(Words("Done."))))
        outcome = await ask(connect())
        requests = outcome.end.tool_requests
        answer = Turn("assistant", outcome.text, requests, vendor=outcome.end.vendor)
        results = [Turn("tool", DONE_RESULT, tool_request_id=request.id) for request in requests]
        following = () if requests else (Turn("user", "Go on."),)
        await ask(connect(url=url, model=model), asking(Turn("user", "Hello"), answer, *results, *following))
        return server.bodies[-1]

    return converse


async def sent(server, connect, transcript, *turns: Turn, **fields):
    """How a conversation looks to the provider."""
    server.replies(streams(*transcript.stream(Words("Hi"))))
    await ask(connect(), asking(*turns, **fields))
    return transcript.sent(server.bodies[0])


# --- to the byte ----------------------------------------------------------------------------------------------------------


async def test_a_signature_of_a_thought_goes_back_with_its_thought(converse, transcript):
    signature = "gAAAAB" + "x/+=" * 300
    body = await converse(*transcript.stream(Thought("Hmm.", signature), Words("I name it."), Call("set_title", DAWN)))

    answer = transcript.sent(body).entries[1]
    assert signature in json.dumps(answer.vendor)
    assert answer.calls == [("call_1", "set_title", {"title": "Dawn"})]


@only("chat", "google")
async def test_a_signature_of_a_call_goes_back_with_its_call(converse, transcript):
    signature = "c2lnbmF0dXJl" * 40
    body = await converse(
        *transcript.stream(
            Call("set_title", DAWN, signature=signature), Call("set_style", '{"palette": "ocean"}', "call_2")
        )
    )

    answer = transcript.sent(body).entries[1]
    assert json.dumps(answer.vendor).count(signature) == 1
    assert [call[1] for call in answer.calls] == ["set_title", "set_style"]


@only("google")
async def test_a_signature_on_words_goes_back_with_them(converse, transcript):
    part = {"text": "Hello.", "thoughtSignature": "c2ln"}
    body = await converse(
        frame({"candidates": [{"content": {"parts": [part], "role": "model"}, "finishReason": "STOP"}]})
    )

    assert part in body["contents"][1]["parts"]


@only("google")
async def test_a_signature_on_an_empty_part_at_the_end_goes_back(converse, transcript):
    events = [
        {"candidates": [{"content": {"parts": [{"text": "Hello."}], "role": "model"}}]},
        {
            "candidates": [
                {
                    "content": {"parts": [{"text": "", "thoughtSignature": "c2ln"}], "role": "model"},
                    "finishReason": "STOP",
                }
            ]
        },
    ]
    body = await converse(*map(frame, events))

    assert "c2ln" in json.dumps(body["contents"][1])


@only("anthropic")
async def test_blocks_go_back_in_their_order_and_whole(converse, transcript):
    parts = [
        Thought("Hmm.", "sig1"),
        Words("I name it."),
        Call("set_title", DAWN, "toolu_1"),
        Call("set_style", '{"palette": "ocean"}', "toolu_2"),
    ]
    body = await converse(*transcript.stream(*parts))

    blocks = body["messages"][1]["content"]
    assert blocks[0] == {"type": "thinking", "thinking": "Hmm.", "signature": "sig1"}
    assert [block["type"] for block in blocks] == ["thinking", "text", "tool_use", "tool_use"]


@only("anthropic")
async def test_thoughts_that_are_kept_secret_go_back(converse, transcript):
    secret = {"type": "redacted_thinking", "data": "gAAAAB"}
    first, *rest = transcript.stream(Call("set_title", DAWN))
    block = frame({"type": "content_block_start", "index": 7, "content_block": secret}, "content_block_start")
    body = await converse(first, block, frame({"type": "content_block_stop", "index": 7}, "content_block_stop"), *rest)

    assert secret in body["messages"][1]["content"]


@only("responses")
async def test_items_go_back_in_their_order_and_whole(converse, transcript):
    body = await converse(*transcript.stream(Thought("Hmm.", "gAAAAB"), Call("set_title", DAWN)))

    reasoning = next(item for item in body["input"] if item.get("type") == "reasoning")
    call = next(item for item in body["input"] if item.get("type") == "function_call")
    assert reasoning["encrypted_content"] == "gAAAAB"
    assert reasoning["id"] == "rs_1"
    assert body["input"].index(reasoning) < body["input"].index(call)
    assert call["call_id"] == "call_1"
    assert body.get("store") is False
    assert "reasoning.encrypted_content" in body.get("include", [])


@only("chat")
@pytest.mark.parametrize("name", ["reasoning_content", "reasoning"])
async def test_thoughts_go_back_under_the_name_they_came_with(converse, transcript, name):
    call = call_piece("set_title", DAWN, index=0, id="call_1")
    body = await converse(
        delta(**{name: "Hm"}), delta(**{name: "m."}), delta(tool_calls=[call]), delta("tool_calls"), DONE
    )

    assert body["messages"][2][name] == "Hmm."


@only("chat")
async def test_what_nobody_knows_on_a_call_goes_back_with_it(converse, transcript):
    """Whatever comes next after `extra_content`."""
    call = call_piece("set_title", DAWN, index=0, id="call_1", provider_specific_fields={"thought_signature": "c2ln"})
    body = await converse(delta(tool_calls=[call]), delta("tool_calls"), DONE)

    assert body["messages"][2]["tool_calls"][0]["provider_specific_fields"] == {"thought_signature": "c2ln"}


@pytest.mark.parametrize("other", [{"model": "another"}, {"url": "localhost"}])
async def test_what_one_model_wants_back_is_not_sent_to_another(converse, server, transcript, other):
    if "url" in other:
        other = {"url": server.url.replace("127.0.0.1", "localhost")}
    stream = transcript.stream(
        Thought("Hmm.", "secret-signature"), Words("I name it."), Call("set_title", DAWN, signature="call-signature")
    )
    body = await converse(*stream, **other)

    assert "secret-signature" not in json.dumps(body)
    assert "call-signature" not in json.dumps(body)
    answer = transcript.sent(body).entries[1]
    assert (answer.text, [call[1:] for call in answer.calls]) == ("I name it.", [("set_title", {"title": "Dawn"})])


async def test_what_another_dialect_wants_back_is_not_sent(server, connect, transcript):
    vendor = Vendor(
        "elsewhere http://example/v1 model",
        {"reasoning_content": "foreign", "items": [{"type": "reasoning", "id": "foreign"}]},
    )
    request = ToolRequest("call_1", "set_title", DAWN, {"extra_content": {"google": {"thought_signature": "foreign"}}})
    turns = (
        Turn("user", "Hello"),
        Turn("assistant", "", (request,), vendor=vendor),
        Turn("tool", DONE_RESULT, tool_request_id="call_1"),
    )
    server.replies(streams(*transcript.stream(Words("Hi"))))
    await ask(connect(), asking(*turns))

    assert "foreign" not in json.dumps(server.bodies[0])


async def test_what_goes_back_survives_the_database(server, connect, transcript):
    """Rows keep it as JSON: what comes out of there is what came from the provider."""
    server.replies(streams(*transcript.stream(Thought("Hmm.", "gAAAAB"), Words("Hi"))))
    vendor = (await ask(connect())).end.vendor

    assert vendor is not None
    assert json.loads(json.dumps(vendor.data)) == vendor.data
    assert vendor.origin.encode()


# --- ids and names --------------------------------------------------------------------------------------------------------


def called(*requests: ToolRequest) -> list[Turn]:
    results = [Turn("tool", f"result {n}", tool_request_id=request.id) for n, request in enumerate(requests)]
    return [Turn("user", "Hello"), Turn("assistant", "", requests), *results]


IDS = [
    ("call_1", "call_2"),
    ("x", "x"),
    ("", ""),
    ("call_" + "a" * 900, "call_2"),
    ("call_abc__thought__" + "QUJD" * 300, "call_2"),
    ("functions.set_title:0", "functions.set_title:1"),
    ("id with spaces", "id/with+signs=="),
    ("設定", "🎬"),
    ("call\x001", "call\n2"),
    ("call_00001", "call00001"),
]


@pytest.mark.parametrize("ids", IDS)
async def test_each_result_has_the_id_of_its_call_and_no_two_calls_one(server, connect, transcript, ids):
    requests = [ToolRequest(own, "set_title", DAWN) for own in ids]
    conversation = await sent(server, connect, transcript, *called(*requests))

    asked = [call[0] for entry in conversation.entries for call in entry.calls]
    answered = [result for entry in conversation.entries for result in entry.results]
    assert [own for own, _ in answered] == asked
    assert [text.count(f"result {n}") for n, (_, text) in enumerate(answered)] == [1, 1]
    if transcript.name != "google" or any(asked):  # Gemini tells calls apart by their order
        assert len(set(asked)) == 2
    for own in asked:
        assert len(own) <= {"responses": 64, "anthropic": 64}.get(transcript.name, 2000)
        assert own.isascii()
        assert own.isprintable()
        if transcript.name == "anthropic":
            assert own.replace("_", "").replace("-", "").isalnum()


async def test_ids_that_begin_anew_in_each_answer_are_told_apart(server, connect, transcript):
    first, second = called(ToolRequest("call_0", "set_title", DAWN)), called(ToolRequest("call_0", "set_style", "{}"))
    conversation = await sent(server, connect, transcript, *first, Turn("assistant", "Done."), *second)

    asked = [call[0] for entry in conversation.entries for call in entry.calls]
    assert len(asked) == 2
    assert transcript.name == "google" or len(set(asked)) == 2
    assert [own for entry in conversation.entries for own, _ in entry.results] == asked


@pytest.mark.parametrize("name", ["make.movie now", "", "設定", "x" * 300, "set_title<|channel|>", "a/b:c"])
async def test_a_name_that_no_server_takes_is_not_sent_back(server, connect, transcript, name):
    conversation = await sent(server, connect, transcript, *called(ToolRequest("call_1", name, "{}")))

    [[sent_name]] = [[call[1] for call in entry.calls] for entry in conversation.entries if entry.calls]
    assert re.fullmatch("[a-zA-Z_][a-zA-Z0-9_-]{0,63}", sent_name)


@pytest.mark.parametrize("arguments", ['{"title": "Da', "", "null", "[]", "Dawn", "[" * 50_000, '"\\ud83c"'])
async def test_arguments_that_no_server_takes_are_not_sent_back(server, connect, transcript, arguments):
    conversation = await sent(server, connect, transcript, *called(ToolRequest("call_1", "set_title", arguments)))

    [[sent_arguments]] = [[call[2] for call in entry.calls] for entry in conversation.entries if entry.calls]
    assert isinstance(sent_arguments, dict)


# --- order ----------------------------------------------------------------------------------------------------------------


def roles(conversation) -> list[str]:
    return [entry.role for entry in conversation.entries if not entry.results and entry.role != "tool"]


CONVERSATIONS = {
    "two persons' in a row": [Turn("user", "First"), Turn("user", "Second")],
    "two answers in a row": [
        Turn("user", "First"),
        Turn("assistant", "One"),
        Turn("assistant", "Two"),
        Turn("user", "Second"),
    ],
    "the model first": [Turn("assistant", "Hello"), Turn("user", "First")],
    "a blank answer": [Turn("user", "First"), Turn("assistant", "  \n"), Turn("user", "Second")],
    "a blank message": [Turn("user", " "), Turn("assistant", "What?"), Turn("user", "Second")],
    "words behind a result": [*called(ToolRequest("call_1", "set_title", DAWN)), Turn("user", "Second")],
    "a result without its call": [Turn("tool", "lost", tool_request_id="call_9"), Turn("user", "First")],
    "a call without its result": [
        Turn("user", "First"),
        Turn("assistant", "", (ToolRequest("call_1", "set_title", DAWN),)),
        Turn("user", "Second"),
    ],
    "blank beside a call": [
        Turn("user", "First"),
        Turn("assistant", "\n\n", (ToolRequest("call_1", "undo_change", "{}"),)),
        Turn("tool", "done", tool_request_id="call_1"),
    ],
    "the end is the model's": [Turn("user", "First"), Turn("assistant", "One")],
}


@pytest.mark.parametrize("name", [*CONVERSATIONS])
async def test_a_conversation_begins_with_a_person_and_goes_by_turns(server, connect, transcript, name):
    conversation = await sent(server, connect, transcript, *CONVERSATIONS[name])

    order = roles(conversation)
    assert order[0] == "user"
    asked = [call[0] for entry in conversation.entries for call in entry.calls]
    assert [own for entry in conversation.entries for own, _ in entry.results] == asked
    plain = [entry.role for entry in conversation.entries if not entry.calls and not entry.results]
    assert all(a != b for a, b in itertools.pairwise(plain))


@pytest.mark.parametrize("name", [*CONVERSATIONS])
async def test_no_blank_text_is_sent(server, connect, transcript, name):
    server.replies(streams(*transcript.stream(Words("Hi"))))
    await ask(connect(), asking(*CONVERSATIONS[name]))

    def texts(value, key=""):
        if isinstance(value, dict):
            for name, each in value.items():
                yield from texts(each, name)
        elif isinstance(value, list):
            for each in value:
                yield from texts(each, key)
        elif key in ("content", "text", "output") and isinstance(value, str):
            yield value

    conversation = next(server.bodies[0][key] for key in ("messages", "input", "contents") if key in server.bodies[0])
    assert all(text.strip() for text in texts(conversation))


async def test_system_words_are_not_a_turn(server, connect, transcript):
    conversation = await sent(server, connect, transcript, Turn("user", "Hello"))

    assert conversation.system == asking().system
    assert roles(conversation) == ["user"]


# --- the rest of a request ------------------------------------------------------------------------------------------------


async def test_the_request_is_what_this_api_wants(server, connect, transcript):
    conversation = await sent(
        server, connect, transcript, *called(ToolRequest("call_1", "set_title", DAWN)), max_output_tokens=99
    )
    request = server.requests[0]

    assert request.path == transcript.path
    assert set(conversation.tools) == {"set_title", "set_style", "undo_change"}
    assert (conversation.choice, conversation.limit) == ("auto", 99)
    assert [call[1:] for call in conversation.entries[1].calls] == [("set_title", {"title": "Dawn"})]
    assert "Hello" in conversation.entries[0].text


@pytest.mark.parametrize("choice", ["required", "none"])
async def test_a_choice_of_tools_is_said(server, connect, transcript, choice):
    conversation = await sent(server, connect, transcript, Turn("user", "Hello"), tool_choice=choice)

    assert conversation.choice == choice or (choice == "none" and not conversation.tools)


async def test_pictures_go_as_bytes(server, connect, transcript):
    pictures = Picture("image/png", b"\x89PNG\r\n", "shot.png"), Picture("image/jpeg", b"\xff\xd8", "photo.jpg")
    conversation = await sent(server, connect, transcript, Turn("user", "Like these", pictures=pictures))

    assert conversation.entries[0].pictures == [(picture.media_type, picture.data) for picture in pictures]
    assert conversation.entries[0].text.startswith("Like these")
    assert "http" not in json.dumps(server.bodies[0])


async def test_pictures_without_words_go_too(server, connect, transcript):
    picture = Picture("image/png", b"\x89PNG\r\n", "shot.png")
    conversation = await sent(server, connect, transcript, Turn("user", "", pictures=(picture,)))

    assert conversation.entries[0].pictures == [("image/png", picture.data)]


@pytest.mark.parametrize("text", ["A \ud83c film", "A\0film"])
async def test_characters_that_no_server_takes_are_not_sent(server, connect, transcript, text):
    """None comes from a person or a model, but a tool may repeat what it was given."""
    conversation = await sent(server, connect, transcript, Turn("user", text))

    assert conversation.entries[0].text.startswith("A")
    assert "film" in conversation.entries[0].text
    server.requests[0].content.decode()


async def test_the_same_request_is_the_same_bytes(server, connect, transcript):
    """Providers keep the beginning of what they have read: it must not change from step to step."""
    server.replies(streams(*transcript.stream(Words("Hi"))))
    turns = called(ToolRequest("", "set_title", DAWN), ToolRequest("", "set_style", "{}"))
    for _ in range(2):
        await ask(connect(), asking(*turns))
    await ask(connect(), replace(asking(*turns, Turn("assistant", "Done."), Turn("user", "Go on."))))
    first, second, third = server.requests

    assert first.content == second.content
    begun = transcript.sent(first.body).entries
    assert transcript.sent(third.body).entries[: len(begun)] == begun
