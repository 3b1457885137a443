"""What a provider wants back goes back to it, to the byte, and to nobody else."""

import json

import pytest

from orchestrator.llm.interface import ChatMessage, ToolRequest, Vendor

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
        answer = ChatMessage("assistant", outcome.text, requests, vendor=outcome.end.vendor)
        results = [ChatMessage("tool", DONE_RESULT, tool_request_id=request.id) for request in requests]
        following = () if requests else (ChatMessage("user", "Go on."),)
        await ask(connect(url=url, model=model), asking(ChatMessage("user", "Hello"), answer, *results, *following))
        return server.bodies[-1]

    return converse


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
        ChatMessage("user", "Hello"),
        ChatMessage("assistant", "", (request,), vendor=vendor),
        ChatMessage("tool", DONE_RESULT, tool_request_id="call_1"),
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
